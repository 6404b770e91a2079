# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Single blanks go along on a visit; the signed one comes back by the scanner and finds its person."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from app.domain.blank_sheet import WantedBlanks
from app.domain.client import Person, SpokenLanguage
from app.domain.consent import WantedRelease
from app.domain.controller import Controller
from app.domain.intake import Intake
from app.domain.service import ServiceData
from app.operations import (
    agreements,
    authorisations,
    blanks,
    cases,
    consents,
    directory,
    documents,
    drafts,
    goals,
    scans,
    secrecy,
)
from app.operations.vaults import Vault
from tests.journeys.hands import Hands
from tests.paper import Queue, scanned, set_up_queue, sheets_of
from ui.widgets import Table

Filling = Callable[[], AbstractContextManager[Vault]]
Says = Callable[..., bool]
TODAY = date(2026, 11, 22)
PRINTED, SIGNED = TODAY - timedelta(days=2), TODAY - timedelta(days=1)
OFFICE = Controller("Stadt", "KIM", "Markt 1", "02241 100", "a@b.example", "DSB", "LDI", "DSGVO", 3)
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # popups, offscreen


@dataclass(frozen=True)
class Desk:
    case_id: str
    file_id: str
    jobcenter: str


@pytest.fixture
def desk(filling: Filling, now: datetime) -> Desk:
    """Nasrin Rahimi speaks Arabic; the Jobcenter may hear name and benefits."""
    with filling() as vault:
        cases.set_controller(vault, OFFICE, now)
        site = cases.add_site(vault, "SU", "Siegburg Mitte", "05382060", now)
        jobcenter = directory.add_service(vault, ServiceData("Jobcenter Siegburg", "jobcenter"), now)
        person = Person("Rahimi", "Nasrin", languages=(SpokenLanguage("ar"),))
        opened = cases.take_in(vault, Intake(person, site, TODAY, "self"), now)
        wanted = tuple(
            WantedRelease(jobcenter, category, "secure_benefits", "both")
            for category in ("name_contact", "benefits")
        )
        consent = consents.prepare(vault, opened.file_id, wanted, "de", date(2027, 6, 30), now)
        consents.print_notice(vault, consent, "", now)
        rows = consents.consents(vault, opened.file_id)[0].rows
        consents.sign(vault, consent, TODAY, {row.id: "given" for row in rows}, now)
    return Desk(opened.case_id, opened.file_id, jobcenter)


@pytest.fixture
def queue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Queue:
    return set_up_queue(tmp_path / "drucker", monkeypatch)


@pytest.fixture
def out(filling: Filling, desk: Desk, now: datetime) -> Callable[..., documents.Document]:
    """A blank that was printed two days ago."""

    def printed(form: str, language: str = "ar") -> documents.Document:
        assert desk
        with filling() as vault:
            (only,) = blanks.print_blanks(vault, WantedBlanks(form, 1, language), now - timedelta(days=2))
            return documents.document(vault, only)

    return printed


def held(person: Hands) -> Vault:
    return person.robot.shell().session.vault


def to_the_blanks(person: Hands) -> None:
    person.press("Ctrl+K")
    person.write("Vordruck")
    person.press("Return")


def by_its_number(person: Hands, sheet: documents.Document) -> None:
    """As typed from the paper, then for whom it is."""
    to_the_blanks(person)
    person.write(sheet.form_number or "")
    person.press("Return")
    person.write("Rahimi")
    person.press("Return")


def test_three_vollmachten_in_arabic_leave_as_one_job(
    hands: Callable[[], Hands], desk: Desk, queue: Queue
) -> None:
    person = hands()
    assert desk
    with person.task("Drei leere Vollmachten auf Arabisch drucken", at_most=8, compare="kopieren ≈ 12"):
        to_the_blanks(person)
        person.back("Vordrucke drucken")
        person.press("Space")
        person.go("Sprache der Blätter")
        person.choose("Deutsch und Arabisch")
        person.press("Ctrl+Return")
        person.robot.settle()
        person.do("Drucken")
        person.press("Ctrl+Return")
    found = blanks.open_blanks(held(person))
    assert [(each.form, each.language) for each in found] == [("power_of_attorney", "ar")] * 3
    assert len({each.form_number for each in found}) == 3
    ((_, job),) = queue.jobs()
    assert sum(1 for _ in sheets_of(job, dpi=20)) == 6
    assert person.robot.reads("3 Blätter sind beim Drucker.")
    person.press("Escape")
    (table,) = [each for each in person.robot.every(Table) if each.accessibleName() == "Vordrucke unterwegs"]
    shown = [table.model().index(row, 1).data() for row in range(3)]
    assert shown == [each.form_number for each in found]


