# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Needs of at most two assessments: a radar, and the table that says the same in figures and words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.domain.assessment import DIMENSIONS, Assessment
from app.domain.dates import german
from app.operations import assessments
from ui import theme
from ui.session import Session
from ui.theme import Role, rem
from ui.widgets import Cell, Column, Drawing, Table, box, clear, column, label

_STEP, _WIDTH = 0.5, 10.2


class NeedComparison(QWidget):
    """`show_needs` takes the assessment in view and, where there is one, the one to compare it with."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._body = column(parent=self, gap=0.4)
        self._drawn: object = None

    def show_needs(self, shown: Sequence[Assessment], released: frozenset[str]) -> None:
        wanted = (
            [(each.held_on, *(each.score(code).need for code in DIMENSIONS)) for each in shown],
            released,
        )
        if wanted == self._drawn:
            return
        self._drawn = wanted
        clear(self._body)
        self._body.addWidget(label("Bedarf im Vergleich" if len(shown) > 1 else "Bedarf", "heading"))
        days = " und ".join(german(each.held_on) for each in shown)
        svg = self._session.read(assessments.radar_svg, shown)
        self._body.addWidget(
            Drawing(svg, f"Netz der Bedarfe am {days}; dieselben Zahlen stehen in der Tabelle")
        )
        hint = label("Außen bedeutet hohen Bedarf.", "small", "muted")
        self._body.addWidget(hint, 0, Qt.AlignmentFlag.AlignHCenter)
        self._body.addWidget(self._table(shown, released))
        self._body.addStretch(1)

    def _table(self, shown: Sequence[Assessment], released: frozenset[str]) -> Table:
        now, *before = shown
        names = self._session.read(assessments.short_labels)
        columns = [Column("Bedarf", stretch=True)]
        columns += [Column(f"{each.held_on:%d.%m.}", right=True) for each in (*before, now)]
        table = Table(
            "Bedarf je Lebensbereich", [*columns, Column("Änderung", width=_WIDTH)], fit=True, row_height=1.7
        )
        table.setItemDelegateForColumn(len(columns), _ChangeBar(table))
        rows = []
        for code in DIMENSIONS:
            steps = [each.score(code).need for each in (*before, now)]
            cells = [Cell(_figure(step), strong=place == len(before)) for place, step in enumerate(steps)]
            rows.append((code, [Cell(names[code]), *cells, _change(steps, code in released)]))
        table.fill(rows)
        return table


def _figure(step: int | None) -> str:
    return "–" if step is None else str(step)


def _change(steps: Sequence[int | None], released: bool) -> Cell:
    """In words; the bar beside them says nothing more."""
    if steps[-1] is None:
        return Cell("nicht besprochen" if released else "nicht freigegeben", "muted")
    if len(steps) < 2 or steps[0] is None:
        return Cell("")
    by = steps[-1] - steps[0]
    if by == 0:
        return Cell("gleich", "muted")
    return Cell(f"{abs(by)} {'mehr' if by > 0 else 'weniger'}", "warning" if by > 0 else "success")


class _ChangeBar(QStyledItemDelegate):
    """A bar from the middle line, to the left for less need, to the right for more, and the words."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        table = self.parent()
        assert isinstance(table, Table)
        cell, area = table.cell(index), QRect(option.rect)
        painter.fillRect(area.left(), area.bottom(), area.width(), 1, theme.role("separator"))
        painter.setFont(theme.font("small"))
        painter.setPen(theme.role(cell.tone))
        words = area.adjusted(rem(0.5), 0, 0, 0)
        count, _, way = cell.text.partition(" ")
        if way in ("mehr", "weniger") or cell.text == "gleich":
            self._draw_bar(painter, area, int(count) if way else 0, way == "mehr", cell.tone)
            words.setLeft(area.left() + rem(4.6))
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, cell.text)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(rem(_WIDTH), rem(1.7))

    def _draw_bar(self, painter: QPainter, area: QRect, steps: int, more: bool, tone: Role) -> None:
        middle, height = area.left() + rem(2.2), rem(0.7)
        width = rem(_STEP * steps)
        top = area.center().y() - height // 2
        painter.fillRect(middle if more else middle - width, top, width, height, theme.role(tone))
        painter.fillRect(middle, area.top() + rem(0.2), 1, area.height() - rem(0.4), theme.role("border"))


def nothing_to_compare() -> QWidget:
    """What stands there before the first figure."""
    words = label(
        "Sobald Sie Stufen eingeben, erscheint hier das Netz der Bedarfe.", "small", "muted", wrap=True
    )
    return box(column(label("Bedarf", "heading"), words, None, gap=0.4))
