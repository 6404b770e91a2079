# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The small papers of a case: Vollmacht, letters, an interpreter's promise, the person's folder."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, time

import pytest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from app.domain.appointment import NewAppointment
from app.domain.client import Person
from app.domain.consent import WantedRelease
from app.domain.controller import Controller
from app.domain.dates import PartialDate
from app.domain.household import NewMember
from app.domain.intake import Intake
from app.domain.service import ServiceData
from app.operations import (
    appointments,
    authorisations,
    cases,
    client_papers,
    consents,
    directory,
    documents,
    drafts,
    follow_ups,
    households,
    secrecy,
)
from app.operations.vaults import Vault
from tests.journeys.hands import Hands
from ui.widgets import Chip

Filling = Callable[[], AbstractContextManager[Vault]]
TODAY = date(2026, 11, 22)
OFFICE = Controller(
    "Stadt Musterstadt",
    "Fachdienst Integration",
    "Marktplatz 1\n53721 Musterstadt",
    "+49 2241 100-0",
    "kim@musterstadt.example",
    "Datenschutz der Stadt",
    "LDI NRW",
    "DSGVO",
    3,
)


@dataclass(frozen=True)
class Desk:
    """The case and its file; the Jobcenter may hear name, contact and benefits."""

    case_id: str
    file_id: str
    jobcenter: str


@pytest.fixture
def desk(filling: Filling, now: datetime) -> Desk:
    with filling() as vault:
        cases.set_controller(vault, OFFICE, now)
        site = cases.add_site(vault, "SU", "Siegburg Mitte", "05382060", now)
        person = Person("Özdemir", "Gülşen", birth_date=PartialDate(1990, 3, 7))
        opened = cases.take_in(vault, Intake(person, site, TODAY, "self"), now)
        jobcenter = directory.add_service(
            vault,
            ServiceData("Jobcenter Musterstadt", "jobcenter", address="Ring 12, 53721 Musterstadt"),
            now,
        )
        rows = [
            WantedRelease(jobcenter, category, "secure_benefits", "both")
            for category in ("name_contact", "benefits")
        ]
        consent = consents.prepare(vault, opened.file_id, rows, "de", date(2027, 6, 30), now)
        consents.print_notice(vault, consent, "", now)
        decisions = {row.id: "given" for row in consents.consents(vault, opened.file_id)[0].rows}
        consents.sign(vault, consent, TODAY, decisions, now)
        child = NewMember("child", "Elif", "Özdemir", PartialDate(2014))
        households.add_member(vault, opened.client_id, child, now)
    assert opened.case_id is not None
    return Desk(opened.case_id, opened.file_id, jobcenter)


@pytest.fixture
def person(hands: Callable[[], Hands], desk: Desk) -> Hands:
    """Before the tab Dokumente of the case."""
    person = hands()
    person.robot.go("case", desk.case_id, "documents")
    return person


def vault_of(person: Hands) -> Vault:
    return person.robot.shell().session.vault


def forms_of(person: Hands, desk: Desk) -> list[str]:
    return [each.form for each in documents.documents(vault_of(person), desk.file_id)]


def shows(person: Hands, words: str) -> bool:
    """Whether a chip or a row on screen says this."""
    every = person.robot.front().findChildren(QWidget)
    said = (
        each.text() if isinstance(each, Chip) else each.accessibleName() for each in every if each.isVisible()
    )
    return any(words in each for each in said)


def begin(person: Hands, paper: str) -> None:
    """The menu of papers, and the digit that stands before one of them."""
    person.do("Neues Blatt")
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    (words,) = (action.text() for action in menu.actions() if action.text().endswith(f"  {paper}"))
    person.press(words[1])