def test_one_comes_back_signed_by_the_scanner_and_finds_its_person(
    hands: Callable[[], Hands],
    desk: Desk,
    out: Callable[..., documents.Document],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sheet, came = out("power_of_attorney"), tmp_path / "scan.pdf"
    came.write_bytes(scanned(sheets_of(sheet.pdf)))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(came), ""))
    person = hands()
    person.robot.go("today")
    with person.task("Unterschriebene Vollmacht: Scan, Person, 3 Angaben", at_most=9, compare="abheften"):
        person.do("Scan aufnehmen")
        assert person.robot.reads("Danach tippen Sie ein, was darauf steht.")
        person.press("Ctrl+Return")
        person.write("Rahimi")
        person.press("Return")
        person.write("Jobcenter")
        person.press("Return")
        person.answer("Um welche Angelegenheiten geht es?", "Bürgergeld")
        person.answer("Unterschrieben am", "21.11.2026")
        person.press("Ctrl+Return")
    vault = held(person)
    (known,) = authorisations.authorisations(vault, desk.file_id)
    assert (known.document_id, known.signed_on, known.created_on) == (sheet.id, SIGNED, PRINTED)
    assert (known.authority, known.matters) == ("Jobcenter Siegburg", "Bürgergeld")
    ((scan,),) = scans.scans(vault, desk.file_id).values()
    assert scans.scan(vault, scan.id).content == came.read_bytes()
    assert blanks.open_blanks(vault) == ()
    assert person.robot.reads(f"Vollmacht {sheet.form_number} ist eingetippt.")
    person.robot.go("case", desk.case_id, "documents")
    assert person.robot.reads(sheet.form_number or "")
    assert not person.robot.reads("Unterschrift fehlt")


def test_without_the_day_on_the_paper_nothing_counts(
    hands: Callable[[], Hands], desk: Desk, out: Callable[..., documents.Document]
) -> None:
    sheet = out("power_of_attorney")
    person = hands()
    by_its_number(person, sheet)
    person.write("Jobcenter")
    person.press("Return")
    person.answer("Um welche Angelegenheiten geht es?", "Bürgergeld")
    person.press("Ctrl+Return")
    assert person.robot.reads("Der Tag auf dem Papier fehlt noch.")
    assert authorisations.authorisations(held(person), desk.file_id) == ()
    person.press("Escape")
    (draft,) = drafts.drafts(held(person))
    assert draft.kind == f"blank_sheet:{sheet.id}"
    person.robot.go("today")
    person.do("Weiter: Vordruck")
    person.answer("Unterschrieben am", "21.11.2026")
    person.press("Ctrl+Return")
    (known,) = authorisations.authorisations(held(person), desk.file_id)
    assert (known.matters, known.signed_on) == ("Bürgergeld", SIGNED)


def test_two_goals_written_by_hand_become_an_agreement(
    hands: Callable[[], Hands], desk: Desk, out: Callable[..., documents.Document]
) -> None:
    sheet = out("goals", "uk")
    person = hands()
    with person.task("Zielvereinbarung eintippen: 2 Ziele, 1 Schritt", at_most=15, compare="abtippen ≈ 25"):
        by_its_number(person, sheet)
        person.write("Ich will eine Wohnung.")
        person.go("1.2 Lebensbereich")
        person.choose("Wohnen")
        person.answer("Ziel 1, Schritt 1, was", "Wohngeld beantragen")
        person.answer("2.1 Ziel in den Worten der Person", "Ich will arbeiten.")
        person.go("2.2 Lebensbereich")
        person.choose("Arbeit und Existenzsicherung")
        person.answer("Wann sprechen wir wieder darüber?", "22.02.2027")
        person.answer("Zielvereinbarung unterschrieben am", "21.11.2026")
        person.press("Ctrl+Return")
    vault = held(person)
    (agreement,) = agreements.agreements(vault, desk.case_id)
    assert (agreement.document_id, agreement.agreed_on, agreement.signed_on) == (sheet.id, SIGNED, SIGNED)
    assert agreement.review_on == date(2027, 2, 22)
    found = {goal.words: [step.text for step in goal.steps] for goal in goals.goals(vault, desk.case_id)}
    assert found == {"Ich will eine Wohnung.": ["Wohngeld beantragen"], "Ich will arbeiten.": []}


