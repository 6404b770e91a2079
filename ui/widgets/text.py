# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Words on the screen: labels by type size and tone, headings, large figures, keys, and tinted chips."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ui import icons, theme
from ui.theme import Role, Size, Tone, rem

_LEAST_WORDS = 6


def label(
    text: str = "", size: Size = "body", tone: Role = "text", *, strong: bool = False, wrap: bool = False
) -> QLabel:
    """Plain text (never markup) in a type size and colour role; `wrap` lets it take several lines."""
    result = _Words(text, size, 600 if strong else None)
    result.setTextFormat(Qt.TextFormat.PlainText)
    result.setWordWrap(wrap)
    set_tone(result, tone)
    return result


class _Words(QLabel):
    """A label that keeps its type size when the theme changes."""

    def __init__(self, text: str, size: Size, weight: int | None) -> None:
        super().__init__(text)
        self._type = size, weight
        self.setFont(theme.font(*self._type))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.setFont(theme.font(*self._type))


def one_line(text: str = "", size: Size = "body", tone: Role = "text", *, strong: bool = False) -> QLabel:
    """A label that ends in „…“ where room is short; then the whole of it is its tooltip."""
    result = _OneLine(text, size, 600 if strong else None)
    result.setTextFormat(Qt.TextFormat.PlainText)
    set_tone(result, tone)
    return result


class _OneLine(_Words):
    def minimumSizeHint(self) -> QSize:
        return QSize(min(rem(_LEAST_WORDS), self.sizeHint().width()), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setToolTip("" if self._elided() == self.text() else self.text())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.contentsRect(), int(self.alignment()), self._elided())

    def _elided(self) -> str:
        room = self.contentsRect().width()
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room)


def set_tone(widget: QWidget, tone: Role) -> None:
    """Give a label another colour role."""
    set_look(widget, "tone", tone)


def set_look(widget: QWidget, name: str, value: object) -> None:
    """Change a property the style sheet looks at, and restyle what was styled before."""
    widget.setProperty(name, value)
    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        widget.style().unpolish(widget)
        widget.style().polish(widget)


class Icon(QWidget):
    """A decorative icon of one text line; the words beside it say the same."""

    def __init__(self, name: str, tone: Role = "text", size: float = 1.25) -> None:
        super().__init__()
        self._name, self._tone = name, tone
        self.setFixedSize(rem(size), rem(size))

    def paintEvent(self, _event: QPaintEvent) -> None:
        icons.paint(QPainter(self), self._name, self.rect(), self._tone)


class Chip(QWidget):
    """Icon and word on a tint: a state, never told by colour alone."""

    def __init__(self, icon: str, text: str, tone: Tone = "neutral") -> None:
        super().__init__()
        self._icon, self._text, self._tone = icon, text, tone
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def text(self) -> str:
        return self._text

    def set(self, icon: str, text: str, tone: Tone = "neutral") -> None:
        """Show another state."""
        self._icon, self._text, self._tone = icon, text, tone
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return chip_size(self._icon, self._text)

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_chip(QPainter(self), self.rect(), self._icon, self._text, self._tone)


def chip_size(icon: str, text: str) -> QSize:
    """The room a chip takes."""
    width = QFontMetrics(theme.font("small")).horizontalAdvance(text) + 2 * rem(0.5)
    return QSize(width + (rem(1.25) if icon else 0), rem(1.6))


def paint_chip(painter: QPainter, area: QRect, icon: str, text: str, tone: Tone) -> None:
    """Draw a chip; tables and cells do so without a widget of their own."""
    ink, tint = theme.ON_TINT[tone]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.role(tint))
    painter.drawRoundedRect(area, 4, 4)
    inner = area.adjusted(rem(0.5), 0, -rem(0.5), 0)
    if icon:
        side = rem(1)
        icons.paint(painter, icon, QRect(inner.left(), area.center().y() - side // 2, side, side), ink)
        inner.setLeft(inner.left() + rem(1.25))
    painter.setPen(theme.role(ink))
    painter.setFont(theme.font("small"))
    painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)


class KeyHint(QWidget):
    """A key in its outline, with the word it does: "Leertaste erledigt"."""

    def __init__(self, key: str, word: str = "") -> None:
        super().__init__()
        self._key, self._word = key, word
        self.setAccessibleName(f"{key} {word}".strip())
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def _widths(self) -> tuple[int, int]:
        metrics = QFontMetrics(theme.font("small"))
        key = metrics.horizontalAdvance(self._key) + 2 * rem(0.45)
        return key, metrics.horizontalAdvance(self._word) + rem(0.3) if self._word else 0

    def sizeHint(self) -> QSize:
        return QSize(sum(self._widths()) + 2, rem(1.35))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        key_width, _ = self._widths()
        key = QRect(0, 0, key_width, self.height()).adjusted(0, 0, -1, -1)
        painter.setBrush(theme.role("background"))
        painter.setPen(theme.role("border"))
        painter.drawRoundedRect(key, 2, 2)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.role("muted"))
        painter.drawText(key, Qt.AlignmentFlag.AlignCenter, self._key)
        painter.setPen(theme.role("text"))
        word = self.rect().adjusted(key_width + rem(0.3), 0, 0, 0)
        painter.drawText(word, Qt.AlignmentFlag.AlignVCenter, self._word)


class Figure(QWidget):
    """One large number with the line that says what it counts."""

    def __init__(self, figure: str, caption: str, tone: Role = "text", icon: str = "") -> None:
        super().__init__()
        top = QHBoxLayout()
        top.setSpacing(rem(0.5))
        if icon:
            top.addWidget(Icon(icon, tone, 1.4))
        self._figure = label(figure, "figure", tone)
        top.addWidget(self._figure)
        top.addStretch(1)
        self._caption = label(caption, "small", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self._caption)

    def set(self, figure: str, caption: str) -> None:
        self._figure.setText(figure)
        self._caption.setText(caption)