def test_a_vollmacht_is_printed_signed_and_revoked(person: Hands, desk: Desk) -> None:
    with person.task("Vollmacht drucken", at_most=7, compare="Word-Vorlage ≈ 25"):
        begin(person, "Vollmacht")
        person.write("Jobcenter")
        person.press("Return")
        person.answer("Zeichen der Person dort", "38502//0012345")
        person.answer("Um welche Angelegenheiten geht es?", "Leistungen nach SGB II")
        person.press("Ctrl+Return")
    assert person.robot.reads("Erst die Unterschrift macht die Vollmacht gültig.")
    person.press("Escape")
    (known,) = authorisations.authorisations(vault_of(person), desk.file_id)
    assert (known.reference, known.scope, known.signed_on) == ("38502//0012345", "information", None)
    with person.task("Unterschrift der Vollmacht festhalten", at_most=2):
        person.do("Unterschrieben: Vollmacht Jobcenter Musterstadt")
        person.press("Ctrl+Return")
    (known,) = authorisations.authorisations(vault_of(person), desk.file_id)
    assert known.holds(TODAY)
    person.robot.go("case", desk.case_id)
    assert shows(person, "Vollmacht Jobcenter Musterstadt")
    person.press("Ctrl+Shift+A")
    assert person.robot.reads("Vollmacht: darf uns Auskunft geben")
    person.press("Escape")
    person.robot.go("case", desk.case_id, "documents")
    with person.task("Vollmacht widerrufen", at_most=2):
        person.do("Widerrufen: Vollmacht Jobcenter Musterstadt")
        person.press("Ctrl+Return")
    (known,) = authorisations.authorisations(vault_of(person), desk.file_id)
    assert known.revoked_on == TODAY
    assert "Widerruf der Vollmacht weitergeben: Jobcenter Musterstadt" in [
        each.title for each in follow_ups.due_of_case(vault_of(person), desk.case_id)
    ]


def test_an_accompanying_letter_leaves_through_the_gate(person: Hands, desk: Desk) -> None:
    with person.task("Begleitschreiben", at_most=6, compare="Word ≈ 30"):
        begin(person, "Begleitschreiben")
        person.write("Jobcenter")
        person.press("Return")
        person.answer("Anlagen", "Mietvertrag")
        person.press("Ctrl+Return")
    assert person.robot.reads("Das Schreiben ist als Weitergabe festgehalten.")
    (told,) = consents.disclosures(vault_of(person), desk.file_id)
    assert (told.channel, set(told.categories)) == ("letter", {"name_contact", "benefits"})
    assert forms_of(person, desk)[0] == "letter_accompanying"


def test_more_time_is_asked_for(person: Hands, desk: Desk) -> None:
    with person.task("Fristverlängerung", at_most=7, compare="Word ≈ 35"):
        begin(person, "Bitte um Fristverlängerung")
        person.write("Jobcenter")
        person.press("Return")
        person.answer("Frist bisher", "30.11.")
        person.answer("Begründung", "Die Bescheinigung der Schule fehlt noch.")
        person.press("Ctrl+Return")
    assert forms_of(person, desk)[0] == "letter_extension"
    (told,) = consents.disclosures(vault_of(person), desk.file_id)
    assert told.recipient == "Jobcenter Musterstadt"


def test_a_letter_without_a_release_says_the_way_on(person: Hands, desk: Desk, now: datetime) -> None:
    vault = vault_of(person)
    for row in consents.consents(vault, desk.file_id)[0].rows:
        consents.withdraw_row(vault, row.id, TODAY, now)
    begin(person, "Begleitschreiben")
    person.write("Jobcenter")
    person.press("Return")
    person.answer("Zweck", "Leistungen sichern")
    person.answer("Anlagen", "Mietvertrag")
    person.press("Ctrl+Return")
    assert consents.disclosures(vault, desk.file_id) == ()
    assert person.robot.reads("Ohne Freigabe für diese Stelle und diesen Zweck")
    person.do("Einwilligung erfassen")
    assert person.robot.shell().location == ("case", (desk.case_id, "consent"))
    (draft,) = drafts.drafts(vault)
    assert draft.kind == "letter_accompanying"


