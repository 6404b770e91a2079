# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The published groups: how a birth date, a livelihood and a residence status are counted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from app.domain.code_lists import CodeLists
from app.domain.dates import PartialDate, age_on
from app.domain.livelihood import NewLivelihood

UNKNOWN = "unknown"
GERMANY = "000"


def age_band(birth: PartialDate | None, day: date, lists: CodeLists) -> str:
    """The band of the age on that day; unknown where the birth date leaves more than one."""
    if birth is None or birth.earliest > day:
        return UNKNOWN
    bands = {_band(born, day, lists) for born in (birth.earliest, min(birth.latest, day))}
    return bands.pop() if len(bands) == 1 else UNKNOWN


def livelihood_groups(held: Iterable[NewLivelihood], day: date, lists: CodeLists) -> tuple[str, ...]:
    """What the person lives on: every granted entry that secures a livelihood, in the order of the list.

    Benefits that run beside it (Kindergeld, Wohngeld) do not count, nor does one that is only applied for:
    then it is none. Nothing recorded at all is unknown.
    """
    states = {(entry.legal_circle, entry.state) for entry in held}
    choices = (entry for entry in lists.entries("legal_circle", day) if entry.facts.get("livelihood"))
    secured = tuple(choice.code for choice in choices if (choice.code, "granted") in states)
    return secured or ("none" if states else UNKNOWN,)


def residence_group(status: str | None, nationalities: Iterable[str], lists: CodeLists) -> str:
    """The group of the residence status; Germans need none."""
    if GERMANY in nationalities:
        return "german"
    return str(lists.fact("residence_status", status, "group")) if status else UNKNOWN


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
