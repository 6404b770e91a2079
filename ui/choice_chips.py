# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Any number of a few words, each a chip that is on or off."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from ui.theme import rem
from ui.widgets import Flow, remove

WIDEST = 54


class ChoiceChips(QWidget):
    """Codes in the order of the choices; Tab goes from chip to chip, Space switches one."""

    changed = Signal()
    left = Signal()

    def __init__(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._chips = {code: self._chip(name, word) for code, word in choices}
        self.setLayout(Flow(*self._chips.values(), gap=0.4))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._focus_the_first()

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        """Other choices; what is on stays on, and stays there even if it is offered no more."""
        on = {code: chip.text() for code, chip in self._chips.items() if chip.isChecked()}
        wanted = list(dict(choices).items()) + [
            (code, word) for code, word in on.items() if code not in dict(choices)
        ]
        if wanted == [(code, chip.text()) for code, chip in self._chips.items()]:
            return
        for chip in self._chips.values():
            remove(chip)
        self._chips = {code: self._chip(self.accessibleName(), word) for code, word in wanted}
        layout = self.layout()
        assert layout is not None
        for code, chip in self._chips.items():
            layout.addWidget(chip)
            chip.setChecked(code in on)
            chip.show()
        self._focus_the_first()

    def value(self) -> tuple[str, ...]:
        return tuple(code for code, chip in self._chips.items() if chip.isChecked())

    def set_value(self, value: Any) -> None:
        for code, chip in self._chips.items():
            chip.setChecked(code in (value or ()))

    def typed(self) -> str:
        return " ".join(self.value())

    def set_typed(self, text: str) -> None:
        self.set_value(tuple(text.split()))

    def chip(self, code: str) -> QPushButton:
        return self._chips[code]

    def sizeHint(self) -> QSize:
        """No wider than a form; the rest goes on further lines."""
        width = min(super().sizeHint().width(), rem(WIDEST))
        return QSize(width, self.heightForWidth(width))

    def _focus_the_first(self) -> None:
        if self._chips:
            self.setFocusProxy(next(iter(self._chips.values())))

    def _chip(self, name: str, word: str) -> QPushButton:
        chip = QPushButton(word)
        chip.setProperty("kind", "filter")
        chip.setProperty("size", "small")
        chip.setAccessibleName(f"{name}: {word}")
        chip.setCheckable(True)
        chip.setAutoDefault(False)
        chip.toggled.connect(self.changed)
        return chip
