# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Our own outline icons, drawn in the colour a role has at that moment."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

import resources
from ui import theme
from ui.theme import Role, role


def paint(painter: QPainter, name: str, area: QRect | QRectF, tone: Role = "text") -> None:
    """Draw an icon into a square area."""
    ratio = painter.device().devicePixelRatioF()
    painter.drawPixmap(area.topLeft(), _picture(name, role(tone).name(), round(area.height() * ratio), ratio))


def icon(name: str, tone: Role = "text", disabled: Role = "muted") -> QIcon:
    """An icon for buttons and menus that follows the theme by itself."""
    return QIcon(_Outline(name, tone, disabled))


@lru_cache(maxsize=512)
def _picture(name: str, colour: str, side: int, ratio: float) -> QPixmap:
    """Drawn once for each colour and size: a page has fifty icons."""
    svg = resources.icon(name).replace(b"currentColor", colour.encode())
    result = QPixmap(side, side)
    result.setDevicePixelRatio(ratio)
    result.fill(QColor(Qt.GlobalColor.transparent))
    painter = QPainter(result)
    QSvgRenderer(QByteArray(svg)).render(painter, QRectF(0, 0, side / ratio, side / ratio))
    painter.end()
    return result


class _Outline(QIconEngine):
    """Draws at paint time, so that a changed theme needs no new icon; at the left of a wide area."""

    def __init__(self, name: str, tone: Role, disabled: Role) -> None:
        super().__init__()
        self._name, self._tone, self._disabled = name, tone, disabled

    def clone(self) -> QIconEngine:
        return _Outline(self._name, self._tone, self._disabled)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:  # noqa: ARG002
        square = QRect(rect.topLeft(), QSize(rect.height(), rect.height()))
        paint(painter, self._name, square, self._ink(mode))

    def _ink(self, mode: QIcon.Mode) -> Role:
        """Without the skin a button is the system's, and so is the colour of its words."""
        if not theme.is_worn():
            return "text"
        return self._disabled if mode == QIcon.Mode.Disabled else self._tone

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        result = QPixmap(size)
        result.fill(QColor(Qt.GlobalColor.transparent))
        painter = QPainter(result)
        self.paint(painter, QRect(QPoint(), size), mode, state)
        painter.end()
        return result
