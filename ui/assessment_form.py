# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Need and resource over the eleven life dimensions, a digit each: the digit answers and goes on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QStackedWidget, QWidget

from app.domain.assessment import DIMENSIONS, PRESSING, NewAssessment, Score
from ui.session import Session
from ui.theme import rem
from ui.widgets import (
    NOT_DISCUSSED,
    DateInput,
    Flow,
    FormPanel,
    Icon,
    KeyHint,
    SegmentedInput,
    TextInput,
    box,
    column,
    label,
    line,
    link_button,
    rule,
)

_DIGITS = "012345"


class StepInput(SegmentedInput):
    """A step from 1 to 5 that says when a digit answered it."""

    answered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        if event.text() and event.text() in _DIGITS:
            self.answered.emit()


class NoteInput(QStackedWidget):
    """A note that takes no room until somebody writes one."""

    changed = Signal()
    left = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self._text = TextInput("Notiz")
        self._text.setAccessibleName(name)
        opener = link_button("Notiz", self.write, "pencil", small=True)
        opener.setAccessibleName(f"{name} schreiben")
        self.addWidget(box(line(opener, None)))
        self.addWidget(self._text)
        self._text.changed.connect(self.changed)
        self._text.left.connect(self.left)
        self._text.left.connect(self._fold)

    def write(self) -> None:
        self.setCurrentWidget(self._text)
        self._text.setFocus(Qt.FocusReason.OtherFocusReason)

    def value(self) -> Any:
        return self._text.value()

    def set_value(self, value: Any) -> None:
        self.set_typed(value or "")

    def typed(self) -> str:
        return self._text.typed()

    def set_typed(self, text: str) -> None:
        self._text.set_typed(text)
        self._fold()

    def _fold(self) -> None:
        self.setCurrentIndex(1 if self._text.text() else 0)


class AssessmentForm(FormPanel):
    """One line a dimension; health stays locked until its release is signed."""

    consent_asked = Signal()
    goal_asked = Signal(str)
    completed = Signal()

    def __init__(self, session: Session, labels: dict[str, str]) -> None:
        super().__init__()
        self._session = session
        self.day = DateInput(session.today)
        self.day_row = self.field("held_on", "", self.day)
        self.day.setAccessibleName("Besprochen am")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(rem(1))
        self._grid.setVerticalSpacing(rem(0.18))
        self._grid.setColumnStretch(0, 3)
        self._grid.setColumnStretch(3, 2)
        self.body.addLayout(self._grid)
        self._fill_header()
        self.lines = [DimensionLine(self, code, labels[code]) for code in DIMENSIONS]
        for number, each in enumerate(self.lines):
            each.place(self._grid, 2 + 2 * number)
            each.need.answered.connect(lambda number=number: self._after_need(number))
            each.resource.answered.connect(lambda number=number: self._go_on(number + 1))
        self.body.addWidget(_keys())
        self.start_anew()

    def start_anew(self) -> None:
        """Empty, for today."""
        self.clear()
        self.set_values({"held_on": self._session.today()})

    def release(self, dimensions: frozenset[str]) -> None:
        """Which dimensions may be written into."""
        for each in self.lines:
            each.set_released(each.code in dimensions)

    def assessment(self) -> NewAssessment:
        """What stands there; InvalidInput if the day cannot be read."""
        return NewAssessment(self.day.value() or self._session.today(), self.scores())

    def scores(self) -> tuple[Score, ...]:
        return tuple(each.score() for each in self.lines if each.released)

    def focus_first(self) -> None:
        self._go_on(0)

    def _after_need(self, number: int) -> None:
        """Nothing to ask about the resource of what was not discussed."""
        each = self.lines[number]
        if each.need.value() == NOT_DISCUSSED:
            self._go_on(number + 1)
        else:
            each.resource.setFocus(Qt.FocusReason.TabFocusReason)

    def _go_on(self, number: int) -> None:
        following = next((each for each in self.lines[number:] if each.released), None)
        if following is None:
            self.completed.emit()
        else:
            following.need.setFocus(Qt.FocusReason.TabFocusReason)

    def _fill_header(self) -> None:
        heads = (
            ("Lebensbereich", ""),
            ("Bedarf", "1 gering – 5 sehr hoch"),
            ("Ressource", "1 kaum – 5 viel"),
            ("Notiz", ""),
        )
        for place, (title, detail) in enumerate(heads):
            head = column(label(title, "small", strong=True), gap=0)
            if detail:
                head.addWidget(label(detail, "small", "muted"))
            head.addStretch(1)
            self._grid.addWidget(box(head), 0, place)
        self._grid.addWidget(rule(), 1, 0, 1, len(heads))


class DimensionLine:
    """The widgets of one dimension in the grid of the form."""

    def __init__(self, form: AssessmentForm, code: str, name: str) -> None:
        self.code, self.released = code, True
        self.need = StepInput(f"{name}, Bedarf")
        self.resource = StepInput(f"{name}, Ressource")
        self.note = NoteInput(f"{name}, Notiz")
        self._inputs = (
            form.field(code, "", self.need),
            form.field(f"{code}.resource", "", self.resource),
            form.field(f"{code}.note", "", self.note),
        )
        self.goal = _way_to_goal(name, lambda: form.goal_asked.emit(code))
        self._name = box(column(None, label(name, wrap=True), box(line(self.goal, None)), None, gap=0))
        self.locked = _locked(name, form.consent_asked.emit)
        self.need.changed.connect(self._need_changed)

    def place(self, grid: QGridLayout, row: int) -> None:
        grid.addWidget(self._name, row, 0)
        for column_, each in enumerate(self._inputs, 1):
            grid.addWidget(each, row, column_, Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(self.locked, row, 1, 1, 3)
        grid.addWidget(rule(), row + 1, 0, 1, 4)
        grid.setRowMinimumHeight(row, rem(2.35))
        self.set_released(True)

    def set_released(self, released: bool) -> None:
        self.released = released
        self.locked.setVisible(not released)
        for each in self._inputs:
            each.setVisible(released)

    def score(self) -> Score:
        need, resource = (each.value() or None for each in (self.need, self.resource))
        return Score(self.code, need, resource, self.note.value())

    def _need_changed(self) -> None:
        """Not discussed, or discussed after all, holds for need and resource together."""
        need = self.need.value()
        self.goal.setVisible(need == PRESSING)
        if need == NOT_DISCUSSED:
            self.resource.set_value(NOT_DISCUSSED)
        elif self.resource.value() == NOT_DISCUSSED:
            self.resource.set_value(None)


def _way_to_goal(name: str, ask: Callable[[], object]) -> QPushButton:
    way = link_button("vordringlich: Ziel vereinbaren", ask, "target", small=True)
    way.setAccessibleName(f"{name} ist vordringlich: Ziel vereinbaren")
    way.hide()
    return way


def _locked(name: str, ask: Callable[[], object]) -> QWidget:
    way_out = link_button("Einholen", ask)
    way_out.setAccessibleName(f"Einwilligung für {name} einholen")
    words = line(
        Icon("lock", "warning"),
        label("nicht freigegeben", tone="warning"),
        label(f"Einwilligung für {name} fehlt", "small", "muted", wrap=True),
        gap=0.6,
    )
    words.setStretch(2, 1)
    words.addWidget(way_out)
    return box(words)


def _keys() -> QWidget:
    hints = (
        ("1", "bis"),
        ("5", "Stufe"),
        ("0", "nicht besprochen"),
        ("Tab", "weiter"),
        ("Entf", "zurücknehmen"),
    )
    return box(Flow(*(KeyHint(key, word) for key, word in hints), gap=0.8))
