# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Tables of plain values: figures right-aligned, chips in cells, one tab stop, Enter opens a row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from heapq import nlargest
from typing import cast

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeySequence, QPainter, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from ui import theme
from ui.theme import rem
from ui.widgets.cells import PAD, Cell, Column, font_of, text_height, width_of, wrap_of
from ui.widgets.text import chip_size, paint_chip

_LEAST = 9
_MEASURED = 60
"""So many of the longest texts decide on a width: measuring thousands takes longer than showing them."""
Index = QModelIndex | QPersistentModelIndex


class Table(QTableView):
    """Rows of cells with a key each; `fit` makes the table as tall as its rows."""

    opened = Signal(object)
    moved = Signal(object)

    def __init__(
        self, name: str, columns: Sequence[Column], *, fit: bool = False, row_height: float = 2.2
    ) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._fit, self._columns = fit, columns
        self._shared: tuple[int, int, list[int]] | None = None
        self._model = _Rows(columns, self)
        self.setModel(self._model)
        self.setItemDelegate(_CellPainter(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(rem(row_height))
        self.verticalHeader().setMinimumSectionSize(rem(1.7))
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._set_up_header()
        self.activated.connect(lambda index: self.opened.emit(self._model.key(index.row())))
        self.selectionModel().currentRowChanged.connect(
            lambda index: self.moved.emit(self._model.key(index.row()))
        )

    def fill(self, rows: Sequence[tuple[object, Sequence[str | Cell]]]) -> None:
        """Show (key, cells) rows; the selection stays on its key, else on its place."""
        key, place = self.current_key(), self.currentIndex().row()
        self._model.fill(rows)
        keys = [row_key for row_key, _ in rows]
        if key is not None and keys:
            self.selectRow(keys.index(key) if key in keys else min(place, len(keys) - 1))
        self._shared = None
        self._share_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def current_key(self) -> object:
        """The key of the selected row; `None` without one."""
        return self._model.key(self.currentIndex().row())

    def cell(self, index: Index) -> Cell:
        """What stands at an index of this table."""
        return self._model.cell(index)

    def bind(self, keys: str, act: Callable[[object], object]) -> None:
        """Let a key do something to the selected row."""
        shortcut = QShortcut(QKeySequence(keys), self, context=Qt.ShortcutContext.WidgetShortcut)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(lambda: act(key) if (key := self.current_key()) is not None else None)

    def _set_up_header(self) -> None:
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setMinimumSectionSize(rem(2))
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        if self._fit:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def _share_room(self) -> None:
        """Stretching columns take what the others leave, never less than a word needs; rows grow."""
        header = self.horizontalHeader()
        shown = [place for place in range(len(self._columns)) if not header.isSectionHidden(place)]
        if self._shared == (state := (self.viewport().width(), rem(1), shown)):
            return
        self._shared = state
        stretching = {place: self._longest_word(place) for place in shown if self._columns[place].stretch}
        others = {place: self._wished_width(place) for place in shown if place not in stretching}
        room = self.viewport().width()
        if sum(others.values()) + sum(stretching.values()) > room:
            others = {place: min(wish, self._content_width(place)) for place, wish in others.items()}
        for place, width in others.items():
            header.resizeSection(place, width)
        for place, word in stretching.items():
            share = (room - sum(others.values())) // len(stretching)
            header.resizeSection(place, max(share, min(word, rem(_LEAST))))
        self._grow_rows()

    def _wished_width(self, place: int) -> int:
        return rem(self._columns[place].width) or self._content_width(place)

    def _content_width(self, place: int) -> int:
        title = self.horizontalHeader().sectionSizeHint(place)
        longest = nlargest(_MEASURED, self._model.column(place), key=lambda cell: len(cell.text))
        return max([title, *map(width_of, longest)])

    def _longest_word(self, place: int) -> int:
        cells = self._model.column(place)
        words = {(word, cell.strong) for cell in cells for word in cell.text.split()}
        longest = nlargest(_MEASURED, words, key=lambda word: len(word[0]))
        return max([rem(4), *(width_of(Cell(word, strong=strong)) for word, strong in longest)])

    def _grow_rows(self) -> None:
        """Each row as tall as its text needs in these columns."""
        rows, usual = self.verticalHeader(), self.verticalHeader().defaultSectionSize()
        widths = [self.columnWidth(place) for place in range(len(self._columns))]
        for number in range(self._model.rowCount()):
            cells = self._model.cells(number)
            lines = [text_height(cell, width) for cell, width in zip(cells, widths, strict=True)]
            if rows.sectionSize(number) != (height := max(usual, *lines)):
                rows.resizeSection(number, height)
        if self._fit:
            self._stand_as_tall_as(rows.length(), scrolls=sum(widths) > self.viewport().width())

    def _stand_as_tall_as(self, rows: int, *, scrolls: bool) -> None:
        bar = self.horizontalScrollBar().sizeHint().height() if scrolls else 0
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + rows + bar + 2)


class _Rows(QAbstractTableModel):
    def __init__(self, columns: Sequence[Column], parent: Table) -> None:
        super().__init__(parent)
        self._columns = columns
        self._rows: list[tuple[object, tuple[Cell, ...]]] = []

    def fill(self, rows: Sequence[tuple[object, Sequence[str | Cell]]]) -> None:
        self.beginResetModel()
        self._rows = [(key, tuple(map(_as_cell, cells))) for key, cells in rows]
        self.endResetModel()

    def key(self, row: int) -> object:
        return self._rows[row][0] if 0 <= row < len(self._rows) else None

    def cells(self, row: int) -> tuple[Cell, ...]:
        return self._rows[row][1]

    def column(self, place: int) -> list[Cell]:
        return [cells[place] for _, cells in self._rows]

    def cell(self, index: Index) -> Cell:
        return self._rows[index.row()][1][index.column()]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        cell = self.cell(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role == Qt.ItemDataRole.ForegroundRole:
            return theme.role(cell.tone)
        if role == Qt.ItemDataRole.FontRole:
            return font_of(cell)
        if role == Qt.ItemDataRole.ToolTipRole:
            return cell.text or None
        return self._alignment(index.column()) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section].title
        if role == Qt.ItemDataRole.FontRole:
            return theme.font("small", 600)
        return self._alignment(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def _alignment(self, column: int) -> Qt.AlignmentFlag:
        right = self._columns[column].right
        return (
            Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        ) | Qt.AlignmentFlag.AlignVCenter


def _as_cell(value: str | Cell) -> Cell:
    return value if isinstance(value, Cell) else Cell(value)


class _CellPainter(QStyledItemDelegate):
    """Paints chips, the line beneath a row, and the focus ring round the whole row."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, theme.role("selected"))
        painter.fillRect(area.left(), area.bottom(), area.width(), 1, theme.role("separator"))
        side = Qt.AlignmentFlag(index.data(Qt.ItemDataRole.TextAlignmentRole))
        inner = area.adjusted(rem(PAD), 0, -rem(PAD), 0)
        self._paint_cell(painter, inner, self._table().cell(index), side)
        if state & QStyle.StateFlag.State_Selected and self._table().hasFocus():
            self._ring(painter, area, index)
        painter.restore()

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(width_of(self._table().cell(index)), rem(1.8))

    def _table(self) -> Table:
        return cast("Table", self.parent())

    def _paint_cell(self, painter: QPainter, area: QRect, cell: Cell, side: Qt.AlignmentFlag) -> None:
        if cell.chip:
            room = QRect(area.topLeft(), chip_size(cell.icon, cell.text).boundedTo(area.size()))
            room.moveCenter(QPoint(room.center().x(), area.center().y()))
            paint_chip(painter, room, cell.icon, cell.text, cell.chip)
            return
        painter.setFont(font_of(cell))
        painter.setPen(theme.role(cell.tone))
        flags = side | Qt.AlignmentFlag.AlignVCenter | wrap_of(cell, area.width())
        painter.drawText(area, int(flags), cell.text)

    def _ring(self, painter: QPainter, area: QRect, index: Index) -> None:
        """The part of the row's focus ring that runs through this cell."""
        painter.setPen(theme.role("focus"))
        edge = area.adjusted(0, 0, 0, -1)
        for inset in (0, 1):
            painter.drawLine(edge.left(), edge.top() + inset, edge.right(), edge.top() + inset)
            painter.drawLine(edge.left(), edge.bottom() - inset, edge.right(), edge.bottom() - inset)
            if index.column() == 0:
                painter.drawLine(edge.left() + inset, edge.top(), edge.left() + inset, edge.bottom())
            if index.column() == index.model().columnCount() - 1:
                painter.drawLine(edge.right() - inset, edge.top(), edge.right() - inset, edge.bottom())
