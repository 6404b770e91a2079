# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Goals in the person's words: agreed, signed by both, carried on, corrected, and measured where wanted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtWidgets import QApplication, QMenu

from app.domain.agreement import in_force
from app.domain.goal import Goal, NewGoal, NewStep
from app.operations import agreements, bin, cases, documents, follow_ups, goals
from storage.vault import open_with_key
from tests.journeys.hands import Hands
from tests.journeys.test_taking_stock import OFFICE, at_the_case
from ui.widgets import Chip

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # menus, offscreen

Sit = Callable[[], Hands]
TODAY = date(2026, 11, 22)
FLAT = NewGoal(
    "Ich will in eine eigene Wohnung",
    "housing",
    TODAY,
    "Der Mietvertrag ist unterschrieben",
    (NewStep("WBS beantragen", "client", date(2026, 12, 1)), NewStep("Liste geben", "case_manager")),
)


@pytest.fixture
def vault(case_template: Any, path: Path, with_a_case: str, now: Any) -> Any:
    """The file before the window opens, with who answers for it; closed by who uses it."""
    opened = open_with_key(path, case_template.code, case_template.key)
    cases.set_controller(opened, OFFICE, now)
    return opened


def found(person: Hands, case_id: str) -> tuple[Goal, ...]:
    return person.robot.shell().session.read(goals.goals, case_id)


def due(person: Hands) -> list[tuple[str, date]]:
    return [(each.title, each.due_on) for each in person.robot.shell().session.read(follow_ups.due, None)]


def chips(person: Hands) -> list[str]:
    return [chip.text() for chip in person.robot.every(Chip)]


def from_menu(person: Hands, name: str, word: str) -> None:
    """Open the three dots of something and take an entry."""
    person.go(name)
    person.press("Space")
    person.choose(word)
    person.press("Return")


def test_a_goal_with_a_dated_step(hands: Sit, with_a_case: str) -> None:
    person = at_the_case(hands, with_a_case, "goals")
    with person.task("Ziel mit einem Schritt und Termin", at_most=7):
        person.press("Space")
        person.write("Ich will arbeiten")
        person.answer("Lebensbereich", "Arbeit und Existenzsicherung")
        person.answer("Woran merken wir, dass es erreicht ist?", "Ein Vertrag")
        person.answer("Schritt 1, was", "Lebenslauf schreiben")
        person.answer("Schritt 1, bis wann", "+3")
        person.press("Ctrl+Return")
    (goal,) = found(person, with_a_case)
    assert (goal.words, goal.dimension, goal.expected) == ("Ich will arbeiten", "work", "Ein Vertrag")
    assert due(person) == [("Lebenslauf schreiben", date(2026, 11, 25))]
    assert person.robot.reads("1 in Arbeit, 0 abgeschlossen")


def test_version_two_with_steps_carried_over_and_both_signatures(
    hands: Sit, vault: Any, with_a_case: str, now: Any
) -> None:
    goals.set_goal(vault, with_a_case, FLAT, now)
    vault.close()
    person = at_the_case(hands, with_a_case, "goals")
    session = person.robot.shell().session
    with person.task("Zielvereinbarung gedruckt und von beiden unterschrieben", at_most=5):
        person.back("Zielvereinbarung drucken")
        person.press("Space")
        person.press("Ctrl+Return")
        person.press("Escape")
        person.go("Fassung 1 vom 22.11.2026")
        person.press("U")
        person.press("Ctrl+Return")
    assert in_force(session.read(agreements.agreements, with_a_case)) is not None
    assert "gültig" in chips(person)
    with person.task("Ziel weiterführen, offene Schritte mitnehmen", at_most=7):
        from_menu(person, f"Ziel bearbeiten: {FLAT.words}", "Weiterführen")
        person.write("Ich will einziehen")
        person.go("Ergebnis: erreicht")
        person.choose("Ergebnis: teilweise erreicht", down="Right")
        person.press("Space")
        person.press("Ctrl+Return")
    going, ended = found(person, with_a_case)
    assert [(step.text, step.state) for step in going.steps] == [
        ("WBS beantragen", "open"),
        ("Liste geben", "open"),
    ]
    assert (going.continues, ended.result, ended.steps) == (ended.id, "partly", ())
    assert ("WBS beantragen", date(2026, 12, 1)) in due(person)
    assert person.robot.reads(f"führt weiter: „{FLAT.words}“")
    with person.task("Fassung 2: erst eine, dann die andere Unterschrift", at_most=7):
        person.back("Zielvereinbarung drucken")
        person.press("Space")
        person.press("Ctrl+Return")
        person.press("Escape")
        person.go("Fassung 1 vom 22.11.2026")
        person.press("Up")
        person.press("U")
        person.answer("Unterschrift der Person am", " ")
        person.press("Ctrl+Return")
    assert person.robot.reads("eine Unterschrift fehlt")
    with person.task("Die fehlende Unterschrift nachtragen", at_most=2):
        person.press("U")
        person.press("Ctrl+Return")
    second, first = session.read(agreements.agreements, with_a_case)
    assert (second.version, in_force([second, first])) == (2, second)
    assert "abgelöst" in chips(person)
    assert [title for title, _ in due(person)].count("Ziele überprüfen") == 1
    sheet = on_paper(session.read(documents.document, second.document_id).pdf)
    for words in ("Ich will einziehen", "führt ein früheres fort", "WBS beantragen", "Liste geben"):
        assert words in sheet, words


