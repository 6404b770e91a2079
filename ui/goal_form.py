# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Goals in the person's own words: a new one, another wording, or one that goes on from an older goal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from app.domain.attainment import LEVELS, WEIGHTS
from app.domain.goal import Goal, NewGoal, NewStep, Step
from app.operations import goals
from ui.codes import choices_of
from ui.drafts import DraftKeeper
from ui.form_dialog import FormDialog
from ui.goal_levels import LevelsInput, sign
from ui.picks import PicksInput
from ui.session import Session
from ui.step_lines import StepLines
from ui.widgets import ChoiceBar, CodeInput, DateInput, FormPanel, LongText, TextInput

WAYS = {"new": "Neues Ziel", "change": "Ziel ändern", "continue": "Ziel weiterführen"}


class GoalForm(FormPanel):
    """`before` is the goal that is changed or goes on; levels stand there where the Kreis uses them."""

    def __init__(self, session: Session, before: Goal | None = None, *, steps: bool = True) -> None:
        super().__init__()
        self._session = session
        self.words = LongText("Zum Beispiel: „Ich will eine eigene Wohnung.“", lines=2)
        self.add("words", "Ziel in den Worten der Person", self.words)
        self.add("dimension", "Lebensbereich", CodeInput(choices_of(session)("life_dimension")))
        self.scaled = session.read(goals.uses_levels) or bool(before and before.levels)
        asked = "Woran merken wir, dass es erreicht ist?"
        self.add("expected", f"{asked} (Stufe 0)" if self.scaled else asked, TextInput())
        if self.scaled:
            self._add_scale()
        if steps:
            self.steps = StepLines(session)
            self.add("steps", "Schritte: was, wer, bis wann", self.steps)
        self._start_with(before)

    def goal(self, values: Mapping[str, Any]) -> NewGoal:
        return NewGoal(
            words=values["words"],
            dimension=values["dimension"] or "",
            set_on=self._session.today(),
            expected=values["expected"],
            steps=values.get("steps", ()),
            levels=values.get("levels", {}),
            weight=int(values.get("weight") or 1),
        )

    def _add_scale(self) -> None:
        hint = "Alle vier ausfüllen, bevor die Arbeit beginnt. Leer heißt: nur erreicht, teilweise, nicht."
        self.add("levels", "Stufen der Skala (GAS)", LevelsInput(), hint)
        weights = [(str(weight), str(weight)) for weight in WEIGHTS]
        self.add("weight", "Gewicht: 1 zählt wenig, 5 zählt viel", ChoiceBar("Gewicht", weights))

    def _start_with(self, before: Goal | None) -> None:
        scale = {"levels": before.levels if before else {}, "weight": str(before.weight if before else 1)}
        words = {name: getattr(before, name) for name in ("words", "dimension", "expected")} if before else {}
        self.set_values(words | (scale if self.scaled else {}))


def open_goal_form(
    owner: QWidget,
    session: Session,
    case_id: str,
    dimension: str | None = None,
    then: Callable[[], object] = lambda: None,
) -> FormDialog:
    """A window to agree a goal in; `then` is called once it is stored."""
    form = GoalForm(session)
    draft = DraftKeeper(session, form, "goal", case_id, form.words)
    if dimension is not None and not form.entry("dimension").typed():
        form.entry("dimension").set_value(dimension)

    def agree(values: dict[str, Any]) -> None:
        session.write(goals.set_goal, case_id, form.goal(values))
        draft.discard()
        then()

    return _open(owner, WAYS["new"], form, "Ziel vereinbaren", agree)


def open_goal_change(owner: QWidget, session: Session, goal: Goal) -> FormDialog:
    """A window to put a goal differently that nobody signed yet."""
    form = GoalForm(session, goal, steps=False)
    draft = DraftKeeper(session, form, f"goal:{goal.id}", goal.case_id, form.words)

    def change(values: dict[str, Any]) -> None:
        session.write(goals.change_goal, goal.id, form.goal(values))
        draft.discard()

    return _open(owner, WAYS["change"], form, "Ändern", change)


def open_goal_continuation(owner: QWidget, session: Session, goal: Goal) -> FormDialog:
    """A window for a goal that goes on from this one, with the steps to take along."""
    form = GoalForm(session, goal)
    if goal.unfinished:
        form.add("carried", "Offene Schritte mitnehmen", PicksInput(_steps_of(goal)))
        form.entry("carried").set_value([step.id for step in goal.unfinished])
    if goal.result is None:
        form.add("result", "Ergebnis bis hierher", ChoiceBar("Ergebnis", _results(session, goal)))
    form.settle()
    draft = DraftKeeper(session, form, f"goal_continued:{goal.id}", goal.case_id, form.words)

    def go_on(values: dict[str, Any]) -> None:
        carried, result = tuple(values.get("carried", ())), values.get("result")
        reached = int(result) if result is not None and goal.levels else result
        session.write(goals.continue_goal, goal.id, form.goal(values), carried, reached)
        draft.discard()

    return _open(owner, WAYS["continue"], form, "Weiterführen", go_on)


def open_step_form(owner: QWidget, session: Session, goal: Goal) -> FormDialog:
    """A window for one more step of a goal."""
    form = FormPanel()
    owners = choices_of(session)("step_owner")
    form.add("steps", "Was ist zu tun?", TextInput())
    who, until = CodeInput(owners), DateInput(session.today, ahead=True)
    form.add_line(form.field("owner", "Wer?", who), form.field("due_on", "Bis wann?", until))
    who.set_value("client")
    form.settle()
    draft = DraftKeeper(session, form, f"step:{goal.id}", goal.case_id)

    def add(values: dict[str, Any]) -> None:
        step = NewStep(values["steps"], values["owner"] or "", values["due_on"])
        session.write(goals.add_step, goal.id, step)
        draft.discard()

    return _open(owner, "Weiterer Schritt", form, "Hinzufügen", add)


def open_step_day(owner: QWidget, session: Session, step: Step) -> FormDialog:
    """A window for another day of a step; empty takes the day away."""
    form = FormPanel()
    hint = "Die Wiedervorlage geht mit. Leer heißt: ohne Termin."
    form.add("steps", f"„{step.text}“ bis", DateInput(session.today, ahead=True), hint)
    form.set_values({"steps": step.due_on})

    def date(values: dict[str, Any]) -> None:
        session.write(goals.date_step, step.id, values["steps"])

    return _open(owner, "Schritt neu datieren", form, "Speichern", date)


def _open(
    owner: QWidget, title: str, form: FormPanel, button: str, act: Callable[[dict[str, Any]], object]
) -> FormDialog:
    dialog = FormDialog(owner, title, form, button, act)
    dialog.open()
    first = next(name for name in ("words", "steps") if form.has(name))
    form.row(first).focus()
    return dialog


def _results(session: Session, goal: Goal) -> list[tuple[str, str]]:
    if goal.levels:
        return [(str(level), sign(level)) for level in LEVELS]
    return choices_of(session)("goal_result")


def _steps_of(goal: Goal) -> list[tuple[str, str]]:
    return [(step.id, step.text) for step in goal.unfinished]
