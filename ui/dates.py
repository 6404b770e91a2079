# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Days and times as people read them on screen."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from app.domain.dates import BERLIN

_DAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
_MONTHS = (
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
)


def clock(moment: datetime) -> str:
    """The time in the office: 14:32."""
    return f"{moment.astimezone(BERLIN):%H:%M}"


def long_day(day: date) -> str:
    """Montag, 23. November 2026."""
    return f"{_DAYS[day.weekday()]}, {day.day}. {month(day)}"


def month(day: date) -> str:
    """November 2026."""
    return f"{_MONTHS[day.month - 1]} {day.year}"


def short_day(day: date) -> str:
    """Mo 23.11."""
    return f"{_DAYS[day.weekday()][:2]} {day:%d.%m.}"


def near_day(day: date, today: date) -> str:
    """heute, morgen, gestern, else Mo 23.11., with the year where it is another."""
    words = {0: "heute", 1: "morgen", -1: "gestern"}
    if (away := (day - today) // timedelta(days=1)) in words:
        return words[away]
    return short_day(day) if day.year == today.year else f"{short_day(day)}{day.year}"
