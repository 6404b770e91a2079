# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A row of a list: two lines that it paints itself, a chip and an act at the right, its keys beneath."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Property, QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QFocusEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QSizePolicy, QWidget, QWidgetItem

from ui import icons, theme
from ui.theme import Role, rem
from ui.widgets.layout import Flow, box
from ui.widgets.lines import Lines
from ui.widgets.text import Chip, KeyHint

_SIDE, _ABOVE, _GAP, _LEAD, _ICON = 0.55, 0.4, 0.6, 4.8, 1.25
_LEAST, _USUAL = 6, 30
"""Distances and widths in rem: the two lines take `_USUAL` where nothing asks for less or gives more."""


class Row(QWidget):
    """Two lines with a lead (a date) at the left and a chip at the right; `key` is what it stands for.

    `finds` are words that were searched: they are marked in both lines. Its words are painted, not labels of
    their own: a page of rows is built in half the time.
    """

    accessible_role = QAccessible.Role.ListItem
    focused = Signal()
    opened = Signal()

    def __init__(
        self,
        title: str,
        detail: str = "",
        *,
        key: object = None,
        lead: str = "",
        lead_tone: Role = "muted",
        icon: str = "",
        icon_tone: Role = "muted",
        chip: Chip | None = None,
        act: QWidget | None = None,
        keys: Sequence[tuple[str, str]] = (),
        finds: Sequence[str] = (),
    ) -> None:
        super().__init__()
        self.key = key
        self._lead = Lines(lead, tone=lead_tone) if lead else None
        self._icon, self._icon_tone = icon, icon_tone
        self._lines = [Lines(title, finds=finds)]
        if detail:
            self._lines.append(Lines(detail, "small", "muted", finds))
        self._right = [part for part in (chip, act) if part is not None]
        for part in self._right:
            part.setParent(self)
        words = [lead, title, detail, chip.text() if chip else ""]
        self.setAccessibleName(", ".join(word for word in words if word))
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._keys = keys
        self._hints: QWidget | None = None
        self._measure()

    def painted(self) -> list[Lines]:
        """The words on it, from the left."""
        return [*([self._lead] if self._lead else []), *self._lines]

    def _text(self) -> str:
        return "\n".join(words.text for words in self.painted())

    text = Property(str, _text)
    """What is written on it."""

    # Room

    def _measure(self) -> None:
        """Where the two lines begin, and what all the others take of the width; Qt asks for it very often."""
        lead = max(rem(_LEAD), self._lead.width + 1) + rem(_GAP) if self._lead else 0
        self._left = rem(_SIDE) + lead + (rem(_ICON) + rem(_GAP) if self._icon else 0)
        self._sizes = [QWidgetItem(part).sizeHint() for part in self._right]
        self._beside = self._left + sum(size.width() + rem(_GAP) for size in self._sizes) + rem(_SIDE)
        self._least = rem(3.2) if len(self._lines) > 1 else rem(2.4)
        self._heights: dict[int, int] = {}

    def _height_of_words(self, width: int) -> int:
        if width not in self._heights:
            words = sum(words.height(width - self._beside) for words in self._lines)
            tallest = max([words, *(size.height() for size in self._sizes)])
            self._heights[width] = max(tallest + 2 * rem(_ABOVE), self._least)
        return self._heights[width]

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._height_of_words(width) + self._height_of_hints(width)

    def sizeHint(self) -> QSize:
        width = self._beside + min(rem(_USUAL), max(words.width for words in self._lines) + 1)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        width = self._beside + min(rem(_LEAST), max(words.width for words in self._lines) + 1)
        return QSize(width, self._least)

    def showEvent(self, event: QShowEvent) -> None:
        """Only now what stands at the right wears its style, and knows its size."""
        super().showEvent(event)
        if self._right:
            self._measure()
            self._place()
            self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        """The chip and the act at the right, the keys beneath."""
        height, right = self._height_of_words(self.width()), self.width() - rem(_SIDE)
        for part, size in zip(reversed(self._right), reversed(self._sizes), strict=True):
            part.setGeometry(right - size.width(), (height - size.height()) // 2, size.width(), size.height())
            right -= size.width() + rem(_GAP)
        if self._hints is not None:
            room = self.width() - 2 * rem(_SIDE)
            self._hints.setGeometry(rem(_SIDE), height, room, self._hints.heightForWidth(room))

    # Keys

    def focusInEvent(self, _event: QFocusEvent) -> None:
        self._show_hints(on=True)
        self.update()
        self.focused.emit()

    def focusOutEvent(self, _event: QFocusEvent) -> None:
        self._show_hints(on=False)
        self.update()

    def _show_hints(self, *, on: bool) -> None:
        """What the keys do here; made for the row that needs it, not for all of a long list."""
        if on and self._keys and self._hints is None:
            self._hints = box(Flow(*(KeyHint(key, word) for key, word in self._keys)))
            self._hints.setParent(self)
        if self._hints is not None:
            self._hints.setVisible(on)
            self._place()
            _make_room(self)

    def _height_of_hints(self, width: int) -> int:
        if self._hints is None or self._hints.isHidden():
            return 0
        return self._hints.heightForWidth(width - 2 * rem(_SIDE)) + rem(_ABOVE)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        event.accept()

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        self.opened.emit()

    # Looks

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            for words in self.painted():
                words.lay_out_anew()
            self._measure()
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.hasFocus():
            theme.outline(painter, self.rect(), "selected", "focus")
        else:
            painter.fillRect(0, self.height() - 1, self.width(), 1, theme.role("separator"))
        height = self._height_of_words(self.width())
        if self._lead is not None:
            room = self._left
            self._lead.paint(painter, rem(_SIDE), (height - self._lead.height(room)) // 2, room)
        if self._icon:
            side = rem(_ICON)
            at = QRect(self._left - rem(_GAP) - side, (height - side) // 2, side, side)
            icons.paint(painter, self._icon, at, self._icon_tone)
        width = self.width() - self._beside
        top = (height - sum(words.height(width) for words in self._lines)) // 2
        for words in self._lines:
            words.paint(painter, self._left, top, width)
            top += words.height(width)


def _make_room(row: QWidget) -> None:
    """Qt asks only the nearest layout again how tall its widgets are now."""
    around: QWidget | None = row
    while around is not None and not isinstance(around, QAbstractScrollArea):
        around.updateGeometry()
        around = around.parentWidget()
