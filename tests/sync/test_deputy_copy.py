# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Vertretungskopie: two locks on one key, and letters that nobody can bend on the way."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.errors import Refusal
from sync import deputy_copy, keys, packet, signed
from sync.deputy_copy import Kems, Notice, Request, Seen, Taken, Told

KEY = bytes(range(32))
DATABASE = "ab" * 32
COPY, LETTER, CASE = (str(UUID(int=number, version=4)) for number in (1, 2, 3))
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Office:
    own: keys.OwnKeys
    party: keys.Party

    @property
    def kems(self) -> Kems:
        return {self.party.kem_id: self.own.kem}


@cache
def office(number: int) -> Office:
    own, name = keys.generate(), str(UUID(int=number, version=4))
    return Office(own, keys.party(own, "outstation", name, name, name))


ABSENT, DEPUTY, LEAD, OTHER = (office(number) for number in range(10, 14))


@cache
def key_file() -> bytes:
    to = DEPUTY.party, LEAD.party
    return deputy_copy.lock(KEY, DATABASE, COPY, NOW, ABSENT.party, to, ABSENT.own)


@cache
def request() -> bytes:
    said = Request(key_file(), "Timo Kaya", "Termin im Jobcenter")
    return deputy_copy.ask(said, LETTER, DEPUTY.party, LEAD.party, DEPUTY.own)


@cache
def told() -> Told:
    return Told(LETTER, NOW, DEPUTY.party.id, "Timo Kaya", "Termin im Jobcenter", "Lea Decker", NOW)


@cache
def approval() -> bytes:
    seen = deputy_copy.see(key_file(), ABSENT.party)
    layer = deputy_copy.open_for_lead(seen, LEAD.kems)
    to = DEPUTY.party, ABSENT.party
    return deputy_copy.approve(told(), seen, layer.sealed, LEAD.party, to, LEAD.own)


@cache
def notice() -> bytes:
    permission = deputy_copy.verify_approval(approval(), LEAD.party)
    words = deputy_copy.open_approval(permission, DEPUTY.kems).told
    said = Notice(NOW, Taken(CASE, DATABASE), approval(), words)
    return deputy_copy.tell(said, LETTER, DEPUTY.party, ABSENT.party, DEPUTY.own)


def seen() -> Seen:
    return deputy_copy.see(key_file(), ABSENT.party)


def test_two_together_open_it() -> None:
    layer = deputy_copy.open_for_lead(seen(), LEAD.kems)
    assert (layer.office, layer.deputy, layer.copied_at) == (ABSENT.party.id, DEPUTY.party.id, NOW)
    permission = deputy_copy.verify_approval(approval(), LEAD.party)
    agreed = deputy_copy.open_approval(permission, DEPUTY.kems)
    assert deputy_copy.open_key(seen(), agreed.sealed, DEPUTY.kems) == KEY
    assert permission.outside.copy == seen().sha256
    assert deputy_copy.read_request(request(), DEPUTY.party, LEAD.kems)[1].reason == "Termin im Jobcenter"
    heard = deputy_copy.read_notice(notice(), DEPUTY.party, ABSENT.kems)
    assert heard.taken == Taken(CASE, DATABASE)
    assert deputy_copy.read_told(heard, permission, ABSENT.kems) == told()


@pytest.mark.parametrize("somebody", [DEPUTY, ABSENT, OTHER])
def test_nobody_but_the_lead_takes_the_outer_lock_off(somebody: Office) -> None:
    with pytest.raises(Refusal, match=r"packet\.not_for_us"):
        deputy_copy.open_for_lead(seen(), somebody.kems)
    forced = {LEAD.party.kem_id: somebody.own.kem}
    with pytest.raises(Refusal, match=r"packet\.cannot_open"):
        deputy_copy.open_for_lead(seen(), forced)


def test_the_lead_alone_stands_before_the_inner_lock() -> None:
    layer = deputy_copy.open_for_lead(seen(), LEAD.kems)
    for kems in (LEAD.kems, {DEPUTY.party.kem_id: LEAD.own.kem}):
        with pytest.raises(Refusal, match=r"packet\.(not_for_us|cannot_open)"):
            deputy_copy.open_key(seen(), layer.sealed, kems)
    assert KEY not in layer.sealed


def test_the_key_of_one_copy_is_not_taken_for_another() -> None:
    to = DEPUTY.party, LEAD.party
    other = deputy_copy.lock(KEY, "cd" * 32, COPY, NOW, ABSENT.party, to, ABSENT.own)
    layer = deputy_copy.open_for_lead(deputy_copy.see(other, ABSENT.party), LEAD.kems)
    with pytest.raises(Refusal, match=r"packet\.cannot_open"):
        deputy_copy.open_key(seen(), layer.sealed, DEPUTY.kems)


