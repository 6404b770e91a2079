# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The published groups: how a birth date, a livelihood, a language or an assessment is counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from app.domain.assessment import DIMENSIONS
from app.domain.code_lists import CodeLists
from app.domain.coverage import known_from, secures, uncovered_days
from app.domain.dates import PartialDate, age_on
from app.domain.livelihood import LivelihoodPeriod

UNKNOWN = "unknown"
GERMANY = "000"
OTHER = "other"
YEAR_BACK = timedelta(days=364)

Steps = Mapping[str, int]
"""A step of 1 to 5 by life dimension, as far as it was said."""


def age_band(birth: PartialDate | None, day: date, lists: CodeLists) -> str:
    """The band of the age on that day; unknown where the birth date leaves more than one."""
    if birth is None or birth.earliest > day:
        return UNKNOWN
    bands = {_band(born, day, lists) for born in (birth.earliest, min(birth.latest, day))}
    return bands.pop() if len(bands) == 1 else UNKNOWN


def livelihood_groups(periods: Sequence[LivelihoodPeriod], day: date, lists: CodeLists) -> tuple[str, ...]:
    """What the person lives on that day: every circle that secures a livelihood, in the order of the list.

    Benefits that run beside it (Kindergeld, Wohngeld) do not count, nor does one that is only applied for.
    None where the file tells that nothing does, also after the last one ended; else unknown: the same rule
    as that of the days without.
    """
    held = {period.legal_circle for period in periods if secures(period, lists) and period.holds(day)}
    secured = tuple(entry.code for entry in lists.entries("legal_circle", day) if entry.code in held)
    known = known_from(periods, lists)
    return secured or ("none" if known is not None and known <= day else UNKNOWN,)


def residence_group(status: str | None, nationalities: Iterable[str], lists: CodeLists) -> str:
    """The group of the residence status; Germans need none."""
    if GERMANY in nationalities:
        return "german"
    return str(lists.fact("residence_status", status, "group")) if status else UNKNOWN


def uncovered_band(periods: Sequence[LivelihoodPeriod], day: date, lists: CodeLists) -> str:
    """On how many days of the twelve months up to `day` nothing secured a living, as far as it is known."""
    known = known_from(periods, lists)
    if known is None or known > day:
        return UNKNOWN
    days = uncovered_days(periods, lists, max(known, day - YEAR_BACK), day)
    bands = (entry for entry in lists.entries("uncovered_days", day) if "min_days" in entry.facts)
    return next(
        band.code for band in bands if int(band.facts["min_days"]) <= days <= int(band.facts["max_days"])
    )


def language_group(language: str, day: date, lists: CodeLists) -> str:
    """The group a language is counted in."""
    groups = lists.entries("language_group", day)
    return next(
        (entry.code for entry in groups if language in str(entry.facts.get("languages", "")).split()), OTHER
    )


def greatest(steps: Steps) -> str | None:
    """The dimension with the highest step; among equals the first in the order of the sheet."""
    said = [dimension for dimension in DIMENSIONS if dimension in steps]
    return max(said, key=lambda dimension: steps[dimension], default=None)


def need_course(dimension: str, first: Steps, latest: Steps | None) -> str:
    """How the need in this dimension stands at the latest assessment, None: there was only one."""
    if latest is None or dimension not in latest:
        return "not_again"
    difference = latest[dimension] - first[dimension]
    return "same" if difference == 0 else "more" if difference > 0 else "less"


def _band(born: date, day: date, lists: CodeLists) -> str:
    age = age_on(PartialDate(born.year, born.month, born.day), day)
    bands = (entry for entry in lists.entries("age_band", day) if "min_age" in entry.facts)
    return next(
        (
            band.code
            for band in bands
            if int(band.facts["min_age"]) <= (age or 0) <= int(band.facts["max_age"])
        ),
        UNKNOWN,
    )
