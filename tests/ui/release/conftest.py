# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Three offices and their Kreis on real files and a real folder, the shell before any of them, two hands."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.domain.act import NewActivity, NewShortAdvice
from app.domain.client import Person
from app.domain.contact import NewContact
from app.domain.dates import PartialDate
from app.domain.intake import Intake
from app.domain.livelihood import NewLivelihood
from app.operations import acts, cases, contacts, district, enrolment, reporting, ways
from app.operations.vaults import Role, Vault
from storage.vault import open_with_key
from tests.acquainted import acquaint
from ui import jobs
from ui.connection_page import ConnectionPage
from ui.form_dialog import FormDialog
from ui.inbox_page import InboxPage
from ui.overview_page import OverviewPage
from ui.page import Page
from ui.release_page import COUNTING, ReleasePage
from ui.report_page import ReportPage
from ui.session import Session
from ui.shell import Shell
from ui.widgets import Chip, Row, Toast
from ui.workplace import Place, Workplace

SEPTEMBER, OCTOBER = date(2026, 9, 30), date(2026, 10, 31)
NAMES = ("Nguyễn Thị", "Łukaszewicz-Großmann", "Çelik", "Østergård")
OFFICE = Workplace(
    (
        Place("release", "Meldung", "send", ReleasePage),
        Place("connection", "Verbindung", "link", ConnectionPage, under="release"),
    ),
    "Suchen oder Befehl",
)
KREIS = Workplace(
    (
        Place("overview", "Übersicht", "chart", OverviewPage),
        Place("inbox", "Meldungen", "inbox", InboxPage),
        Place("report", "Bericht", "document", ReportPage),
    ),
    "Suchen oder Befehl",
    with_clients=False,
)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 11, tzinfo=UTC)


@dataclass
class Desk:
    """A session with a shell before it, and what hands and eyes can do."""

    shell: Shell
    session: Session

    @property
    def vault(self) -> Vault:
        return self.session.vault

    def go(self, key: str) -> Any:
        """The page at that place."""
        self.shell.go(key)
        self.settle()
        return self.page()

    def page(self) -> Page:
        page = self.shell.page()
        assert page is not None
        return page

    def settle(self) -> None:
        for _ in range(5):
            QApplication.processEvents()
        while any(job.label == COUNTING for job in jobs.running()):
            QApplication.processEvents()

    def finish_jobs(self) -> None:
        """Let the work beside the windows end and its answer arrive."""
        jobs.finish()
        while jobs.running():
            QApplication.processEvents()
        self.settle()

    def dialog(self) -> QDialog:
        """The one dialog in front."""
        shown = self.dialogs()
        assert len(shown) == 1, [each.accessibleName() for each in shown]
        return shown[0]

    def form(self) -> FormDialog:
        dialog = self.dialog()
        assert isinstance(dialog, FormDialog)
        return dialog

    def dialogs(self) -> list[QDialog]:
        self.settle()
        return [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]

    def no_dialog(self) -> bool:
        return not self.dialogs()

    def click(self, word: str, where: QWidget | None = None) -> None:
        """The one visible button of that word."""
        buttons = (where or self.shell).findChildren(QPushButton)
        found = [
            each for each in buttons if each.isVisible() and word in (each.text(), each.accessibleName())
        ]
        assert len(found) == 1, [each.text() for each in buttons if each.isVisible()]
        QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)
        self.settle()

    def buttons(self) -> list[str]:
        """The words of the visible buttons of the page."""
        return [each.text() for each in self.page().findChildren(QPushButton) if each.isVisible()]

    def says(self, where: QWidget | None = None) -> str:
        """Every visible word."""
        around = where or self.shell
        labels = [each.text() for each in around.findChildren(QLabel) if each.isVisible()]
        rows = [each.text for each in around.findChildren(Row) if each.isVisible()]
        chips = [each.text() for each in around.findChildren(Chip) if each.isVisible()]
        return " | ".join([*labels, *rows, *chips])

    def toast(self) -> str:
        toasts = self.shell.window().findChildren(Toast)
        return toasts[-1].accessibleName() if toasts else ""


@dataclass
class Exchange:
    """Three offices with a site each, the Kreis, and the folder between them; all know each other."""

    offices: list[Vault]
    sites: list[str]
    kreis: Vault
    folder: Path

    def enrol(self, vault: Vault, name: str, now: datetime) -> None:
        acquaint(self.kreis, vault, now, name)

    def release(self, number: int, until: date) -> reporting.Released:
        vault, site = self.offices[number], self.sites[number]
        return reporting.release(vault, site, f"{until:%Y-%m}", until, noon(until))

    def deliver(self, number: int, day: date) -> None:
        assert reporting.deliver(self.offices[number], noon(day)).trouble is None

    def exchange(self, until: date) -> None:
        """Every office releases and delivers, the Kreis fetches."""
        for number in range(len(self.offices)):
            self.release(number, until)
            self.deliver(number, until)
        assert district.fetch(self.kreis, noon(until)).accepted == len(self.offices)


