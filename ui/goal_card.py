# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""One goal on screen: its words, its scale, its steps to tick off, and what became of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from app.domain.attainment import LEVELS
from app.domain.dates import german
from app.domain.goal import Goal, Result, Step
from app.operations import goals
from ui import theme
from ui.codes import choices_of, labels_of
from ui.dates import near_day
from ui.errors import WaysOut, guard
from ui.goal_form import open_goal_change, open_goal_continuation, open_step_day, open_step_form
from ui.goal_levels import LEVEL_WORDS, sign
from ui.removal import remove_with_undo
from ui.session import Session
from ui.widgets import Card, CheckInput, Chip, Flow, box, icon_button, label, line, link_button, show_toast

RESULT_LOOKS = {
    "reached": ("check", "success"),
    "partly": ("half", "warning"),
    "not_reached": ("minus", "neutral"),
}
_STATES = {"done": "erledigt", "dropped": "gestrichen", "open": "wieder offen"}
Acts = dict[str, Callable[[], object]]


class GoalCard(Card):
    """`before` are the words of the goal that it goes on from; `closed` shows it without acts."""

    service_asked = Signal(str)

    def __init__(
        self, session: Session, goal: Goal, before: str, *, closed: bool, ways_out: WaysOut | None = None
    ) -> None:
        super().__init__(outlined=True)
        self._session, self._goal, self._closed, self._ways_out = session, goal, closed, ways_out
        self._label = labels_of(session)
        self.body.addWidget(self._head())
        about = f"{self._label('life_dimension', goal.dimension)} · seit {german(goal.set_on)}"
        self._say(about, muted=True)
        if before:
            self._say(f"führt weiter: „{before}“", muted=True)
        self._show_scale()
        for step in goal.steps:
            self.body.addWidget(self._step(step))
        if goal.result is None and not closed:
            self.body.addWidget(self._foot())

    def _say(self, text: str, *, muted: bool = False, strong: bool = False) -> None:
        tone: theme.Role = "muted" if muted else "text"
        self.body.addWidget(label(text, "small", tone, strong=strong, wrap=True))

    def _head(self) -> QWidget:
        head = line(label(f"„{self._goal.words}“", "heading", wrap=True), self._chip(), gap=0.6)
        head.setStretch(0, 1)
        if not self._closed:
            head.addWidget(_more(f"Ziel bearbeiten: {self._goal.words}", self._acts()))
        return box(head)

    def _acts(self) -> Acts:
        goal, session = self._goal, self._session
        acts: Acts = {"Weiterführen": lambda: open_goal_continuation(self, session, goal)}
        if goal.may_change:
            acts["Ändern"] = lambda: open_goal_change(self, session, goal)
        if not goal.in_signed_agreement:
            acts["Entfernen"] = lambda: remove_with_undo(self, session, "goal", goal.id, goal.words)
        return acts

    def _chip(self) -> Chip:
        goal = self._goal
        if goal.result is None:
            done = sum(step.state == "done" for step in goal.steps)
            return Chip(
                "open", f"{done} von {len(goal.steps)} Schritten" if goal.steps else "in Arbeit", "info"
            )
        icon, tone = RESULT_LOOKS[goal.result]
        word = self._label("goal_result", goal.result)
        scaled = f"{sign(goal.level)} · {word}" if goal.level is not None else word
        return Chip(icon, scaled, tone)  # type: ignore[arg-type]

    def _show_scale(self) -> None:
        """What is expected; with a scale its five levels from the best down, the one reached in bold."""
        goal = self._goal
        if not goal.levels:
            if goal.expected:
                self._say(f"Erreicht, wenn: {goal.expected}")
            return
        for level in sorted(LEVELS, reverse=True):
            words = goal.levels.get(level, goal.expected)
            self._say(f"{sign(level)}  {words}", muted=level != 0, strong=level == goal.level)
        if goal.weight > 1:
            self._say(f"Gewicht {goal.weight}", muted=True)

    def _step(self, step: Step) -> QWidget:
        tick = CheckInput(step.text)
        tick.setObjectName(step.id)
        tick.setChecked(step.state == "done")
        tick.setEnabled(step.state != "dropped" and self._goal.result is None and not self._closed)
        tick.changed.connect(lambda: self.set_step(step, "done" if tick.isChecked() else "open"))
        today = self._session.today()
        late = step.state == "open" and step.due_on is not None and step.due_on < today
        due = f" · bis {near_day(step.due_on, today)}" if step.due_on else ""
        state = " · entfällt" if step.state == "dropped" else " · überfällig" if late else ""
        owner = self._label("step_owner", step.owner)
        row = line(tick, label(f"{owner}{due}{state}", "small", "warning" if late else "muted"), gap=0.5)
        row.setStretch(0, 1)
        if self._goal.result is None and not self._closed:
            row.addWidget(_more(f"Schritt bearbeiten: {step.text}", self._step_acts(step)))
        return box(row)

    def _step_acts(self, step: Step) -> Acts:
        session = self._session
        acts: Acts = {}
        if step.state == "open":
            acts["Anderer Tag"] = lambda: open_step_day(self, session, step)
            acts["Entfällt"] = lambda: self.set_step(step, "dropped")
        if step.state == "dropped":
            acts["Wieder öffnen"] = lambda: self.set_step(step, "open")
        if not self._goal.in_signed_agreement:
            acts["Entfernen"] = lambda: remove_with_undo(self, session, "step", step.id, step.text)
        return acts

    def _foot(self) -> QWidget:
        more = link_button(
            "Schritt hinzufügen", lambda: open_step_form(self, self._session, self._goal), "plus", small=True
        )
        more.setAccessibleName(f"Schritt hinzufügen: {self._goal.words}")
        find = link_button(
            "Anlaufstelle finden",
            lambda: self.service_asked.emit(self._goal.dimension),
            "search",
            small=True,
        )
        find.setAccessibleName(f"Anlaufstelle finden: {self._goal.words}")
        row = line(more, find, None, label("Ergebnis", "small", "muted"), gap=0.5)
        results = Flow(*(self._levels() if self._goal.levels else self._results()), gap=0.4)
        row.addWidget(box(results))
        return box(row)

    def _results(self) -> list[QWidget]:
        return [
            _answer(word, f"Ergebnis: {word}", partial(self._end, code))
            for code, word in choices_of(self._session)("goal_result")
        ]

    def _levels(self) -> list[QWidget]:
        return [
            _answer(
                sign(level),
                f"Erreichte Stufe: {sign(level)} {LEVEL_WORDS[level]}",
                partial(self._end, level),
            )
            for level in sorted(LEVELS)
        ]

    def set_step(self, step: Step, state: str) -> None:
        """Done, dropped or open again, with a way back."""
        window, session = self.window(), self._session
        with guard(self, self._ways_out):
            session.write(goals.finish_step, step.id, state)
            undo = None if state == "open" else partial(_reopen, window, session, step)
            show_toast(window, f"„{step.text}“ ist {_STATES[state]}.", undo)

    def _end(self, result: Result) -> None:
        window, session, goal = self.window(), self._session, self._goal
        with guard(self, self._ways_out):
            dropped = session.write(goals.record_result, goal.id, result)
            found = session.read(goals.goals, goal.case_id)
            reached = next(each.result for each in found if each.id == goal.id)
            words = f"Ziel {self._label('goal_result', reached or '')}."
            show_toast(window, words, partial(_take_back, window, session, goal.id, dropped))


def _reopen(window: QWidget, session: Session, step: Step) -> None:
    with guard(window):
        session.write(goals.finish_step, step.id, "open")


def _take_back(window: QWidget, session: Session, goal_id: str, dropped: tuple[str, ...]) -> None:
    with guard(window):
        session.write(goals.take_back_result, goal_id, dropped)


def _answer(word: str, name: str, act: Callable[[], object]) -> QPushButton:
    """A button of a few side by side; it acts at once and is no choice that arrows move."""
    button = QPushButton(word)
    button.setProperty("kind", "filter")
    button.setFont(theme.font("small"))
    button.setAccessibleName(name)
    button.setToolTip(name)
    button.setAutoDefault(False)
    button.clicked.connect(lambda: act())
    return button


def _more(name: str, acts: Acts) -> QPushButton:
    """Three dots that open what can be done; it is named for what it is about."""

    def offer() -> None:
        menu = QMenu(button)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for word, act in acts.items():
            menu.addAction(word, act)
        menu.popup(button.mapToGlobal(QPoint(0, button.height())))

    button = icon_button(name, offer, "more")
    if not acts:
        button.hide()
    return button
