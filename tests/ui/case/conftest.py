# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""One case in a real file, its tabs shown one at a time, and hands that click and press keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.domain.client import Address, Channel, Person, Residence
from app.domain.consent import Consent, WantedRelease
from app.domain.controller import Controller
from app.domain.dates import PartialDate
from app.domain.intake import Intake
from app.domain.service import ServiceData
from app.operations import cases, consents, directory
from app.operations.vaults import Vault
from ui.case_tab import CaseTab
from ui.form_dialog import FormDialog
from ui.session import Session
from ui.widgets import Toast

TODAY = date(2026, 11, 22)
HUONG = Person(
    family_name="Nguyễn-Łukaszewicz",
    given_names="Thị Hương",
    native_name="阮氏香",
    birth_date=PartialDate(1990, 3, 7),
    channels=(Channel("phone", "+49 2241 55-1234"),),
    address=Address("Wiesenweg 3", "53721", "Siegburg"),
    residence=Residence("AGST", date(2027, 1, 10)),
)
OFFICE = Controller(
    name="Stadt Musterstadt",
    unit="Fachdienst Integration",
    address="Marktplatz 1\n53721 Musterstadt",
    phone="+49 2241 100-0",
    email="kim@musterstadt.example",
    officer="Datenschutz der Stadt Musterstadt",
    authority="Landesbeauftragte für Datenschutz und Informationsfreiheit NRW",
    law="DSGVO",
    storage_years=3,
)
_NOTHING = Qt.KeyboardModifier.NoModifier


@dataclass
class Desk:
    """`jobcenter` is bound by § 67b SGB X, `club` is not; `window` is the tab in front, `asked` its exits."""

    session: Session
    qtbot: QtBot
    case_id: str
    file_id: str
    site_id: str
    jobcenter: str
    club: str
    window: CaseTab | None = None
    asked: list[str] = field(default_factory=list)

    @property
    def vault(self) -> Vault:
        return self.session.vault

    def show(self, make: Callable[[Session, str], CaseTab], width: int = 1100, height: int = 640) -> Any:
        """The tab in front, at the size it has in the window; the one before it is left as when going on."""
        self.leave()
        self.window = make(self.session, self.case_id)
        self.window.go.connect(self.asked.append)
        self.qtbot.addWidget(self.window)
        self.window.resize(width, height)
        self.window.show()
        self.window.activateWindow()
        self.qtbot.waitUntil(self.window.isActiveWindow)
        return self.window

    def leave(self) -> None:
        """Go to another tab: what was typed is kept, and the tab is gone."""
        if self.window is not None:
            self.window.keep()
            self.window.hide()
            self.window = None

    # Hands

    def click(self, word: str, where: QWidget | None = None) -> None:
        """The one visible button with this word or accessible name."""
        QApplication.processEvents()
        around = where or self.window
        assert around is not None
        found = [
            button
            for button in around.findChildren(QPushButton)
            if button.isVisible() and word in (button.text(), button.accessibleName())
        ]
        assert len(found) == 1, [button.text() for button in around.findChildren(QPushButton)]
        QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)
        QApplication.processEvents()

    def keys(self, text: str) -> None:
        """Each key to whatever has the focus by then."""
        QApplication.processEvents()
        for key in text:
            focus = QApplication.focusWidget()
            assert focus is not None
            if key.isascii():
                QTest.keyClicks(focus, key)
            else:
                QApplication.sendEvent(focus, QKeyEvent(QKeyEvent.Type.KeyPress, 0, _NOTHING, key))
        QApplication.processEvents()

    def dialog(self) -> QDialog:
        """The one window in front of the tab."""
        shown = [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]
        assert len(shown) == 1, shown
        return shown[0]

    def form_dialog(self) -> FormDialog:
        dialog = self.dialog()
        assert isinstance(dialog, FormDialog)
        return dialog

    def submit(self) -> None:
        """Strg+Enter in the form in front."""
        QTest.keyClick(self.dialog(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        QApplication.processEvents()

    # What is on screen, and in the file

    def words(self, where: QWidget | None = None) -> str:
        """Everything that is written there and can be seen."""
        around = where or self.window
        assert around is not None
        QApplication.processEvents()
        shown = [label.text() for label in around.findChildren(QLabel) if label.isVisible()]
        named = [w.accessibleName() for w in around.findChildren(QWidget) if w.isVisible()]
        return "\n".join([*shown, *named])

    def toast(self) -> str:
        assert self.window is not None
        return [toast.accessibleName() for toast in self.window.window().findChildren(Toast)][-1]

    def wanted(self, service_id: str, *categories: str, purpose: str = "counselling") -> list[WantedRelease]:
        return [WantedRelease(service_id, category, purpose, "both") for category in categories]

    def signed(self, *wanted: WantedRelease) -> Consent:
        """A consent over these rows: printed, every row given, signed today."""
        now = self.session.now()
        made = consents.prepare(self.vault, self.file_id, wanted, "de", date(2027, 6, 30), now)
        consents.print_notice(self.vault, made, "", now)
        decisions = {row.id: "given" for row in self.consent().rows}
        consents.sign(self.vault, made, TODAY, decisions, now)
        return self.consent()

    def consent(self) -> Consent:
        """The newest one."""
        return consents.consents(self.vault, self.file_id)[0]


@pytest.fixture
def desk(case_vault: Vault, qtbot: QtBot, now: datetime) -> Iterator[Desk]:
    cases.set_controller(case_vault, OFFICE, now)
    site_id = cases.add_site(case_vault, "SU", "Siegburg Mitte", "05382060", now)
    jobcenter = ServiceData("Jobcenter Musterstadt", "jobcenter", name="Team 4", needs_written_consent=True)
    club = ServiceData("Wohnhilfe e. V.", "other", address="Gasse 2, 53721 Musterstadt")
    opened = cases.take_in(case_vault, Intake(HUONG, site_id, TODAY, "self"), now)
    desk = Desk(
        Session(case_vault, lambda: now),
        qtbot,
        opened.case_id,
        opened.file_id,
        site_id,
        directory.add_service(case_vault, jobcenter, now),
        directory.add_service(case_vault, club, now),
    )
    yield desk
    for window in QApplication.topLevelWidgets():
        if isinstance(window, QDialog) and window.isVisible():
            window.close()
    desk.leave()
