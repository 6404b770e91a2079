# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Twelve months of livelihood at a glance: what was secured, and the days that were not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QBrush, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.theme import rem

_MONTHS = ("Jan", "Feb", "Mär", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez")


@dataclass(frozen=True)
class Span:
    """Days from `first` to `last` (both included), secured by what `label` says, or not secured."""

    first: date
    last: date
    label: str
    secured: bool = True

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


class LivelihoodStrip(QWidget):
    """Secured spans are tint and base line, gaps are hatched and outlined with their days written."""

    def __init__(self, first: date, last: date, spans: Sequence[Span]) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(rem(20))
        self.show_spans(first, last, spans)

    def show_spans(self, first: date, last: date, spans: Sequence[Span]) -> None:
        """Show the days from `first` to `last`; what lies outside is cut."""
        self._first, self._last = first, last
        self._spans = [_cut(span, first, last) for span in spans if span.last >= first and span.first <= last]
        self.setAccessibleName("Existenzsicherung: " + "; ".join(map(_spoken, self._spans)))
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
        for span in self._spans:
            if not span.secured:
                self._paint_gap(painter, span)

    def _x(self, day: date) -> int:
        days = (self._last - self._first).days + 1
        return round((self.width() - 2) * (day - self._first).days / days)

    def _area(self, span: Span) -> QRect:
        left, right = self._x(span.first), self._x(span.last + timedelta(days=1))
        return QRect(left, rem(1.5), max(right - left, 2), rem(1.8))

    def _paint_months(self, painter: QPainter) -> None:
        month, previous = self._first, None
        while month <= self._last:
            x = self._x(month)
            name = _MONTHS[month.month - 1] + (f" {month:%y}" if previous != month.year else "")
            if previous is None or self._x(month) - self._x(self._first) > rem(2.5):
                painter.fillRect(x, 0, 1, rem(1.4), theme.role("separator"))
                painter.setPen(theme.role("muted"))
                painter.drawText(x + rem(0.15), rem(1.05), name)
            previous = month.year
            month = (month.replace(day=1) + timedelta(days=32)).replace(day=1)

    def _paint_secured(self, painter: QPainter, span: Span) -> None:
        area = self._area(span)
        painter.fillRect(area, theme.role("selected"))
        painter.fillRect(area.left(), area.bottom() - 1, area.width(), 3, theme.role("action"))
        painter.setPen(theme.role("text"))
        inside = area.adjusted(rem(0.5), 0, -rem(0.2), 0)
        text = painter.fontMetrics().elidedText(span.label, Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_gap(self, painter: QPainter, span: Span) -> None:
        area = self._area(span)
        painter.fillRect(area, theme.role("danger_tint"))
        painter.fillRect(area, QBrush(theme.role("danger"), Qt.BrushStyle.BDiagPattern))
        theme.outline(painter, area, None, "danger")
        painter.setPen(theme.role("danger"))
        painter.setFont(theme.font("small", 600))
        beneath = QRect(area.left() - rem(4), area.bottom() + 1, area.width() + rem(8), rem(1.2))
        beneath.moveRight(min(beneath.right(), self.width() - 1 + rem(4) - min(rem(4), area.width() // 2)))
        painter.drawText(beneath, Qt.AlignmentFlag.AlignCenter, _days(span))
        painter.setFont(theme.font("small"))


def _cut(span: Span, first: date, last: date) -> Span:
    return Span(max(span.first, first), min(span.last, last), span.label, span.secured)


def _days(span: Span) -> str:
    return "1 Tag" if span.days == 1 else f"{span.days} Tage"


def _spoken(span: Span) -> str:
    between = f"{span.first:%d.%m.%Y} bis {span.last:%d.%m.%Y}"
    return f"{span.label}, {between}" if span.secured else f"nicht gesichert, {_days(span)}, {between}"
