# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A table from outside becomes persons of a list: which column is what, and what is wrong in which cell."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from app.domain.code_lists import CodeLists
from app.domain.dates import PartialDate, parse_german
from app.domain.errors import InvalidInput
from app.domain.registration import (
    PersonData,
    check_person,
    code_list_of,
    fields_in_order,
    headers_of,
    word,
)

_EXCEL_BEGIN = date(1899, 12, 30)
_EXCEL_DAYS = range(3_000, 80_000)
_SEXES = {"w": "female", "f": "female", "m": "male", "d": "diverse", "x": "diverse"}
_DAYS = ("born", "arrived_on")

CodeWords = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Sheet:
    """The first row, and all others; every row has as many cells."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class ReadRow:
    """A row by field, what is readable in our own words: a person, or what is wrong by field."""

    number: int
    typed: Mapping[str, str]
    person: PersonData | None
    errors: Mapping[str, InvalidInput]


def guess(header: Sequence[str]) -> tuple[str | None, ...]:
    """The field of each column, each field once; None where the heading says nothing known."""
    found: list[str | None] = []
    for heading in header:
        name = re.sub(r"[\W\d_]", "", heading.casefold())
        field = next((each for each in fields_in_order() if name in headers_of(each)), None)
        found.append(None if field in found else field)
    return tuple(found)


def read(
    sheet: Sheet, mapping: Sequence[str | None], signed_for: tuple[str, ...], lists: CodeLists, today: date
) -> tuple[ReadRow, ...]:
    """Every row that is not empty; the number is that of the table, the heading being row 1."""
    codes = code_words(lists, today)
    places = {field: place for place, field in enumerate(mapping) if field is not None}
    return tuple(
        read_row(
            number, {field: cells[place] for field, place in places.items()}, signed_for, lists, today, codes
        )
        for number, cells in enumerate(sheet.rows, 2)
        if any(cells)
    )


def read_row(
    number: int,
    typed: Mapping[str, str],
    signed_for: tuple[str, ...],
    lists: CodeLists,
    today: date,
    codes: CodeWords,
) -> ReadRow:
    """All that is wrong is said at once, each at its cell."""
    values: dict[str, Any] = {}
    errors: dict[str, InvalidInput] = {}
    shown = dict(typed)
    for field, text in typed.items():
        try:
            values[field] = _value(field, text.strip(), today, codes)
            shown[field] = word(field, values[field], lists)
        except InvalidInput as wrong:
            errors[field] = wrong
    person = None
    if not errors:
        try:
            person = check_person(_person(values, signed_for), lists, today)
        except InvalidInput as wrong:
            errors["consented_on" if wrong.field == "consented_categories" else wrong.field] = wrong
    elif not typed.get("family_name", "").strip():
        errors["family_name"] = InvalidInput("family_name", "case.family_name_missing")
    return ReadRow(number, shown, person, errors)


def _person(values: Mapping[str, Any], signed_for: tuple[str, ...]) -> PersonData:
    known = {field: value for field, value in values.items() if value is not None}
    signed = signed_for if "consented_on" in known else ()
    return PersonData(**({"family_name": ""} | known), consented_categories=signed)


def _value(field: str, text: str, today: date, codes: CodeWords) -> object:
    """What a cell says, None where it says nothing; InvalidInput where it cannot be read."""
    if not text:
        return None
    if field in _DAYS:
        return _partial(text, field)
    if field == "consented_on":
        return parse_german(_excel_day(text) or text, today, field)
    code_list = code_list_of(field)
    return _code(field, code_list, text, codes) if code_list else text


def _partial(text: str, field: str) -> PartialDate:
    """As people write it, or as Excel counts its days."""
    return PartialDate.parse_german(_excel_day(text) or text, field)


def _excel_day(text: str) -> str | None:
    """ISO, if it is a number of days since the end of 1899."""
    if re.fullmatch(r"\d{4,5}(?:\.0)?", text) and _is_no_year(number := int(float(text))):
        return (_EXCEL_BEGIN + timedelta(days=number)).isoformat()
    return None


def _is_no_year(number: int) -> bool:
    return number in _EXCEL_DAYS and number not in range(1900, 2200)


def _code(field: str, code_list: str, text: str, codes: CodeWords) -> str:
    wanted = text.casefold()
    if field == "sex" and wanted in _SEXES:
        return _SEXES[wanted]
    if wanted not in codes[code_list]:
        raise InvalidInput(field, "registration.word_unknown", word=text[:40])
    return codes[code_list][wanted]


def code_words(lists: CodeLists, today: date) -> CodeWords:
    """What of each list of a column can be chosen today, by code, label or adjective in small letters."""
    names = {name for field in fields_in_order() if (name := code_list_of(field))}
    return {
        name: {
            word.casefold(): entry.code
            for entry in reversed(lists.entries(name, today))
            for word in (entry.code, entry.label, str(entry.facts.get("adjective", "")))
            if word
        }
        for name in names
    }