def test_a_withdrawal_on_paper_counts_from_its_day(
    hands: Callable[[], Hands], desk: Desk, out: Callable[..., documents.Document]
) -> None:
    sheet = out("withdrawal")
    person = hands()
    with person.task("Widerruf vom Papier: eine Stelle", at_most=11, compare="Akte suchen, streichen ≈ 12"):
        by_its_number(person, sheet)
        person.press("2")
        person.do("Jobcenter Siegburg · Leistungen")
        person.answer("Tag auf dem Papier", "22.11.2026")
        person.press("Ctrl+Return")
    (consent,) = consents.consents(held(person), desk.file_id)
    assert [(row.category, row.decision) for row in consent.rows] == [
        ("name_contact", "given"),
        ("benefits", "withdrawn"),
    ]


def test_an_interpreter_signed_on_a_blank(
    hands: Callable[[], Hands], desk: Desk, out: Callable[..., documents.Document]
) -> None:
    sheet = out("interpreter_secrecy")
    person = hands()
    with person.task("Verschwiegenheitserklärung eintippen", at_most=11):
        by_its_number(person, sheet)
        person.write("Ahmad Karimi")
        person.go("Welche Sprache?")
        person.choose("Dari")
        person.answer("Unterschrieben am", "21.11.2026")
        person.press("Ctrl+Return")
    (known,) = secrecy.declarations(held(person), desk.file_id)
    assert (known.interpreter, known.language, known.signed_on) == ("Ahmad Karimi", "prs", SIGNED)


def test_a_sheet_that_only_lies_in_the_file_needs_no_more_than_the_person(
    hands: Callable[[], Hands], desk: Desk, out: Callable[..., documents.Document]
) -> None:
    sheet = out("information", "so")
    person = hands()
    with person.task("Informationsblatt einer Person zuordnen", at_most=7):
        by_its_number(person, sheet)
    kept = documents.documents(held(person), desk.file_id)
    assert sheet.form_number in [each.form_number for each in kept]


def test_the_same_number_again_is_refused_with_a_sentence(
    hands: Callable[[], Hands], desk: Desk, out: Callable[..., documents.Document], says: Says
) -> None:
    sheet = out("pictograms", "de")
    person = hands()
    by_its_number(person, sheet)
    assert len(documents.documents(held(person), desk.file_id)) == 2
    to_the_blanks(person)
    person.write(sheet.form_number or "")
    person.press("Return")
    assert says(person.robot, "blank_sheet.used")
    person.do("In Ordnung")
    person.write("V-0000-0000")
    person.press("Return")
    assert says(person.robot, "blank_sheet.unknown")


def test_a_lost_sheet_is_discarded_and_found_again(
    hands: Callable[[], Hands], desk: Desk, out: Callable[..., documents.Document]
) -> None:
    sheet = out("goals", "de")
    person = hands()
    assert desk
    to_the_blanks(person)
    with person.task("Verlorenen Vordruck verwerfen", at_most=2):
        person.go("Vordrucke unterwegs")
        person.press("Down")
        person.do("Verwerfen")
    (only,) = blanks.open_blanks(held(person))
    assert only.discarded_on == TODAY
    assert person.robot.reads(f"Das Blatt {sheet.form_number} ist verworfen.")
    person.do("Doch gefunden")
    (only,) = blanks.open_blanks(held(person))
    assert only.discarded_on is None
