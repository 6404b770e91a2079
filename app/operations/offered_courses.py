# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The language courses that the Kreis keeps for all its offices, beside the directory it published last."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.domain import course_sheet
from app.domain.course import Course, CourseData, check_course
from app.domain.course_sheet import ReadCourse
from app.domain.course_update import same_course
from app.domain.dates import berlin_date
from app.domain.errors import InvalidInput, Refusal
from app.domain.sheet import Sheet
from app.operations import publishing
from storage import code_lists, courses, journal
from storage.vault import Vault
from sync.catalogue import LONGEST


@dataclass(frozen=True)
class Rows:
    """What a table says; `known` rows name courses that are kept already, or stand there twice."""

    new: tuple[ReadCourse, ...]
    known: int


def offered(vault: Vault) -> tuple[Course, ...]:
    """All that are kept, the soonest first; one whose entry left the directory has no institution."""
    names = {each.id: each.full_name for each in publishing.offers(vault)}
    return tuple(
        Course(id=course_id, institution=names.get(each.service_id, ""), **vars(each))
        for course_id, each in courses.every(vault.db).items()
    )


def add_course(vault: Vault, data: CourseData, now: datetime) -> str:
    """A further course of an entry of the directory; returns its id."""
    checked(vault, data, now)
    course_id = str(uuid.uuid4())
    with vault.transaction() as db:
        courses.insert_course(db, course_id, data)
        journal.note(db, now, vault.actor, "course.added", course_id)
    return course_id


def change_course(vault: Vault, course_id: str, data: CourseData, now: datetime) -> None:
    checked(vault, data, now)
    with vault.transaction() as db:
        courses.update_course(db, course_id, data)
        journal.note(db, now, vault.actor, "course.changed", course_id)


def drop_course(vault: Vault, course_id: str, now: datetime) -> CourseData:
    """It is kept no more; in the offices it ends with the next publication. Returns what it was."""
    with vault.transaction() as db:
        gone = courses.every(db)[course_id]
        courses.delete_course(db, course_id)
        journal.note(db, now, vault.actor, "course.removed", course_id)
    return gone


def bring_back(vault: Vault, course_id: str, course: CourseData, now: datetime) -> None:
    """The same course once more: in the offices it is still that one."""
    with vault.transaction() as db:
        courses.insert_course(db, course_id, course)
        journal.note(db, now, vault.actor, "course.put_back", course_id)


def rows(vault: Vault, sheet: Sheet, mapping: Sequence[str | None], now: datetime) -> Rows:
    """What each row says, and what is wrong in it; a course that is kept already stays as it is."""
    there = {same_course(each) for each in courses.every(vault.db).values()}
    lists, today, offers = code_lists.load(vault.db), berlin_date(now), publishing.offers(vault)
    new, known = [], 0
    for row in course_sheet.read(sheet, mapping, offers, lists, today):
        said = same_course(row.said) if row.said is not None else None
        if said in there:
            known += 1
        else:
            new.append(row)
            there |= {said} if said else set()
    return Rows(tuple(new), known)


def cell(vault: Vault, course: CourseData, field: str) -> str:
    """A value of a course in words."""
    return course_sheet.word(field, course, publishing.offers(vault), code_lists.load(vault.db))


def take_in(vault: Vault, said: Sequence[CourseData], now: datetime) -> int:
    """All of them or none; returns how many."""
    if not said:
        raise Refusal("course.nothing_to_take_in")
    new = {str(uuid.uuid4()): checked(vault, each, now) for each in said}
    with vault.transaction() as db:
        for course_id, each in new.items():
            courses.insert_course(db, course_id, each)
        journal.note(db, now, vault.actor, "course.imported", next(iter(new)))
    return len(new)


def checked(vault: Vault, course: CourseData, now: datetime) -> CourseData:
    """As it would be kept; InvalidInput at the first field that cannot be."""
    if course.service_id not in {each.id for each in publishing.offers(vault)}:
        raise InvalidInput("service_id", "course.service_missing")
    check_course(course, code_lists.load(vault.db), berlin_date(now))
    for field in ("title", "times", "note"):
        if len(getattr(course, field)) > LONGEST:
            raise InvalidInput(field, "report.text_too_long", most=LONGEST)
    return course
