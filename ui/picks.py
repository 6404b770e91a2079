# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Any number of sentences, one below the other, each ticked or not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.widgets import CheckInput, column


class PicksInput(QWidget):
    """Codes in the order of the choices; Space ticks."""

    changed = Signal()
    left = Signal()

    def __init__(self, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._ticks = {code: CheckInput(words) for code, words in choices}
        column(*self._ticks.values(), parent=self, gap=0.1)
        for tick in self._ticks.values():
            tick.changed.connect(self.changed)
        if self._ticks:
            self.setFocusProxy(next(iter(self._ticks.values())))

    def value(self) -> tuple[str, ...]:
        return tuple(code for code, tick in self._ticks.items() if tick.isChecked())

    def set_value(self, value: Any) -> None:
        for code, tick in self._ticks.items():
            tick.setChecked(code in (value or ()))

    def typed(self) -> str:
        return " ".join(self.value())

    def set_typed(self, text: str) -> None:
        self.set_value(text.split())
