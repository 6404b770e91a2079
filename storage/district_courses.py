# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the Kreis said of its courses when they were taken last: what stands otherwise was changed here."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict

from app.domain.course import CourseData
from storage import office_settings
from storage.connection import Connection
from storage.days import day, iso

_SAID = "directory.courses"


def said(db: Connection) -> dict[str, CourseData]:
    """By id, those that ended since too."""
    kept = json.loads(office_settings.setting(db, _SAID, "{}"))
    return {course_id: _course(facts) for course_id, facts in kept.items()}


def remember(db: Connection, courses: Mapping[str, CourseData]) -> None:
    told = {course_id: _facts(course) for course_id, course in courses.items()}
    office_settings.set_setting(db, _SAID, json.dumps(told, ensure_ascii=False, sort_keys=True))


def _facts(course: CourseData) -> dict[str, object]:
    return asdict(course) | {"starts_on": iso(course.starts_on), "ends_on": iso(course.ends_on)}


def _course(facts: dict[str, str]) -> CourseData:
    days = {name: day(facts[name]) for name in ("starts_on", "ends_on")}
    return CourseData(**{**facts, **days})  # type: ignore[arg-type]
