# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The frame round a page: navigation at the left, head above, status below; it folds where room is short."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy, QVBoxLayout

from ui import icons, theme
from ui.theme import Role, rem
from ui.widgets import Icon, clear, column, label, line, link_button
from ui.workplace import Place

WIDE, NARROW = 15.0, 3.6


class FrameButton(QPushButton):
    """Icon, word and key of the frame; folded it is the icon, and word and key are its tooltip."""

    def __init__(self, word: str, icon: str, keys: str) -> None:
        super().__init__(word)
        self._icon, self._keys, self._folded = icon, keys, False
        self.setProperty("kind", "frame")
        self.setAccessibleName(word)
        self.setAccessibleDescription(keys)
        self.setAutoDefault(False)
        self.setMinimumWidth(rem(2.2))

    def fold(self, on: bool) -> None:
        """Show the icon alone, or everything."""
        self._folded = on
        self.setToolTip(f"{self.text()} ({self._keys})" if on else "")
        self.updateGeometry()
        self.update()

    def _ink(self) -> Role:
        return "muted"

    def _key_width(self) -> int:
        return QFontMetrics(theme.font("small")).horizontalAdvance(self._keys)

    def sizeHint(self) -> QSize:
        if self._folded:
            return QSize(rem(2.2), max(24, rem(2)))
        words = QFontMetrics(theme.font("small")).horizontalAdvance(self.text())
        return QSize(words + self._key_width() + rem(4.4), max(24, rem(2)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.underMouse():
            theme.outline(painter, self.rect(), "selected", "selected", 1)
        self._paint_words(painter)
        if self.hasFocus():
            theme.outline(painter, self.rect(), None, "focus")

    def _paint_words(self, painter: QPainter) -> None:
        icon = self._paint_icon(painter, rem(0.5), rem(1.1))
        if self._folded:
            return
        painter.setFont(theme.font("small"))
        painter.setPen(theme.role("muted"))
        words = self.rect().adjusted(icon.right() + rem(0.5), 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.text())
        width = self._key_width() + rem(0.8)
        key = QRect(self.width() - width - rem(0.5), 0, width, rem(1.4))
        key.moveCenter(QPoint(key.center().x(), self.rect().center().y()))
        theme.outline(painter, key, "background", "border", 1)
        painter.setPen(theme.role("muted"))
        painter.drawText(key, Qt.AlignmentFlag.AlignCenter, self._keys)

    def _paint_icon(self, painter: QPainter, left: int, side: int) -> QRect:
        area = QRect(left, (self.height() - side) // 2, side, side)
        if self._folded:
            area.moveLeft((self.width() - side) // 2)
        icons.paint(painter, self._icon, area, self._ink())
        return area


class PlaceButton(FrameButton):
    """An entry of the navigation; the chosen one is tinted and has a bar."""

    def __init__(self, word: str, icon: str, keys: str) -> None:
        super().__init__(word, icon, keys)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setProperty("kind", "place")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def _ink(self) -> Role:
        return "action" if self.isChecked() else "text"

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.isChecked() or self.underMouse():
            painter.fillRect(self.rect(), theme.role("selected"))
        if self.isChecked():
            painter.fillRect(0, 0, 3, self.height(), theme.role("action"))
        icon = self._paint_icon(painter, rem(1.15), rem(1.25))
        if not self._folded:
            self._paint_label(painter, icon.right())
        if self.hasFocus():
            theme.outline(painter, self.rect(), None, "focus")

    def _paint_label(self, painter: QPainter, after: int) -> None:
        painter.setFont(theme.font("body", 600 if self.isChecked() else 400))
        painter.setPen(theme.role(self._ink()))
        words = self.rect().adjusted(after + rem(0.6), 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.setFont(theme.font("small"))
        painter.setPen(theme.role("muted"))
        keys = self.rect().adjusted(0, 0, -rem(0.85), 0)
        painter.drawText(keys, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self._keys)


class Navigation(QFrame):
    """The places of a role, Strg+1 and on, with the site at the foot."""

    chosen = Signal(str)

    def __init__(self, places: Sequence[Place]) -> None:
        super().__init__()
        self.setProperty("area", "frame")
        self._buttons = {place.key: self._button(place, number) for number, place in enumerate(places, 1)}
        self._strong, self._quiet = (
            label("", "small", strong=True, wrap=True),
            label("", "small", "muted", wrap=True),
        )
        self._foot = column(self._strong, self._quiet, gap=0.2)
        self._foot.setContentsMargins(rem(1.15), 0, rem(0.6), rem(1))
        whole: QVBoxLayout = column(*self._buttons.values(), None, parent=self, gap=0.2)
        whole.setContentsMargins(0, rem(0.6), 0, 0)
        whole.addLayout(self._foot)
        self.fold(False)

    def show_place(self, key: str) -> None:
        """Mark the entry of the page on screen."""
        self._buttons[key].setChecked(True)

    def show_foot(self, strong: str, quiet: str) -> None:
        self._strong.setText(strong)
        self._quiet.setText(quiet)

    def fold(self, on: bool) -> None:
        """Icons alone, or icons and words."""
        self.setFixedWidth(rem(NARROW if on else WIDE))
        for button in self._buttons.values():
            button.fold(on)
        for words in (self._strong, self._quiet):
            words.setHidden(on)

    def _button(self, place: Place, number: int) -> PlaceButton:
        button = PlaceButton(place.label, place.icon, f"Strg+{number}")
        button.clicked.connect(lambda: self.chosen.emit(place.key))
        return button


class StatusBar(QFrame):
    """Quiet lines about the file at the bottom, and the way to help."""

    def __init__(self, ask_help: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("area", "frame")
        self.setFixedHeight(rem(2))
        self._lines = line(gap=0.4)
        whole = line(parent=self)
        whole.setContentsMargins(rem(1), 0, rem(1), 0)
        whole.addLayout(self._lines)
        whole.addStretch(1)
        whole.addWidget(link_button("F1 Hilfe", ask_help, small=True))

    def fill(self, lines: Sequence[tuple[str, str]]) -> None:
        """Show (icon, text) pairs."""
        clear(self._lines)
        for number, (icon, text) in enumerate(lines):
            if number:
                self._lines.addWidget(label("·", "small", "muted"))
            self._lines.addWidget(Icon(icon, "muted", 1))
            self._lines.addWidget(label(text, "small", "muted"))
