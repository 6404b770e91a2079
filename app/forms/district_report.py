# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The Kreis report: figures that somebody else computed, set for a committee."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.forms import charts
from app.forms.engine import Printed, print_form
from app.forms.languages import GERMAN
from app.forms.texts import Texts

FORM = "report"
PRESENTED_FROM = 20
RECEIVED, MISSING, CARRIED_FORWARD = "received", "missing", "carried_forward"


@dataclass(frozen=True)
class Share:
    """A part of a headline figure."""

    label: str
    count: int
    percent: int


@dataclass(frozen=True)
class Headline:
    """A figure of the cover; `span` says in words which time it covers."""

    label: str
    value: int
    span: str
    shares: tuple[Share, ...] = ()


@dataclass(frozen=True)
class Count:
    """A figure; a protected one counts persons and is put in words below twenty.

    `shown` says it otherwise than as a whole number: an amount, parts of a post. `value` is then in `parts`
    of one: cents, hundredths.
    """

    value: int
    plus_minus: int = 0
    protected: bool = False
    shown: str = ""
    parts: int = 1

    @property
    def in_words(self) -> bool:
        return self.protected and abs(self.value) < PRESENTED_FROM


@dataclass(frozen=True)
class Line:
    """One row: a count for each column."""

    label: str
    counts: tuple[Count, ...]


@dataclass(frozen=True)
class Figures:
    """One table, and a chart of its column `drawn`, if any; `heading` names the rows, `unit` the counts."""

    caption: str
    unit: str
    heading: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    total: tuple[Count, ...] = ()
    drawn: int | None = 0
    total_label: str = ""


@dataclass(frozen=True)
class Text:
    """What the Kreis says in its own words, under a heading of its own."""

    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Chapter:
    title: str
    sentences: tuple[str, ...] = ()
    figures: tuple[Figures, ...] = ()
    notes: tuple[str, ...] = ()
    texts: tuple[Text, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.sentences or self.figures or self.notes or self.texts)


@dataclass(frozen=True)
class Outstation:
    """`state` is received, missing or carried_forward; `as_of` is the day of what is counted here."""

    name: str
    state: str
    as_of: date | None = None


@dataclass(frozen=True)
class DistrictReport:
    district: str
    period_from: date
    period_to: date
    headlines: tuple[Headline, ...]
    chapters: tuple[Chapter, ...]
    outstations: tuple[Outstation, ...]
    created_on: date
    partial_note: str = ""


def render(report: DistrictReport, timestamp: datetime) -> Printed:
    texts = Texts(FORM, GERMAN)
    return print_form(FORM, [texts], _data(report, texts), timestamp)


def _data(report: DistrictReport, texts: Texts) -> dict[str, object]:
    period = {"start": report.period_from, "end": report.period_to}
    return {
        "title": texts.say("document", district=report.district, **period),
        "district": report.district,
        "cover_title": texts.say("title"),
        "subtitle": texts.say("subtitle"),
        "period": texts.say("period", **period),
        "partial_note": report.partial_note,
        "created": texts.say("created", day=report.created_on),
        "contents": texts.say("contents"),
        "page": [texts.say("page"), texts.say("of")],
        "headlines": [_headline(headline, texts) for headline in report.headlines],
        "chapters": _chapters(report.chapters, texts),
        "outstations": _outstations(report.outstations, texts),
        "method": _method(texts),
    }


def _headline(headline: Headline, texts: Texts) -> dict[str, object]:
    return {
        "label": headline.label,
        "value": charts.thousands(headline.value),
        "span": headline.span,
        "shares": [_share(share, texts) for share in headline.shares],
    }


def _share(share: Share, texts: Texts) -> str:
    count = charts.thousands(share.count)
    return texts.say("share", label=share.label, count=count, percent=share.percent)


def _chapters(chapters: Sequence[Chapter], texts: Texts) -> list[dict[str, object]]:
    """Figures are numbered through the whole report."""
    numbered = enumerate((figures for chapter in chapters for figures in chapter.figures), 1)
    return [
        {
            "title": chapter.title,
            "texts": [{"title": text.title, "paragraphs": list(text.paragraphs)} for text in chapter.texts],
            "sentences": list(chapter.sentences),
            "figures": [_figures(*next(numbered), texts) for _ in chapter.figures],
            "notes": list(chapter.notes),
        }
        for chapter in chapters
    ]


def _figures(number: int, figures: Figures, texts: Texts) -> dict[str, object]:
    lines = [_line(line.label, line.counts, texts) for line in figures.lines]
    every = [count for line in figures.lines for count in line.counts]
    return {
        "title": texts.say("figure.number", number=number, caption=figures.caption),
        "unit": figures.unit,
        "heading": figures.heading,
        "columns": list(figures.columns),
        "wide": any(count.plus_minus for count in (*every, *figures.total)),
        "lines": lines,
        "total": _total(figures, texts),
        "chart": None if figures.drawn is None else _chart(figures, figures.drawn, texts).decode(),
        "alt": texts.say("figure.alt", caption=figures.caption),
    }


def _total(figures: Figures, texts: Texts) -> dict[str, object] | None:
    if not figures.total:
        return None
    return _line(figures.total_label or texts.say("figure.total"), figures.total, texts)


def _line(label: str, counts: Sequence[Count], texts: Texts) -> dict[str, object]:
    return {"label": label, "counts": [_count(count, texts) for count in counts]}


def _count(count: Count, texts: Texts) -> dict[str, str]:
    if count.in_words:
        return {"value": texts.say("figure.below"), "plus_minus": ""}
    sign = texts.say("figure.plus_minus")
    deviation = f"{sign} {charts.thousands(count.plus_minus)}" if count.plus_minus else ""
    return {"value": count.shown or charts.thousands(count.value), "plus_minus": deviation}


def _chart(figures: Figures, column: int, texts: Texts) -> bytes:
    return charts.bar_chart([_bar(line.label, line.counts[column], texts) for line in figures.lines])


def _bar(label: str, count: Count, texts: Texts) -> charts.Bar:
    words = texts.say("figure.below") if count.in_words else ""
    return charts.Bar(label, count.value, count.plus_minus, words)


def _outstations(outstations: Sequence[Outstation], texts: Texts) -> dict[str, object]:
    received = sum(outstation.state == RECEIVED for outstation in outstations)
    summary = "complete" if received == len(outstations) else "summary"
    if received == 1:
        summary = f"{summary}_one"
    return {
        "heading": texts.say("outstations.heading"),
        "summary": texts.say(f"outstations.{summary}", received=received, all=len(outstations)),
        "columns": [texts.say(f"outstations.{name}") for name in ("name", "state", "as_of")],
        "lines": [_outstation(outstation, texts) for outstation in outstations],
    }


def _outstation(outstation: Outstation, texts: Texts) -> dict[str, object]:
    as_of = f"{outstation.as_of:%d.%m.%Y}" if outstation.as_of else texts.say("outstations.never")
    return {
        "name": outstation.name,
        "received": outstation.state == RECEIVED,
        "state": texts.say(f"outstations.{outstation.state}"),
        "as_of": as_of,
    }


def _method(texts: Texts) -> dict[str, object]:
    names = ("activities", "persons", "plus_minus", "below", "persons_once", "carried")
    sentences = [texts.say(f"method.{name}") for name in names]
    return {"heading": texts.say("method.heading"), "sentences": sentences}
