# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Areas of one page, of which one is on screen."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QTabBar

from ui.page import Page


class Tabs(QTabBar):
    """`words` by key, `key` in front; Strg+Bild auf and Strg+Bild ab go from one to the next."""

    turned = Signal(str)

    def __init__(self, page: Page, name: str, words: Mapping[str, str], key: str) -> None:
        super().__init__()
        self._page, self._keys = page, list(words)
        self.setAccessibleName(name)
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(True)
        for word in words.values():
            self.addTab(word)
        self.setCurrentIndex(self._keys.index(key))
        self.currentChanged.connect(lambda place: self.turned.emit(self._keys[place]))
        for keys, step in (("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1)):
            QShortcut(QKeySequence(keys), page).activated.connect(lambda step=step: self._go_on(step))

    @property
    def key(self) -> str:
        """Of the area on screen."""
        return self._keys[self.currentIndex()]

    def open(self, key: str) -> None:
        """Another area, and the keys go into it."""
        self.setCurrentIndex(self._keys.index(key))
        self._page.first().setFocus(Qt.FocusReason.OtherFocusReason)

    def _go_on(self, step: int) -> None:
        self.open(self._keys[(self.currentIndex() + step) % self.count()])