def furnish(vault: Vault, code: str, name: str) -> str:
    """A site with twelve people in cases; twelve short advices and a workshop in each of two months."""
    municipality = cases.lists(vault).entries("municipality", OCTOBER)[0].code
    site = cases.add_site(vault, code, name, municipality, noon(date(2026, 9, 1)))
    for number in range(12):
        _case(vault, site, number)
    for day in (date(2026, 9, 15), date(2026, 10, 14)):
        for number in range(12):
            advice = NewShortAdvice(
                site,
                "counselling",
                day,
                "ar",
                topics=("housing",),
                minutes=10 + number,
                target_participants=1,
            )
            acts.add_short_advice(vault, advice, noon(day))
        workshop = NewActivity(site, "workshop", day, target_participants=4, partner_participants=2)
        acts.add_activity(vault, workshop, noon(day))
    return site


def _case(vault: Vault, site: str, number: int) -> None:
    begun = date(2026, 9, 7)
    person = Person(
        family_name=NAMES[number % len(NAMES)],
        given_names="Hương",
        birth_date=PartialDate(1990, 3, 1 + number),
        sex=("female", "male")[number % 2],
    )
    intake = Intake(person, site, begun, "self", livelihood=NewLivelihood("sgb2", since=begun))
    opened = cases.take_in(vault, intake, noon(begun))
    assert opened.case_id is not None
    contacts.add_contact(vault, opened.case_id, NewContact("talk", begun), noon(begun))


START = noon(date(2026, 9, 1))


@pytest.fixture(scope="session")
def furnished(case_template: Any, district_template: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with three closed case files and a Kreis file that know each other."""
    root = tmp_path_factory.mktemp("kreis")
    folders = [root / name for name in ("akte-0", "akte-1", "akte-2", "kreis")]
    for folder in folders:
        folder.mkdir()
    offices = [case_template.opened_in(folder) for folder in folders[:3]]
    kreis = district_template.opened_in(folders[3])
    names = (("NORD", "Nordstadt"), ("ALT", "Altmarkt"), ("TAL", "Talheim"))
    sites = [furnish(vault, *name) for vault, name in zip(offices, names, strict=True)]
    enrolment.ensure_district(kreis, "05382", "Musterkreis", START)
    whole = Exchange(offices, sites, kreis, root)
    for number, vault in enumerate(offices):
        whole.enrol(vault, f"Fallakte {number}", START)
    for vault in (*offices, kreis):
        vault.close()
    return root


@pytest.fixture
def exchange(
    furnished: Path, case_template: Any, district_template: Any, tmp_path: Path
) -> Iterator[Exchange]:
    """Copies of them, opened, with a folder between them."""
    shutil.copytree(furnished, tmp_path / "dateien")
    folder = tmp_path / "austausch"
    folder.mkdir()
    with ExitStack() as stack:

        def opened(name: str, template: Any) -> Vault:
            path = tmp_path / "dateien" / name / template.path.name
            vault = open_with_key(path, template.code, template.key)
            stack.callback(vault.close)
            ways.set_transport(vault, "folder", str(folder), START)
            return vault

        offices = [opened(f"akte-{number}", case_template) for number in range(3)]
        sites = [cases.sites(vault)[0].id for vault in offices]
        yield Exchange(offices, sites, opened("kreis", district_template), folder)


@pytest.fixture
def sit(qtbot: QtBot, now: datetime) -> Iterator[Callable[..., Desk]]:
    """Sit down before a file: `sit(vault)`, with another clock if wanted."""
    desks: list[Desk] = []

    def sit_down(vault: Vault, clock: Callable[[], datetime] = lambda: now) -> Desk:
        session = Session(vault, clock)
        shell = Shell(session, OFFICE if vault.role is Role.CASE else KREIS)
        qtbot.addWidget(shell)
        shell.resize(1366, 768)
        shell.show()
        shell.go(shell.workplace.navigation[0].key)
        desks.append(Desk(shell, session))
        desks[-1].settle()
        return desks[-1]

    yield sit_down
    jobs.finish()
    for dialog in [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog)]:
        dialog.close()
    for desk in desks:
        desk.finish_jobs()
        desk.shell.drop_page()


@pytest.fixture
def choose(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path | None], None]:
    """What the user picks in the system's own file windows; `None` is closing them."""

    def pick(path: Path | None) -> None:
        text = str(path) if path else ""
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (text, ""))
        monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (text, ""))
        monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: text)

    return pick
