# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The client looks on (F8): nobody else, no note, and nothing that was done to protect a child."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime

import pytest
from PySide6.QtWidgets import QLineEdit, QPushButton

from app.domain.client import Person
from app.domain.contact import NewContact
from app.domain.controller import Controller
from app.domain.disclosure import Norm, Request
from app.domain.follow_up import NewFollowUp
from app.domain.gap import NewGap
from app.domain.goal import NewGoal
from app.domain.intake import Intake
from app.domain.referral import NewReferral
from app.domain.registration import ListData, PersonData
from app.domain.service import ServiceData
from app.operations import (
    bin,
    cases,
    contacts,
    directory,
    drafts,
    follow_ups,
    gaps,
    goals,
    handovers,
    referrals,
    registration,
)
from app.operations.vaults import Vault
from tests.journeys.hands import Hands
from tests.journeys.test_everything_hidden_by_one_key import heard
from ui.case_page import TABS
from ui.places import case_work
from ui.widgets import Row, RowList

OF_ONE = ("case", "blank_set")
"""Pages about one person; a blank set is watched in test_paper_first."""
MADE = "Verweise und Überleitungen"

NOBODYS = ("Kanarienvogel", "K. B.", "SU-2026-2", "Zeisigruf")
"""Somebody else's: name, initials, file number, what was written about them."""
NOTES = ("Amselnotiz", "Meisenlücke", "Finkenhinweis")
PROTECTION = ("an Kinderschutzstelle", "Rückmeldung: Kinderschutzstelle", "Elsterngrund", "Übergabeblatt U-")
"""The directory names the office to everybody; that something went there is told to nobody."""
CHILD = Norm("sgb8_8a", "Elsterngrund")


def fill(vault: Vault, case_id: str, now: datetime) -> None:
    today, later = now.date(), date(2026, 12, 1)
    site = cases.sites(vault)[0].id
    office = Controller("Stadt", "Amt", "Platz 1", "1", "a@b.example", "Dr. D", "LDI", "DSGVO", 3)
    cases.set_controller(vault, office, now)
    other = cases.take_in(vault, Intake(Person("Kanarienvogel", "Bo"), site, today, "self"), now).case_id
    contacts.add_contact(vault, other, NewContact("talk", today, "Zeisigruf"), now)
    follow_ups.add_follow_up(vault, NewFollowUp(other, today, "Zeisigruf"), now)
    goals.set_goal(vault, other, NewGoal("Zeisigruf", "housing", today), now)
    removed = contacts.add_contact(vault, other, NewContact("talk", today, "Zeisigruf"), now)
    bin.remove(vault, "contact", removed, now)
    listed = registration.add_list(vault, ListData(site, "Erfassung"), now)
    registration.add_person(vault, listed, PersonData("Kanarienvogel", "Bo"), now)
    drafts.keep(vault, "contact", None, '{"text": "Zeisigruf", "kind": "talk"}', 0, now)
    drafts.keep(vault, "contact", other, '{"text": "Zeisigruf", "kind": "talk"}', 0, now)
    contacts.add_contact(vault, case_id, NewContact("talk", today, "Amselnotiz"), now)
    gaps.note_gap(vault, NewGap(site, "housing", "missing", today, case_id, note="Meisenlücke"), now)
    club = directory.add_service(vault, ServiceData("Wohnhilfe e. V.", "other"), now)
    note = NewReferral(club, "housing", today, note="Finkenhinweis")
    referrals.refer(vault, case_id, note, now)
    guard = directory.add_service(vault, ServiceData("Kinderschutzstelle", "youth_office"), now)
    told = ("name_contact",)
    protect = NewReferral(guard, "family", today, told, feedback_due_on=later, norm=CHILD)
    referrals.refer(vault, case_id, protect, now)
    handovers.print_handover(
        vault, case_id, Request(guard, told, "counselling", "handover", today), CHILD, now
    )
    asked = Request(guard, told, "counselling", "spoken", today)
    referrals.tell(vault, case_id, asked, "Elsterngrund", CHILD, now)


def seen() -> str:
    return "\n".join(heard())


