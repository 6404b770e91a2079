# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What stands in a table, and how much room it takes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics

from ui import theme
from ui.theme import Role, Tone, rem
from ui.widgets.text import chip_size

PAD = 0.55


@dataclass(frozen=True)
class Column:
    """A column: figures stand right, one column may stretch, `width` is in rem (0: as its content)."""

    title: str
    right: bool = False
    stretch: bool = False
    width: float = 0


@dataclass(frozen=True)
class Cell:
    """A cell that is more than a word: a tone, weight, or a chip with icon."""

    text: str
    tone: Role = "text"
    strong: bool = False
    chip: Tone | None = None
    icon: str = ""


def font_of(cell: Cell) -> QFont:
    return theme.font("body", 600 if cell.strong else 400)


def _metrics(cell: Cell) -> QFontMetrics:
    return _metrics_of(cell.strong, rem(1))


@cache
def _metrics_of(strong: bool, _rem: int) -> QFontMetrics:
    """Kept for each size of type: a list of 500 asks for them thousands of times."""
    return QFontMetrics(theme.font("body", 600 if strong else 400))


def width_of(cell: Cell) -> int:
    """The room a cell takes on one line."""
    words = _metrics(cell).horizontalAdvance(cell.text)
    return (chip_size(cell.icon, cell.text).width() if cell.chip else words) + 2 * rem(PAD) + 2


def text_height(cell: Cell, width: int) -> int:
    """How tall its text is in a column of this width; nothing if one line is enough."""
    room = width - 2 * rem(PAD)
    if cell.chip or not width or len(cell.text) * rem(1) < room or width_of(cell) <= width:
        return 0
    area = QRect(0, 0, room, 10_000)
    words = _metrics(cell).boundingRect(area, int(wrap_of(cell, area.width())), cell.text)
    return words.height() + rem(0.5)


def wrap_of(cell: Cell, room: int) -> Qt.TextFlag:
    """At blanks, and inside a word only where one is wider than the column."""
    metrics = _metrics(cell)
    fits = all(metrics.horizontalAdvance(word) <= room for word in cell.text.split())
    return Qt.TextFlag.TextWordWrap if fits else Qt.TextFlag.TextWrapAnywhere
