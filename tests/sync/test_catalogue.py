# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the Kreis publishes, on the wire: one spelling only, and nothing but what its key signed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.course import CourseData
from app.domain.errors import Refusal
from app.domain.service import Service
from sync import catalogue, keys, packet, signed
from sync.catalogue import Catalogue, Directory, Tables
from sync.keys import OwnKeys, Party

DISTRICT = "05382-5d5a7b2e-3a3b-4f0c-9d0a-1f2e3d4c5b6a"
DEVICE = "3f1d6e1a-6f0e-4a53-8b7c-0a1b2c3d4e5f"
NUMBER = 20261122093000

words = st.text(st.characters(blacklist_categories=["Cc", "Cs"]), max_size=40)
codes = st.from_regex(r"[a-z0-9_]{1,12}", fullmatch=True)
days = st.none() | st.dates(date(2000, 1, 1), date(2099, 12, 31))
services = st.builds(
    Service,
    id=st.uuids(version=4).map(str),
    institution=words.filter(bool),
    referral_target=codes,
    name=words,
    legal_circle=st.none() | codes,
    phone=words,
    address=words,
    needs_written_consent=st.booleans(),
    topics=st.lists(codes, max_size=3).map(tuple),
    reach=st.lists(codes, max_size=3).map(tuple),
    valid_from=days,
    valid_to=days,
)

courses = st.builds(
    CourseData,
    service_id=st.just(DEVICE),
    title=words.filter(bool),
    level=codes,
    starts_on=days,
    ends_on=days,
    times=words,
    childcare=st.booleans(),
    places=st.none() | st.integers(0, 99_999),
    note=words,
)


@cache
def own() -> OwnKeys:
    return OwnKeys(ec.generate_private_key(ec.SECP384R1()), ec.generate_private_key(ec.SECP384R1()))


@cache
def kreis() -> Party:
    return keys.party(own(), "district", DISTRICT, DEVICE, DEVICE)


def whole(content: Directory | Tables, number: int = NUMBER) -> Catalogue:
    return Catalogue(catalogue.SCHEMA, DISTRICT, number, content)


def some() -> Directory:
    return catalogue.directory([Service(id=DEVICE, institution="Caritas", referral_target="other")])


@settings(max_examples=40, deadline=None)
@given(st.lists(services, max_size=4, unique_by=lambda each: each.id))
def test_every_directory_comes_back_as_it_was(entries: list[Service]) -> None:
    written = catalogue.write(whole(catalogue.directory(entries)), own().signing)
    found, sha256 = catalogue.read(written.bytes, kreis())
    assert isinstance(found.content, Directory)
    assert catalogue.services(found.content) == tuple(entries)
    assert (found.kind, sha256) == ("directory", written.sha256)
    assert written.name == f"20261122-{sha256[:16]}.pkt"
    assert catalogue.is_one(written.name)
    assert catalogue.decode(written.bytes) == found


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(st.uuids(version=4).map(str), courses, max_size=4))
def test_every_course_comes_back_with_its_directory(given_courses: dict[str, CourseData]) -> None:
    content = catalogue.with_courses(some(), given_courses)
    written = catalogue.write(whole(content), own().signing)
    found, _ = catalogue.read(written.bytes, kreis())
    assert found.kind == "directory"
    assert isinstance(found.content, Directory)
    assert catalogue.services(found.content) == catalogue.services(some())
    assert catalogue.courses(found.content) == given_courses


def test_a_course_belongs_to_an_entry_and_has_one_id() -> None:
    usual = CourseData(DEVICE, "Elternkurs", "B1")
    lost = catalogue.with_courses(some(), {DEVICE: replace(usual, service_id=DISTRICT[6:])})
    told = catalogue.with_courses(some(), {DEVICE: usual})
    twice = catalogue.DirectoryWithCourses(told.offers, told.courses * 2)
    for wrong in (lost, twice):
        raw = catalogue.write(whole(wrong), own().signing).bytes
        with pytest.raises(Refusal, match=r"way_back\.unreadable"):
            catalogue.read(raw, kreis())


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_changed_byte_is_believed(data: st.DataObject) -> None:
    raw = catalogue.write(whole(some()), own().signing).bytes
    place = data.draw(st.integers(0, len(raw) - 1))
    changed = raw[:place] + bytes([raw[place] ^ data.draw(st.integers(1, 255))]) + raw[place + 1 :]
    cut = raw[:place]
    for wrong in (changed, cut):
        with pytest.raises(Refusal):
            catalogue.read(wrong, kreis())


@settings(max_examples=60, deadline=None)
@given(
    st.binary(max_size=300)
    | st.recursive(st.none() | words | st.integers(), st.lists).map(repr).map(str.encode)
)
def test_whatever_the_key_signed_is_read_strictly(content: bytes) -> None:
    raw = signed.sign("catalogue", content, own().signing)
    with pytest.raises(Refusal) as refused:
        catalogue.read(raw, kreis())
    assert refused.value.code == "way_back.unreadable"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"number":20261122093000', b'"number":20261122093000.0'),
        (b'"number":20261122093000', b'"number":1'),
        (b'"type":"directory"', b'"type":"program"'),
        (b'"institution":"Caritas"', b'"institution":""'),
        (b'"institution":"Caritas"', b'"institution":"Cari\\u0007tas"'),
        (b'"offers":', b'"more":1,"offers":'),
        (b'"offers":', b'"offers" :'),
    ],
)
def test_another_spelling_is_refused(old: bytes, new: bytes) -> None:
    raw = catalogue.write(whole(some()), own().signing).bytes
    content = signed.split(raw, "catalogue").content
    assert old in content
    with pytest.raises(Refusal, match=r"way_back\.unreadable"):
        catalogue.read(signed.sign("catalogue", content.replace(old, new), own().signing), kreis())


def test_one_id_stands_for_one_entry() -> None:
    offers = some().offers * 2
    with pytest.raises(Refusal, match=r"way_back\.unreadable"):
        catalogue.read(catalogue.write(whole(Directory(offers)), own().signing).bytes, kreis())


def test_another_kreis_is_refused() -> None:
    raw = catalogue.write(whole(Tables(2, "0" * 64, date(2027, 1, 1))), own().signing).bytes
    other = keys.party(own(), "district", f"05378{DISTRICT[5:]}", DEVICE, DEVICE)
    with pytest.raises(Refusal, match=r"way_back\.other_district"):
        catalogue.read(raw, other)


def test_it_may_be_as_large_as_any_office_takes() -> None:
    entries = [
        Service(
            id=f"{number:08x}-0000-4000-8000-000000000000", institution="x" * 1000, referral_target="other"
        )
        for number in range(16_000)
    ]
    with pytest.raises(Refusal, match=r"packet\.too_large"):
        catalogue.write(whole(catalogue.directory(entries)), own().signing)


@given(st.integers(0, 19_999_999))
@settings(max_examples=30, deadline=None)
def test_lists_and_takeovers_are_no_catalogues(number: int) -> None:
    assert not catalogue.is_one(packet.name(number, "0" * 64))