@pytest.fixture
def with_secrets(
    filling: Callable[[], AbstractContextManager[Vault]], with_a_case: str, now: datetime
) -> str:
    with filling() as vault:
        fill(vault, with_a_case, now)
    return with_a_case


@pytest.mark.parametrize("place", [place.key for place in case_work().places if place.key not in OF_ONE])
def test_no_page_names_somebody_else(hands: Callable[[], Hands], with_secrets: str, place: str) -> None:
    person = hands()
    person.press("F8")
    person.robot.go(place)
    words = seen()
    assert "Gespräch beenden" in words
    assert [word for word in (*NOBODYS, *NOTES, "Elsterngrund") if word in words] == []


@pytest.mark.parametrize("tab", TABS)
def test_no_tab_shows_a_note_or_child_protection(
    hands: Callable[[], Hands], with_secrets: str, tab: str
) -> None:
    person = hands()
    person.robot.go("case", with_secrets, tab)
    person.press("F8")
    words = seen()
    assert "Özdemir" in words
    assert [word for word in (*NOBODYS, *NOTES, *PROTECTION) if word in words] == []
    made = [rows for rows in person.robot.every(RowList) if rows.accessibleName() == MADE]
    assert [len(rows.findChildren(Row)) for rows in made] == ([1] if tab == "referral" else [])


def test_what_is_hidden_is_there_without_the_client(hands: Callable[[], Hands], with_secrets: str) -> None:
    person = hands()
    found = ""
    for tab in TABS:
        person.robot.go("case", with_secrets, tab)
        found += seen()
    assert [word for word in (*NOTES, *PROTECTION) if word not in found] == ["Elsterngrund"]


@pytest.mark.parametrize("keys", ["Ctrl+Shift+N", "Ctrl+Shift+M"])
def test_nobody_is_looked_for_while_the_client_looks_on(
    hands: Callable[[], Hands],
    says: Callable[..., bool],
    with_secrets: str,
    keys: str,
) -> None:
    person = hands()
    person.robot.go("case", with_secrets)
    person.press("F8")
    person.robot.go("today")
    person.press(keys)
    assert says(person.robot, "ui.client_looks_on")
    assert [word for word in NOBODYS if word in seen()] == []


@pytest.mark.parametrize("place", ["today", "follow_ups"])
def test_no_button_looks_for_anybody_either(
    hands: Callable[[], Hands], with_secrets: str, place: str
) -> None:
    person = hands()
    person.press("F8")
    person.robot.go(place)
    words = [button.text() for button in person.robot.every(QPushButton) if button.isVisible()]
    for word in ("Kontakt festhalten", "Neuer Termin", "Neue Wiedervorlage", "Tagesliste"):
        assert word not in words


def test_a_draft_about_somebody_else_waits_until_the_client_is_gone(
    hands: Callable[[], Hands], with_secrets: str
) -> None:
    person = hands()
    person.press("Ctrl+N")
    person.answer("Familienname", "Fremdling")
    person.press("Ctrl+1")
    person.robot.go("case", with_secrets)
    person.press("F8")
    person.press("Ctrl+N")
    assert person.robot.reads("Im Gespräch zeigt diese Seite keinen Entwurf.")
    assert "Fremdling" not in typed_in(person)
    person.press("F8")
    assert "Fremdling" in typed_in(person)


def test_whoever_is_being_taken_in_goes_on_looking_on(hands: Callable[[], Hands], with_secrets: str) -> None:
    person = hands()
    person.press("Ctrl+N")
    person.answer("Familienname", "Özgür")
    person.press("F8")
    assert "Özgür" in typed_in(person)


def typed_in(person: Hands) -> list[str]:
    return [entry.text() for entry in person.robot.every(QLineEdit)]


def test_enter_on_a_contact_keeps_its_note_closed(hands: Callable[[], Hands], with_secrets: str) -> None:
    person = hands()
    person.robot.go("case", with_secrets)
    person.press("F8")
    person.go("Verlauf")
    for _ in range(12):
        person.press("Return")
        assert "Amselnotiz" not in seen()
        person.press("Down")
