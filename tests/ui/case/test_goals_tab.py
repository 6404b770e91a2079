# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Ziele: agreed in a window, ticked off step by step, printed, signed, and given a result."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from app.domain.goal import Goal, NewGoal, NewStep
from app.operations import agreements, drafts, follow_ups, goals
from ui.document_view import DocumentDialog
from ui.goal_form import open_goal_form
from ui.goals_tab import GoalsTab
from ui.widgets import CheckInput, Toast

FLAT = NewGoal(
    "Eine eigene Wohnung",
    "housing",
    date(2026, 11, 1),
    "Der Mietvertrag ist unterschrieben",
    (NewStep("Antrag abgeben", "client", date(2026, 11, 20)), NewStep("Vermieter anrufen", "case_manager")),
)


def stored(desk: Any) -> tuple[Goal, ...]:
    return goals.goals(desk.vault, desk.case_id)


@pytest.fixture
def flat(desk: Any) -> Goal:
    goals.set_goal(desk.vault, desk.case_id, FLAT, desk.session.now())
    return stored(desk)[0]


def choose(desk: Any, word: str) -> None:
    """The entry of the open menu."""
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    next(action for action in menu.actions() if action.text() == word).trigger()
    menu.close()
    QApplication.processEvents()


def test_the_first_goal_is_agreed_in_the_words_of_the_person(desk: Any) -> None:
    tab = desk.show(GoalsTab)
    assert "Noch kein Ziel vereinbart." in desk.words()
    desk.click("Neues Ziel")
    form = desk.form_dialog().form
    desk.keys("Ich will arbeiten")
    form.entry("dimension").set_value("work")
    form.steps.lines[0].text.setFocus()
    desk.keys("Lebenslauf schreiben")
    form.steps.lines[0].due.set_typed("+3")
    desk.click("Weiterer Schritt", desk.dialog())
    desk.keys("Zeugnis anerkennen")
    desk.submit()
    (goal,) = stored(desk)
    assert (goal.words, goal.dimension, goal.set_on) == ("Ich will arbeiten", "work", date(2026, 11, 22))
    assert [(step.text, step.due_on) for step in goal.steps] == [
        ("Lebenslauf schreiben", date(2026, 11, 25)),
        ("Zeugnis anerkennen", None),
    ]
    assert "„Ich will arbeiten“" in desk.words(tab)
    assert "1 in Arbeit, 0 abgeschlossen" in desk.words(tab)


def test_a_day_that_does_not_exist_is_marked_and_the_goal_stays_typed(desk: Any) -> None:
    desk.show(GoalsTab)
    desk.click("Neues Ziel")
    dialog = desk.form_dialog()
    form = dialog.form
    desk.keys("Ich will arbeiten")
    form.entry("dimension").set_value("work")
    form.steps.lines[0].text.set_value("Lebenslauf")
    form.steps.lines[0].due.set_typed("31.11.2026")
    desk.submit()
    assert "Den 31. November gibt es nicht" in form.errors()["steps"]
    assert dialog.isVisible()
    assert form.words.value() == "Ich will arbeiten"
    assert stored(desk) == ()


def test_a_goal_half_typed_comes_back(desk: Any) -> None:
    desk.show(GoalsTab)
    desk.click("Neues Ziel")
    desk.keys("Ich will arb")
    desk.form_dialog().form.steps.lines[0].text.set_value("Lebenslauf")
    desk.click("Abbrechen", desk.dialog())
    desk.click("Neues Ziel")
    form = desk.form_dialog().form
    assert form.words.value() == "Ich will arb"
    assert form.steps.value() == (NewStep("Lebenslauf"),)
    desk.keys("eiten")
    form.entry("dimension").set_value("work")
    desk.submit()
    assert stored(desk)[0].words == "Ich will arbeiten"
    assert drafts.drafts(desk.vault) == ()


def test_a_goal_half_typed_keeps_its_area_when_another_is_pressing(desk: Any) -> None:
    tab = desk.show(GoalsTab)
    desk.click("Neues Ziel")
    desk.keys("Ich will arbeiten")
    desk.form_dialog().form.entry("dimension").set_value("work")
    desk.click("Abbrechen", desk.dialog())
    form = open_goal_form(tab, desk.session, desk.case_id, "housing").form
    assert (form.words.value(), form.entry("dimension").value()) == ("Ich will arbeiten", "work")


