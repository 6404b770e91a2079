# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The directory of the Kreis that came over the exchange, with its courses: looked at, then taken."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from app.domain.course import check_course
from app.domain.course_update import Courses, CourseUpdate, compare_courses
from app.domain.dates import berlin_date
from app.domain.directory_update import DirectoryUpdate, compare
from app.domain.errors import InvalidInput, Refusal
from app.domain.service import Service, check_service
from app.domain.service_sheet import same_offer
from app.operations import news
from storage import code_lists, courses, district_courses, district_services, journal, services
from storage import news as stored
from storage.vault import Vault
from sync import catalogue
from sync.catalogue import Directory

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Offered:
    """What would come: entries, and their courses."""

    services: DirectoryUpdate
    courses: CourseUpdate

    @property
    def is_empty(self) -> bool:
        return self.services.is_empty and self.courses.is_empty


def look_at_directory(vault: Vault, now: datetime) -> Offered:
    """What would come, change and end; nothing changes yet. Refusal if an entry cannot be taken here."""
    content = news.waiting_content(vault, "directory")
    assert isinstance(content, Directory)
    last_day, held = berlin_date(now) - _DAY, services.services(vault.db)
    origins = district_services.origins(vault.db)
    bound = {each for each in origins if services.stands_in_a_notice(vault.db, each)}
    free = {each for each, origin in origins.items() if not origin.own}
    offers = catalogue.services(content)
    update = compare(offers, held, free, bound, last_day)
    _require_usable_services(vault, update, now)
    published = catalogue.courses(content)
    if published is None:
        return Offered(update, CourseUpdate(said=district_courses.said(vault.db)))
    here = _at_their_entries(published, offers, held, update)
    _require_usable_courses(vault, here, now)
    said = district_courses.said(vault.db)
    return Offered(update, compare_courses(here, courses.every(vault.db), said, last_day))


def take_directory(vault: Vault, number: int, now: datetime) -> None:
    """All that was shown; what the office wrote itself stays as it is."""
    if news.waiting_number(vault, "directory") != number:
        raise Refusal("way_back.another_came")
    update = look_at_directory(vault, now)
    with vault.transaction() as db:
        for service in update.services.new:
            services.insert_service(db, service)
        for service in (*update.services.changed, *update.services.ended):
            services.update_service(db, service)
        for service in (*update.services.new, *update.services.changed):
            district_services.put(db, service.id, number)
        for course_id, course in update.courses.new.items():
            courses.insert_course(db, course_id, course)
        for course_id, course in {**update.courses.changed, **update.courses.ended}.items():
            courses.update_course(db, course_id, course)
        district_courses.remember(db, update.courses.said)
        stored.mark_taken(db, "directory", number)
        journal.note(db, now, vault.actor, "directory.taken", str(number))


def origin_of(vault: Vault, service_id: str) -> district_services.Origin | None:
    """None for an entry of the office."""
    return district_services.origin(vault.db, service_id)


def _at_their_entries(
    published: Courses, offers: Iterable[Service], held: Iterable[Service], update: DirectoryUpdate
) -> Courses:
    """Where the office has the same offer as an entry of its own, its courses are found there."""
    own = {same_offer(each): each.id for each in held}
    here = {each.id for each in (*held, *update.new)}
    places = {each.id: each.id if each.id in here else own[same_offer(each)] for each in offers}
    return {
        course_id: replace(course, service_id=places[course.service_id])
        for course_id, course in published.items()
    }


def _require_usable_services(vault: Vault, update: DirectoryUpdate, now: datetime) -> None:
    lists, today = code_lists.load(vault.db), berlin_date(now)
    for service in (*update.new, *update.changed):
        try:
            check_service(service, lists, today)
        except InvalidInput as wrong:
            raise Refusal("way_back.entry_unusable", name=service.full_name) from wrong


def _require_usable_courses(vault: Vault, said: Courses, now: datetime) -> None:
    lists, today = code_lists.load(vault.db), berlin_date(now)
    for course in said.values():
        try:
            check_course(course, lists, today)
        except InvalidInput as wrong:
            raise Refusal("way_back.course_unusable", name=course.title) from wrong
