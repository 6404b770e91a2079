# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Histories: periods of days, one at a time, in order; a change is explicit where it would overlap.

A day that is not known is None: an open start lies before all others, a period without a last day goes on.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeVar

from app.domain.dates import german
from app.domain.errors import InvalidInput

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """From `since` to `until`, both included."""

    id: str
    since: date | None
    until: date | None

    def holds(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    @property
    def span(self) -> str:
        """In words: 01.03.2022 bis 30.06.2024, bis 30.06.2024, seit 01.07.2024."""
        if self.since is None:
            return f"bis {german(self.until)}" if self.until else "Beginn nicht bekannt"
        return (
            f"{german(self.since)} bis {german(self.until)}" if self.until else f"seit {german(self.since)}"
        )


P = TypeVar("P", bound=Period)


def in_order(history: Sequence[P]) -> tuple[P, ...]:
    return tuple(sorted(history, key=_start))


def standing(history: Sequence[P], day: date) -> P | None:
    """The period that holds on this day; the one that began last where a file knows several."""
    return next((period for period in reversed(in_order(history)) if period.holds(day)), None)


def added(history: Sequence[P], new: P) -> tuple[P, ...]:
    """The history with a further period: it ends the one before it, and itself ends where the next begins.

    InvalidInput if it would cover days that another period is known to cover to its own end.
    """
    if new.since is not None and new.until is not None and new.until < new.since:
        raise InvalidInput("until", "history.ends_before_begin")
    later = [period for period in history if _start(period) >= _start(new)]
    begins = {period.since for period in history}
    earlier = [_ended_before(period, new, begins) for period in history if _start(period) < _start(new)]
    if new.until is None and later:
        new = replace(new, until=_day_before(in_order(later)[0], new))
    for period in (*earlier, *later):
        _require_apart(period, new)
    return in_order((*earlier, new, *later))


def changed(history: Sequence[P], new: P) -> tuple[P, ...]:
    """The history with one period put right; the one that ended the day before it moves along."""
    before, rest = _without(history, new.id)
    if before is None:
        return added(rest, new)
    if _start(new) <= _start(before):
        raise InvalidInput("since", "history.overlaps", span=before.span)
    return added([*rest, replace(before, until=None)], new)


def removed(history: Sequence[P], period_id: str) -> tuple[P, ...]:
    """The history without a slip: what it had ended goes on, up to what follows."""
    before, rest = _without(history, period_id)
    return in_order(rest) if before is None else added(rest, replace(before, until=None))


def turned(history: Sequence[P], day: date, new: P | None) -> tuple[P, ...]:
    """From this day on something else holds, or nothing; what began only on that day was a slip."""
    kept = [period for period in history if not (period.since == day and period.holds(day))]
    cut = [replace(period, until=day - _DAY) if period.holds(day) else period for period in kept]
    return in_order(cut) if new is None else added(cut, new)


def _without(history: Sequence[P], period_id: str) -> tuple[P | None, list[P]]:
    """The period that ended the day before this one began, and all others but the two."""
    gone = next(period for period in history if period.id == period_id)
    rest = [period for period in history if period.id != period_id]
    before = next((p for p in rest if p.until is not None and p.until + _DAY == gone.since), None)
    return before, [period for period in rest if period is not before]


def _start(period: Period) -> date:
    return period.since or date.min


def _ended_before(period: P, new: Period, begins: Container[date | None]) -> P:
    """What goes on, or ended only because the next one began, ends before what comes between."""
    derived = period.until is None or period.until + _DAY in begins
    if derived and new.since is not None and (period.until is None or period.until >= new.since):
        return replace(period, until=new.since - _DAY)
    return period


def _day_before(following: Period, new: Period) -> date | None:
    if following.since is None or following.since == new.since:
        return None
    return following.since - _DAY


def _require_apart(one: Period, other: Period) -> None:
    first, second = sorted((one, other), key=_start)
    if _start(first) == _start(second) or first.until is None or first.until >= _start(second):
        raise InvalidInput("since", "history.overlaps", span=one.span)