def test_outside_stands_nothing_of_a_person() -> None:
    for raw in (key_file(), request(), approval(), notice()):
        outside, _ = packet.split_header(signed.split(raw, deputy_copy.KIND).content)
        for name, value in json.loads(outside).items():
            assert name == "schema" or len(value) in (36, 64), name
        assert b"Kaya" not in raw
        assert b"Jobcenter" not in raw


def test_the_word_to_the_absent_office_is_the_lead_s() -> None:
    """A deputy who swaps it is found out, by the deputy's own program and by the absent office."""
    permission = deputy_copy.verify_approval(approval(), LEAD.party)
    forged = b"x" + deputy_copy.open_approval(permission, DEPUTY.kems).told[1:]
    with pytest.raises(Refusal, match=r"packet\.cannot_open"):
        deputy_copy.read_told(Notice(NOW, None, approval(), forged), permission, ABSENT.kems)


READERS: tuple[tuple[Callable[[], bytes], Callable[[bytes], object]], ...] = (
    (key_file, lambda raw: deputy_copy.open_for_lead(deputy_copy.see(raw, ABSENT.party), LEAD.kems)),
    (request, lambda raw: deputy_copy.read_request(raw, DEPUTY.party, LEAD.kems)),
    (
        approval,
        lambda raw: deputy_copy.open_approval(deputy_copy.verify_approval(raw, LEAD.party), DEPUTY.kems),
    ),
    (notice, lambda raw: deputy_copy.read_notice(raw, DEPUTY.party, ABSENT.kems)),
)


@settings(max_examples=60, deadline=None)
@given(which=st.integers(0, 3), place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_no_bit_can_be_changed(which: int, place: float, bit: int) -> None:
    made, read = READERS[which]
    raw = bytearray(made())
    raw[int(place * len(raw))] ^= 1 << bit
    with pytest.raises(Refusal):
        read(bytes(raw))


@settings(max_examples=40, deadline=None)
@given(which=st.integers(0, 3), cut=st.floats(0, 1, exclude_max=True), junk=st.binary(max_size=300))
def test_nothing_else_is_taken_for_a_letter(which: int, cut: float, junk: bytes) -> None:
    made, read = READERS[which]
    raw = made()
    for other in (raw[: int(cut * len(raw))], junk, raw[: int(cut * len(raw))] + junk + b"\0"):
        with pytest.raises(Refusal):
            read(other)
        with pytest.raises(Refusal):
            deputy_copy.sender_of(other[:200])


def test_letters_are_not_taken_for_each_other() -> None:
    for made, _ in READERS:
        for other, read in READERS:
            if other is not made:
                with pytest.raises(Refusal):
                    read(made())


@pytest.mark.parametrize(
    "bent",
    [
        b'{"asked_by":"a","reason":"b"}',
        b'{"key_file":"","asked_by":"a","reason":"b"}',
        b'{"key_file":"QQ==","asked_by":"a","reason":""}',
        b'{"key_file":"QQ==","asked_by":"a","reason":"b","more":1}',
        b'{"key_file":"QQ==","asked_by":"a","reason":"b","reason":"c"}',
        b'{"key_file":"QQ==","asked_by":"a","reason":"b"} ',
        b'{"key_file":"QQ==","asked_by":"a\\u0007","reason":"b"}',
        b'{"key_file":"QQ==","asked_by":"a","reason":"' + b"x" * 2001 + b'"}',
        b"[" * 5000,
    ],
)
def test_what_a_known_office_signs_and_seals_is_still_read_strictly(bent: bytes) -> None:
    outside = deputy_copy.Outside(
        "kim-bruecke.deputy-request/1", DEPUTY.party.signing_id, LEAD.party.kem_id, LETTER
    )
    head = json.dumps(
        {name: getattr(outside, name) for name in ("schema", "sender", "recipient", "letter")},
        separators=(",", ":"),
    ).encode()
    sealed = packet.sealed(deputy_copy.KIND, head, bent, LEAD.party.kem)
    raw = signed.sign(deputy_copy.KIND, sealed, DEPUTY.own.signing)
    with pytest.raises(Refusal, match=r"packet\.cannot_open"):
        deputy_copy.read_request(raw, DEPUTY.party, LEAD.kems)


def test_what_no_receiver_could_read_is_not_written() -> None:
    with pytest.raises(Refusal, match=r"deputy\.unwritable"):
        deputy_copy.ask(Request(key_file(), "x" * 2001, "y"), LETTER, DEPUTY.party, LEAD.party, DEPUTY.own)
