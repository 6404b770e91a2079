# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Spans of months as a Kreis reports them: a month, quarter, half year, year, or from one to another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

LENGTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
"""Months of each kind of span; all begin with the year and divide it."""


@dataclass(frozen=True)
class Span:
    """From the first to the last month ("2026-01" to "2026-03"), both counted."""

    first: str
    last: str

    @property
    def months(self) -> int:
        return _number(self.last) - _number(self.first) + 1

    def year_before(self) -> Span:
        return self.moved(-12)

    def before(self) -> Span:
        """The span of equal length that ends where this one begins."""
        return self.moved(-self.months)

    def moved(self, months: int) -> Span:
        return Span(_month(_number(self.first) + months), _month(_number(self.last) + months))


def span_of(month: str, kind: str) -> Span:
    """The span of this kind in which the month lies."""
    length = LENGTHS[kind]
    first = _number(month) // length * length
    return Span(_month(first), _month(first + length - 1))


def spans(months: Iterable[str], kind: str) -> tuple[Span, ...]:
    """Those that hold one of these months, the newest first."""
    found = {span_of(month, kind) for month in months}
    return tuple(sorted(found, key=lambda span: span.first, reverse=True))


def _number(month: str) -> int:
    return 12 * int(month[:4]) + int(month[5:]) - 1


def _month(number: int) -> str:
    return f"{number // 12:04}-{number % 12 + 1:02}"
