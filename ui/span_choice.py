# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which months: a kind of span and which one, or from one month to another."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.span import Span, spans
from ui import periods
from ui.choice import Choice
from ui.widgets import label, line

FREE = "free"
_KINDS = [
    ("month", "Monat"),
    ("quarter", "Quartal"),
    ("half", "Halbjahr"),
    ("year", "Jahr"),
    (FREE, "Von … bis"),
]


class SpanChoice(QWidget):
    """At first the newest year; what has not come yet is not in it."""

    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.kind, self.which = Choice("Zeitraum"), Choice("Welcher Zeitraum")
        self.first, self.last = Choice("Von"), Choice("Bis")
        self._until = label("bis", "small", "muted")
        self._months: list[str] = []
        row = line(parent=self, gap=0.5)
        for part in (self.kind.labelled(), self.which, self.first, self._until, self.last):
            row.addWidget(part)
        row.addStretch(1)
        self.kind.offer(_KINDS, "year")
        self.kind.chosen.connect(self._other_kind)
        for choice in (self.which, self.first, self.last):
            choice.chosen.connect(self.chosen)

    def offer(self, months: Sequence[str]) -> None:
        """Months of which there is something, in order; at least one."""
        self._months = list(months)
        newest = list(reversed(self._months))
        for choice, proposed in ((self.first, newest[-1]), (self.last, newest[0])):
            choice.offer(periods.choices(newest), proposed)
        self._offer_spans()

    def span(self) -> Span:
        """What was chosen, cut where the newest release ends; the wrong way round is turned."""
        if self.kind.code() == FREE:
            return Span(*sorted((self.first.code(), self.last.code())))
        whole = self._spans()[self.which.code()]
        return Span(whole.first, min(whole.last, self._months[-1]))

    def before(self) -> Span:
        """As many months right before the beginning."""
        return self.span().before()

    def _other_kind(self) -> None:
        self._offer_spans()
        self.chosen.emit()

    def _offer_spans(self) -> None:
        free = self.kind.code() == FREE
        self.which.setVisible(not free)
        for part in (self.first, self._until, self.last):
            part.setVisible(free)
        if not free:
            found = self._spans()
            self.which.offer(
                [(key, periods.in_words(span)) for key, span in found.items()], next(iter(found))
            )

    def _spans(self) -> dict[str, Span]:
        return {span.first: span for span in spans(self._months, self.kind.code())}
