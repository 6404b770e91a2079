# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""One line of time: filtered, searched word by word, and long ones as quick as short ones."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

import pytest

from app.domain.contact import NewContact
from app.domain.goal import NewGoal
from app.operations import cases, contacts, goals
from app.operations.vaults import Vault
from tests.journeys.hands import Hands
from ui.widgets import Row

Filling = Callable[[], AbstractContextManager[Vault]]
NOTES = ("Bescheid vom Jobcenter gelesen", "Wohnung besichtigt, zu klein", "Vermieterin rief an <b>laut</b>")


@pytest.fixture
def a_case_with_a_past(filling: Filling, with_a_case: str, now: datetime) -> str:
    with filling() as vault:
        for days, text in enumerate(NOTES, 1):
            new = NewContact("phone", now.date() - timedelta(days=days), text, topics=("housing",))
            contacts.add_contact(vault, with_a_case, new, now)
        goals.set_goal(vault, with_a_case, NewGoal("Ich will eine Wohnung", "housing", now.date()), now)
    return with_a_case


def told(person: Hands) -> list[str]:
    found = [row for row in person.robot.every(Row) if isinstance(row.key, tuple)]
    return [row.accessibleName() for row in found]


def test_the_verlauf_is_filtered(hands: Callable[[], Hands], a_case_with_a_past: str) -> None:
    person = hands()
    person.robot.go("case", a_case_with_a_past)
    assert len(told(person)) == 5  # three calls, a goal, the first meeting
    with person.task("Verlauf filtern", at_most=1):
        person.go("Verlauf zeigen: Alle")
        person.choose("Bestand und Ziele", "Right")
    assert [words.split(", ")[1] for words in told(person)] == ["Ziel: „Ich will eine Wohnung“"]


def marked(person: Hands, text: str) -> list[str]:
    """What is marked in the row that says this."""
    (row,) = (each for each in person.robot.every(Row) if text in each.text)
    return [find[0] for words in row.painted() for find in words.found()]


def test_the_verlauf_is_searched_and_finds_are_marked(
    hands: Callable[[], Hands], a_case_with_a_past: str
) -> None:
    person = hands()
    person.robot.go("case", a_case_with_a_past)
    with person.task("Im Verlauf suchen", at_most=2):
        person.press("Ctrl+F")
        person.write("wohnung klein")
    (found,) = told(person)
    assert "zu klein" in found
    assert marked(person, "besichtigt") == ["Wohnung", "klein"]
    person.write("<b>LAUT")
    assert marked(person, "Vermieterin rief an <b>laut</b>") == ["<b>laut"]
    person.write("Steuerberaterin")
    assert told(person) == []
    assert person.robot.reads("Dazu steht nichts im Verlauf.")


def test_a_long_verlauf_shows_its_beginning_and_then_more(
    hands: Callable[[], Hands], with_a_case: str, filling: Filling, now: datetime
) -> None:
    with filling() as vault:
        for number in range(120):
            contacts.add_contact(vault, with_a_case, NewContact("phone", now.date(), f"Anruf {number}"), now)
    person = hands()
    person.robot.go("case", with_a_case)
    shown = len(told(person))
    assert shown < 60
    with person.task("Mehr vom Verlauf zeigen", at_most=2):
        person.go("22.11.")
        person.press("End")
        person.press("Return")
    assert len(told(person)) > shown + 50
    assert len(cases.timeline(person.robot.shell().session.vault, with_a_case)) == 121
