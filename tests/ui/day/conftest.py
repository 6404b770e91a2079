# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A desk: a real file with invented people, the shell in front of it, and two hands that count."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.domain.case import Opened
from app.domain.client import (
    Address,
    Channel,
    Person,
    Residence,
    SpokenLanguage,
)
from app.domain.dates import PartialDate
from app.domain.follow_up import NewFollowUp
from app.domain.intake import Intake
from app.operations import cases, follow_ups
from app.operations.vaults import Vault
from ui.activity_form import open_activity
from ui.case_page import CasePage
from ui.cases_page import CasesPage
from ui.follow_ups_page import FollowUpsPage
from ui.intake_form import IntakePage
from ui.page import Page
from ui.quick_contact import open_quick_contact
from ui.services_page import ServicesPage
from ui.session import Session
from ui.shell import Shell
from ui.short_advice_form import open_short_advice
from ui.today_page import TodayPage
from ui.widgets import Toast
from ui.workplace import Act, Place, Workplace

TODAY = date(2026, 11, 22)
WORK = Workplace(
    places=(
        Place("today", "Heute", "calendar", TodayPage),
        Place("cases", "Fälle", "folder", CasesPage),
        Place("case", "Fall", "folder", CasePage, under="cases"),
        Place("intake", "Neue Person", "person", IntakePage, under="cases"),
        Place("follow_ups", "Wiedervorlagen", "flag", FollowUpsPage),
        Place("services", "Anlaufstellen", "pin", ServicesPage),
    ),
    search_hint="Suchen oder Befehl",
    acts=(
        Act("Kontakt festhalten", "pencil", open_quick_contact, "Strg+Umschalt+N"),
        Act("Kurzberatung festhalten", "speech", open_short_advice, "Strg+Umschalt+K"),
        Act("Tätigkeit festhalten", "people", open_activity, "Strg+Umschalt+T"),
    ),
)


def huong() -> Person:
    """Everything that can be recorded about a person."""
    return Person(
        family_name="Nguyễn",
        given_names="Thị Hương",
        former_names="Trần",
        native_name="阮氏香",
        birth_date=PartialDate(1992, 4, 3),
        sex="female",
        marital_status="VH",
        arrived_in_germany=PartialDate(2019),
        arrived_in_municipality=PartialDate(2020, 5),
        works_in="Bonn",
        nationalities=("432", "163", "475"),
        languages=(
            SpokenLanguage("vi", "C2", True, "phone"),
            SpokenLanguage("de", "A2"),
            SpokenLanguage("fr", "B1", True),
        ),
        channels=(
            Channel("phone", "0157 1234567", note="nur vormittags", may_remind=True),
            Channel("email", "huong@post.example", False),
        ),
        address=Address("Rosenweg 12", "53721", "Siegburg", "05382060", True),
        residence=Residence("AE25_2s1", date(2027, 1, 18)),
    )


@dataclass
class Desk:
    """The shell, its session, and what the hands did."""

    shell: Shell
    session: Session
    site_id: str
    done: int = 0

    @property
    def vault(self) -> Vault:
        return self.session.vault

    def page(self) -> Page:
        page = self.shell.page()
        assert page is not None
        return page

    def go(self, key: str, *about: str) -> Page:
        self.shell.go(key, *about)
        for _ in range(5):
            QApplication.processEvents()
        return self.page()

    def dialog(self) -> QDialog:
        """The one dialog in front."""
        QApplication.processEvents()
        shown = [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]
        assert len(shown) == 1
        return shown[0]

    def dialogs(self) -> list[QWidget]:
        return [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]

    def toast(self) -> str:
        return self.shell.window().findChildren(Toast)[0].accessibleName()

    # Hands

    def focus(self) -> QWidget:
        """Where the keys go; offscreen nobody gives the window its focus back when a dialog closes."""
        if QApplication.activeWindow() is None:
            self.shell.activateWindow()
            QApplication.processEvents()
        focus = QApplication.focusWidget()
        assert focus is not None
        return focus

    def press(self, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
        """One key, with Strg, Alt or Umschalt: one interaction."""
        held = Qt.KeyboardModifier.NoModifier
        for modifier in modifiers:
            held |= modifier
        QTest.keyClick(self.focus(), key, held)
        QApplication.processEvents()
        self.done += 1

    def write(self, text: str, into: QWidget | None = None) -> None:
        """Some text, key by key, umlauts and all: one interaction."""
        if into is not None:
            into.setFocus()
        for letter in text:
            QApplication.sendEvent(self.focus(), QKeyEvent(QKeyEvent.Type.KeyPress, 0, _NOTHING, letter))
        QApplication.processEvents()
        self.done += 1

    def click(self, word: str, where: QWidget | None = None) -> None:
        """The visible button with this word: one interaction."""
        around = where or self.shell
        fitting = [b for b in around.findChildren(QPushButton) if b.isVisible() and b.text() == word]
        assert len(fitting) == 1, [b.text() for b in around.findChildren(QPushButton) if b.isVisible()]
        QTest.mouseClick(fitting[0], Qt.MouseButton.LeftButton)
        QApplication.processEvents()
        self.done += 1

    # What the file holds

    def take_in(self, person: Person, held_on: date = TODAY, **more: object) -> Opened:
        intake = Intake(person, self.site_id, held_on, "self", **more)  # type: ignore[arg-type]
        return cases.take_in(self.vault, intake, self.session.now())

    def follow_up(self, case_id: str, days: int, title: str) -> str:
        new = NewFollowUp(case_id, TODAY + timedelta(days=days), title)
        return follow_ups.add_follow_up(self.vault, new, self.session.now())


_NOTHING = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def bare_desk(qtbot: QtBot, case_vault: Vault, now: datetime) -> Iterator[Desk]:
    """A new file: not even a Standort."""
    session = Session(case_vault, lambda: now)
    shell = Shell(session, WORK)
    qtbot.addWidget(shell)
    shell.resize(1366, 768)
    shell.show()
    shell.activateWindow()
    qtbot.waitUntil(shell.isActiveWindow)
    shell.go("today")
    desk = Desk(shell, session, "")
    yield desk
    for dialog in desk.dialogs():
        dialog.close()
    shell.drop_page()


@pytest.fixture
def desk(bare_desk: Desk, now: datetime) -> Desk:
    """One Standort, nobody in it yet."""
    bare_desk.site_id = cases.add_site(bare_desk.vault, "SU", "Siegburg Mitte", "05382060", now)
    return bare_desk


@pytest.fixture
def person() -> Person:
    return huong()


@pytest.fixture
def case(desk: Desk, person: Person) -> Opened:
    """Frau Nguyễn, taken in today."""
    return desk.take_in(person)
