# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Umfeld: five children, a guardian, a file of one's own, what only a signature opens, the network."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.domain.client import Address, Person, SpokenLanguage
from app.domain.consent import WantedRelease
from app.domain.controller import Controller
from app.domain.dates import PartialDate
from app.domain.household import NewMember
from app.domain.intake import Intake
from app.domain.service import ServiceData
from app.operations import (
    cases,
    consents,
    directory,
    households,
    networks,
    representatives,
    special_facts,
)
from app.operations.vaults import Vault
from tests.journeys.hands import Hands
from ui.case_page import CasePage

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
TODAY = NOW.date()
Fill = Callable[..., str]
CHILDREN = (
    ("Minh Châu", "2012"),
    ("Quốc Việt", "03/2015"),
    ("Ánh", "1.3.2018"),
    ("Đức", "2021"),
    ("Lan", "2025"),
)


@pytest.fixture
def filled(case_template: Any, path: Path) -> Fill:
    """One person with a household in the file before the window opens; the case's id."""

    def fill(person: Person, *members: NewMember) -> str:
        vault = case_template.opened_in(path.parent)
        site = cases.add_site(vault, "SU", "Siegburg Mitte", "05382060", NOW)
        opened = cases.take_in(vault, Intake(person, site, TODAY, "self"), NOW)
        for member in members:
            households.add_member(vault, opened.client_id, member, NOW)
        vault.close()
        return str(opened.case_id)

    return fill


def vault_of(person: Hands) -> Vault:
    return person.robot.shell().session.vault


def client_of(person: Hands, case_id: str) -> str:
    return cases.case_view(vault_of(person), case_id, TODAY).client.id


def page_of(person: Hands) -> CasePage:
    page = person.robot.shell().page()
    assert isinstance(page, CasePage)
    return page


def at_umfeld(person: Hands, words: str) -> None:
    """From anywhere to the Umfeld of the case that is found by these words."""
    person.press("Ctrl+K")
    person.write(words)
    person.press("Return")
    while page_of(person).open_key != "network":
        person.press("Ctrl+PgDown")


def test_a_family_with_five_children(hands: Callable[[], Hands], filled: Fill) -> None:
    case_id = filled(Person("Nguyễn", "Thị Hương"))
    person = hands()
    with person.task("Fünf Kinder in den Haushalt", at_most=25, compare="je Kind ein eigenes Blatt"):
        at_umfeld(person, "nguyen")
        for name, born in CHILDREN:
            person.answer("Vornamen", name)
            person.answer("Geboren", born)
            person.press("Return")
    found = households.household(vault_of(person), client_of(person, case_id), TODAY)
    assert [(m.relation, m.given_names, m.family_name, m.lives_here) for m in found] == [
        ("child", name, "Nguyễn", True) for name, _ in CHILDREN
    ]
    assert [m.born for m in found] == [
        PartialDate(2012),
        PartialDate(2015, 3),
        PartialDate(2018, 3, 1),
        PartialDate(2021),
        PartialDate(2025),
    ]
    assert person.robot.reads("Quốc Việt Nguyễn")
    assert person.robot.reads("Kind · geboren 01.03.2018, 8 Jahre")


def test_a_minor_with_a_guardian(hands: Callable[[], Hands], filled: Fill) -> None:
    case_id = filled(Person("Özdemir", "Can", birth_date=PartialDate(2012, 5, 1)))
    person = hands()
    at_umfeld(person, "özdem")
    assert person.robot.reads("Es fehlt jemand mit Sorgerecht")
    with person.task("Vormundschaft eintragen", at_most=5):
        person.do("Vertretung eintragen")
        person.write("Jugendamt Siegburg")
        person.answer("Wer ist das?", "Vormundschaft")
        person.answer("Telefon", "02241 102-0")
        person.press("Ctrl+Return")
    with person.task("Eigene Einsichtsfähigkeit beurteilen", at_most=4):
        person.do("Beurteilen")
        person.press("Space")
        person.answer("Woran erkennen Sie das?", "Erklärt mit eigenen Worten, wozu die Angaben dienen.")
        person.press("Ctrl+Return")
    state = representatives.representation(vault_of(person), client_of(person, case_id), TODAY)
    assert (state.missing, [r.custody for r in state.representatives]) == (0, ["guardian"])
    assert state.own_capacity is not None
    assert state.own_capacity.capable
    assert not person.robot.reads("Es fehlt jemand mit Sorgerecht")
    assert person.robot.reads("Vormundschaft · 02241 102-0")
    assert person.robot.reads("Versteht selbst, worin sie oder er einwilligt (22.11.2026)")


