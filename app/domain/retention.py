# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""How long a file is kept after its end, when it has to go, and what may put that off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from app.domain.errors import InvalidInput, Refusal
from app.domain.names import initials

WITHDRAWN_DAYS = 30
"""After the withdrawal of everything: time to tell those who were told something before."""

WARN_DAYS = 30
LONGEST_KEEPING_YEARS = 10
ARCHIVES = ("offer", "standing")
"""Each file is offered to the archive (§ 10 ArchivG NRW), or the archive has said that it takes none."""


@dataclass(frozen=True)
class Periods:
    """Years after the end of the counselling: `usual` as printed on the notice, others by closing reason."""

    usual: int
    by_reason: Mapping[str, int] = field(default_factory=dict)
    archive: str = "offer"

    def years(self, closing_reason: str | None) -> int:
        return self.by_reason.get(closing_reason or "", self.usual)


@dataclass(frozen=True)
class Ending:
    """A file that has no basis, was withdrawn, or whose cases are all closed; what was decided about it."""

    file_id: str
    case_id: str
    family: str = field(repr=False)
    given: str = field(repr=False)
    number: str
    basis: str | None
    erase_on: date | None
    withdrawn_on: date | None
    closed_on: date | None
    closing_reason: str | None
    keep_until: date | None
    keep_reason: str
    offered_on: date | None


@dataclass(frozen=True)
class Due:
    """A file with the last day on which it is kept and why it goes then (a code of `erasure_reason`)."""

    ending: Ending
    last_day: date
    reason: str
    must_be_offered: bool

    @property
    def initials(self) -> str:
        return initials(self.ending.family, self.ending.given)

    def is_over(self, today: date) -> bool:
        return today > self.last_day


def due(ending: Ending, periods: Periods) -> Due | None:
    """When this file goes; None while nothing ends it."""
    found = _end(ending, periods)
    if found is None:
        return None
    reason, last_day = found
    last_day = max(last_day, ending.keep_until or last_day)
    unoffered = periods.archive == "offer" and ending.offered_on is None
    return Due(ending, last_day, reason, reason == "period" and unoffered)


def _end(ending: Ending, periods: Periods) -> tuple[str, date] | None:
    if ending.withdrawn_on is not None:
        return "withdrawn", ending.withdrawn_on + timedelta(days=WITHDRAWN_DAYS)
    if ending.basis is None and ending.erase_on is not None:
        return "no_basis", ending.erase_on
    if ending.closed_on is not None:
        return "period", years_later(ending.closed_on, periods.years(ending.closing_reason))
    return None


def years_later(day: date, years: int) -> date:
    """The same day; of a leap day the one after it."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def check_years(years: int, usual: int) -> None:
    """Never longer than the notice says to the person."""
    if not 1 <= years <= usual:
        raise InvalidInput("years", "retention.years_out_of_range", longest=usual)


def check_keeping(until: date | None, reason: str, today: date) -> None:
    """Longer only with a day and a reason."""
    if until is None or not today < until <= years_later(today, LONGEST_KEEPING_YEARS):
        raise InvalidInput("until", "retention.keep_until", longest=LONGEST_KEEPING_YEARS)
    if not reason.strip():
        raise InvalidInput("reason", "retention.keep_reason")


def require_over(found: Due | None, today: date) -> Due:
    """Only what is over goes by its period; before that only the person can ask for it."""
    if found is None or not found.is_over(today):
        raise Refusal("retention.not_over")
    if found.must_be_offered:
        raise Refusal("retention.not_offered")
    return found
