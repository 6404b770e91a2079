# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Need and resource over the eleven life dimensions, a digit each: the digit answers and goes on."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from app.domain.assessment import NewAssessment, Score
from ui.dimension_line import NAME, NEED, NOTE, OWN, OWN_VIEW_KEY, RESOURCE, Dimension, DimensionLine
from ui.session import Session
from ui.theme import rem
from ui.widgets import (
    NOT_DISCUSSED,
    CheckInput,
    DateInput,
    Flow,
    FormPanel,
    KeyHint,
    box,
    column,
    label,
    line,
    rule,
)

_KEYS = (("1", "bis"), ("5", "Stufe"), ("0", "nicht besprochen"))
_MORE_KEYS = (("Tab", "weiter"), ("Entf", "zurücknehmen"))
_HEADS = {
    NAME: ("Lebensbereich", ""),
    NEED: ("Bedarf", "1 gering – 5 sehr hoch"),
    OWN: ("Sicht der Person", "1 gering – 5 sehr hoch"),
    RESOURCE: ("Ressource", "1 kaum – 5 viel"),
    NOTE: ("Notiz", ""),
}


class AssessmentForm(FormPanel):
    """One line a dimension; health stays locked until its release is signed.

    The person's own view is a column that one key shows and hides; hidden, it is neither asked nor stored.
    """

    consent_asked = Signal()
    goal_asked = Signal(str)
    completed = Signal()
    own_view_changed = Signal()

    def __init__(self, session: Session, dimensions: Sequence[Dimension]) -> None:
        super().__init__()
        self._session = session
        self.day = DateInput(session.today)
        self.day_row = self.field("held_on", "", self.day)
        self.day.setAccessibleName("Besprochen am")
        self.own_view = CheckInput("Sicht der Person")
        own_view = line(self.field("own_view", "", self.own_view), KeyHint(OWN_VIEW_KEY), gap=0.3)
        self.above = Flow(*(KeyHint(key, word) for key, word in _KEYS), box(own_view), gap=0.8)
        self.below = Flow(*(KeyHint(key, word) for key, word in _MORE_KEYS), gap=0.8)
        self.body.setSpacing(rem(0.2))
        self.body.addWidget(box(self.above))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(rem(1))
        self._grid.setVerticalSpacing(1)
        self._grid.setColumnStretch(NAME, 3)
        self._grid.setColumnStretch(NOTE, 2)
        self.body.addLayout(self._grid)
        self._heads = self._fill_header()
        self.lines = [self._line(each) for each in dimensions]
        for number, each in enumerate(self.lines):
            each.place(self._grid, 2 + 2 * number)
            for step in (each.need, each.own, each.resource):
                step.answered.connect(partial(self._after, number, step))
                step.own_view.connect(self.own_view.toggle)
        self.body.addWidget(box(self.below))
        self.own_view.changed.connect(self._show_own_view)
        self._show_own_view()
        self.start_anew()

    def start_anew(self) -> None:
        """Empty, for today."""
        self.clear()
        self.set_values({"held_on": self._session.today()})

    def begin_with(self, scores: Sequence[Score]) -> None:
        """Steps that are carried over from an earlier one."""
        by_code = {score.dimension: score for score in scores}
        for each in self.lines:
            if each.code in by_code:
                each.begin_with(by_code[each.code])

    def release(self, dimensions: frozenset[str]) -> None:
        """Which dimensions may be written into."""
        for each in self.lines:
            each.set_released(each.code in dimensions)

    def assessment(self) -> NewAssessment:
        """What stands there; InvalidInput if the day cannot be read."""
        return NewAssessment(self.day.value() or self._session.today(), self.scores())

    def scores(self) -> tuple[Score, ...]:
        return tuple(each.score() for each in self.lines if each.released)

    def first_step(self) -> QWidget:
        """Where the digits begin."""
        return next((each.need for each in self.lines if each.released), self.day)

    def focus_first(self) -> None:
        self._go_on(0)

    def _line(self, about: Dimension) -> DimensionLine:
        return DimensionLine(self, about, lambda: self.goal_asked.emit(about.code), self.consent_asked.emit)

    def _after(self, number: int, step: QWidget) -> None:
        """The next question of the line, or the next line; nothing to ask about what was not discussed."""
        each = self.lines[number]
        rest = [*each.steps, None]
        following = rest[rest.index(step) + 1]  # type: ignore[arg-type]
        if following is None or each.need.value() == NOT_DISCUSSED:
            self._go_on(number + 1)
        else:
            following.setFocus(Qt.FocusReason.TabFocusReason)

    def _go_on(self, number: int) -> None:
        following = next((each for each in self.lines[number:] if each.released), None)
        if following is None:
            self.completed.emit()
        else:
            following.need.setFocus(Qt.FocusReason.TabFocusReason)

    def _show_own_view(self) -> None:
        shown = self.own_view.isChecked()
        self._heads[OWN].setVisible(shown)
        for each in self.lines:
            each.show_own(shown)
        self.own_view_changed.emit()

    def _fill_header(self) -> dict[int, QWidget]:
        heads = {}
        for place, (title, detail) in _HEADS.items():
            head = column(label(title, "small", strong=True), gap=0)
            if detail:
                head.addWidget(label(detail, "small", "muted"))
            head.addStretch(1)
            heads[place] = box(head)
            self._grid.addWidget(heads[place], 0, place)
        self._grid.addWidget(rule(), 1, NAME, 1, NOTE + 1)
        return heads
