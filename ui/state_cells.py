# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A few words of which one may be chosen by mouse; the keys and the name belong to the row around them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui import theme
from ui.theme import rem

_CELL = 4.6


class StateCells(QWidget):
    """(code, word, digit) side by side in one painted bar: many of them stand on a page at once."""

    picked = Signal(str)

    def __init__(self, choices: Sequence[tuple[str, str, str]], chosen: str | None) -> None:
        super().__init__()
        self._choices, self._chosen = choices, chosen
        self.setFixedSize(rem(_CELL * len(choices)), max(24, rem(1.9)))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = int(event.position().x() * len(self._choices) / self.width())
        if self.isEnabled() and 0 <= place < len(self._choices):
            self.picked.emit(self._choices[place][0])

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme.outline(painter, self.rect(), "background", "border", 1)
        for place, (code, word, digit) in enumerate(self._choices):
            cell, chosen = self._cell(place), code == self._chosen
            if chosen:
                theme.outline(painter, cell, "action", "action", 1)
            painter.setFont(theme.font("small", 600 if chosen else 400))
            painter.setPen(theme.role("on_action" if chosen else "text" if self.isEnabled() else "muted"))
            painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, f"{digit} {word}")

    def _cell(self, place: int) -> QRect:
        left, right = (round(self.width() * each / len(self._choices)) for each in (place, place + 1))
        return QRect(left, 0, right - left, self.height())
