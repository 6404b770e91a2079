# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a page is about, chosen at its head: a site, a month, a table."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.widgets import CodeInput, box, label, line


class Choice(CodeInput):
    """One of several, always one; `chosen` is the user's act, `offer` is silent."""

    chosen = Signal()

    def __init__(self, name: str) -> None:
        super().__init__([])
        self.setAccessibleName(name)
        self._offered: list[tuple[str, str]] = []
        self._offering = False
        self.changed.connect(self._tell)

    def offer(self, choices: Sequence[tuple[str, str]], proposed: str) -> None:
        """Other choices; what was chosen stays if it is among them, else it is `proposed`."""
        if list(choices) == self._offered:
            return
        before, self._offered, self._offering = self.code(), list(choices), True
        self.setMinimumContentsLength(
            min(32, round(0.9 * max((len(text) for _, text in choices), default=8)))
        )
        self.set_choices(choices)
        self.set_value(before if before in dict(choices) else proposed)
        self._offering = False

    def propose(self, code: str) -> None:
        """Choose this silently; empty chooses nothing."""
        self._offering = True
        self.set_value(code)
        self._offering = False

    def code(self) -> str:
        """The chosen code; empty before anything was offered."""
        return str(self.currentData() or "")

    def labelled(self) -> QWidget:
        """With its name before it."""
        words = label(self.accessibleName(), "small", "muted")
        words.setBuddy(self)
        return box(line(words, self, gap=0.5))

    def _tell(self) -> None:
        if not self._offering:
            self.chosen.emit()
