# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A table from outside becomes persons of a list: which column is what, and what is wrong in which cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from app.domain import sheet
from app.domain.code_lists import CodeLists
from app.domain.dates import PartialDate, parse_german
from app.domain.errors import InvalidInput
from app.domain.registration import PersonData, check_person, code_list_of, fields_in_order, headers_of, word
from app.domain.sheet import CodeWords, Sheet, excel_day, read_cells

_SEXES = {"w": "female", "f": "female", "m": "male", "d": "diverse", "x": "diverse"}
_DAYS = ("born", "arrived_on")

ReadRow = sheet.ReadRow[PersonData]


def guess(header: Sequence[str]) -> tuple[str | None, ...]:
    """The field of each column, each field once; None where the heading says nothing known."""
    return sheet.guess(header, {field: headers_of(field) for field in fields_in_order()})


def read(
    table: Sheet, mapping: Sequence[str | None], signed_for: tuple[str, ...], lists: CodeLists, today: date
) -> tuple[ReadRow, ...]:
    """Every row that is not empty; the number is that of the table, the heading being row 1."""
    codes = code_words(lists, today)
    return tuple(
        read_row(number, typed, signed_for, lists, today, codes) for number, typed in table.by_field(mapping)
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
    values, errors = read_cells(typed, partial(_value, today=today, codes=codes))
    shown = dict(typed) | {field: word(field, value, lists) for field, value in values.items()}
    person = None
    if not errors:
        try:
            person = check_person(_person(values, signed_for), lists, today)
        except InvalidInput as wrong:
            errors["consented_on" if wrong.field == "consented_categories" else wrong.field] = wrong
    elif not typed.get("family_name", "").strip():
        errors["family_name"] = InvalidInput("family_name", "case.family_name_missing")
    return ReadRow(number, shown, person, errors, values)


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
        return parse_german(excel_day(text) or text, today, field)
    code_list = code_list_of(field)
    return _code(field, code_list, text, codes) if code_list else text


def _partial(text: str, field: str) -> PartialDate:
    """As people write it, or as Excel counts its days."""
    return PartialDate.parse_german(excel_day(text) or text, field)


def _code(field: str, code_list: str, text: str, codes: CodeWords) -> str:
    wanted = text.casefold()
    if field == "sex" and wanted in _SEXES:
        return _SEXES[wanted]
    if wanted not in codes[code_list]:
        raise InvalidInput(field, "registration.word_unknown", word=text[:40])
    return codes[code_list][wanted]


def code_words(lists: CodeLists, today: date) -> CodeWords:
    """What can be chosen today in the lists of the columns."""
    names = {name for field in fields_in_order() if (name := code_list_of(field))}
    return sheet.code_words(lists, names, today)