def test_a_visit_is_confirmed(person: Hands, desk: Desk, now: datetime) -> None:
    appointments.make_appointment(vault_of(person), desk.case_id, NewAppointment(TODAY, time(9, 30)), now)
    with person.task("Terminbestätigung", at_most=3, compare="Word ≈ 15"):
        begin(person, "Terminbestätigung")
        person.press("Ctrl+Return")
    assert forms_of(person, desk)[0] == "letter_attendance"
    assert consents.disclosures(vault_of(person), desk.file_id) == ()


def test_an_interpreter_promises_silence(person: Hands, desk: Desk) -> None:
    with person.task("Verschwiegenheitserklärung", at_most=5, compare="Vorlage suchen ≈ 12"):
        begin(person, "Verschwiegenheitserklärung Sprachmittlung")
        person.write("Ahmad Karimi")
        person.answer("Welche Sprache?", "Dari")
        person.press("Ctrl+Return")
    person.press("Escape")
    (known,) = secrecy.declarations(vault_of(person), desk.file_id)
    assert (known.interpreter, known.language, known.signed_on) == ("Ahmad Karimi", "prs", None)
    with person.task("Unterschrift der Sprachmittlung festhalten", at_most=2):
        person.do("Unterschrieben: Ahmad Karimi")
        person.press("Ctrl+Return")
    (known,) = secrecy.declarations(vault_of(person), desk.file_id)
    assert known.signed_on == TODAY
    assert shows(person, "22.11.2026, unterschrieben")


def test_a_child_as_interpreter_warns(person: Hands, desk: Desk) -> None:
    begin(person, "Verschwiegenheitserklärung Sprachmittlung")
    person.write("Elif Özdemir")
    person.go("Wie?")
    assert person.robot.reads("ist ein Kind dieses Haushalts.")
    assert person.robot.reads("Ein Kind soll nicht dolmetschen.")


def test_the_folder_is_ticked_off_and_printed(person: Hands, desk: Desk) -> None:
    with person.task("Drei Unterlagen abhaken", at_most=4, compare="Excel-Liste ≈ 9"):
        person.do("Unterlagen abhaken")
        for key in "DAN":
            person.press(key)
    noted = client_papers.papers(vault_of(person), desk.file_id)
    first = ("health_insurance", "language_certificate", "course_entitlement")
    assert [noted[code].state for code in first] == ["there", "requested", "not_needed"]
    with person.task("Unterlagenliste drucken", at_most=2):
        person.do("Liste drucken")
        person.press("Ctrl+Return")
    assert forms_of(person, desk)[0] == "document_list"


def test_a_paper_has_its_last_day(person: Hands, desk: Desk) -> None:
    with person.task("Pass mit Ablauf vermerken", at_most=5):
        person.do("Unterlagen abhaken")
        person.back("Lebensbereich")
        person.write("Aufenthalt")
        person.go("Pass oder Passersatz")
        person.press("Return")
        person.write("10.01.2027")
        person.press("Ctrl+Return")
    (passport,) = client_papers.papers(vault_of(person), desk.file_id).values()
    assert (passport.state, passport.valid_until) == ("there", date(2027, 1, 10))
    assert person.robot.reads("gültig bis 10.01.2027")


def test_dividers_for_the_folder(person: Hands, desk: Desk) -> None:
    with person.task("Trennblätter drucken", at_most=3, compare="Vorlage suchen ≈ 10"):
        begin(person, "Trennblätter")
        person.press("Ctrl+Return")
    assert forms_of(person, desk)[0] == "dividers"


def test_what_was_begun_waits_on_heute(person: Hands, desk: Desk) -> None:
    begin(person, "Bitte um Fristverlängerung")
    person.answer("Begründung", "Die Bescheinigung fehlt")
    person.press("Escape")
    person.robot.go("today")
    assert person.robot.reads("Bitte um Fristverlängerung")
    person.do("Weiter: Bitte um Fristverlängerung")
    assert person.robot.reads("Gesetzliche Fristen")
    person.go("Begründung")
    assert person.robot.front().focusWidget().property("plainText") == "Die Bescheinigung fehlt"
