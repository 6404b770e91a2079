# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Both sides see the goals as reached: the case is closed, opened again, closed; a second one begins."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest

from app.domain.goal import NewGoal, NewStep
from app.operations import cases, follow_ups, goals
from app.operations.vaults import Vault
from tests.journeys.hands import Hands
from ui.widgets import LongText

TODAY = date(2026, 11, 22)
GOAL = "Eine größere Wohnung finden"


@pytest.fixture
def person(hands: Callable[[], Hands], with_a_case: str, now: datetime) -> Hands:
    """At a case with one goal, whose step is due."""
    sitting = hands()
    steps = (NewStep("Antrag abgeben", "client", date(2026, 12, 1)),)
    goals.set_goal(vault_of(sitting), with_a_case, NewGoal(GOAL, "housing", TODAY, "", steps), now)
    sitting.robot.go("case", with_a_case)
    return sitting


def vault_of(person: Hands) -> Vault:
    return person.robot.shell().session.vault


def close(person: Hands) -> None:
    """Reason, agreement, the goal's result, and the question in six weeks."""
    person.do("Fall abschließen")
    person.answer("Grund", "Ziele")
    person.go("Einigkeit: beide Seiten")
    person.press("1")
    person.go(f"Ergebnis: „{GOAL}“: erreicht")
    person.press("1")
    person.answer("Nachfrage in … Wochen", "6")
    person.press("Ctrl+Return")


def test_closed_taken_back_and_closed_again(person: Hands, with_a_case: str) -> None:
    vault = vault_of(person)
    with person.task("Fall abschließen, mit Ergebnis und Nachfrage", at_most=6):
        close(person)
    view = cases.case_view(vault, with_a_case, TODAY)
    assert (view.case.status, view.case.closing_reason) == ("closed", "goals_reached")
    assert view.case.closing_agreed == "both"
    assert [goal.result for goal in goals.goals(vault, with_a_case)] == ["reached"]
    assert [each.title for each in follow_ups.due(vault, None)] == ["Nachfrage nach dem Abschluss"]
    assert person.robot.reads("Der Fall ist abgeschlossen. Eine Wiedervorlage ist entfallen.")

    with person.task("Abschluss rückgängig", at_most=1):
        person.press("Ctrl+Z")
    assert cases.case_view(vault, with_a_case, TODAY).case.status == "active"
    assert [goal.result for goal in goals.goals(vault, with_a_case)] == [None]
    assert [each.title for each in follow_ups.due(vault, None)] == ["Antrag abgeben"]
    assert person.robot.reads("Der Fall ist wieder offen, wie er war.")

    close(person)
    assert cases.case_view(vault, with_a_case, TODAY).case.status == "closed"


def test_a_second_case_in_the_same_file_knows_the_first(person: Hands, with_a_case: str) -> None:
    vault = vault_of(person)
    close(person)
    with person.task("Neuen Fall in derselben Akte beginnen", at_most=1):
        person.do("Neuen Fall beginnen")
    (line,) = cases.case_list(vault)
    view = cases.case_view(vault, line.case_id, TODAY)
    assert view.case.number == 2
    assert view.file.id == cases.case_view(vault, with_a_case, TODAY).file.id
    assert person.robot.reads("2. Fall dieser Akte, seit 22.11.2026")
    with person.task("Den früheren Fall ansehen", at_most=1):
        person.do("1. Fall", key="Return")
    assert person.robot.reads("Abgeschlossen am 22.11.2026: Ziele erreicht")


def test_what_is_missing_is_said_at_its_field_and_nothing_typed_is_lost(
    person: Hands, with_a_case: str
) -> None:
    person.do("Fall abschließen")
    person.answer("Grund", "Ziele")
    person.answer("Notiz", "Schlüssel übergeben")
    person.press("Ctrl+Return")
    assert person.robot.reads("Hier fehlt, wer den Fall als abgeschlossen ansieht.")
    person.press("Escape")
    assert cases.case_view(vault_of(person), with_a_case, TODAY).case.status == "active"
    person.do("Fall abschließen")
    dialog = person.robot.front()
    assert [each.toPlainText() for each in dialog.findChildren(LongText)] == ["Schlüssel übergeben"]


def test_a_goal_with_a_scale_is_asked_for_its_level(person: Hands, with_a_case: str, now: datetime) -> None:
    vault = vault_of(person)
    levels = {-2: "keine Stelle gesucht", -1: "beworben", 1: "Vertrag", 2: "Probezeit bestanden"}
    scaled = goals.set_goal(
        vault,
        with_a_case,
        NewGoal("Arbeit finden", "work", TODAY, "Vorstellungsgespräch", levels=levels),
        now,
    )
    with person.task("Fall abschließen, mit Stufe eines Ziels", at_most=6):
        person.do("Fall abschließen")
        person.answer("Grund", "Ziele")
        person.go("Einigkeit: beide Seiten")
        person.press("1")
        person.go("Erreichte Stufe: „Arbeit finden“: −2")
        assert person.robot.reads("−1 beworben · 0 Vorstellungsgespräch · +1 Vertrag")
        person.choose("+1", down="Right")
        person.press("Space")
        person.press("Ctrl+Return")
    ended = next(goal for goal in goals.goals(vault, with_a_case) if goal.id == scaled)
    assert (ended.result, ended.level) == ("reached", 1)
