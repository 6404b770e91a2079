# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A note in the wrong file is taken away and back: at once, and days later from the Papierkorb."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest

from app.domain.contact import NewContact
from app.operations import bin, cases, contacts, follow_ups
from app.operations.vaults import Vault
from tests.journeys.hands import Hands

NOTE = "Ruft wegen der Kita zurück"


@pytest.fixture
def person(hands: Callable[[], Hands], with_a_case: str, now: datetime) -> Hands:
    """At the Verlauf of a case with one contact and its follow-up."""
    sitting = hands()
    new = NewContact("phone", now.date(), NOTE, follow_up_on=date(2026, 12, 1))
    contacts.add_contact(vault_of(sitting), with_a_case, new, now)
    sitting.robot.go("case", with_a_case)
    return sitting


def vault_of(person: Hands) -> Vault:
    return person.robot.shell().session.vault


def notes(person: Hands, case_id: str) -> list[str]:
    return [entry.text for entry in cases.timeline(vault_of(person), case_id, ("contact",))]


def test_a_contact_is_removed_and_at_once_brought_back(person: Hands, with_a_case: str) -> None:
    to_the_contact(person)
    with person.task("Kontakt entfernen und zurückholen", at_most=2):
        person.press("Del")
        assert notes(person, with_a_case) == []
        assert person.robot.reads("ist im Papierkorb.")
        assert not follow_ups.due(vault_of(person), None)
        person.press("Ctrl+Z")
    assert notes(person, with_a_case) == [NOTE]
    assert len(follow_ups.due(vault_of(person), None)) == 1
    assert person.robot.reads("Kontakt ist wieder da.")


def test_days_later_it_comes_back_from_the_bin(person: Hands, with_a_case: str) -> None:
    to_the_contact(person)
    person.press("Del")
    with person.task("Aus dem Papierkorb zurückholen", at_most=4):
        to_the_bin(person)
        assert person.robot.reads(NOTE)
        assert person.robot.reads("G. Ö. · SU-2026-1")
        person.press("Return")
    assert notes(person, with_a_case) == [NOTE]
    assert person.robot.reads("Der Papierkorb ist leer.")


def test_for_good_is_asked_once_more(person: Hands, with_a_case: str) -> None:
    to_the_contact(person)
    person.press("Del")
    to_the_bin(person)
    person.press("Del")
    assert person.robot.reads("Gelöscht kann es niemand mehr zurückholen.")
    assert len(bin.contents(vault_of(person))) == 1
    person.do("Endgültig löschen")
    assert bin.contents(vault_of(person)) == ()
    assert notes(person, with_a_case) == []


def to_the_contact(person: Hands) -> None:
    """Tab to the Verlauf; its newest entry has the focus."""
    person.go("22.11., Telefon")


def to_the_bin(person: Hands) -> None:
    """By the command field."""
    person.press("Ctrl+K")
    person.write("Papierkorb")
    person.press("Return")
