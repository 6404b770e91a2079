# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""One life dimension of a Bestandsaufnahme: need, the person's own view, resource and note in a line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from app.domain.assessment import PRESSING, Score
from ui.theme import rem
from ui.widgets import (
    NOT_DISCUSSED,
    FormPanel,
    Icon,
    SegmentedInput,
    TextInput,
    box,
    column,
    label,
    line,
    link_button,
    rule,
)

NAME, NEED, OWN, RESOURCE, NOTE = range(5)
"""The columns of the grid."""

OWN_VIEW_KEY = "E"
_DIGITS = "012345"


@dataclass(frozen=True)
class Dimension:
    """What stands at the head of a line: `covers` says in a few words what belongs here."""

    code: str
    name: str
    covers: str
    counselling_fields: str


class StepInput(SegmentedInput):
    """A step from 1 to 5 that says when a digit answered it, and when the own view is asked for."""

    answered = Signal()
    own_view = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().upper() == OWN_VIEW_KEY:
            self.own_view.emit()
            return
        super().keyPressEvent(event)
        if event.text() and event.text() in _DIGITS:
            self.answered.emit()


class NoteInput(QWidget):
    """A note that takes no room, and is not made, until somebody writes one."""

    changed = Signal()
    left = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self._text: TextInput | None = None
        self._opener = link_button("Notiz", self.write, "pencil", small=True)
        self._opener.setAccessibleName(f"{name} schreiben")
        self._room = line(self._opener, None, parent=self)

    def write(self) -> None:
        self._show(self._made())
        self._made().setFocus(Qt.FocusReason.OtherFocusReason)

    def value(self) -> Any:
        return self._text.value() if self._text is not None else ""

    def set_value(self, value: Any) -> None:
        self.set_typed(value or "")

    def typed(self) -> str:
        return self._text.typed() if self._text is not None else ""

    def set_typed(self, text: str) -> None:
        if text or self._text is not None:
            self._made().set_typed(text)
            self._fold()

    def _made(self) -> TextInput:
        if self._text is None:
            self._text = TextInput("Notiz")
            self._text.setAccessibleName(self._name)
            self._text.changed.connect(self.changed)
            self._text.left.connect(self.left)
            self._text.left.connect(self._fold)
            self._room.insertWidget(0, self._text, 1)
            QWidget.setTabOrder(self._opener, self._text)
        return self._text

    def _fold(self) -> None:
        text = self._made()
        self._show(text if text.text() else self._opener)

    def _show(self, part: QWidget) -> None:
        """The words or the way to them."""
        for each in (self._opener, self._made()):
            each.setVisible(each is part)
        self._room.setStretch(1, 1 if part is self._opener else 0)


class DimensionLine:
    """The widgets of one dimension in the grid of the form; locked until it is released."""

    def __init__(
        self,
        form: FormPanel,
        about: Dimension,
        ask_goal: Callable[[], object],
        ask_consent: Callable[[], object],
    ) -> None:
        self.code, self.released, self._own_shown = about.code, True, False
        self.need = StepInput(f"{about.name}, Bedarf")
        self.own = StepInput(f"{about.name}, Sicht der Person")
        self.resource = StepInput(f"{about.name}, Ressource")
        self.note = NoteInput(f"{about.name}, Notiz")
        self._inputs = {
            NEED: form.field(about.code, "", self.need),
            OWN: form.field(f"{about.code}.own", "", self.own),
            RESOURCE: form.field(f"{about.code}.resource", "", self.resource),
            NOTE: form.field(f"{about.code}.note", "", self.note),
        }
        self.need.setAccessibleDescription(_belongs_here(about))
        self._make_goal = partial(_way_to_goal, about.name, ask_goal)
        self._make_locked = partial(_locked, about.name, ask_consent)
        self._goal: QWidget | None = None
        self._locked: QWidget | None = None
        self._covers = label(about.covers, "small", "muted")
        self._words = column(None, label(about.name, wrap=True), self._covers, None, gap=0)
        self._name = box(self._words)
        self._name.setToolTip(_belongs_here(about))
        self.need.changed.connect(self._need_changed)

    @property
    def steps(self) -> tuple[StepInput, ...]:
        """In the order in which digits answer them."""
        return (self.need, self.own, self.resource) if self._own_shown else (self.need, self.resource)

    @property
    def answered(self) -> bool:
        return any(step.value() is not None for step in (self.need, self.own, self.resource))

    def place(self, grid: QGridLayout, row: int) -> None:
        grid.addWidget(self._name, row, NAME)
        for place, each in self._inputs.items():
            grid.addWidget(each, row, place, Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(rule(), row + 1, NAME, 1, NOTE + 1)
        grid.setRowMinimumHeight(row, rem(2.4))
        self._grid, self._row = grid, row
        self._show()

    def set_released(self, released: bool) -> None:
        self.released = released
        self._show()

    def show_own(self, shown: bool) -> None:
        self._own_shown = shown
        self._show()

    def score(self) -> Score:
        need, resource, own = (each.value() or None for each in (self.need, self.resource, self.own))
        return Score(self.code, need, resource, self.note.value(), own if self._own_shown else None)

    def begin_with(self, score: Score) -> None:
        self.need.set_value(score.need)
        self.resource.set_value(score.resource)
        if score.note:
            self.note.set_value(score.note)

    def _show(self) -> None:
        """The way to a consent is made for the line that needs it."""
        if not self.released and self._locked is None:
            self._locked = self._make_locked()
            self._grid.addWidget(self._locked, self._row, NEED, 1, NOTE)
            QWidget.setTabOrder(self.note, self._locked)
        if self._locked is not None:
            self._locked.setHidden(self.released)
        for place, each in self._inputs.items():
            each.setVisible(self.released and (place != OWN or self._own_shown))

    def _need_changed(self) -> None:
        """Not discussed, or discussed after all, holds for the whole line."""
        need = self.need.value()
        self._offer_goal(offered=need == PRESSING)
        self._covers.setHidden(need == PRESSING)
        for each in (self.resource, self.own):
            if need == NOT_DISCUSSED:
                each.set_value(NOT_DISCUSSED)
            elif each.value() == NOT_DISCUSSED:
                each.set_value(None)

    def _offer_goal(self, *, offered: bool) -> None:
        """Made for the line that is pressing."""
        if offered and self._goal is None:
            self._goal = box(line(self._make_goal(), None))
            self._words.insertWidget(3, self._goal)
            QWidget.setTabOrder(self.note, self._goal)
        if self._goal is not None:
            self._goal.setVisible(offered)


def _belongs_here(about: Dimension) -> str:
    """A line of help, with the fields of the migration counselling that it stands for."""
    fields = (
        f" · Beratungsfelder von MBE und JMD: {about.counselling_fields}" if about.counselling_fields else ""
    )
    return f"{about.name}: {about.covers}{fields}"


def _way_to_goal(name: str, ask: Callable[[], object]) -> QPushButton:
    way = link_button("vordringlich: Ziel vereinbaren", ask, "target", small=True)
    way.setAccessibleName(f"{name} ist vordringlich: Ziel vereinbaren")
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
