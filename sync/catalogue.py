# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the Kreis says to all offices beside templates: directory, target groups, which tables apply when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated, Final, Literal, TypeVar

import msgspec
from cryptography.hazmat.primitives.asymmetric import ec
from msgspec import Meta

from app.domain.course import CourseData
from app.domain.errors import Refusal
from app.domain.service import Service
from sync import packet, signed
from sync.keys import Party
from sync.packet import Packet
from sync.strict import DistrictId, Id, Number, Record, Sha256, parse

SCHEMA: Final = "kim-bruecke.catalogue/1"

T = TypeVar("T", bound=Record)

LONGEST: Final = 1000
"""Characters of a text."""

_DAY = 1_000_000
_FIRST_DAY = 20_000_101

_Code = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{1,40}\Z", max_length=40)]
_Codes = Annotated[tuple[_Code, ...], Meta(max_length=500)]
_Words = Annotated[str, Meta(pattern=r"^[^\x00-\x09\x0b-\x1f\x7f-\x9f]*\Z", max_length=LONGEST)]


class Offer(Record, frozen=True):
    """An entry of the directory; its id stays with it from one publication to the next."""

    id: Id
    institution: Annotated[_Words, Meta(min_length=1)]
    referral_target: _Code
    name: _Words
    legal_circle: _Code | None
    phone: _Words
    email: _Words
    address: _Words
    municipality: _Code | None
    needs_written_consent: bool
    contact_person: _Words
    website: _Words
    opening_hours: _Words
    access_note: _Words
    topics: _Codes
    languages: _Codes
    reach: _Codes
    case_management: bool
    valid_from: date | None
    valid_to: date | None


class Directory(Record, frozen=True, tag="directory"):
    """All of it: what is missing has ended."""

    offers: Annotated[tuple[Offer, ...], Meta(max_length=20_000)]


class Course(Record, frozen=True):
    """A language course of an entry; its id stays with it."""

    id: Id
    service_id: Id
    title: Annotated[_Words, Meta(min_length=1)]
    level: _Code
    starts_on: date | None
    ends_on: date | None
    times: _Words
    childcare: bool
    places: Annotated[int, Meta(ge=0, le=99_999)] | None
    note: _Words


class DirectoryWithCourses(Directory, frozen=True, tag="directory_with_courses"):
    """All of both. Programs up to 0.5.0 cannot read it: a directory alone goes out before it."""

    courses: Annotated[tuple[Course, ...], Meta(max_length=20_000)]


class Tables(Record, frozen=True, tag="tables"):
    """A catalogue that comes with the program applies from this day."""

    catalogue: Number
    sha256: Sha256
    valid_from: date


_Age = Annotated[int, Meta(ge=0, le=150)]


class Group(Record, frozen=True):
    """A target group of the Kreis; its code stays with it. `data_category`: the special one it tells of."""

    code: Annotated[str, Meta(pattern=r"^kreis_[0-9a-f]{12}\Z", max_length=18)]
    label: Annotated[_Words, Meta(min_length=1)]
    areas: _Codes
    valid_from: date | None
    valid_to: date | None
    min_age: _Age | None
    max_age: _Age | None
    data_category: _Code | None


class Groups(Record, frozen=True, tag="groups"):
    """All of them: what is missing has ended."""

    groups: Annotated[tuple[Group, ...], Meta(max_length=500)]


class Catalogue(Record, frozen=True):
    """`number` is when it was published (UTC, 20261122093000), counted for each kind of content alone."""

    schema: Literal["kim-bruecke.catalogue/1"]
    district: DistrictId
    number: Annotated[int, Meta(ge=20_000_101_000_000, le=99_991_231_235_959)]
    content: Directory | DirectoryWithCourses | Tables | Groups

    @property
    def kind(self) -> Literal["directory", "tables", "groups"]:
        match self.content:
            case Directory():
                return "directory"
            case Tables():
                return "tables"
            case Groups():
                return "groups"


def write(catalogue: Catalogue, key: ec.EllipticCurvePrivateKey) -> Packet:
    """Signed; Refusal if it is larger than any office takes."""
    raw = signed.sign("catalogue", msgspec.json.encode(catalogue), key)
    return Packet(raw, *_named(raw, "catalogue", catalogue.number))


def templates(raw: bytes, number: int) -> Packet:
    """A signed template pack as a file of the exchange."""
    return Packet(raw, *_named(raw, "templates", number))


def read(raw: bytes, district: Party) -> tuple[Catalogue, str]:
    """The catalogue with its hash, signed by this Kreis; Refusal otherwise."""
    document = signed.split(raw, "catalogue")
    document.require_by(district.signing)
    found = parse(document.content, Catalogue, "way_back.unreadable")
    if found.district != district.id:
        raise Refusal("way_back.other_district")
    match found.content:
        case DirectoryWithCourses(offers, courses):
            _require_each_once(each.id for each in offers)
            _require_each_once(each.id for each in courses)
            _require_offered(courses, offers)
        case Directory(offers):
            _require_each_once(each.id for each in offers)
        case Groups(groups):
            _require_each_once(each.code for each in groups)
    return found, document.sha256


def decode(raw: bytes) -> Catalogue:
    """A file that was read before."""
    return msgspec.json.decode(signed.split(raw, "catalogue").content, type=Catalogue)


def name_of(number: int, sha256: str) -> str:
    """It begins with the day on which it was made; those of lists and takeovers begin with small numbers."""
    return packet.name(number // _DAY, sha256)


def is_one(name: str) -> bool:
    """Whether a file's name says that it is a catalogue or a template pack."""
    return packet.is_name(name) and int(name[:8]) >= _FIRST_DAY


def directory(services: Iterable[Service]) -> Directory:
    """Refusal for what no office could read."""
    return Directory(tuple(_sendable(vars(each), Offer) for each in services))


def services(content: Directory) -> tuple[Service, ...]:
    return tuple(Service(**msgspec.structs.asdict(each)) for each in content.offers)


def with_courses(plain: Directory, courses: Mapping[str, CourseData]) -> DirectoryWithCourses:
    """Together with the courses, by their ids; Refusal for what no office could read."""
    told = ({"id": course_id, **vars(course)} for course_id, course in courses.items())
    return DirectoryWithCourses(plain.offers, tuple(_sendable(each, Course) for each in told))


def courses(content: Directory) -> dict[str, CourseData] | None:
    """By their ids; None where it says nothing of courses."""
    if not isinstance(content, DirectoryWithCourses):
        return None
    said = ((each.id, msgspec.structs.asdict(each)) for each in content.courses)
    return {
        course_id: CourseData(**{name: value for name, value in facts.items() if name != "id"})
        for course_id, facts in said
    }


def _sendable(facts: Mapping[str, object], shape: type[T]) -> T:
    """One text beyond its length, and every office would pass over all of it."""
    try:
        return msgspec.convert(facts, shape)
    except msgspec.ValidationError as error:
        raise Refusal("way_back.not_sendable", most=LONGEST) from error


def _named(raw: bytes, kind: str, number: int) -> tuple[str, str]:
    sha256 = signed.split(raw, kind).sha256
    return sha256, name_of(number, sha256)


def _require_each_once(keys: Iterable[str]) -> None:
    held = list(keys)
    if len(set(held)) < len(held):
        raise Refusal("way_back.unreadable")


def _require_offered(courses: Iterable[Course], offers: Iterable[Offer]) -> None:
    if not {each.service_id for each in courses} <= {each.id for each in offers}:
        raise Refusal("way_back.unreadable")
