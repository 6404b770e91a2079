# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Language courses of the directory; in the Kreis's file those it offers, without the entries themselves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from datetime import date
from typing import Any

from app.domain.course import Course, CourseData, CourseNeed
from storage.connection import Connection
from storage.days import day, iso

_FIELDS = tuple(field.name for field in fields(CourseData))
_COURSE = f"""SELECT course.id, institution, {", ".join(_FIELDS)}
    FROM course JOIN service ON service.id = service_id"""
_SOONEST = "ORDER BY starts_on IS NULL, starts_on, title COLLATE NOCASE"


def insert_course(db: Connection, course_id: str, course: CourseData) -> None:
    columns = ("id", *_FIELDS)
    db.execute(
        f"INSERT INTO course ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})",
        (course_id, *_values(course)),
    )


def update_course(db: Connection, course_id: str, course: CourseData) -> None:
    assignments = ", ".join(f"{name} = ?" for name in _FIELDS)
    db.execute(f"UPDATE course SET {assignments} WHERE id = ?", (*_values(course), course_id))


def delete_course(db: Connection, course_id: str) -> None:
    db.execute("DELETE FROM course WHERE id = ?", (course_id,))


def every(db: Connection) -> dict[str, CourseData]:
    """All of the file by their ids, the soonest first, over or not."""
    rows = db.execute(f"SELECT id, {', '.join(_FIELDS)} FROM course {_SOONEST}")
    return {course_id: CourseData(**_facts(values)) for course_id, *values in rows}


def load_course(db: Connection, course_id: str) -> Course:
    return _course(db.execute(f"{_COURSE} WHERE course.id = ?", (course_id,)).fetchone())


def of_service(db: Connection, service_id: str) -> tuple[Course, ...]:
    """All of them, the soonest first."""
    return tuple(map(_course, db.execute(f"{_COURSE} WHERE service_id = ? {_SOONEST}", (service_id,))))


def find(db: Connection, need: CourseNeed, today: date, most: int) -> tuple[Course, ...]:
    """Courses that are not over, of entries that are valid; the soonest first."""
    words = need.words.casefold().split()
    where = [
        "coalesce(ends_on, :today) >= :today",
        "coalesce(valid_to, :today) >= :today",
        f"level IN ({', '.join(f':level{place}' for place, _ in enumerate(need.levels))})",
        *([] if need.starts_from is None else ["starts_on >= :from"]),
        *([] if need.starts_until is None else ["starts_on <= :until"]),
        *(["childcare = 1"] if need.childcare else []),
        *(f"(instr(search_text, :word{n}) OR instr(lower(title), :word{n}))" for n, _ in enumerate(words)),
    ]
    values = {
        "today": iso(today),
        "from": iso(need.starts_from),
        "until": iso(need.starts_until),
        "most": most,
        **{f"level{place}": level for place, level in enumerate(need.levels)},
        **{f"word{place}": word for place, word in enumerate(words)},
    }
    rows = db.execute(f"{_COURSE} WHERE {' AND '.join(where)} {_SOONEST} LIMIT :most", values)
    return tuple(map(_course, rows))


def _values(course: CourseData) -> tuple[object, ...]:
    said = (getattr(course, name) for name in _FIELDS)
    return tuple(iso(value) if isinstance(value, date) else value for value in said)


def _course(row: tuple[Any, ...]) -> Course:
    course_id, institution, *values = row
    return Course(id=course_id, institution=institution, **_facts(values))


def _facts(values: Iterable[Any]) -> dict[str, Any]:
    facts = dict(zip(_FIELDS, values, strict=True))
    days = {name: day(facts[name]) for name in ("starts_on", "ends_on")}
    return {**facts, **days, "childcare": bool(facts["childcare"])}
