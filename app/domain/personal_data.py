# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The last look before anything leaves without a person's consent: is there a name or a birth date in it?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.domain.names import search_form, stripped_form

_WORD = re.compile(r"[^\W_]+")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}|\d{1,2}\.\s?\d{1,2}\.\s?\d{4}")


@dataclass(frozen=True)
class Findings:
    """How many of the file's names and birth dates a text holds."""

    names: int
    birth_dates: int

    @property
    def clean(self) -> bool:
        return not (self.names or self.birth_dates)


def personal_data_in(text: str, own: str, names: Iterable[str], birth_dates: Iterable[str]) -> Findings:
    """Looks for every word of every name, in any spelling the search would find, and for ISO birth dates.

    `own` is what the program itself wrote whatever the file holds: its words and days prove nothing.
    """
    words, days = _words(text) - _words(own), _days(text) - _days(own)
    return Findings(
        sum(not words.isdisjoint(_words(name)) for name in names),
        sum(date.fromisoformat(day) in days for day in birth_dates),
    )


def _words(text: str) -> set[str]:
    """Both search forms of every word of two characters or more."""
    spoken = " ".join(word for word in _WORD.findall(text) if len(word) > 1)
    return {*search_form(spoken).split(), *stripped_form(spoken).split()}


def _days(text: str) -> set[date]:
    return {day for found in _DAY.findall(text) if (day := _day(found))}


def _day(text: str) -> date | None:
    try:
        if "-" in text:
            return date.fromisoformat(text)
        day, month, year = text.split(".")
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
