# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The Kreis's courses beside the office's own: what comes, changes, ends, and what stays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any

from app.domain.course import CourseData
from app.domain.names import search_form

Courses = Mapping[str, CourseData]
"""By id."""

_DAYS = ("starts_on", "ends_on")
_PARTS = (_DAYS, *((each.name,) for each in fields(CourseData) if each.name not in _DAYS))
"""What is changed together: of the two days neither fits the other's before."""


@dataclass(frozen=True)
class CourseUpdate:
    """As they would stand afterwards; `kept` differ from what the Kreis says and stay as they are here.

    `said` is what is remembered of the Kreis once this is taken.
    """

    new: Courses = field(default_factory=dict)
    changed: Courses = field(default_factory=dict)
    ended: Courses = field(default_factory=dict)
    kept: Courses = field(default_factory=dict)
    said: Courses = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not (self.new or self.changed or self.ended)


def compare_courses(published: Courses, held: Courses, said: Courses, last_day: date) -> CourseUpdate:
    """Whatever stands here otherwise than the Kreis `said` it last was written here, and stays.

    What is missing ends on `last_day`. None is deleted: a referral may lead to it.
    """
    there = {same_course(each) for course_id, each in held.items() if course_id not in said}
    new: dict[str, CourseData] = {}
    changed: dict[str, CourseData] = {}
    kept: dict[str, CourseData] = {}
    for course_id, each in published.items():
        if (known := held.get(course_id)) is None:
            (kept if same_course(each) in there else new)[course_id] = each
        elif (merged := _merged(each, known, said.get(course_id, known))) != known:
            changed[course_id] = merged
        elif known != each:
            kept[course_id] = known
    gone = {each: said[each] for each in said.keys() & held.keys() - published.keys()}
    ended = {
        course_id: replace(held[course_id], **_end(before, last_day))
        for course_id, before in gone.items()
        if _days(held[course_id]) == _days(before) and _goes_on(before, last_day)
    }
    ends = {course_id: replace(said[course_id], **_end(said[course_id], last_day)) for course_id in ended}
    return CourseUpdate(new, changed, ended, kept, {**said, **ends, **published})


def _merged(published: CourseData, known: CourseData, said: CourseData) -> CourseData:
    own = [part for part in _PARTS if any(getattr(known, name) != getattr(said, name) for name in part)]
    return replace(published, **{name: getattr(known, name) for part in own for name in part})


def same_course(course: CourseData) -> tuple[object, ...]:
    """By what a course is known to be there already; spelling does not count."""
    return course.service_id, search_form(course.title), course.level, course.starts_on


def _days(course: CourseData) -> tuple[date | None, date | None]:
    return course.starts_on, course.ends_on


def _goes_on(course: CourseData, day: date) -> bool:
    return course.ends_on is None or course.ends_on > day


def _end(course: CourseData, day: date) -> dict[str, Any]:
    """One that has not begun yet does not begin any more."""
    begun = course.starts_on if course.starts_on is None or course.starts_on <= day else None
    return {"starts_on": begun, "ends_on": day}