def test_an_adult_of_the_household_gets_a_file_of_her_own(
    hands: Callable[[], Hands], filled: Fill, says: Callable[..., bool]
) -> None:
    home = Address("Rosenweg 12", "53721", "Siegburg", "05382060")
    case_id = filled(Person("Nguyễn", "Văn Đức", languages=(SpokenLanguage("vi", "C2", True),), address=home))
    person = hands()
    at_umfeld(person, "nguyen")
    with person.task("Erwachsene mit Namen: eigene Akte", at_most=7):
        person.back("Beziehung")
        person.write("Ehefrau oder Ehemann")
        person.answer("Vornamen", "Thị Hương")
        person.answer("Geboren", "1990")
        person.press("Return")
        assert says(person.robot, "household.adult_named")
        person.do("Eigene Akte anlegen")
        person.write("Nguyễn")
        person.press("Ctrl+Return")
    (member,) = households.household(vault_of(person), client_of(person, case_id), TODAY)
    assert (member.relation, member.name) == ("spouse", "Thị Hương Nguyễn")
    assert person.robot.reads("Thị Hương Nguyễn")
    with person.task("Zur Akte des Haushaltsmitglieds", at_most=1):
        person.go("Thị Hương Nguyễn")
        person.press("A")
    assert person.robot.shell().location[0] == "case"
    other = cases.case_view(vault_of(person), person.robot.shell().location[1][0], TODAY)
    assert other.client.id == member.member_client_id
    assert (other.client.person.address, other.site.code) == (home, "SU")
    assert other.client.person.languages == (SpokenLanguage("vi", "C2", True),)
    assert [(m.relation, m.name) for m in other.household] == [("spouse", "Văn Đức Nguyễn")]


def test_a_special_category_is_refused_before_and_taken_after_the_signature(
    hands: Callable[[], Hands], filled: Fill
) -> None:
    case_id = filled(Person("Özdemir", "Gülşen"))
    person = hands()
    at_umfeld(person, "özdem")
    assert person.robot.reads("nicht freigegeben")
    assert "Gesundheit: Schwangerschaft" not in person.robot.buttons()
    with person.task("Von „nicht freigegeben“ zur Einwilligung", at_most=1):
        person.do("Einwilligung erfassen: Gesundheit")
    assert (
        person.robot.reads("Einwilligung vorbereiten") or "Einwilligung vorbereiten" in person.robot.buttons()
    )
    _sign_health(vault_of(person), case_id)
    person.robot.shell().session.changed.emit()
    at_umfeld(person, "özdem")
    with person.task("Schwangerschaft vermerken", at_most=1):
        person.do("Gesundheit: Schwangerschaft")
    health, orientation = special_facts.special_categories(
        vault_of(person), client_of(person, case_id), TODAY
    )
    assert (health.noted, orientation.released) == (("pregnancy",), False)
    assert person.robot.reads("nicht freigegeben")
    with person.task("Gespräch: nichts davon zu sehen", at_most=1):
        person.press("F8")
    assert not person.robot.reads("Besondere Angaben")
    assert "Gesundheit: Schwangerschaft" not in person.robot.buttons()


def test_the_network_is_drawn_and_redrawn(hands: Callable[[], Hands], filled: Fill) -> None:
    case_id = filled(Person("Özdemir", "Gülşen"))
    person = hands()
    at_umfeld(person, "özdem")
    people = (
        ("Bruder", "Familie", "1"),
        ("Nachbarin", "Nachbarschaft", "3"),
        ("Trainer", "Verein und Gemeinde", "2"),
    )
    with person.task("Drei Menschen in die Netzwerkkarte", at_most=12):
        for words, area, ring in people:
            person.answer("Wer ist da?", words)
            person.go("Bereich")
            person.choose(area)
            person.go("Wie nah")
            person.press(ring)
            person.press("Return")
    assert _rings(person, case_id) == {"Bruder": 1, "Trainer": 2, "Nachbarin": 3}
    assert person.robot.reads("3. Nachbarin")
    with person.task("Die Nachbarin ist näher gerückt", at_most=2):
        person.go("1. Bruder")
        person.choose("Nachbarin")
        person.press("1")
    assert _rings(person, case_id)["Nachbarin"] == 1
    assert person.robot.reads("Nachbarschaft · nah")


def test_a_child_that_is_there_already_is_corrected_and_removed_and_back(
    hands: Callable[[], Hands], filled: Fill
) -> None:
    case_id = filled(Person("Özdemir", "Gülşen"), NewMember("child", "Elif", born=PartialDate(2019)))
    person = hands()
    client_id = client_of(person, case_id)
    at_umfeld(person, "özdem")
    with person.task("Kind berichtigen", at_most=3):
        person.go("Elif Özdemir")
        person.press("Return")
        person.answer("Geboren", "03/2019")
        person.press("Ctrl+Return")
    assert [m.born for m in households.household(vault_of(person), client_id, TODAY)] == [
        PartialDate(2019, 3)
    ]
    with person.task("Entfernen und zurückholen", at_most=2):
        person.press("Del")
        assert households.household(vault_of(person), client_id, TODAY) == ()
        person.press("Ctrl+Z")
    assert [m.given_names for m in households.household(vault_of(person), client_id, TODAY)] == ["Elif"]


def _rings(person: Hands, case_id: str) -> dict[str, int]:
    found = networks.network(vault_of(person), client_of(person, case_id))
    return {each.words: each.ring for each in found}


def _sign_health(vault: Vault, case_id: str) -> None:
    """Printed, given and signed, as the journeys of the consent show by keyboard."""
    cases.set_controller(vault, _controller(), NOW)
    club = directory.add_service(vault, ServiceData("Wohnhilfe e. V.", "other"), NOW)
    file_id = cases.case_view(vault, case_id, TODAY).file.id
    rows = tuple(WantedRelease(club, code, "counselling", "both") for code in ("name_contact", "health"))
    made = consents.prepare(vault, file_id, rows, "de", TODAY + timedelta(days=90), NOW)
    consents.print_notice(vault, made, "", NOW)
    (notice,) = consents.consents(vault, file_id)
    consents.sign(vault, made, TODAY, {row.id: "given" for row in notice.rows}, NOW)


def _controller() -> Controller:
    return Controller(
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
