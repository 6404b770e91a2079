# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Somebody sits at the desk for the first time: eight fields, and what the sheet says by itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from app.domain.client import Person
from app.domain.dates import PartialDate
from app.domain.household import NewMember
from app.domain.intake import Intake
from app.domain.service import ServiceData
from app.operations import cases, competence, directory, households
from app.operations.vaults import Vault
from tests.journeys.hands import DONE, Hands

TODAY = date(2026, 11, 22)
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # popups, offscreen
Sit = Callable[[], Hands]


@pytest.fixture
def aachen(case_template: Any, path: Path, now: datetime) -> str:
    """The city's Standort, which answers for the city only, and the neighbour in the directory."""
    vault = case_template.opened_in(path.parent)
    site = cases.add_site(vault, "AC", "Aachen Mitte", "05334002", now)
    competence.set_area(vault, site, ("05334002",), now)
    region = ServiceData("KIM StädteRegion", "municipal_office", reach=("05334",), case_management=True)
    service_id = directory.add_service(vault, region, now)
    vault.close()
    return service_id


@pytest.fixture
def known(case_template: Any, path: Path, now: datetime) -> str:
    """Maryam Ahmadi was here before; the id of her case."""
    vault = case_template.opened_in(path.parent)
    site = cases.add_site(vault, "SU", "Siegburg Mitte", "05382060", now)
    person = Person("Ahmadi", "Maryam", birth_date=PartialDate(1992, 4, 3))
    opened = cases.take_in(vault, Intake(person, site, TODAY, "self"), now)
    vault.close()
    return opened.case_id


def held(person: Hands) -> Vault:
    return person.robot.shell().session.vault


def test_eight_fields_begin_a_case(hands: Sit, aachen: str) -> None:
    person = hands()
    with person.task("Erstberatung, acht Felder", at_most=10, compare="Primero bietet ≈ 38 Felder an"):
        person.press("Ctrl+N")
        person.write("Petrenko")
        person.answer("Vornamen", "Olena")
        person.answer("Geburtsdatum", "1990")
        person.answer("Geschlecht", "weiblich")
        person.answer("Sprache der Beratung", "Ukrainisch")
        person.answer("Wohnt in", "Aachen")
        person.answer("Wie ist die Person gekommen?", "Von sich aus")
        person.answer("Anliegen", "Deutschkurs am Vormittag")
        person.press("Ctrl+Return")
    assert DONE[-1].seconds <= 90
    (line,) = cases.case_list(held(person))
    view = cases.case_view(held(person), line.case_id, TODAY)
    assert (view.client.person.family_name, view.client.person.languages[0].code) == ("Petrenko", "uk")
    assert view.client.person.sex == "female"
    assert view.intake is not None
    assert (view.intake.access_way, view.intake.request) == ("self", "Deutschkurs am Vormittag")
    assert (
        person.robot.shell().location == ("case", (line.case_id,)) or "case" in person.robot.shell().location
    )
    assert person.robot.reads("Petrenko")


def test_a_family_name_and_the_way_are_enough(hands: Sit, aachen: str) -> None:
    person = hands()
    with person.task("Erstberatung, nur Pflichtfelder", at_most=4):
        person.press("Ctrl+N")
        person.write("Petrenko")
        person.answer("Wie ist die Person gekommen?", "Jobcenter")
        person.press("Ctrl+Return")
    assert [line.family_name for line in cases.case_list(held(person))] == ["Petrenko"]


def test_somebody_known_is_found_before_anything_is_saved(hands: Sit, known: str) -> None:
    person = hands()
    with person.task("Bekannte Person bemerkt und geöffnet", at_most=6):
        person.press("Ctrl+N")
        person.write("Achmadi")
        person.answer("Vornamen", "Mariam")
        person.answer("Geburtsdatum", "4.3.1992")
        person.press("Ctrl+Return")
        assert person.robot.reads("Vielleicht gibt es die Person schon")
        assert person.robot.reads("Tag und Monat vertauscht")
        person.press("Space")
    assert person.robot.shell().location[0] == "case"
    assert person.robot.shell().location[1][0] == known
    assert len(cases.case_list(held(person), "", "all")) == 1


