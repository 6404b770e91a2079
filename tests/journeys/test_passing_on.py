# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Passing on by keyboard: a referral to a course, a no that becomes a gap, a phone call, a hand-over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from app.domain.case import Closing
from app.domain.client import Address, Person
from app.domain.consent import WantedRelease
from app.domain.controller import Controller
from app.domain.course import CourseData
from app.domain.intake import Intake
from app.domain.referral import NewReferral
from app.domain.service import ServiceData
from app.operations import cases, closing, consents, directory, documents, follow_ups, gaps, referrals
from storage.vault import open_with_key
from tests.journeys.hands import Hands

TODAY = date(2026, 11, 22)
OFFICE = Controller(
    "Stadt Musterstadt",
    "Integration",
    "Markt 1\n53721 Musterstadt",
    "02241 1",
    "a@b.example",
    "DSB",
    "LDI",
    "DSGVO",
    3,
)


@dataclass(frozen=True)
class Desk:
    case_id: str
    file_id: str
    school: str
    jobcenter: str


@pytest.fixture
def desk(case_template: Any, path: Path, now: datetime) -> Desk:
    """Frau Rahimi allows the school her name and her learning, the Jobcenter her name; both have a number."""
    vault = case_template.opened_in(path.parent)
    cases.set_controller(vault, OFFICE, now)
    site = cases.add_site(vault, "SU", "Siegburg Mitte", "05382060", now)
    person = Person("Rahimi", "Nasrin", address=Address("Wiesenweg 3", "53721", "Siegburg"))
    opened = cases.take_in(vault, Intake(person, site, TODAY, "self"), now)
    school = directory.add_service(
        vault, ServiceData("Haus der Sprachen", "language_course", phone="02241 55"), now
    )
    jobcenter = directory.add_service(vault, ServiceData("Jobcenter", "jobcenter", phone="02241 99"), now)
    directory.add_course(vault, CourseData(school, "Elternkurs", "B1", date(2027, 1, 11)), now)
    rows = (
        WantedRelease(school, "name_contact", "course_place", "both"),
        WantedRelease(school, "education_work", "course_place", "both"),
        WantedRelease(jobcenter, "name_contact", "appointments", "both"),
        WantedRelease(jobcenter, "benefits", "appointments", "both"),
    )
    notice = consents.prepare(vault, opened.file_id, rows, "de", date(2027, 6, 30), now)
    consents.print_notice(vault, notice, "", now)
    (printed,) = consents.consents(vault, opened.file_id)
    decisions = {row.id: "refused" if row.category == "benefits" else "given" for row in printed.rows}
    consents.sign(vault, notice, TODAY, decisions, now)
    vault.close()
    return Desk(opened.case_id, opened.file_id, school, jobcenter)


def words(pdf: bytes) -> str:
    pages = pypdfium2.PdfDocument(pdf)
    return "".join("".join(page.get_textpage().get_text_bounded().split()) for page in pages)


def test_a_referral_with_data_to_a_course(hands: Callable[[], Hands], desk: Desk) -> None:
    person = hands()
    vault = person.robot.shell().session.vault
    person.robot.go("case", desk.case_id)
    with person.task("Überleitung mit Daten an einen Kurs", at_most=8, compare="Primero: Sperre zu umgehen"):
        person.press("Ctrl+Shift+U")
        person.write("haus der")
        person.back("Was soll geschehen?: Verweisberatung")
        person.choose("Was soll geschehen?: Überleitung mit Daten", "Right")
        person.go("Kurs")
        person.choose("Elternkurs")
        person.answer("Lebensbereich", "Sprache")
        person.press("Ctrl+Return")
    (made,) = referrals.referrals(vault, desk.case_id)
    (told,) = consents.disclosures(vault, desk.file_id)
    assert (made.course, made.with_data, made.disclosure_id) == ("Elternkurs", True, told.id)
    letter = documents.documents(vault, desk.file_id)[0]
    assert (letter.form, letter.sha256) == ("transfer", told.sha256)
    assert "Rahimi" in words(documents.document(vault, letter.id).pdf)
    assert person.robot.reads(f"Überleitung {letter.form_number}")
    person.press("Escape")
    assert [each.due_on for each in follow_ups.due(vault, None)] == [date(2026, 12, 7)]
    person.robot.go("case", desk.case_id)
    assert person.robot.reads("Überleitung an Haus der Sprachen")


