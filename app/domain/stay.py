# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""How long somebody has been here without interruption, as far as the history of the status says."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from app.domain.history import in_order
from app.domain.residence import ResidencePeriod

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Stay:
    """Up to today, from `since` (None: the begin of `first_status` is not known).

    `expired_on`: today's paper has run out; `gap`: days between two papers, the last and the next.
    """

    since: date | None
    first_status: str
    expired_on: date | None = None
    gap: tuple[date, date] | None = None


def unbroken(
    history: Sequence[ResidencePeriod], today: date, counts: Callable[[ResidencePeriod], bool]
) -> Stay | None:
    """Walks back from today while one period that counts follows the other; None if today does not count."""
    begun = [period for period in in_order(history) if period.since is None or period.since <= today]
    if not begun or not (begun[-1].holds(today) and counts(begun[-1])):
        return None
    last = begun.pop()
    expired = last.expires_on if last.expires_on is not None and last.expires_on < today else None
    stay = Stay(last.since, last.status, expired)
    while begun and stay.since is not None and begun[-1].until == stay.since - _DAY and counts(begun[-1]):
        stay = _further_back(stay, begun.pop())
    return stay


def _further_back(stay: Stay, earlier: ResidencePeriod) -> Stay:
    """A paper that ran out before its successor began leaves a gap to be explained."""
    assert earlier.until is not None
    ran_out = earlier.expires_on is not None and earlier.expires_on < earlier.until
    gap = (earlier.expires_on, earlier.until + _DAY) if ran_out and earlier.expires_on else stay.gap
    return replace(stay, since=earlier.since, first_status=earlier.status, gap=gap)


def years_after(day: date, years: int) -> date:
    return months_after(day, 12 * years)


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last of a shorter month (§ 188 Abs. 3 BGB)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
