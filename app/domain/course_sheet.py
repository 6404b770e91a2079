# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Language courses as a table: what a row of somebody's list says of a course of the directory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache, partial
from typing import Any

import resources
from app.domain import sheet
from app.domain.code_lists import CodeLists
from app.domain.course import CourseData, check_course
from app.domain.dates import german, parse_german
from app.domain.errors import InvalidInput
from app.domain.names import search_form
from app.domain.service import Service
from app.domain.sheet import Sheet, excel_day, read_cells

ReadCourse = sheet.ReadRow[CourseData]

_LIST = "cefr"
_MOST_PLACES = 5


def columns() -> tuple[str, ...]:
    """The fields of a course as they stand in a table."""
    return tuple(_columns())


def label_of(column: str) -> str:
    return str(_columns()[column]["label"])


def guess(header: Sequence[str]) -> tuple[str | None, ...]:
    """The field of each column, each field once; None where the heading says nothing known."""
    return sheet.guess(header, {column: tuple(facts["headers"]) for column, facts in _columns().items()})


def read(
    table: Sheet, mapping: Sequence[str | None], offers: Sequence[Service], lists: CodeLists, today: date
) -> tuple[ReadCourse, ...]:
    """Every row that is not empty; each names the institution of the directory that holds the course."""
    levels = sheet.code_words(lists, (_LIST,), today)[_LIST]
    one = partial(_read_row, offers=offers, lists=lists, today=today, levels=levels)
    return tuple(one(number, typed) for number, typed in table.by_field(mapping))


def word(column: str, course: CourseData, offers: Sequence[Service], lists: CodeLists) -> str:
    """A value of this column as people read it."""
    if _columns()[column].get("kind") == "service":
        return next((str(getattr(each, column)) for each in offers if each.id == course.service_id), "")
    value = getattr(course, column)
    if column == "level":
        return lists.label(_LIST, value)
    if isinstance(value, bool):
        return "ja" if value else ""
    return german(value) if isinstance(value, date) else "" if value is None else str(value)


def _read_row(
    number: int,
    typed: Mapping[str, str],
    offers: Sequence[Service],
    lists: CodeLists,
    today: date,
    levels: Mapping[str, str],
) -> ReadCourse:
    values, errors = read_cells(typed, partial(_value, today=today, levels=levels))
    known = {field: value for field, value in values.items() if value is not None}
    named = {
        field: known.pop(field, "") for field, facts in _columns().items() if facts.get("kind") == "service"
    }
    course = None
    try:
        known["service_id"] = _service(offers, **named)
        if not errors:
            course = CourseData(**({"title": "", "level": ""} | known))
            check_course(course, lists, today)
    except InvalidInput as wrong:
        course, errors[wrong.field] = None, wrong
    return ReadCourse(number, dict(typed), course, errors, known)


def _service(offers: Sequence[Service], institution: str, name: str) -> str:
    """The one entry of this institution; where it has several, the one of this name."""
    found = [each for each in offers if search_form(each.institution) == search_form(institution)]
    if name or len(found) > 1:
        found = [each for each in found if search_form(each.name) == search_form(name)]
    if len(found) != 1:
        raise InvalidInput("institution", "course.service_unknown")
    return found[0].id


def _value(field: str, text: str, today: date, levels: Mapping[str, str]) -> object:
    """What a cell says, None where it says nothing; InvalidInput where it cannot be read."""
    text = sheet.without_guard(text)
    if not text:
        return None
    match _columns()[field].get("kind"):
        case "level":
            return sheet.code(field, text, levels)
        case "day":
            return parse_german(excel_day(text) or text, today, field)
        case "flag":
            return sheet.flag(field, text)
        case "number":
            return _count(field, text)
    return text


def _count(field: str, text: str) -> int:
    digits = text.removesuffix(".0")
    if not digits.isdecimal() or len(digits) > _MOST_PLACES:
        raise InvalidInput(field, "registration.word_unknown", word=text[:40])
    return int(digits)


@cache
def _columns() -> Mapping[str, Any]:
    table: Mapping[str, Any] = resources.toml("course_columns.toml")
    return table