def test_a_slip_says_where_to_go_and_nothing_of_the_person(hands: Callable[[], Hands], desk: Desk) -> None:
    person = hands()
    vault = person.robot.shell().session.vault
    person.robot.go("case", desk.case_id)
    with person.task("Verweisberatung mit Zettel", at_most=5, compare="Post-it"):
        person.press("Ctrl+Shift+U")
        person.write("haus der")
        person.answer("Lebensbereich", "Sprache")
        person.answer("Bitte mitbringen", "Ausweis")
        person.press("Ctrl+Shift+Return")
    slip = documents.documents(vault, desk.file_id)[0]
    assert person.robot.reads(f"Zettel zur Verweisberatung {slip.form_number}")
    said = words(documents.document(vault, slip.id).pdf)
    assert "HausderSprachen" in said
    assert "Ausweis" in said
    assert "0224155" in said
    assert "Rahimi" not in said
    (made,) = referrals.referrals(vault, desk.case_id)
    assert (made.with_data, made.recipient) == (False, "Haus der Sprachen")
    assert consents.disclosures(vault, desk.file_id) == ()


def test_without_a_basis_nothing_goes(hands: Callable[[], Hands], desk: Desk) -> None:
    """The Jobcenter may not hear of the benefits: the keyboard finds no box to tick."""
    person = hands()
    vault = person.robot.shell().session.vault
    person.robot.go("case", desk.case_id)
    person.press("Ctrl+Shift+U")
    person.write("jobc")
    person.back("Was soll geschehen?: Verweisberatung")
    person.choose("Was soll geschehen?: Überleitung mit Daten", "Right")
    with pytest.raises(AssertionError, match="no way to „Leistungen“"):
        person.go("Leistungen")
    assert consents.disclosures(vault, desk.file_id) == ()


def test_a_no_becomes_a_gap_in_two_keystrokes(
    hands: Callable[[], Hands], desk: Desk, case_template: Any, path: Path, now: datetime
) -> None:
    vault = open_with_key(path, case_template.code, case_template.key)
    referrals.refer(vault, desk.case_id, NewReferral(desk.school, "language", TODAY), now)
    vault.close()
    person = hands()
    vault = person.robot.shell().session.vault
    person.robot.go("case", desk.case_id, "referral")
    person.go("22.11.2026, Haus der Sprachen")
    with person.task("Überleitung abgelehnt, mit Grund", at_most=3):
        person.press("L")
        person.write("Kurs ist voll")
        person.press("Ctrl+Return")
    with person.task("Angebotslücke aus einer Ablehnung", at_most=2, compare="Meldung per E-Mail"):
        person.press("G")
        person.press("3")
    (gap,) = gaps.gaps(vault)
    assert (gap.kind, gap.dimension, gap.case_id) == ("no_places", "language", desk.case_id)
    (declined,) = referrals.referrals(vault, desk.case_id)
    assert (declined.state, declined.state_reason, declined.gap) == ("declined", "Kurs ist voll", "no_places")
    assert person.robot.reads("Angebotslücke: Keine freien Plätze")


def test_a_phone_call_is_logged_in_four(hands: Callable[[], Hands], desk: Desk) -> None:
    person = hands()
    vault = person.robot.shell().session.vault
    person.robot.go("case", desk.case_id)
    with person.task("Auskunft am Telefon festhalten", at_most=4, compare="Aktenvermerk in Word ≈ 12"):
        person.press("Ctrl+Shift+A")
        person.write("jobc")
        assert person.robot.reads("Rückruf laut Anlaufstellen: 02241 99")
        person.press("Ctrl+Return")
    (told,) = consents.disclosures(vault, desk.file_id)
    assert (told.recipient, told.channel, told.categories) == ("Jobcenter", "spoken", ("name_contact",))
    assert person.robot.reads("Auskunft an Jobcenter")


def test_who_moves_away_is_handed_over_on_paper(
    hands: Callable[[], Hands], desk: Desk, case_template: Any, path: Path, now: datetime
) -> None:
    vault = open_with_key(path, case_template.code, case_template.key)
    closing.close_case(vault, desk.case_id, Closing("moved", TODAY), now)
    vault.close()
    person = hands()
    vault = person.robot.shell().session.vault
    person.robot.go("case", desk.case_id)
    with person.task("Übergabeblatt bei Umzug drucken", at_most=4, compare="Word: alles neu getippt"):
        person.press("Ctrl+Shift+U")
        person.write("haus der")
        person.press("Ctrl+Return")
    (told,) = consents.disclosures(vault, desk.file_id)
    kept = documents.documents(vault, desk.file_id)[0]
    assert (told.channel, told.sha256) == ("handover", kept.sha256)
    assert set(told.categories) == {"name_contact", "education_work"}
    assert person.robot.reads(f"Übergabeblatt {kept.form_number}")
    person.press("Escape")
    person.robot.go("case", desk.case_id)
    assert person.robot.reads("Übergabe an Haus der Sprachen")
