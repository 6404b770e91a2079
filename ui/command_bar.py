# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The field at the top: search people and things, or name a place or an act to go there (Strg+K)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from ui import icons, theme
from ui.theme import rem

_MOST = 10
_WIDE = 50
"""Room for the words of a note, where the window has it."""


@dataclass(frozen=True)
class Offer:
    """A line of the list: what it is and what choosing it does."""

    label: str
    detail: str
    icon: str
    choose: Callable[[], object]


class CommandBar(QLineEdit):
    """Type, arrow down, Enter; `offers(text)` says what there is, shown above `host`. Esc or Tab leaves."""

    def __init__(self, hint: str, offers: Callable[[str], Sequence[Offer]], host: QWidget) -> None:
        super().__init__()
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        self.setTextMargins(rem(1.8), 0, rem(4), 0)
        self.setMinimumWidth(rem(14))
        self.setMaximumWidth(rem(32))
        self._offers_for, self._host = offers, host
        self._offers: Sequence[Offer] = ()
        self._list: QListWidget | None = None
        self.textEdited.connect(self.search)

    def search(self, text: str) -> None:
        """Show what there is for these words."""
        self._offers = self._offers_for(text.strip())[:_MOST] if text.strip() else ()
        if text.strip():
            self._show_list()
        else:
            self._hide_list()

    def offers(self) -> Sequence[Offer]:
        """What is offered now."""
        return self._offers

    def choose(self, place: int) -> None:
        """Take an offer and leave the field empty; where nothing was found there is none to take."""
        if not self._offers:
            return
        offer = self._offers[place]
        self.leave()
        offer.choose()

    def leave(self) -> None:
        """Empty the field and close the list."""
        self._offers = ()
        self._hide_list()
        self.clear()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.leave()
            self.clearFocus()
        elif self._offers and self._list is not None and key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step = 1 if key == Qt.Key.Key_Down else -1
            self._list.setCurrentRow((self._list.currentRow() + step) % len(self._offers))
        elif self._offers and self._list is not None and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.choose(max(0, self._list.currentRow()))
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Coming back to words typed before shows again what they found."""
        super().focusInEvent(event)
        self.search(self.text())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._hide_list()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        side = rem(1.1)
        middle = self.rect().center().y()
        icons.paint(painter, "search", QRect(rem(0.6), middle - side // 2, side, side), "muted")
        key = QRect(self.width() - rem(4.1), 0, rem(3.6), rem(1.4))
        key.moveCenter(QPoint(key.center().x(), middle))
        theme.outline(painter, key, "background", "border", 1)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.role("muted"))
        painter.drawText(key, Qt.AlignmentFlag.AlignCenter, "Strg+K")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._host and event.type() == QEvent.Type.Resize:
            self._hide_list()
        return super().eventFilter(watched, event)

    def _show_list(self) -> None:
        if self._list is None:
            self._list = self._make_list()
        self._list.clear()
        for offer in self._offers:
            detail = f"   {offer.detail}" if offer.detail else ""
            self._list.addItem(QListWidgetItem(icons.icon(offer.icon, "muted"), offer.label + detail))
        if not self._offers:
            self._list.addItem(_nothing_found())
        self._list.setCurrentRow(0 if self._offers else -1)
        corner = self.mapTo(self._host, QPoint(0, self.height() + 2))
        rows = self._list.sizeHintForRow(0) * self._list.count()
        width = max(self.width(), min(rem(_WIDE), self._host.width() - corner.x() - rem(1)))
        self._list.setGeometry(QRect(corner, QSize(width, rows + 4)))
        self._list.show()
        self._list.raise_()

    def _make_list(self) -> QListWidget:
        found = QListWidget(self._host)
        found.setProperty("area", "popup")
        found.setAccessibleName("Gefunden")
        found.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        found.setUniformItemSizes(True)
        found.setIconSize(QSize(rem(1.1), rem(1.1)))
        found.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        found.setTextElideMode(Qt.TextElideMode.ElideRight)
        found.itemClicked.connect(lambda item: self.choose(found.row(item)))
        self._host.installEventFilter(self)
        return found

    def _hide_list(self) -> None:
        if self._list is not None:
            self._list.clear()
            self._list.hide()


def _nothing_found() -> QListWidgetItem:
    """A line that says so and cannot be chosen."""
    line = QListWidgetItem(icons.icon("search", "muted"), "Dazu ist nichts zu finden.")
    line.setFlags(Qt.ItemFlag.NoItemFlags)
    return line
