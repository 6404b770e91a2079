# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The directory (Anlaufstellen, Beratungskompass): entries, their courses, and the search by need."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date, datetime

from app.domain.course import Course, CourseData, CourseNeed, check_course
from app.domain.dates import berlin_date
from app.domain.service import (
    FoundServices,
    Need,
    Service,
    ServiceData,
    check_same_recipient,
    check_service,
    look_alikes,
)
from storage import cases, code_lists, courses, district_services, journal
from storage import services as stored
from storage.vault import Vault


def add_service(vault: Vault, data: ServiceData, now: datetime) -> str:
    """A further entry; returns its id."""
    check_service(data, code_lists.load(vault.db), berlin_date(now))
    service = Service(id=str(uuid.uuid4()), **vars(data))
    with vault.transaction() as db:
        stored.insert_service(db, service)
        journal.note(db, now, vault.actor, "service.added", service.id)
    return service.id


def change_service(vault: Vault, service_id: str, data: ServiceData, now: datetime) -> None:
    """An entry as it is known now; what was told under it before keeps the name it was told to.

    One of the Kreis becomes the office's own: what the Kreis says of it later changes nothing here.
    """
    check_service(data, code_lists.load(vault.db), berlin_date(now))
    with vault.transaction() as db:
        if stored.stands_in_a_notice(db, service_id):
            check_same_recipient(stored.load_service(db, service_id), data)
        stored.update_service(db, Service(id=service_id, **vars(data)))
        district_services.make_own(db, service_id)
        journal.note(db, now, vault.actor, "service.changed", service_id)


def end_service(vault: Vault, service_id: str, day: date | None, now: datetime) -> None:
    """Its last day, so that nobody is referred there later; None: it goes on."""
    with vault.transaction() as db:
        stored.update_service(db, replace(stored.load_service(db, service_id), valid_to=day))
        district_services.make_own(db, service_id)
        journal.note(db, now, vault.actor, "service.ended", service_id)


def service(vault: Vault, service_id: str) -> Service:
    return stored.load_service(vault.db, service_id)


def services(vault: Vault, on: date | None = None) -> tuple[Service, ...]:
    """All entries by name, or those that are valid on a day."""
    found = stored.services(vault.db)
    return found if on is None else tuple(service for service in found if service.is_valid(on))


def find_services(vault: Vault, need: Need, most: int) -> FoundServices:
    """What fits, by name, at most so many; every condition that is given must hold."""
    return stored.find(vault.db, need, most)


def look_alike(vault: Vault, institution: str, name: str) -> tuple[Service, ...]:
    """Entries that may be the same offer as the one that is being written down."""
    return look_alikes(stored.services(vault.db), institution, name)


def named_in_notices(vault: Vault, case_id: str) -> tuple[Service, ...]:
    """The recipients whom the notices of this case's file name."""
    return stored.named_in_consents(vault.db, cases.file_of(vault.db, case_id).id)


def add_course(vault: Vault, data: CourseData, now: datetime) -> str:
    """A further course of an entry; returns its id."""
    check_course(data, code_lists.load(vault.db), berlin_date(now))
    course_id = str(uuid.uuid4())
    with vault.transaction() as db:
        courses.insert_course(db, course_id, data)
        journal.note(db, now, vault.actor, "course.added", course_id)
    return course_id


def change_course(vault: Vault, course_id: str, data: CourseData, now: datetime) -> None:
    check_course(data, code_lists.load(vault.db), berlin_date(now))
    with vault.transaction() as db:
        courses.update_course(db, course_id, data)
        journal.note(db, now, vault.actor, "course.changed", course_id)


def courses_of(vault: Vault, service_id: str) -> tuple[Course, ...]:
    """All courses of an entry, the soonest first."""
    return courses.of_service(vault.db, service_id)


def find_courses(vault: Vault, need: CourseNeed, today: date, most: int) -> tuple[Course, ...]:
    """Courses that are not over yet, the soonest first, at most so many."""
    return courses.find(vault.db, need, today, most)
