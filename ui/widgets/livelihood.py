# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Some months of livelihood at a glance: what was secured, the days that were not, and what comes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QBrush, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.theme import Role, rem

_MONTHS = ("Jan", "Feb", "Mär", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez")
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """Days from `first` to `last` (both included), secured by what `label` says, or not secured.

    `several`: by more than one thing at once. `ahead`: days still to come that nothing secures yet.
    """

    first: date
    last: date
    label: str
    secured: bool = True
    several: bool = False
    ahead: bool = False

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


class LivelihoodStrip(QWidget):
    """Secured is tint and base line (two where several secure), gaps are hatched with their days written.

    Days still to come that nothing secures are outlined in warning; a line marks `today`.
    """

    def __init__(
        self, first: date, last: date, spans: Sequence[Span], today: date | None = None, summary: str = ""
    ) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(rem(20))
        self.show_spans(first, last, spans, today, summary)

    def show_spans(
        self, first: date, last: date, spans: Sequence[Span], today: date | None = None, summary: str = ""
    ) -> None:
        """Show the days from `first` to `last`; what lies outside is cut. `summary` is heard first."""
        self._first, self._last, self._today = first, last, today
        self._spans = [_cut(span, first, last) for span in spans if span.last >= first and span.first <= last]
        heard = [*([summary] if summary else []), *map(_spoken, self._spans)]
        self.setAccessibleName("Existenzsicherung: " + "; ".join(heard))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(rem(50), rem(4.6))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(theme.font("small"))
        self._paint_months(painter)
        for span in self._spans:
            if span.secured:
                self._paint_secured(painter, span)
        written = 0
        for span in self._spans:
            if not span.secured:
                written = self._paint_gap(painter, span, written)
        if self._today is not None:
            x = self._x(self._today + _DAY)
            painter.fillRect(x - 1, rem(1.2), 2, rem(2.4), theme.role("text"))

    def _x(self, day: date) -> int:
        days = (self._last - self._first).days + 1
        return round((self.width() - 2) * (day - self._first).days / days)

    def _area(self, span: Span) -> QRect:
        left, right = self._x(span.first), self._x(span.last + _DAY)
        return QRect(left, rem(1.5), max(right - left, 2), rem(1.8))

    def _paint_months(self, painter: QPainter) -> None:
        """As many names as there is room for, and the year where it begins."""
        month, previous, free = self._first, None, 0
        while month <= self._last:
            x = self._x(month)
            name = _MONTHS[month.month - 1] + (f" {month:%y}" if previous != month.year else "")
            width = painter.fontMetrics().horizontalAdvance(name)
            following = (month.replace(day=1) + timedelta(days=32)).replace(day=1)
            if x >= free and x + width <= self._x(following) + (0 if previous is None else rem(2)):
                painter.fillRect(x, 0, 1, rem(1.4), theme.role("separator"))
                painter.setPen(theme.role("muted"))
                painter.drawText(x + rem(0.2), rem(1.05), name)
                free, previous = x + width + rem(0.5), month.year
            month = following

    def _paint_secured(self, painter: QPainter, span: Span) -> None:
        area = self._area(span)
        painter.fillRect(area, theme.role("selected"))
        painter.fillRect(area.left(), area.bottom() - 1, area.width(), 3, theme.role("action"))
        if span.several:
            painter.fillRect(area.left(), area.bottom() - 5, area.width(), 2, theme.role("action"))
        painter.setPen(theme.role("text"))
        inside = area.adjusted(rem(0.5), 0, -rem(0.2), 0)
        if inside.width() > rem(2):
            text = painter.fontMetrics().elidedText(span.label, Qt.TextElideMode.ElideRight, inside.width())
            painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_gap(self, painter: QPainter, span: Span, written: int) -> int:
        """Returns where its words end; where the gap before it has written there is no room for more."""
        area = self._area(span)
        ink: Role = "warning" if span.ahead else "danger"
        painter.fillRect(area, theme.role("warning_tint" if span.ahead else "danger_tint"))
        if not span.ahead:
            painter.fillRect(area, QBrush(theme.role(ink), Qt.BrushStyle.BDiagPattern))
        theme.outline(painter, area, None, ink)
        painter.setPen(theme.role(ink))
        painter.setFont(theme.font("small", 600))
        words = "offen" if span.ahead else _days(span)
        width = painter.fontMetrics().horizontalAdvance(words) + 2
        beneath = QRect(0, area.bottom() + 1, width, rem(1.2))
        beneath.moveLeft(max(0, min(area.center().x() - width // 2, self.width() - width)))
        if beneath.left() > written:
            painter.drawText(beneath, Qt.AlignmentFlag.AlignCenter, words)
            written = beneath.right() + rem(0.4)
        painter.setFont(theme.font("small"))
        return written


def _cut(span: Span, first: date, last: date) -> Span:
    return replace(span, first=max(span.first, first), last=min(span.last, last))


def _days(span: Span) -> str:
    return "1 Tag" if span.days == 1 else f"{span.days} Tage"


def _spoken(span: Span) -> str:
    between = f"{span.first:%d.%m.%Y} bis {span.last:%d.%m.%Y}"
    if span.secured:
        return f"{span.label}, {between}"
    return f"noch nicht gesichert, {between}" if span.ahead else f"nicht gesichert, {_days(span)}, {between}"