def test_a_mistake_is_put_right(hands: Sit, vault: Any, with_a_case: str, now: Any) -> None:
    goals.set_goal(vault, with_a_case, FLAT, now)
    vault.close()
    person = at_the_case(hands, with_a_case, "goals")
    with person.task("Ziel anders sagen", at_most=5):
        from_menu(person, f"Ziel bearbeiten: {FLAT.words}", "Ändern")
        person.write("Ich will weg aus dem Wohnheim")
        person.press("Ctrl+Return")
    assert found(person, with_a_case)[0].words == "Ich will weg aus dem Wohnheim"
    with person.task("Schritt neu datieren", at_most=5):
        from_menu(person, "Schritt bearbeiten: WBS beantragen", "Anderer Tag")
        person.write("14.12.2026")
        person.press("Ctrl+Return")
    assert due(person) == [("WBS beantragen", date(2026, 12, 14))]
    with person.task("Schritt entfernen", at_most=3):
        from_menu(person, "Schritt bearbeiten: WBS beantragen", "Entfernen")
    assert [step.text for step in found(person, with_a_case)[0].steps] == ["Liste geben"]
    assert due(person) == []
    assert [line.kind for line in person.robot.shell().session.read(bin.contents)] == ["step"]


def test_a_signed_goal_offers_only_to_go_on(hands: Sit, vault: Any, with_a_case: str, now: Any) -> None:
    goals.set_goal(vault, with_a_case, FLAT, now)
    agreements.print_agreement(vault, with_a_case, "de", date(2027, 2, 22), now)
    made = agreements.agreements(vault, with_a_case)[0].id
    agreements.sign_agreement(vault, made, TODAY, TODAY, now)
    vault.close()
    person = at_the_case(hands, with_a_case, "goals")
    person.do(f"Ziel bearbeiten: {FLAT.words}")
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [action.text() for action in menu.actions()] == ["Weiterführen"]
    person.press("Escape")
    assert QApplication.activePopupWidget() is None


def test_a_kreis_that_measures_on_a_scale(hands: Sit, vault: Any, with_a_case: str) -> None:
    vault.close()
    person = hands()
    person.robot.shell().go("office", "work")
    person.robot.settle()
    with person.task("Skala im Büro einschalten", at_most=1):
        person.do("Ziele auf einer Skala messen (GAS)")
    person.robot.shell().go("case", with_a_case, "goals")
    person.robot.settle()
    with person.task("Ziel mit fünf Stufen", at_most=9):
        person.press("Space")
        person.write("Ich will arbeiten")
        person.answer("Lebensbereich", "Arbeit und Existenzsicherung")
        person.answer("Woran merken wir, dass es erreicht ist? (Stufe 0)", "Praktikum begonnen")
        person.answer("+2 viel mehr als erwartet", "Ausbildungsvertrag")
        person.answer("+1 mehr als erwartet", "Praktikum verlängert")
        person.answer("−1 weniger als erwartet", "Bewerbungen geschrieben")
        person.answer("−2 viel weniger als erwartet", "keine Bewerbung")
        person.press("Ctrl+Return")
    (goal,) = found(person, with_a_case)
    assert (goal.expected, goal.levels[2], goal.levels[-2]) == (
        "Praktikum begonnen",
        "Ausbildungsvertrag",
        "keine Bewerbung",
    )
    with person.task("Erreichte Stufe festhalten", at_most=1):
        person.do("Erreichte Stufe: +1 mehr als erwartet")
    (goal,) = found(person, with_a_case)
    assert (goal.level, goal.result) == (1, "reached")
    for words in ("60,0", "T-Wert aus 1 Ziel", "50 heißt: so viel wie erwartet."):
        assert person.robot.reads(words), words


def test_half_a_scale_is_marked_and_nothing_is_lost(
    hands: Sit, vault: Any, with_a_case: str, now: Any
) -> None:
    goals.use_levels(vault, True, now)
    vault.close()
    person = at_the_case(hands, with_a_case, "goals")
    person.press("Space")
    person.write("Ich will arbeiten")
    person.answer("Lebensbereich", "Arbeit und Existenzsicherung")
    person.answer("Woran merken wir, dass es erreicht ist? (Stufe 0)", "Praktikum")
    person.answer("+2 viel mehr als erwartet", "Ausbildungsvertrag")
    person.press("Ctrl+Return")
    assert person.robot.reads("Eine Stufe der Skala hat noch keine Worte.")
    assert found(person, with_a_case) == ()
    person.press("Escape")
    person.go("Neues Ziel")
    person.press("Space")
    assert person.robot.reads("Ausbildungsvertrag")


def on_paper(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as pages:
        return " ".join(" ".join(page.get_textpage().get_text_bounded().split()) for page in pages)
