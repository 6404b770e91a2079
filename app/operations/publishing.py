# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the Kreis says to all its offices: signed, numbered, put into the exchange with the next fetching."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Literal

from app.domain import service_sheet
from app.domain.course import is_over
from app.domain.course_update import Courses
from app.domain.dates import berlin_date
from app.domain.errors import InvalidInput, Refusal
from app.domain.service import Service, ServiceData
from app.domain.service_sheet import same_offer
from app.domain.sheet import Sheet
from app.domain.template_pack import made_at, number_at
from app.operations import catalogues, target_groups
from app.operations.catalogues import Settled
from app.operations.csv_file import as_csv
from app.operations.directory_tables import Rows, checked
from app.operations.documents import write_whole
from app.operations.enrolment import district_of, district_party, own_keys
from app.operations.ways import delivery_state
from resources import CodeEntry
from storage import Connection, code_lists, courses, journal, publications
from storage.days import day
from storage.publications import Publication
from storage.vault import Vault
from sync import catalogue, tables, template_pack
from sync.catalogue import Directory, DirectoryWithCourses, Group, Groups, Tables
from sync.keys import Party
from sync.packet import Packet
from sync.transport import CATALOGUE

Kind = Literal["templates", "directory", "courses", "tables", "groups"]

Content = Directory | DirectoryWithCourses | Tables | Groups

_MOMENT = timedelta(seconds=1)
_DIRECTORIES = ("directory", "courses")
_NOTED = {
    "templates": "templates.published",
    "directory": "directory.published",
    "courses": "course.published",
    "tables": "catalogue.published",
    "groups": "target_group.published",
}


def published_at(vault: Vault, kind: Kind) -> datetime | None:
    """When something of this kind was published last."""
    last = publications.newest(vault.db, kind)
    return made_at(last.number) if last else None


def is_on_its_way(vault: Vault, kind: Kind) -> bool:
    """Whether the newest of this kind has not been put into the exchange yet."""
    last, rounds = publications.newest(vault.db, kind), delivery_state(vault)
    put_at = rounds.succeeded_at if rounds else None
    return last is not None and (put_at is None or datetime.fromisoformat(last.published_at) > put_at)


def offers(vault: Vault) -> tuple[Service, ...]:
    """The directory as it was published last."""
    content = _content(vault.db, "directory")
    return catalogue.services(content) if isinstance(content, Directory) else ()


def given_courses(vault: Vault) -> Courses:
    """The courses as they were given last, by their ids."""
    content = _content(vault.db, "courses")
    return (catalogue.courses(content) or {}) if isinstance(content, Directory) else {}


def settled_tables(vault: Vault) -> Settled | None:
    return catalogues.settled(vault.db)


def rows(
    vault: Vault, sheet: Sheet, mapping: Sequence[str | None], otherwise: str | None, now: datetime
) -> Rows:
    """What each row of a table says; an offer that stands there twice counts once."""
    seen: set[tuple[str, str]] = set()
    new, twice = [], 0
    for row in service_sheet.read(sheet, mapping, otherwise, code_lists.load(vault.db), berlin_date(now)):
        offer = same_offer(row.said) if row.said is not None else None
        if offer in seen:
            twice += 1
        else:
            new.append(row)
            seen |= {offer} if offer else set()
    return Rows(tuple(new), twice)


def missing_in(vault: Vault, services: Sequence[ServiceData]) -> int:
    """How many entries of the last directory are not among these: they will end in the offices."""
    return len({same_offer(each) for each in offers(vault)} - {same_offer(each) for each in services})


def publish_directory(vault: Vault, services: Sequence[ServiceData], now: datetime) -> None:
    """All of it: an offer that was there keeps its id, what is missing ends in every office.

    The courses that were given last stay with their offers.
    """
    if not services:
        raise Refusal("service.nothing_to_take_in")
    known = {same_offer(each): each.id for each in offers(vault)}
    named = {same_offer(each): checked(vault, each, now) for each in services}
    entries = [
        Service(id=known.get(offer) or str(uuid.uuid4()), **vars(each)) for offer, each in named.items()
    ]
    plain, given = catalogue.directory(entries), given_courses(vault)
    new = [_signed(vault, "directory", plain, now)]
    if publications.newest(vault.db, "courses") is not None:
        kept = _of_offers(given, entries)
        new.append(_signed(vault, "courses", catalogue.with_courses(plain, kept), now + _MOMENT))
    _publish(vault, new, now)