def test_health_needs_its_release(desk: Any) -> None:
    desk.show(GoalsTab)
    desk.click("Neues Ziel")
    form = desk.form_dialog().form
    desk.keys("Wieder schlafen")
    form.entry("dimension").set_value("health")
    desk.submit()
    assert form.errors()["dimension"]
    assert stored(desk) == ()


def test_a_step_is_ticked_off_and_taken_back(desk: Any, flat: Goal) -> None:
    tab = desk.show(GoalsTab)
    assert "überfällig" in desk.words()
    tick = next(each for each in tab.findChildren(CheckInput) if each.text() == "Antrag abgeben")
    tick.setFocus()
    QTest.keyClick(tick, Qt.Key.Key_Space)
    assert stored(desk)[0].steps[0].state == "done"
    QApplication.processEvents()
    assert [each.hasFocus() for each in tab.findChildren(CheckInput)] == [True, False]
    assert follow_ups.due(desk.vault, None) == ()
    assert "1 von 2 Schritten" in desk.words()
    tab.findChildren(Toast)[-1].undo()
    assert stored(desk)[0].steps[0].state == "open"
    assert len(follow_ups.due(desk.vault, None)) == 1


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # a menu, offscreen
def test_a_step_that_is_not_needed_any_more_is_dropped(desk: Any, flat: Goal) -> None:
    tab = desk.show(GoalsTab)
    desk.click("Schritt bearbeiten: Vermieter anrufen")
    choose(desk, "Entfällt")
    assert stored(desk)[0].steps[1].state == "dropped"
    assert "entfällt" in desk.words()
    tab.findChildren(Toast)[-1].undo()
    assert stored(desk)[0].steps[1].state == "open"


def test_a_further_step(desk: Any, flat: Goal) -> None:
    desk.show(GoalsTab)
    desk.click(f"Schritt hinzufügen: {flat.words}")
    desk.keys("Umzug planen")
    desk.form_dialog().form.entry("owner").set_value("third_party")
    desk.submit()
    assert stored(desk)[0].steps[2].text == "Umzug planen"
    assert stored(desk)[0].steps[2].owner == "third_party"


def test_the_result_closes_the_goal_and_can_be_taken_back(desk: Any, flat: Goal) -> None:
    tab = desk.show(GoalsTab)
    desk.click("Ergebnis: teilweise erreicht")
    assert stored(desk)[0].result == "partly"
    assert "0 in Arbeit, 1 abgeschlossen" in desk.words()
    assert "Schritt hinzufügen" not in desk.words()
    tab.findChildren(Toast)[-1].undo()
    assert stored(desk) == (flat,)


def test_the_agreement_is_printed_in_two_languages_looked_at_and_signed(desk: Any, flat: Goal) -> None:
    tab = desk.show(GoalsTab)
    desk.click("Zielvereinbarung drucken")
    desk.click("Sprache: Deutsch und Ukrainisch", desk.dialog())
    desk.form_dialog().form.entry("review_on").set_typed("20.02.2027")
    desk.submit()
    sheet = desk.dialog()
    assert isinstance(sheet, DocumentDialog)
    assert "Seite 1 von" in desk.words(sheet)
    desk.click("Schließen", sheet)
    (agreement,) = agreements.agreements(desk.vault, desk.case_id)
    assert (agreement.language, agreement.review_on) == ("uk", date(2027, 2, 20))
    desk.click("Unterschrieben: Fassung 1", tab)
    desk.submit()
    assert agreements.agreements(desk.vault, desk.case_id)[0].signed_by_both
    assert "gültig" in desk.words()
    assert date(2027, 2, 20) in [each.due_on for each in follow_ups.due(desk.vault, None)]


def test_without_a_goal_in_work_there_is_nothing_to_print(desk: Any) -> None:
    tab = desk.show(GoalsTab)
    assert not tab.print_button.isEnabled()
