# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Language courses of the directory."""

from __future__ import annotations

from datetime import date

from app.domain.course import Course, CourseNeed
from storage.connection import Connection
from storage.days import day, iso

_COURSE = """SELECT course.id, service_id, institution, title, level, starts_on, ends_on, times, childcare,
    places, note FROM course JOIN service ON service.id = service_id"""
_SOONEST = "ORDER BY starts_on IS NULL, starts_on, title COLLATE NOCASE"


def insert_course(db: Connection, course: Course) -> None:
    db.execute(
        """INSERT INTO course (service_id, title, level, starts_on, ends_on, times, childcare, places, note,
        id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        _row(course),
    )


def update_course(db: Connection, course: Course) -> None:
    db.execute(
        """UPDATE course SET service_id = ?, title = ?, level = ?, starts_on = ?, ends_on = ?, times = ?,
        childcare = ?, places = ?, note = ? WHERE id = ?""",
        _row(course),
    )


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


def _row(course: Course) -> tuple[object, ...]:
    return (
        course.service_id,
        course.title,
        course.level,
        iso(course.starts_on),
        iso(course.ends_on),
        course.times,
        course.childcare,
        course.places,
        course.note,
        course.id,
    )


def _course(row: tuple[str, ...]) -> Course:
    course_id, service_id, institution, title, level, starts_on, ends_on, times, childcare, *more = row
    places, note = more
    return Course(
        id=course_id,
        service_id=service_id,
        institution=institution,
        title=title,
        level=level,
        starts_on=day(starts_on),
        ends_on=day(ends_on),
        times=times,
        childcare=bool(childcare),
        places=int(places) if places is not None else None,
        note=note,
    )
