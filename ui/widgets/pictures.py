# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Drawings from SVG bytes, and pages of a document from memory."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QByteArray, QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QAccessible, QImage, QPainter, QPaintEvent, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QLabel, QScrollArea, QSizePolicy, QWidget

from ui.theme import Role, rem, role
from ui.widgets.layout import column
from ui.widgets.text import label

# As app.forms.charts writes its colours: text, muted, grid, first and second figure, uncertain part.
_INKS: dict[bytes, Role] = {
    b"rgb(0%,0%,0%)": "text",
    b"rgb(7%,8%,14%)": "text",
    b"rgb(31%,34%,47%)": "muted",
    b"rgb(88%,89%,92%)": "separator",
    b"rgb(12%,26%,66%)": "action",
    b"rgb(57%,32%,0%)": "warning",
    b"rgb(36%,47%,76%)": "border",
}
_LEAST_PAGE = 12
_PAPER = re.compile(b"|".join(re.escape(ink) for ink in _INKS))


class PageImage(Protocol):
    """A rendered page: three bytes a pixel, no padding."""

    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...
    @property
    def rgb(self) -> bytes: ...


class Drawing(QWidget):
    """A chart as SVG; `spoken` says what it shows, the same figures stand in a table beside it."""

    accessible_role = QAccessible.Role.Graphic

    def __init__(self, svg: bytes, spoken: str) -> None:
        super().__init__()
        self.set(svg, spoken)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set(self, svg: bytes, spoken: str) -> None:
        self._svg = svg
        self.setAccessibleName(spoken)
        self._dress()
        self.updateGeometry()
        self.update()

    def _dress(self) -> None:
        """Colours of paper become the roles of the screen."""
        dressed = _PAPER.sub(lambda ink: role(_INKS[ink[0]]).name().encode(), self._svg)
        self._renderer = QSvgRenderer(QByteArray(dressed))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._dress()
            self.update()

    def sizeHint(self) -> QSize:
        return self._renderer.defaultSize()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        size = self._renderer.defaultSize()
        return round(min(width, 2 * size.width()) * size.height() / max(1, size.width()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        size = self._renderer.defaultSize().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        self._renderer.render(QPainter(self), QRectF(0, 0, size.width(), size.height()))


class PdfPreview(QScrollArea):
    """The pages of a document below each other; nothing of it touches the disk."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setWidgetResizable(True)
        self._name = name
        self.fill([])

    def fill(self, pages: Sequence[PageImage], pixel_ratio: float = 1, of: int = 0) -> None:
        """`pixel_ratio`: how many pixels of a page stand in one logical pixel of the screen.

        `of`: how many pages there are, where these are only the first ones.
        """
        last = of or len(pages)
        body = QWidget()
        body.setProperty("area", "frame")
        layout = column(parent=body, gap=0.4)
        layout.setContentsMargins(rem(1), rem(1), rem(1), rem(1))
        for number, page in enumerate(pages, 1):
            layout.addWidget(_picture(page, f"{self._name}, Seite {number} von {last}", pixel_ratio))
            beneath = label(f"Seite {number} von {last}", "small", "muted")
            layout.addWidget(beneath, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(1)
        self.setWidget(body)


def _picture(page: PageImage, name: str, pixel_ratio: float) -> QLabel:
    image = QImage(page.rgb, page.width, page.height, 3 * page.width, QImage.Format.Format_RGB888)
    image.setDevicePixelRatio(pixel_ratio)
    result = _Page(QPixmap.fromImage(image))
    result.setAccessibleName(name)
    return result


class _Page(QLabel):
    """A page in its own size, or smaller where room is short; it never makes anybody scroll sideways."""

    def __init__(self, picture: QPixmap) -> None:
        super().__init__()
        self.setPixmap(picture)
        self._whole = picture.deviceIndependentSize().toSize()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        return self._whole

    def minimumSizeHint(self) -> QSize:
        return QSize(min(rem(_LEAST_PAGE), self._whole.width()), 0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(self._whole.height() * min(1.0, width / max(1, self._whole.width())))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        width = min(self.width(), self._whole.width())
        left = (self.width() - width) // 2
        painter.drawPixmap(QRect(left, 0, width, self.heightForWidth(width)), self.pixmap())
