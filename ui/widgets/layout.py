# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""How things stand on a page: beside and below each other, columns that fold, flowing chips, scrolling."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLayout,
    QLayoutItem,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui.theme import rem


def column(*children: QWidget | None, gap: float = 0.5, parent: QWidget | None = None) -> QVBoxLayout:
    """A layout from top to bottom without margins; `None` takes the room that is left."""
    layout = QVBoxLayout(parent) if parent else QVBoxLayout()
    _fill(layout, children, gap)
    return layout


def line(*children: QWidget | None, gap: float = 0.5, parent: QWidget | None = None) -> QHBoxLayout:
    """A layout from left to right without margins; `None` takes the room that is left."""
    layout = QHBoxLayout(parent) if parent else QHBoxLayout()
    _fill(layout, children, gap)
    return layout


def box(layout: QLayout) -> QWidget:
    """A widget around a layout."""
    result = QWidget()
    result.setLayout(layout)
    return result


def no_wider(child: QWidget, most: float) -> QWidget:
    """The child at the left, `most` rem wide at most: longer lines are hard to read.

    In a column of its own the most alone would not do: Qt then asks for the height at the full width.
    """
    child.setMaximumWidth(rem(most))
    beside = line(child, None, gap=0)
    beside.setStretch(0, 1000)
    return box(beside)


def rule() -> QWidget:
    """A thin separating line."""
    result = QFrame()
    result.setProperty("area", "line")
    result.setFixedHeight(1)
    return result


def clear(layout: QLayout) -> None:
    """Take everything out of a layout, at once and for good."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            remove(widget)
        elif (inner := item.layout()) is not None:
            clear(inner)


def remove(widget: QWidget) -> None:
    """Take a widget off the screen and out of the accessibility tree now; free it soon."""
    widget.hide()
    widget.setParent(None)
    widget.deleteLater()


_ROUNDS = 2
"""What scrolls learns its height from what it holds, and what holds it learns of that one round later."""


def show_at_once(widget: QWidget) -> None:
    """Show what was put into a layout, laid out to the end before anybody sees it."""
    widget.show()
    for _ in range(_ROUNDS):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)


def let_go(widget: QWidget) -> None:
    """Off the screen now and freed soon; unlike with `remove`, Qt does not dress it anew before it goes."""
    widget.hide()
    widget.deleteLater()


def _fill(layout: QBoxLayout, children: Sequence[QWidget | None], gap: float) -> None:
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(rem(gap))
    for child in children:
        if child is None:
            layout.addStretch(1)
        else:
            layout.addWidget(child)


class Scroll(QScrollArea):
    """A page's body: as wide as the window, as long as it needs."""

    def __init__(self, body: QWidget) -> None:
        super().__init__()
        body.setProperty("area", "scrolled")
        self.setWidget(body)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)


class Columns(QWidget):
    """Side by side where there is room (`break_at` rem), one below the other where there is not."""

    def __init__(self, *parts: tuple[QWidget, int], break_at: float = 60, gap: float = 1.75) -> None:
        super().__init__()
        self._break_at = break_at
        self._parts = [widget for widget, _ in parts]
        self._layout = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(rem(gap))
        self._stretches = [stretch for _, stretch in parts]
        for widget, stretch in parts:
            self._layout.addWidget(box(column(widget, None)), stretch)
        self._layout.addStretch(0)

    def show_part(self, part: QWidget, shown: bool) -> None:
        """A column without anything in it takes no room."""
        around = part.parentWidget()
        assert around is not None
        around.setVisible(shown)

    def minimumSizeHint(self) -> QSize:
        hints = [part.minimumSizeHint() for part in self._parts]
        return QSize(max(hint.width() for hint in hints), self._layout.minimumSize().height())

    def set_break_at(self, break_at: float) -> None:
        """Another width from which the parts stand side by side."""
        self._break_at = break_at
        self._arrange(self.width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange(event.size().width())
        super().resizeEvent(event)

    def _arrange(self, width: int) -> None:
        wide = width >= rem(self._break_at)
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        if self._layout.direction() != direction:
            self._layout.setDirection(direction)
            for place, stretch in enumerate([*self._stretches, 0]):
                self._layout.setStretch(place, stretch if wide else int(place == len(self._parts)))
            self.updateGeometry()


class Flow(QLayout):
    """Things in a row that continue on the next line: chips, filters, keys."""

    def __init__(self, *children: QWidget, gap: float = 0.5) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._sizes: list[QSize] = []
        self._heights: dict[int, int] = {}
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(rem(gap))
        for child in children:
            self.addWidget(child)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """As high as its lines, where a layout of Qt would take all the room there is."""
        return Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        """Remembered until something in it changes: Qt asks a hundred times while a page is laid out."""
        if width not in self._heights:
            self._heights[width] = self._place(QRect(0, 0, width, 0), move=False)
        return self._heights[width]

    def invalidate(self) -> None:
        self._sizes.clear()
        self._heights.clear()
        super().invalidate()

    def setGeometry(self, area: QRect) -> None:
        super().setGeometry(area)
        self._place(area, move=True)

    def sizeHint(self) -> QSize:
        sizes = self._item_sizes()
        width = sum(size.width() for size in sizes) + self.spacing() * max(0, len(sizes) - 1)
        return QSize(width, max((size.height() for size in sizes), default=0))

    def minimumSize(self) -> QSize:
        result = QSize()
        for item in self._items:
            result = result.expandedTo(item.minimumSize())
        return result

    def _place(self, area: QRect, *, move: bool) -> int:
        """The height it takes; on each line everything stands on one middle."""
        y = area.y()
        for row in self._rows(area.width()):
            x, tallest = area.x(), max(size.height() for _, size in row)
            for item, size in row:
                if move:
                    item.setGeometry(QRect(QPoint(x, y + (tallest - size.height()) // 2), size))
                x += size.width() + self.spacing()
            y += tallest + self.spacing()
        return max(0, y - self.spacing() - area.y())

    def _item_sizes(self) -> list[QSize]:
        if len(self._sizes) != len(self._items):
            self._sizes = [item.sizeHint() for item in self._items]
        return self._sizes

    def _rows(self, width: int) -> list[list[tuple[QLayoutItem, QSize]]]:
        """What fits on each line, with its size."""
        rows: list[list[tuple[QLayoutItem, QSize]]] = []
        used = 0
        for item, wanted in zip(self._items, self._item_sizes(), strict=True):
            size = wanted.boundedTo(QSize(max(width, 1), 10_000))
            if not rows or used + self.spacing() + size.width() > width:
                rows.append([])
                used = -self.spacing()
            rows[-1].append((item, size))
            used += self.spacing() + size.width()
        return rows
