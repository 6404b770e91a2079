# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Steps of a goal, a line each: what, who, until when."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from app.domain.goal import NewStep
from ui.codes import Choices, choices_of
from ui.session import Session
from ui.theme import rem
from ui.widgets import (
    CodeInput,
    DateInput,
    FieldRow,
    TextInput,
    box,
    column,
    icon_button,
    line,
    link_button,
    remove,
)
from ui.widgets.inputs import Input


class StepLine(QWidget):
    """One step; an empty line is no step."""

    changed = Signal()
    left = Signal()
    dropped = Signal()

    def __init__(self, session: Session, owners: Choices, whose: str) -> None:
        super().__init__()
        self.text = TextInput("Was ist zu tun?")
        self.text.setMinimumWidth(rem(15))
        self.owner = CodeInput(owners)
        self.due = DateInput(session.today, ahead=True)
        self._inputs: tuple[Input, ...] = (self.text, self.owner, self.due)
        self.owner.set_value("client")
        for entry, name in ((self.text, "was"), (self.owner, "wer"), (self.due, "bis wann")):
            entry.setAccessibleName(f"{whose}, {name}")
            entry.changed.connect(self.changed)
        self.text.left.connect(self.left)
        drop = icon_button(f"{whose} entfernen", self.dropped.emit, "cross")
        layout = line(self.text, self.owner, FieldRow("steps", "", self.due), drop, parent=self, gap=0.5)
        layout.setStretch(0, 1)

    def value(self) -> NewStep | None:
        text, due = self.text.value(), self.due.value()
        if not text and due is None:
            return None
        return NewStep(text, self.owner.value() or "", due)

    def typed(self) -> list[str]:
        return [entry.typed() for entry in self._inputs]

    def set_typed(self, typed: Sequence[str]) -> None:
        for entry, text in zip(self._inputs, typed, strict=True):
            entry.set_typed(text)


class StepLines(QWidget):
    """Any number of steps; begins with one empty line. `goal` says whose they are, where there are two."""

    changed = Signal()
    left = Signal()

    def __init__(self, session: Session, goal: str = "") -> None:
        super().__init__()
        self._goal = goal
        self._session, self._owners = session, choices_of(session)("step_owner")
        self.lines: list[StepLine] = []
        self._column = column(gap=0.4)
        whole = column(parent=self, gap=0.3)
        whole.addLayout(self._column)
        further = link_button("Weiterer Schritt", self._further, "plus", small=True)
        further.setAccessibleName(f"{goal}Weiterer Schritt")
        whole.addWidget(box(line(further, None)))
        self.add()

    def add(self) -> StepLine:
        added = StepLine(self._session, self._owners, f"{self._goal}Schritt {len(self.lines) + 1}")
        added.changed.connect(self.changed)
        added.left.connect(self.left)
        added.dropped.connect(lambda: self._drop(added))
        self.lines.append(added)
        self._column.addWidget(added)
        return added

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """To the first line; no focus proxy, lest Tab skips what follows the lines."""
        self.lines[0].text.setFocus(reason)

    def value(self) -> tuple[NewStep, ...]:
        return tuple(step for each in self.lines if (step := each.value()) is not None)

    def set_value(self, value: Any) -> None:
        """Only emptied: stored steps are changed on the tab."""
        assert not value
        self.set_typed("")

    def typed(self) -> str:
        typed = [each.typed() for each in self.lines]
        return json.dumps(typed, ensure_ascii=False) if any(text or due for text, _, due in typed) else ""

    def set_typed(self, text: str) -> None:
        for each in self.lines:
            remove(each)
        self.lines = []
        for typed in json.loads(text) if text else [["", "", ""]]:
            self.add().set_typed(typed if any(typed) else ["", self._owners[0][1], ""])

    def _further(self) -> None:
        self.add().text.setFocus()

    def _drop(self, dropped: StepLine) -> None:
        self.lines.remove(dropped)
        remove(dropped)
        if not self.lines:
            self.add()
        self.changed.emit()
