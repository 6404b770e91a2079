# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Tables of figures whose bars, with their deviation, stand in the rows of their own numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from app.domain.figures import Figure
from ui import theme
from ui.theme import rem
from ui.widgets import Cell, Column, Table

PRESENTED_FROM = 20
BELOW = f"unter {PRESENTED_FROM}"
_BARS = 1

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Line:
    """A row: what it counts, its figure, and by how much it differs from another time; acts are `exact`."""

    label: str
    figure: Figure
    change: int | None = None
    exact: bool = False

    @property
    def in_words(self) -> bool:
        """Too small beside its deviation to be said in digits: presentation, not protection."""
        return not self.exact and self.figure.value < PRESENTED_FROM


class FiguresTable(Table):
    """Label, bar with a whisker for the deviation, figure, ±, change; the bars say nothing more."""

    def __init__(self, name: str, heading: str, since: str) -> None:
        columns = [
            Column(heading, width=17),
            Column("", stretch=True),
            Column("Anzahl", right=True, width=6.4),
            Column("±", right=True, width=3.4),
            Column(since, right=True, width=8),
        ]
        super().__init__(name, columns, fit=True, row_height=2.1)
        self._bars = _Bars(self)
        self.setItemDelegateForColumn(_BARS, self._bars)

    def show_lines(self, lines: Sequence[Line]) -> None:
        self._bars.lines = lines
        self.fill([(line.label, _cells(line)) for line in lines])


class _Bars(QStyledItemDelegate):
    """Bars from zero, all on one scale."""

    lines: Sequence[Line] = ()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        table = self.parent()
        assert isinstance(table, Table)
        area = QRect(option.rect)
        painter.save()
        if table.selectionModel().isRowSelected(index.row()):
            painter.fillRect(area, theme.role("selected"))
        painter.fillRect(area.left(), area.bottom(), area.width(), 1, theme.role("separator"))
        painter.fillRect(area.left(), area.top(), 1, area.height(), theme.role("border"))
        self._paint_line(painter, area.adjusted(0, 0, -rem(0.8), 0), self.lines[index.row()])
        painter.restore()

    def _paint_line(self, painter: QPainter, area: QRect, line: Line) -> None:
        if not line.in_words:
            most = max(each.figure.value + each.figure.margin for each in self.lines if not each.in_words)
            self._bar(painter, area, line.figure, area.width() / max(1, most))

    def _bar(self, painter: QPainter, area: QRect, figure: Figure, scale: float) -> None:
        low, value, high = (
            area.left() + round(max(0, each) * scale)
            for each in (figure.value - figure.margin, figure.value, figure.value + figure.margin)
        )
        middle, half = area.center().y(), rem(0.42)
        painter.fillRect(area.left(), middle - half, value - area.left(), 2 * half, theme.role("action"))
        painter.setOpacity(0.45)
        painter.fillRect(low, middle - half, value - low, 2 * half, theme.role("background"))
        painter.setOpacity(1)
        painter.setPen(theme.role("text"))
        painter.drawLine(low, middle, high, middle)
        for end in (low, high):
            painter.drawLine(end, middle - rem(0.25), end, middle + rem(0.25))


def _cells(line: Line) -> list[str | Cell]:
    if line.in_words:
        return [Cell(line.label, "muted"), "", Cell(BELOW, "muted"), "", ""]
    margin = Cell("" if line.exact else str(line.figure.margin), "muted")
    value = Cell(thousands(line.figure.value), strong=True)
    return [line.label, "", value, margin, "" if line.change is None else change(line.change)]


def change(by: int | None) -> Cell:
    """+5, −5, a dash for none or where there is nothing to compare with."""
    return Cell(f"{'+' if by > 0 else '−'}{thousands(abs(by))}") if by else Cell("–", "muted")


def thousands(number: int) -> str:
    """1.233"""
    return f"{number:,}".replace(",", ".")
