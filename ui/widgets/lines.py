# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Words that a widget paints itself: wrapped, and what was searched in bold with a line beneath."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import QPointF
from PySide6.QtGui import QFontMetrics, QPainter, QTextCharFormat, QTextLayout, QTextOption

from ui import theme
from ui.theme import Role, Size

_LINE_BREAK = "\u2028"
_BOLD = 700


class Lines:
    """A text in a type size and colour role; widths and heights are logical pixels."""

    def __init__(
        self, text: str, size: Size = "body", tone: Role = "text", finds: Sequence[str] = ()
    ) -> None:
        self.text, self.tone = text, tone
        self._size, self._finds = size, finds
        self.lay_out_anew()

    def lay_out_anew(self) -> None:
        """The theme has changed: other fonts, other sizes."""
        metrics = QFontMetrics(theme.font(self._size))
        lines = self.text.split("\n")
        self.width = max(map(metrics.horizontalAdvance, lines)) + 2 * len(self._finds)
        """Of the longest line, unwrapped; what is bold is a little wider."""
        self._unwrapped = metrics.height() * len(lines)
        self._laid: dict[int, tuple[QTextLayout, int]] = {}

    def height(self, width: int) -> int:
        """Of all lines, wrapped at this width."""
        return self._unwrapped if self.width < width else self._in(width)[1]

    def paint(self, painter: QPainter, left: int, top: int, width: int) -> None:
        painter.setPen(theme.role(self.tone))
        self._in(width)[0].draw(painter, QPointF(left, top))

    def _in(self, width: int) -> tuple[QTextLayout, int]:
        if width not in self._laid:
            self._laid[width] = self._lay_out(max(1, width))
        return self._laid[width]

    def _lay_out(self, width: int) -> tuple[QTextLayout, int]:
        layout = QTextLayout(self.text.replace("\n", _LINE_BREAK), theme.font(self._size))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.setFormats(self._marks())
        height = 0.0
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, height))
            height += line.height()
        layout.endLayout()
        return layout, ceil(height)

    def found(self) -> list[re.Match[str]]:
        """What was searched, where it stands here."""
        wanted = [re.escape(part) for part in sorted(self._finds, key=len, reverse=True) if part]
        return list(re.finditer("|".join(wanted), self.text, re.IGNORECASE)) if wanted else []

    def _marks(self) -> list[QTextLayout.FormatRange]:
        strong = QTextCharFormat()
        strong.setFont(theme.font(self._size, _BOLD))
        strong.setFontUnderline(True)
        return [self._mark(find, strong) for find in self.found()]

    def _mark(self, find: re.Match[str], look: QTextCharFormat) -> QTextLayout.FormatRange:
        mark = QTextLayout.FormatRange()
        mark.start, mark.length = _units(self.text[: find.start()]), _units(find[0])
        mark.format = look
        return mark


def _units(text: str) -> int:
    """Qt counts in UTF-16."""
    return len(text.encode("utf-16-le")) // 2
