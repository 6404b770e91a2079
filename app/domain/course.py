# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A language course of an Anlaufstelle: its level, when it runs, who can come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.code_lists import CodeLists
from app.domain.errors import InvalidInput

LEVELS = ("alphabetisation", "A1", "A2", "B1", "B2", "C1", "C2")
"""From the letters to the top, as the list `cefr` has them."""


@dataclass(frozen=True)
class CourseData:
    """`places` None: nobody knows; `times` in words: „Mo bis Do, 9 bis 12 Uhr“."""

    service_id: str
    title: str
    level: str
    starts_on: date | None = None
    ends_on: date | None = None
    times: str = ""
    childcare: bool = False
    places: int | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Course(CourseData):
    """With the institution that holds it."""

    id: str
    institution: str


@dataclass(frozen=True)
class CourseNeed:
    """`level`: at least this one; it begins between two days; `childcare`: only where there is some."""

    words: str = ""
    level: str | None = None
    starts_from: date | None = None
    starts_until: date | None = None
    childcare: bool = False

    @property
    def levels(self) -> tuple[str, ...]:
        """The levels that will do."""
        return LEVELS[LEVELS.index(self.level) :] if self.level else LEVELS


def is_over(course: CourseData, today: date) -> bool:
    return course.ends_on is not None and course.ends_on < today


def check_course(data: CourseData, lists: CodeLists, today: date) -> None:
    """A course has a title and a level that can be taught, and ends no sooner than it begins."""
    if not data.title.strip():
        raise InvalidInput("title", "course.title_missing")
    lists.require("cefr", data.level, "level", today)
    if data.level not in LEVELS:
        raise InvalidInput("level", "code.unknown")
    if data.starts_on and data.ends_on and data.ends_on < data.starts_on:
        raise InvalidInput("ends_on", "course.ends_before_it_begins")
