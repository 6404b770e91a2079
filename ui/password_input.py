# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The field for a password: hidden, shown on request, pasting allowed, with a word about Caps Lock."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit

from ui import icons
from ui.theme import rem
from ui.widgets import TextInput, icon_button


class PasswordInput(TextInput):
    """Its value is what was typed, to the last blank."""

    caps_lock = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self._eye = icon_button("Passwort zeigen", self.toggle, "eye")
        self._eye.setParent(self)
        self._eye.setCursor(Qt.CursorShape.ArrowCursor)
        self.setTextMargins(0, 0, rem(2.2), 0)

    def value(self) -> Any:
        return self.text()

    def toggle(self) -> None:
        """Show the password, or hide it again."""
        hidden = self.echoMode() == QLineEdit.EchoMode.Password
        self.setEchoMode(QLineEdit.EchoMode.Normal if hidden else QLineEdit.EchoMode.Password)
        name = "Passwort verbergen" if hidden else "Passwort zeigen"
        self._eye.setAccessibleName(name)
        self._eye.setToolTip(name)
        self._eye.setIcon(icons.icon("eye_off" if hidden else "eye", "action"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        if len(text) == 1 and text.isalpha():
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.caps_lock.emit(text.isupper() != shift)
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.caps_lock.emit(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        side = max(24, self.height() - 8)
        self._eye.setFixedSize(QSize(side, side))
        self._eye.move(self.width() - side - 4, (self.height() - side) // 2)
