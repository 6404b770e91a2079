# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A short word at the bottom that something was done, and the way back for some seconds."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QPushButton, QWidget

from ui import theme
from ui.theme import Role, rem
from ui.widgets.layout import line, remove
from ui.widgets.text import Icon, label

UNDO_SECONDS = 10
READING_SECONDS = 5


class Toast(QWidget):
    """Inverted, bottom centre of its window; `undo` adds "Rückgängig" and counts down the seconds."""

    def __init__(self, window: QWidget, text: str, undo: Callable[[], object] | None = None) -> None:
        super().__init__(window)
        self.setAccessibleName(text)
        self._undo, self._seconds = undo, UNDO_SECONDS if undo else READING_SECONDS
        self._left = label("", "small", "on_inverse")
        layout = line(Icon("check", "inverse_action"), label(text, tone="on_inverse"), parent=self, gap=0.7)
        layout.setContentsMargins(rem(1), rem(0.5), rem(1), rem(0.5))
        if undo is not None:
            layout.addWidget(self._button())
            layout.addWidget(self._left)
            QShortcut(QKeySequence("Ctrl+Z"), self).activated.connect(self.undo)
            _application().installEventFilter(self)
        window.installEventFilter(self)
        self._timer = QTimer(self, interval=1000)
        self._timer.timeout.connect(self.tick)
        self._timer.start()
        self._count_down()
        self._place()
        self.show()
        self.raise_()

    def undo(self) -> None:
        """Take it back, once."""
        act, self._undo = self._undo, None
        self.close_now()
        if act is not None:
            act()

    def tick(self) -> None:
        """A second has passed."""
        self._seconds -= 1
        self._count_down()
        if self._seconds <= 0:
            self.close_now()

    def close_now(self) -> None:
        self._timer.stop()
        remove(self)

    def _button(self) -> QPushButton:
        button = QPushButton("Rückgängig")
        button.setProperty("kind", "inverse")
        button.clicked.connect(self.undo)
        return button

    def _count_down(self) -> None:
        self._left.setText(f"Strg+Z · {self._seconds} s")

    def _place(self) -> None:
        room = self.parentWidget()
        if room is not None:
            self.adjustSize()
            self.move((room.width() - self.width()) // 2, room.height() - self.height() - rem(3.2))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and self._is_for_me(watched, event):
            event.ignore()
            return True
        if event.type() == QEvent.Type.Resize and watched is self.parentWidget():
            self._place()
        return False

    def _is_for_me(self, focus: QObject, event: QEvent) -> bool:
        """Strg+Z is the text field's own only where it has something to take back."""
        if not (isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Undo)):
            return False
        if isinstance(focus, QLineEdit):
            return not focus.isUndoAvailable()
        return isinstance(focus, QPlainTextEdit) and not focus.document().isUndoAvailable()

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        """Who wants to see what is beneath it clicks it away."""
        self.close_now()

    def paintEvent(self, _event: QPaintEvent) -> None:
        edge: Role = "inverse" if theme.is_worn() else "text"
        theme.outline(QPainter(self), self.rect(), "inverse", edge, 1)


def _application() -> QCoreApplication:
    application = QCoreApplication.instance()
    assert application is not None
    return application


def show_toast(owner: QWidget, text: str, undo: Callable[[], object] | None = None) -> Toast:
    """Tell that something is done in the window of `owner`; one at a time."""
    window = owner.window()
    for earlier in window.findChildren(Toast):
        earlier.close_now()
    return Toast(window, text, undo)
