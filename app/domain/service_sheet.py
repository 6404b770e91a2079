# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The directory as a table: what a row of somebody's list says of a service, and a service as a row."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache, partial
from typing import Any

import resources
from app.domain import sheet
from app.domain.code_lists import CodeLists
from app.domain.dates import german, parse_german
from app.domain.errors import InvalidInput
from app.domain.names import search_form
from app.domain.service import ServiceData, check_service, districts
from app.domain.sheet import CodeWords, Sheet, excel_day, read_cells

ReadService = sheet.ReadRow[ServiceData]

_BETWEEN = " | "
_PARTS = re.compile(r"[|;\n]")


def columns() -> tuple[str, ...]:
    """The fields of a service as they stand in a table."""
    return tuple(_columns())


def label_of(column: str) -> str:
    return str(_columns()[column]["label"])


def guess(header: Sequence[str]) -> tuple[str | None, ...]:
    """The field of each column, each field once; None where the heading says nothing known."""
    return sheet.guess(header, {column: tuple(facts["headers"]) for column, facts in _columns().items()})


def read(
    table: Sheet, mapping: Sequence[str | None], otherwise: str | None, lists: CodeLists, today: date
) -> tuple[ReadService, ...]:
    """Every row that is not empty; `otherwise` is the kind of body where a row names none."""
    codes = code_words(lists, today)
    return tuple(
        _read_row(number, typed, otherwise, lists, today, codes) for number, typed in table.by_field(mapping)
    )


def cells(service: ServiceData, lists: CodeLists, today: date) -> tuple[str, ...]:
    """A service as a row, in the words that are read again."""
    return tuple(word(column, getattr(service, column), lists, today) for column in columns())


def word(column: str, value: Any, lists: CodeLists, today: date) -> str:
    """A value of this column as people read it."""
    if isinstance(value, bool):
        return "ja" if value else ""
    if isinstance(value, date):
        return german(value)
    code_list = _columns()[column].get("list")
    if not value or code_list is None:
        return value or ""
    whole = _whole_districts(lists, today) if column == "reach" else {}
    codes = value if isinstance(value, tuple) else (value,)
    return _BETWEEN.join(whole.get(code) or lists.label(str(code_list), code) for code in codes)


def same_offer(service: ServiceData) -> tuple[str, str]:
    """By what an entry is known to be there already; spelling does not count."""
    return search_form(service.institution), search_form(service.name)


def code_words(lists: CodeLists, today: date) -> CodeWords:
    """What can be chosen today, by column: whole Kreise too where it is about the reach."""
    names = {column: str(facts["list"]) for column, facts in _columns().items() if "list" in facts}
    known = sheet.code_words(lists, set(names.values()), today)
    words: dict[str, Mapping[str, str]] = {column: known[name] for column, name in names.items()}
    words["reach"] = _reach_words(words["reach"], lists, today)
    return words


def _reach_words(places: Mapping[str, str], lists: CodeLists, today: date) -> dict[str, str]:
    """Municipalities and whole Kreise; a town that is both is meant as a town unless it says „ganz“."""
    plain = {name.casefold(): code for code, name in districts(lists, today).items()}
    whole = {name.casefold(): code for code, name in _whole_districts(lists, today).items()}
    return plain | dict(places) | whole


def _whole_districts(lists: CodeLists, today: date) -> dict[str, str]:
    return {code: f"{name} (ganz)" for code, name in districts(lists, today).items()}


def _read_row(
    number: int,
    typed: Mapping[str, str],
    otherwise: str | None,
    lists: CodeLists,
    today: date,
    codes: CodeWords,
) -> ReadService:
    values, errors = read_cells(typed, partial(_value, today=today, codes=codes))
    shown = dict(typed) | {field: word(field, value, lists, today) for field, value in values.items()}
    known = {field: value for field, value in values.items() if value is not None}
    service = None
    if not errors:
        try:
            service = ServiceData(**({"institution": "", "referral_target": otherwise or ""} | known))
            check_service(service, lists, today)
        except InvalidInput as wrong:
            service, errors[wrong.field] = None, wrong
    return ReadService(number, shown, service, errors, known)


def _value(field: str, text: str, today: date, codes: CodeWords) -> object:
    """What a cell says, None where it says nothing; InvalidInput where it cannot be read."""
    text = sheet.without_guard(text)
    if not text:
        return None
    facts = _columns()[field]
    if facts.get("many"):
        return _codes(field, text, codes[field])
    if "list" in facts:
        return sheet.code(field, text, codes[field])
    if facts.get("kind") == "flag":
        return sheet.flag(field, text)
    return parse_german(excel_day(text) or text, today, field) if facts.get("kind") == "day" else text


def _codes(field: str, text: str, known: Mapping[str, str]) -> tuple[str, ...]:
    """Several words; a comma parts them too, unless it belongs to one."""
    words = [word for part in _PARTS.split(text) for word in _words(part.strip(), known)]
    return tuple(dict.fromkeys(sheet.code(field, word, known) for word in words if word))


def _words(part: str, known: Mapping[str, str]) -> list[str]:
    return [part] if part.casefold() in known else [word.strip() for word in part.split(",")]


@cache
def _columns() -> Mapping[str, Any]:
    table: Mapping[str, Any] = resources.toml("service_columns.toml")
    return table
