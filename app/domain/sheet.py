# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A table from outside: its cells as text, which column is what, and what a row turned out to say."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Generic, TypeVar

from app.domain.code_lists import CodeLists
from app.domain.errors import InvalidInput

_FORMULA = re.compile(r"'(?=[=+\-@])")
_YES, _NO = ("ja", "j", "x", "1", "wahr", "true", "yes"), ("nein", "n", "0", "falsch", "false", "no")
_EXCEL_BEGIN = date(1899, 12, 30)
_EXCEL_DAYS = range(3_000, 80_000)
_YEARS = range(1900, 2200)

CodeWords = Mapping[str, Mapping[str, str]]
T = TypeVar("T")


@dataclass(frozen=True)
class Sheet:
    """The first row, and all others; every row has as many cells."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def by_field(self, mapping: Sequence[str | None]) -> Iterable[tuple[int, dict[str, str]]]:
        """Every row that is not empty, with its number in the table: the heading is row 1."""
        places = {field: place for place, field in enumerate(mapping) if field is not None}
        for number, cells in enumerate(self.rows, 2):
            if any(cells):
                yield number, {field: cells[place] for field, place in places.items()}


@dataclass(frozen=True)
class ReadRow(Generic[T]):
    """A row by field, what is readable in our own words: what it says as a whole, or what is wrong by field.

    `values` are the cells that could be read.
    """

    number: int
    typed: Mapping[str, str]
    said: T | None
    errors: Mapping[str, InvalidInput]
    values: Mapping[str, Any]


def guess(header: Sequence[str], headers: Mapping[str, tuple[str, ...]]) -> tuple[str | None, ...]:
    """The field of each column, each field once; None where the heading says nothing known."""
    found: list[str | None] = []
    for heading in header:
        name = re.sub(r"[\W\d_]", "", heading.casefold())
        field = next((each for each, known in headers.items() if name in map(str.casefold, known)), None)
        found.append(None if field in found else field)
    return tuple(found)


def read_cells(
    typed: Mapping[str, str], read: Callable[[str, str], object]
) -> tuple[dict[str, Any], dict[str, InvalidInput]]:
    """What every cell says, and all that cannot be read, each at its field."""
    values: dict[str, Any] = {}
    errors: dict[str, InvalidInput] = {}
    for field, text in typed.items():
        try:
            values[field] = read(field, text.strip())
        except InvalidInput as wrong:
            errors[field] = wrong
    return values, errors


def code_words(lists: CodeLists, names: Iterable[str], today: date) -> CodeWords:
    """What of each list can be chosen today, by code, label or adjective in small letters."""
    return {
        name: {
            word.casefold(): entry.code
            for entry in reversed(lists.entries(name, today))
            for word in (entry.code, entry.label, str(entry.facts.get("adjective", "")))
            if word
        }
        for name in names
    }


def without_guard(text: str) -> str:
    """Without the mark that keeps a cell from being taken for a formula."""
    return _FORMULA.sub("", text, count=1) if text[:1] == "'" else text


def code(field: str, text: str, known: Mapping[str, str]) -> str:
    if text.casefold() not in known:
        raise InvalidInput(field, "registration.word_unknown", word=text[:40])
    return known[text.casefold()]


def flag(field: str, text: str) -> bool:
    if text.casefold() not in (*_YES, *_NO):
        raise InvalidInput(field, "registration.word_unknown", word=text[:40])
    return text.casefold() in _YES


def excel_day(text: str) -> str | None:
    """ISO, if it is a number of days since the end of 1899."""
    if re.fullmatch(r"\d{4,5}(?:\.0)?", text) and _is_no_year(number := int(float(text))):
        return (_EXCEL_BEGIN + timedelta(days=number)).isoformat()
    return None


def _is_no_year(number: int) -> bool:
    return number in _EXCEL_DAYS and number not in _YEARS