def publish_courses(vault: Vault, now: datetime) -> int:
    """The directory as it is with all courses that are not over; returns how many."""
    entries, before = offers(vault), publications.newest(vault.db, "courses")
    if not entries:
        raise Refusal("way_back.no_directory")
    held = _of_offers(courses.every(vault.db), entries)
    going_on = {course_id: each for course_id, each in held.items() if not is_over(each, berlin_date(now))}
    if not going_on and before is None:
        raise Refusal("way_back.no_courses")
    content = catalogue.with_courses(catalogue.directory(entries), going_on)
    _publish(vault, [_signed(vault, "courses", content, now)], now)
    return len(going_on)


def publish_tables(vault: Vault, number: int | None, valid_from: date | None, now: datetime) -> None:
    """Every office is shown that this catalogue of the program applies from a day on."""
    if number not in tables.SHIPPED:
        raise InvalidInput("number", "way_back.no_catalogue")
    if valid_from is None:
        raise InvalidInput("valid_from", "way_back.no_day")
    content = Tables(number, tables.shipped(number).sha256, valid_from)
    _publish(vault, [_signed(vault, "tables", content, now)], now)


def publish_groups(vault: Vault, now: datetime) -> int:
    """All target groups of the Kreis, ended ones with their end; returns how many."""
    found = [_group(entry) for entry in target_groups.own_groups(vault)]
    if not found:
        raise Refusal("way_back.no_groups")
    _publish(vault, [_signed(vault, "groups", Groups(tuple(found)), now)], now)
    return len(found)


def publish_templates(vault: Vault, raw: bytes, now: datetime) -> None:
    """A pack of this Kreis goes to all offices, which look at it before they take it."""
    own = _own_party(vault)
    pack, _document = template_pack.open_pack(raw, own.signing)
    signed = catalogue.templates(raw, pack.number)
    _publish(
        vault, [(Publication("templates", pack.number, signed.name, journal.utc_text(now)), signed)], now
    )


def save_directory(vault: Vault, path: Path, now: datetime) -> int:
    """The published directory as CSV, to go on with. Returns how many entries."""
    lists, today, found = code_lists.load(vault.db), berlin_date(now), offers(vault)
    header = tuple(map(service_sheet.label_of, service_sheet.columns()))
    write_whole(path, as_csv(header, [service_sheet.cells(each, lists, today) for each in found]))
    return len(found)


def _group(entry: CodeEntry) -> Group:
    facts = entry.facts
    return Group(
        *(entry.code, entry.label, tuple(str(facts.get("areas", "")).split())),
        *(day(entry.valid_from), day(entry.valid_to)),
        *(facts.get("min_age"), facts.get("max_age"), facts.get("data_category")),  # type: ignore[arg-type]
    )


def _of_offers(held: Courses, entries: Iterable[Service]) -> Courses:
    there = {each.id for each in entries}
    return {course_id: each for course_id, each in held.items() if each.service_id in there}


def _signed(vault: Vault, kind: Kind, content: Content, at: datetime) -> tuple[Publication, Packet]:
    number, own = number_at(at), _own_party(vault)
    whole = catalogue.Catalogue(catalogue.SCHEMA, own.id, number, content)
    signed = catalogue.write(whole, own_keys(vault.db).signing)
    return Publication(kind, number, signed.name, journal.utc_text(at)), signed


def _publish(vault: Vault, new: Iterable[tuple[Publication, Packet]], now: datetime) -> None:
    """Refusal for a number that offices would take for an old one."""
    with vault.transaction() as db:
        for publication, signed in new:
            if publication.number <= _last_number(db, publication.kind):
                raise Refusal("way_back.not_newer")
            publications.replace(db, CATALOGUE, publication, signed.bytes)
            journal.note(db, now, vault.actor, _NOTED[publication.kind], str(publication.number))


def _last_number(db: Connection, kind: str) -> int:
    """To an office a directory and one with courses are of one kind."""
    kinds = _DIRECTORIES if kind in _DIRECTORIES else (kind,)
    found = (publications.newest(db, each) for each in kinds)
    return max((each.number for each in found if each is not None), default=0)


def _content(db: Connection, kind: Kind) -> Content | None:
    last = publications.newest(db, kind)
    return catalogue.decode(publications.raw(db, CATALOGUE, last)).content if last else None


def _own_party(vault: Vault) -> Party:
    return district_party(vault.db, district_of(vault))
