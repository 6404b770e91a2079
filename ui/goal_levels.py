# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The scale of a goal: four levels around the expected one, written before the work, and their words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from app.domain.attainment import WRITTEN_LEVELS
from ui.theme import rem
from ui.widgets import TextInput, label

LEVEL_WORDS = {
    2: "viel mehr als erwartet",
    1: "mehr als erwartet",
    0: "wie erwartet",
    -1: "weniger als erwartet",
    -2: "viel weniger als erwartet",
}


def sign(level: int) -> str:
    """+2, +1, 0, −1, −2, with a real minus."""
    return f"{level:+d}".replace("-", "−") if level else "0"


class LevelsInput(QWidget):
    """The four levels that are not the expected one; all empty means no scale."""

    changed = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._inputs = {level: TextInput() for level in sorted(WRITTEN_LEVELS, reverse=True)}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(rem(0.6))
        grid.setVerticalSpacing(rem(0.3))
        grid.setColumnStretch(1, 1)
        for row, (level, entry) in enumerate(self._inputs.items()):
            name = f"{sign(level)} {LEVEL_WORDS[level]}"
            words = label(name, "small", "muted")
            words.setBuddy(entry)
            entry.setAccessibleName(name)
            entry.changed.connect(self.changed)
            entry.left.connect(self.left)
            grid.addWidget(words, row, 0)
            grid.addWidget(entry, row, 1)
        self.setFocusProxy(self._inputs[max(WRITTEN_LEVELS)])

    def value(self) -> dict[int, str]:
        return {level: words for level, entry in self._inputs.items() if (words := entry.value())}

    def set_value(self, value: Any) -> None:
        levels: Mapping[int, str] = value or {}
        for level, entry in self._inputs.items():
            entry.set_value(levels.get(level))

    def typed(self) -> str:
        typed = [entry.typed() for entry in self._inputs.values()]
        return json.dumps(typed, ensure_ascii=False) if any(typed) else ""

    def set_typed(self, text: str) -> None:
        for entry, typed in zip(
            self._inputs.values(), json.loads(text) if text else [""] * len(self._inputs), strict=True
        ):
            entry.set_typed(typed)
