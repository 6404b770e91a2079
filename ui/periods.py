# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Months as releases count them ("2026-11"), their quarters ("2026-4"), and what people choose from."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta

from app.domain.span import LENGTHS, Span, span_of, spans
from app.operations import table_texts


def period_of(day: date) -> str:
    """The month of a day."""
    return f"{day:%Y-%m}"


def first_day(period: str) -> date:
    return date.fromisoformat(f"{period}-01")


def last_day(period: str) -> date:
    first = first_day(period)
    return first.replace(day=monthrange(first.year, first.month)[1])


def before(period: str) -> str:
    """The month before this one."""
    return period_of(first_day(period) - timedelta(days=1))


def up_to(last: str, count: int) -> list[str]:
    """So many months, the newest first."""
    months = [last]
    while len(months) < count:
        months.append(before(months[-1]))
    return months


def choices(periods: Iterable[str]) -> list[tuple[str, str]]:
    """As (period, „November 2026“)."""
    return [(period, table_texts.month(period)) for period in periods]


def quarter_of(period: str) -> str:
    """The quarter of a month: "2026-4"."""
    return f"{period[:4]}-{(int(period[5:]) + 2) // 3}"


def whole_spans(months: Iterable[str]) -> list[tuple[str, str]]:
    """Quarters, half years and years that hold one of these months, as (first and last month, words)."""
    known = list(months)
    found = [span for kind in ("quarter", "half", "year") for span in spans(known, kind)]
    return [(f"{span.first} {span.last}", in_words(span)) for span in found]


def in_words(span: Span) -> str:
    """„März 2026“, „1. Quartal 2026“, „2. Halbjahr 2026“, „2026“, „Januar bis April 2026“."""
    kind = next((kind for kind in LENGTHS if span_of(span.first, kind) == span), None)
    if kind == "month":
        return table_texts.month(span.first)
    year = span.first[:4]
    if kind == "quarter":
        return f"{quarter_of(span.first)[5:]}. Quartal {year}"
    if kind == "half":
        return f"{1 if span.first.endswith('01') else 2}. Halbjahr {year}"
    if kind == "year":
        return year
    first, last = table_texts.month(span.first), table_texts.month(span.last)
    return first if first == last else f"{first.removesuffix(f' {span.last[:4]}')} bis {last}"
