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
    """Data categories; what no release covers cannot be ticked, is named, and leads to the consent."""

    changed = Signal()
    left = Signal()
    consent_asked = Signal()

    def __init__(self, categories: Choices) -> None:
        super().__init__()
        self._asked: object = None
        self._words = dict(categories)
        self._ticks = {code: CheckInput(word) for code, word in categories}
        for tick in self._ticks.values():
            tick.changed.connect(self.changed)
        self._first = label("Wählen Sie zuerst Stelle und Zweck.", "small", "muted")
        self._covered = box(column(*self._ticks.values(), gap=0.1))
        self._missing = label("", "small", "muted", wrap=True)
        locked = line(Icon("lock", "muted", 1), self._missing, gap=0.3)
        locked.setStretch(1, 1)
        way_out = secondary_button("Einwilligung erfassen", self.consent_asked.emit, "shield")
        self._refused = box(column(box(locked), box(line(way_out, None)), gap=0.4))
        column(self._first, self._covered, self._refused, parent=self, gap=0.3)
        self.show_answer(None, None)

    def tick(self, code: str) -> CheckInput:
        return self._ticks[code]

    def show_answer(self, answer: GateAnswer | None, asked: object, *, ticked: bool = True) -> None:
        """Tick what is covered, once for each thing `asked`; what lacks a release stays unticked."""
        anew, self._asked = asked != self._asked, asked
        covered = answer.covered if answer else ()
        missing = answer.missing if answer else ()
        self._first.setVisible(answer is None)
        self._covered.setVisible(bool(covered))
        self._refused.setVisible(bool(missing))
        self._missing.setText(f"{_REASON} {', '.join(self._words[code] for code in missing)}")
        for code, tick in self._ticks.items():
            tick.setEnabled(code in covered)
            tick.setVisible(code in covered)
            if anew or code not in covered:
                tick.setChecked(code in covered and ticked)

    def value(self) -> tuple[str, ...]:
        return tuple(code for code, tick in self._ticks.items() if tick.isChecked())

    def set_value(self, value: Any) -> None:
        for code, tick in self._ticks.items():
            tick.setChecked(code in (value or ()))

    def typed(self) -> str:
        return " ".join(self.value())

    def set_typed(self, text: str) -> None:
        self.set_value([code for code in text.split() if self._ticks[code].isEnabled()])
