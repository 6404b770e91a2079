# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""How a person's living was and is secured: the days that count, and the strip of fifteen months."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from app.domain.coverage import Overview, Stretch
from app.domain.dates import german
from app.domain.livelihood import LivelihoodPeriod
from ui.theme import Role, rem
from ui.widgets import Figure, LivelihoodStrip, Span, box, clear, column, label, line, link_button

WORDS = "Tage ohne gesicherte Leistung"
ShortOf = Callable[[str], str]


class LivelihoodPanel(QWidget):
    """Hidden while the file tells nothing of it; one line in a low window (`set_low`).

    `more` leads to all of it.
    """

    def __init__(self, more: Callable[[], object] | None = None) -> None:
        super().__init__()
        self._more = more
        self._shown: tuple[Overview, Sequence[LivelihoodPeriod], ShortOf] | None = None
        self._low = False
        self._body = column(parent=self, gap=0)
        self.hide()

    def show_overview(self, seen: Overview, periods: Sequence[LivelihoodPeriod], short_of: ShortOf) -> None:
        self._shown = (seen, periods, short_of)
        self._fill()

    def set_low(self, low: bool) -> None:
        if low != self._low:
            self._low = low
            self._fill()

    def _fill(self) -> None:
        clear(self._body)
        if self._shown is None or not self._shown[0].stretches:
            self.hide()
            return
        self._body.addWidget(self._line() if self._low else self._strip())
        self.show()

    def _line(self) -> QWidget:
        assert self._shown is not None
        seen, periods, short_of = self._shown
        tone: Role = "danger" if seen.gap else "text"
        words = label(summary(seen), strong=True, tone=tone, wrap=True)
        detail = label(standing(seen, periods, short_of), "small", "muted", wrap=True)
        both = line(box(column(words, detail, gap=0.1)), gap=0.8)
        both.setStretch(0, 1)
        if self._more is not None:
            both.addWidget(self._link())
        return box(both)

    def _strip(self) -> QWidget:
        assert self._shown is not None
        seen, periods, short_of = self._shown
        figure = _figure(seen)
        figure.setFixedWidth(rem(11))
        total = label(_total(seen), "small", "muted")
        detail = label(standing(seen, periods, short_of), "small", "muted", wrap=True)
        head = line(label("Existenzsicherung", "body", strong=True), detail, total, gap=0.8)
        head.setStretch(1, 1)
        if self._more is not None:
            head.addWidget(self._link())
        strip = LivelihoodStrip(seen.first, seen.last, spans(seen, short_of), seen.today, summary(seen))
        right = column(gap=0.2)
        right.addLayout(head)
        right.addWidget(strip)
        whole = line(figure, gap=1)
        whole.addLayout(right, 1)
        return box(whole)

    def _link(self) -> QWidget:
        assert self._more is not None
        return link_button("Rechtskreise", self._more, "arrow", small=True)


def summary(seen: Overview) -> str:
    """Tage ohne gesicherte Leistung: 12, with the gap that stands today before the others."""
    if seen.gap is None:
        return f"{WORDS}: {seen.uncovered}"
    return f"{WORDS}: {seen.gap.days}, seit {german(seen.gap.first)}"


def standing(seen: Overview, periods: Sequence[LivelihoodPeriod], short_of: ShortOf) -> str:
    """What waits for an answer, and what ends without a successor."""
    asked = [
        f"{short_of(p.legal_circle)} beantragt am {german(p.applied_on)}"
        for p in periods
        if p.state == "applied" and p.applied_on
    ]
    ends = [
        f"{short_of(p.legal_circle)} endet am {german(p.until)}, danach ist nichts bewilligt"
        for p in seen.ends
        if p.until and p.until >= seen.today
    ]
    note = ["beantragt ist nicht bewilligt"] if asked else []
    return " · ".join((*ends, *asked, *note))


def spans(seen: Overview, short_of: ShortOf) -> list[Span]:
    """The stretches as the strip draws them."""
    return [
        Span(
            stretch.first,
            stretch.last,
            _named(stretch, seen, short_of) if stretch.secured else "",
            stretch.secured,
            len(stretch.circles) > 1,
            not stretch.secured and stretch.first > seen.today,
        )
        for stretch in seen.stretches
    ]


def circle_words(circles: Sequence[str], short_of: ShortOf) -> str:
    """AsylbLG und SGB II; the same one twice is said so."""
    names = [short_of(code) for code in dict.fromkeys(circles)]
    twice = " (doppelt)" if len(circles) > len(names) else ""
    return " und ".join(names) + twice


def _named(stretch: Stretch, seen: Overview, short_of: ShortOf) -> str:
    words = circle_words(stretch.circles, short_of)
    begins = "" if stretch.first == seen.first else f"{stretch.first:%d.%m.}"
    ends = "" if stretch.last == seen.last else f"{stretch.last:%d.%m.}"
    if begins and ends:
        return f"{words} {begins} bis {ends}"
    return f"{words} bis {ends}" if ends else f"{words} seit {begins}" if begins else words


def _figure(seen: Overview) -> Figure:
    if seen.gap is not None:
        return Figure(str(seen.gap.days), f"{WORDS}, seit {german(seen.gap.first)}", "danger", "warning")
    return Figure(str(seen.uncovered), f"{WORDS} in zwölf Monaten", "text")


def _total(seen: Overview) -> str:
    """Beside a gap that stands, all of the twelve months."""
    if seen.gap is None or seen.gap.days == seen.uncovered:
        return ""
    return f"in zwölf Monaten {seen.uncovered} {'Tag' if seen.uncovered == 1 else 'Tage'}"
