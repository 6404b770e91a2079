# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Days as people write them, birth dates that are only partly known, and working days in NRW."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Container
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from app.domain.errors import InvalidInput

_MONTHS = (
    "Januar", "Februar", "März", "April", "Mai", "Juni",
    "Juli", "August", "September", "Oktober", "November", "Dezember",
)  # fmt: skip

BERLIN = ZoneInfo("Europe/Berlin")
_YEARS = range(1900, 2200)
_WORDS = {"vorgestern": -2, "gestern": -1, "heute": 0, "morgen": 1, "übermorgen": 2}
_RELATIVE = re.compile(r"([+-])\s*(\d{1,4})")
_DAY = re.compile(r"(\d{1,2})\s*\.\s*(\d{1,2})\s*\.?\s*(\d{4}|\d{2})?")
_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_ISO_PART = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_PARTIAL = re.compile(r"(?:(?:(\d{1,2})\s*\.\s*)?(\d{1,2})\s*[./]\s*)?(\d{4})")


@dataclass(frozen=True)
class PartialDate:
    """A year, a month or a day, as much as is known; ValueError for one that cannot be."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.day is not None and self.month is None:
            raise ValueError("a day needs its month")
        date(self.year, self.month or 1, self.day or 1)

    @classmethod
    def from_iso(cls, text: str) -> PartialDate:
        """From storage: "1990", "1990-03" or "1990-03-01"."""
        found = _ISO_PART.fullmatch(text)
        if not found:
            raise ValueError("not a partial date")
        return cls(*(int(part) for part in found.groups() if part))

    @classmethod
    def parse_german(cls, text: str, field: str) -> PartialDate:
        """From the keyboard: „1990“, „03/1990“, „01.03.1990“ (also ISO); InvalidInput says what is wrong."""
        if not text.strip():
            raise InvalidInput(field, "date.missing")
        year, month, day = _parts(text.strip(), field)
        _existing(year, month or 1, day or 1, field)
        return cls(year, month, day)

    def iso(self) -> str:
        return "-".join([f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part)])

    def german(self) -> str:
        if self.day:
            return f"{self.day:02}.{self.month:02}.{self.year:04}"
        return f"{self.month:02}/{self.year:04}" if self.month else f"{self.year:04}"

    @property
    def earliest(self) -> date:
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> date:
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])


def age_on(birth: PartialDate, day: date) -> int | None:
    """Completed years (§ 187 Abs. 2, § 188 Abs. 2 BGB), or None while the birth date leaves two answers."""
    if birth.earliest > day:
        return None
    oldest, youngest = (_years_between(born, day) for born in (birth.earliest, min(birth.latest, day)))
    return oldest if oldest == youngest else None


def berlin_date(now: datetime) -> date:
    """The calendar day in the office at this moment (timezone-aware)."""
    if now.tzinfo is None:
        raise ValueError("the clock needs a time zone")
    return now.astimezone(BERLIN).date()


def berlin_moment(day: date) -> datetime:
    """The first moment of a calendar day in the office, in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=BERLIN).astimezone(UTC)


def german(day: date) -> str:
    return f"{day:%d.%m.}{day.year:04}"


def parse_german(text: str, today: date, field: str, *, ahead: bool = False) -> date:
    """A day as typed: 7.3., 7.3.26, 07.03.2026, heute, morgen, +3; InvalidInput says what is wrong.

    Without a year it is the nearest such day; with `ahead` (a due date) the next one, today included.
    """
    typed = text.strip().lower()
    if not typed:
        raise InvalidInput(field, "date.missing")
    if typed in _WORDS:
        return _shifted(today, _WORDS[typed], field)
    if found := _RELATIVE.fullmatch(typed):
        return _shifted(today, int(found[1] + found[2]), field)
    if found := _ISO_DAY.fullmatch(typed):
        return _existing(int(found[1]), int(found[2]), int(found[3]), field)
    if found := _DAY.fullmatch(typed):
        return _written_day(int(found[1]), int(found[2]), found[3], today, field, ahead)
    raise InvalidInput(field, "date.unreadable")


def next_working_day(day: date) -> date:
    """The day itself, or the first after it that is no weekend and no holiday in North Rhine-Westphalia."""
    while day.weekday() >= 5 or day in _holidays():
        day += timedelta(days=1)
    return day


def _parts(text: str, field: str) -> tuple[int, int | None, int | None]:
    """Year, month and day of a partial date in either order."""
    if found := _ISO_PART.fullmatch(text):
        year, month, day = found.groups()
    elif found := _PARTIAL.fullmatch(text):
        day, month, year = found.groups()
    else:
        raise InvalidInput(field, "partial_date.unreadable")
    return int(year), int(month) if month else None, int(day) if day else None


def _years_between(birth: date, day: date) -> int:
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def _written_day(day: int, month: int, year: str | None, today: date, field: str, ahead: bool) -> date:
    if year is None:
        return _without_year(day, month, today, field, ahead)
    if len(year) == 2:
        return _existing(_nearest_century(int(year), today), month, day, field)
    return _existing(int(year), month, day, field)


def _without_year(day: int, month: int, today: date, field: str, ahead: bool) -> date:
    days = [date(year, month, day) for year in _years_around(today) if _exists(year, month, day)]
    chosen = [found for found in days if found >= today] if ahead else days
    if not chosen:
        return _existing(today.year, month, day, field)
    return min(chosen, key=lambda found: (abs(found - today), found < today))


def _years_around(today: date) -> range:
    return range(today.year - 1, today.year + 2)


def _nearest_century(year: int, today: date) -> int:
    return min(
        (year + century for century in range(1900, 2200, 100)), key=lambda full: abs(full - today.year)
    )


def _shifted(today: date, days: int, field: str) -> date:
    day = today + timedelta(days=days)
    return _existing(day.year, day.month, day.day, field)


def _exists(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]


def _existing(year: int, month: int, day: int, field: str) -> date:
    """The day if the calendar has it; InvalidInput names the month's last day."""
    if year not in _YEARS:
        raise InvalidInput(field, "date.out_of_range")
    if not 1 <= month <= 12:
        raise InvalidInput(field, "date.no_such_month", month=month)
    if not _exists(year, month, day):
        last = monthrange(year, month)[1]
        raise InvalidInput(
            field, "date.no_such_day", day=day, month=_MONTHS[month - 1], last=f"{last}.{month:02}."
        )
    return date(year, month, day)


@cache
def _holidays() -> Container[date]:
    from holidays import country_holidays  # slow to import, rarely needed

    return country_holidays("DE", subdiv="NW")
