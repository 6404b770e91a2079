# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The gate's answer to choose from: covered categories are ticked, the others say why they stay."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.disclosure import GateAnswer
from ui.codes import Choices
from ui.widgets import CheckInput, Icon, box, column, label, line, secondary_button

_REASON = "Ohne Freigabe für diese Stelle und diesen Zweck:"


class GateFields(QWidget):
    """Data categories; what no release covers cannot be ticked, and leads to the consent."""

    changed = Signal()
    left = Signal()
    consent_asked = Signal()

    def __init__(self, categories: Choices) -> None:
        super().__init__()
        self._asked: object = None
        self._ticks = {code: CheckInput(word) for code, word in categories}
        for tick in self._ticks.values():
            tick.changed.connect(self.changed)
        self._first = label("Wählen Sie zuerst Stelle und Zweck.", "small", "muted")
        self._covered, self._missing = column(gap=0.1), column(gap=0.1)
        reason = label(_REASON, "small", "muted", wrap=True)
        locked = line(Icon("lock", "muted", 1), reason, gap=0.3)
        locked.setStretch(1, 1)
        way_out = secondary_button("Einwilligung erfassen", self.consent_asked.emit, "shield")
        self._refused = box(column(box(locked), box(self._missing), box(line(way_out, None)), None, gap=0.2))
        self._both = box(line(box(column(box(self._covered), None)), self._refused, gap=1.2))
        column(self._first, self._both, parent=self, gap=0.1)
        self.show_answer(None, None)

    def tick(self, code: str) -> CheckInput:
        return self._ticks[code]

    def show_answer(self, answer: GateAnswer | None, asked: object, *, ticked: bool = True) -> None:
        """Tick what is covered, once for each thing `asked`; what lacks a release stays unticked."""
        anew, self._asked = asked != self._asked, asked
        self._first.setVisible(answer is None)
        self._both.setVisible(answer is not None)
        self._refused.setVisible(answer is not None and bool(answer.missing))
        for code, tick in self._ticks.items():
            covered = answer is not None and code in answer.covered
            (self._covered if covered else self._missing).addWidget(tick)
            tick.setEnabled(covered)
            if anew or not covered:
                tick.setChecked(covered and ticked)

    def value(self) -> tuple[str, ...]:
        return tuple(code for code, tick in self._ticks.items() if tick.isChecked())

    def set_value(self, value: Any) -> None:
        for code, tick in self._ticks.items():
            tick.setChecked(code in (value or ()))

    def typed(self) -> str:
        return " ".join(self.value())

    def set_typed(self, text: str) -> None:
        self.set_value([code for code in text.split() if self._ticks[code].isEnabled()])
