# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The consent matrix: recipients by data categories, each cell a decision of its own in icon and word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from ui import icons, theme
from ui.theme import Role, Tone, rem
from ui.widgets.layout import box, clear, column, rule
from ui.widgets.text import label

_TITLE, _TRAILING = 11, 8.4
"""The least width in rem of the recipients and of the words behind the cells."""

Decision = Literal["open", "given", "refused", "withdrawn", "unused"]
LOOKS: dict[Decision, tuple[str, str, Tone | None]] = {
    "given": ("check", "erteilt", "success"),
    "refused": ("refused", "verweigert", "neutral"),
    "withdrawn": ("undo", "widerrufen", "warning"),
    "open": ("open", "offen", None),
    "unused": ("", "–", None),
}
_KEYS: dict[int, Decision] = {
    Qt.Key.Key_E: "given",
    Qt.Key.Key_V: "refused",
    Qt.Key.Key_W: "withdrawn",
}


class MatrixCell(QWidget):
    """One release row: E given, V refused, W withdrawn ask for a decision; Enter asks for the choices."""

    accessible_role = QAccessible.Role.Cell
    decided = Signal(str)
    asked = Signal()

    def __init__(self, name: str, decision: Decision = "open") -> None:
        super().__init__()
        self._name = name
        self.setMinimumSize(rem(5.4), rem(3.2))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.set_decision(decision)

    def decision(self) -> Decision:
        return self._decision

    def set_decision(self, decision: Decision) -> None:
        """Show what is stored; only the page stores."""
        self._decision = decision
        said = "hier nicht gebraucht" if decision == "unused" else LOOKS[decision][1]
        self.setAccessibleName(f"{self._name}: {said}")
        usable = decision != "unused"
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if usable else Qt.FocusPolicy.NoFocus)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(rem(6.8), rem(3.2))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._decision == "unused":
            super().keyPressEvent(event)
        elif event.key() in _KEYS and not event.modifiers():
            self.decided.emit(_KEYS[event.key()])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.asked.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._decision == "unused":
            event.ignore()
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.asked.emit()

    def focusInEvent(self, _event: QFocusEvent) -> None:
        self.update()

    def focusOutEvent(self, _event: QFocusEvent) -> None:
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        icon, word, tone = LOOKS[self._decision]
        ink: Role = "muted"
        area = self.rect().adjusted(2, 2, -2, -2)
        if tone is not None:
            ink, tint = theme.ON_TINT[tone]
            theme.outline(painter, area, tint, tint, 1)
        if self.hasFocus():
            theme.outline(painter, area, None, "focus")
        painter.setPen(theme.role(ink))
        painter.setFont(theme.font("small"))
        if not icon:
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, word)
            return
        side = rem(1)
        top = area.center().y() - rem(1.1)
        icons.paint(painter, icon, QRect(area.center().x() - side // 2, top, side, side), ink)
        beneath = QRect(area.left(), top + side, area.width(), rem(1.3))
        painter.drawText(beneath, Qt.AlignmentFlag.AlignCenter, word)


@dataclass(frozen=True)
class MatrixRow:
    """A recipient with a decision per category (missing ones are unused) and texts for the last columns."""

    key: str
    title: str
    detail: str
    decisions: dict[str, Decision]
    trailing: tuple[str, ...] = ()


class Matrix(QWidget):
    """The whole table: arrow keys go from cell to cell; the page decides what a key press does."""

    accessible_role = QAccessible.Role.Table
    decided = Signal(str, str, str)
    asked = Signal(str, str)

    def __init__(self, corner: str, columns: Sequence[tuple[str, str]], trailing: Sequence[str] = ()) -> None:
        super().__init__()
        self._corner, self._columns, self._trailing = corner, columns, trailing
        self._cells: dict[tuple[int, int], MatrixCell] = {}
        self._shape: list[tuple[object, ...]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(0)

    def fill(self, rows: Sequence[MatrixRow]) -> None:
        """Show these rows; where only decisions changed, the cells and the focus stay."""
        shape: list[tuple[object, ...]] = [(row.key, row.title, row.detail, row.trailing) for row in rows]
        if shape != self._shape:
            self._shape = shape
            self._build(rows)
        for number, row in enumerate(rows):
            for index, (key, _) in enumerate(self._columns):
                self._cells[number, index].set_decision(row.decisions.get(key, "unused"))

    def _build(self, rows: Sequence[MatrixRow]) -> None:
        place = next((place for place, cell in self._cells.items() if cell.hasFocus()), None)
        clear(self._grid)
        self._cells = {}
        self._fill_header()
        for number, row in enumerate(rows):
            self._fill_row(number, row)
        if place is not None and place in self._cells:
            self._cells[place].setFocus(Qt.FocusReason.OtherFocusReason)

    def cell(self, row: int, column: int) -> MatrixCell:
        return self._cells[row, column]

    def first(self) -> QWidget:
        """Where the arrow keys begin: the first cell still open, else the first that is used."""
        used = [cell for cell in self._cells.values() if cell.decision() != "unused"]
        return next((cell for cell in used if cell.decision() == "open"), used[0] if used else self)

    def _fill_header(self) -> None:
        titles = [self._corner, *(title for _, title in self._columns), *self._trailing]
        last_of_cells = len(self._columns)
        self._grid.setColumnMinimumWidth(0, rem(_TITLE))
        for place in range(last_of_cells + 1, len(titles) - 1):
            self._grid.setColumnMinimumWidth(place, rem(_TRAILING))
        for place, title in enumerate(titles):
            self._grid.setColumnStretch(place, 0 if 0 < place <= last_of_cells else 1)
            head = label(title, "small", "muted", strong=True, wrap=True)
            side = Qt.AlignmentFlag.AlignHCenter if 0 < place <= last_of_cells else Qt.AlignmentFlag.AlignLeft
            head.setAlignment(side | Qt.AlignmentFlag.AlignBottom)
            before = 0.3 if place > last_of_cells else 0.15 if place else 0
            head.setContentsMargins(rem(before), 0, rem(0.15), rem(0.4))
            self._grid.addWidget(head, 0, place)
        self._grid.addWidget(rule(), 1, 0, 1, len(titles))

    def _fill_row(self, number: int, row: MatrixRow) -> None:
        place = 2 + 2 * number
        name = column(
            None,
            label(row.title, strong=True, wrap=True),
            label(row.detail, "small", "muted", wrap=True),
            None,
            gap=0,
        )
        self._grid.addWidget(box(name), place, 0)
        for index, (key, title) in enumerate(self._columns):
            cell = MatrixCell(f"{row.title}, {title}", row.decisions.get(key, "unused"))
            cell.decided.connect(lambda decision, key=key: self.decided.emit(row.key, key, decision))
            cell.asked.connect(lambda key=key: self.asked.emit(row.key, key))
            self._cells[number, index] = cell
            self._grid.addWidget(cell, place, 1 + index)
        for index, text in enumerate(row.trailing):
            last = label(text, "small", wrap=True)
            last.setContentsMargins(rem(0.3), 0, 0, 0)
            self._grid.addWidget(last, place, 1 + len(self._columns) + index)
        self._grid.addWidget(rule(), place + 1, 0, 1, 1 + len(self._columns) + len(self._trailing))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Right: (0, 1),
            Qt.Key.Key_Left: (0, -1),
            Qt.Key.Key_Down: (1, 0),
            Qt.Key.Key_Up: (-1, 0),
        }
        step = steps.get(Qt.Key(event.key()))
        here = next((place for place, cell in self._cells.items() if cell.hasFocus()), None)
        if step is None or here is None:
            super().keyPressEvent(event)
        else:
            self._go(here, step)

    def _go(self, here: tuple[int, int], step: tuple[int, int]) -> None:
        """To the next used cell in that direction, if there is one."""
        row, place = here[0] + step[0], here[1] + step[1]
        while (cell := self._cells.get((row, place))) is not None:
            if cell.decision() != "unused":
                cell.setFocus(Qt.FocusReason.OtherFocusReason)
                return
            row, place = row + step[0], place + step[1]