def test_somebody_else_with_the_same_name_is_taken_in_all_the_same(hands: Sit, known: str) -> None:
    person = hands()
    person.press("Ctrl+N")
    person.write("Ahmadi")
    person.answer("Vornamen", "Maryam")
    person.answer("Wie ist die Person gekommen?", "Ehrenamt")
    person.press("Ctrl+Return")
    assert len(cases.case_list(held(person), "", "all")) == 1
    person.press("Ctrl+Return")
    assert len(cases.case_list(held(person), "", "all")) == 2


def test_a_neighbours_person_is_passed_on_without_data(hands: Sit, aachen: str) -> None:
    person = hands()
    with person.task("Nach dem Wohnort an die Nachbarstelle", at_most=6):
        person.press("Ctrl+N")
        person.write("Petrenko")
        person.answer("Wohnt in", "Würselen")
        person.answer("Wie ist die Person gekommen?", "Von sich aus")
        person.robot.wait_for(lambda: person.robot.reads("Würselen liegt außerhalb"), "the note")
        assert person.robot.reads("Dabei gehen keine Angaben hinaus.")
        person.do("An KIM StädteRegion übergeben")
        person.press("Ctrl+Return")
    (line,) = cases.case_list(held(person), "", "closed")
    view = cases.case_view(held(person), line.case_id, TODAY)
    assert view.intake is not None
    assert (view.intake.decision, view.intake.passed_to) == ("not_accepted", aachen)
    assert "KIM StädteRegion" in view.intake.decision_reason
    assert held(person).db.execute("SELECT count(*) FROM disclosure").fetchone() == (0,)


def test_an_incoming_referral_names_its_sender_and_basis(hands: Sit, aachen: str) -> None:
    person = hands()
    with person.task("Überwiesene Person mit Absender und Grundlage", at_most=8):
        person.press("Ctrl+N")
        person.write("Petrenko")
        person.answer("Wie ist die Person gekommen?", "Jobcenter")
        person.do("Mehr angeben")
        person.answer("Überwiesen von", "Jobcenter Aachen")
        person.answer("Mitgegebene Angaben beruhen auf", "Einwilligung der Person")
        person.answer("Andere Beratung", "Fallmanagement im Jobcenter")
        assert person.robot.reads("Dort gibt es ein eigenes Fallmanagement.")
        person.press("Ctrl+Return")
    (line,) = cases.case_list(held(person))
    note = cases.case_view(held(person), line.case_id, TODAY).intake
    assert note is not None
    assert (note.sender, note.sender_basis, note.double_counselling) == (
        "Jobcenter Aachen",
        "consent",
        "jobcenter",
    )


def test_a_member_of_the_household_may_have_a_file_already(
    hands: Sit, case_template: Any, path: Path, now: datetime
) -> None:
    vault = case_template.opened_in(path.parent)
    site = cases.add_site(vault, "SU", "Siegburg Mitte", "05382060", now)
    wife, husband = (
        cases.take_in(vault, Intake(Person("Ahmadi", given, birth_date=born), site, TODAY, "self"), now)
        for given, born in (("Maryam", PartialDate(1992, 4, 3)), ("Omid", None))
    )
    households.add_member(vault, husband.client_id, NewMember("spouse", born=PartialDate(1992)), now)
    vault.close()
    person = hands()
    person.robot.go("case", husband.case_id, "network")
    with person.task("Bekannte Person im Haushalt bemerkt und verbunden", at_most=6):
        person.go("Ehefrau oder Ehemann")
        person.press("A")
        person.write("Ahmady")
        person.answer("Vornamen", "Mariam")
        person.press("Ctrl+Return")
        assert person.robot.reads("Vielleicht gibt es die Person schon")
        person.press("Space")
        person.press("Ctrl+Return")
    assert len(cases.case_list(held(person), "", "all")) == 2
    (member,) = households.household(held(person), husband.client_id, TODAY)
    assert member.member_client_id == wife.client_id
