# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A device takes over from another, devices are locked, releases come back: three small signed documents."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

import resources
from app.domain.errors import Refusal
from sync import keys, packet, returned, revocation, rotation, signed
from sync.enrolment import Site
from sync.returned import Returned
from sync.revocation import Revocations, Revoked
from sync.rotation import Rotation

from .conftest import DISTRICT, SITE, UNIT, Side

NEW = keys.generate()
DAY = date(2022, 3, 1)
LAST = (3, "ab" * 32)


def successor(side: Side, own: keys.OwnKeys = NEW) -> keys.Party:
    return keys.party(own, side.party.role, side.party.id, str(uuid4()), str(uuid4()))


def code_of(act: Callable[[], object]) -> str:
    """The code of the refusal that the act ends in, which must have its sentence."""
    with pytest.raises(Refusal) as refused:
        act()
    assert resources.message(refused.value.code, **refused.value.facts).what
    return refused.value.code


def listed(number: int, *devices: str) -> Revocations:
    revoked = tuple(Revoked(device, device, 2) for device in devices)
    return Revocations(revocation.SCHEMA, DISTRICT, number, DAY, revoked)


def given_back() -> Returned:
    return returned.compose(UNIT, str(uuid4()), 3, [Site(SITE, "Siegburg")], [b"{}", b"[]"])


# Rotation


@pytest.mark.parametrize("last", [None, LAST])
@pytest.mark.parametrize("reason", ["rotated", "restored"])
def test_a_rotation_is_read_as_it_was_written(
    outstation: Side, last: tuple[int, str] | None, reason: str
) -> None:
    written = rotation.compose(outstation.party, successor(outstation), last, reason)  # type: ignore[arg-type]
    sealed = rotation.write(written, outstation.own.signing)
    assert rotation.is_one(sealed.name)
    assert packet.is_whole(sealed.bytes, sealed.name)
    assert rotation.read(sealed.bytes, outstation.party) == (written, sealed.sha256)


def test_the_kreis_rotates_by_the_same_document(district: Side) -> None:
    sealed = rotation.write(
        rotation.compose(district.party, successor(district), None, "restored"), district.own.signing
    )
    assert rotation.read(sealed.bytes, district.party)[0].new.role == "district"


def test_a_strangers_rotation_is_none(outstation: Side, district: Side) -> None:
    written = rotation.compose(outstation.party, successor(outstation), LAST, "rotated")
    for stranger in (NEW.signing, district.own.signing, outstation.own.kem):
        raw = rotation.write(written, stranger).bytes
        assert code_of(lambda raw=raw: rotation.read(raw, outstation.party)) == "packet.bad_signature"


@dataclass(frozen=True)
class Wrong:
    code: str
    change: Callable[[Rotation], Rotation]


@pytest.mark.parametrize(
    "wrong",
    [
        Wrong("rotation.other_device", lambda r: replace(r, old_device=str(uuid4()))),
        Wrong("rotation.other_device", lambda r: replace(r, old_epoch=str(uuid4()))),
        Wrong("rotation.other_unit", lambda r: replace(r, new=replace(r.new, id=str(uuid4())))),
        Wrong("keys.unusable", lambda r: replace(r, new=replace(r.new, role="district", id=DISTRICT))),
        Wrong("keys.unusable", lambda r: replace(r, new=replace(r.new, signing=r.new.kem))),
        Wrong("keys.unusable", lambda r: replace(r, new=replace(r.new, signing=b"no key"))),
        Wrong("rotation.nothing_new", lambda r: replace(r, new=replace(r.new, device=r.old_device))),
        Wrong("rotation.nothing_new", lambda r: replace(r, new=replace(r.new, epoch=r.old_epoch))),
        Wrong("rotation.unreadable", lambda r: replace(r, last_sequence=0)),
        Wrong("rotation.unreadable", lambda r: replace(r, last_sha256=None)),
        Wrong("rotation.unreadable", lambda r: replace(r, last_sequence=-1)),
        Wrong("rotation.unreadable", lambda r: replace(r, reason="gone")),  # type: ignore[arg-type]
    ],
)
def test_each_wrong_rotation_has_its_refusal(outstation: Side, wrong: Wrong) -> None:
    written = wrong.change(rotation.compose(outstation.party, successor(outstation), LAST, "rotated"))
    raw = rotation.write(written, outstation.own.signing).bytes
    assert code_of(lambda: rotation.read(raw, outstation.party)) == wrong.code


def test_old_keys_under_a_new_name_are_no_rotation(outstation: Side) -> None:
    for old in ("signing", "kem"):
        new = replace(successor(outstation), **{old: getattr(outstation.party, old)})
        written = rotation.compose(outstation.party, new, None, "rotated")
        raw = rotation.write(written, outstation.own.signing).bytes
        assert code_of(lambda raw=raw: rotation.read(raw, outstation.party)) == "rotation.nothing_new"


# Revocations


def test_a_list_is_read_as_it_was_written(outstation: Side, district: Side) -> None:
    written = listed(4, outstation.party.device)
    sealed = revocation.write(written, district.own.signing)
    assert sealed.name.startswith("00000004-")
    assert revocation.read(sealed.bytes, district.party) == (written, sealed.sha256)
    assert written.names({outstation.party.device})
    assert not written.names({district.party.device})
    assert not listed(1).names({outstation.party.device})


def test_a_list_of_another_kreis_or_hand_is_refused(outstation: Side, district: Side) -> None:
    foreign = replace(listed(1), district=f"05382-{uuid4()}")
    raw = revocation.write(foreign, district.own.signing).bytes
    assert code_of(lambda: revocation.read(raw, district.party)) == "revocations.other_district"
    raw = revocation.write(listed(1), outstation.own.signing).bytes
    assert code_of(lambda: revocation.read(raw, district.party)) == "packet.bad_signature"
    raw = revocation.write(listed(0), district.own.signing).bytes
    assert code_of(lambda: revocation.read(raw, district.party)) == "revocations.unreadable"


@given(known=st.none() | st.integers(1, 5), number=st.integers(1, 5), same=st.booleans())
def test_only_a_higher_number_is_news(known: int | None, number: int, same: bool) -> None:
    held = None if known is None else (known, "ab" * 32)
    found = listed(number), "ab" * 32 if same else "cd" * 32
    if known is not None and number < known:
        assert code_of(lambda: revocation.is_news(found, held)) == "revocations.older"
    elif known == number and not same:
        assert code_of(lambda: revocation.is_news(found, held)) == "revocations.fork"
    else:
        assert revocation.is_news(found, held) == (known != number)


# Returned


def test_what_comes_back_is_byte_for_byte_what_was_released(outstation: Side, district: Side) -> None:
    content = given_back()
    sealed = returned.seal(content, district.party, outstation.party, district.own)
    assert returned.read(sealed.bytes, district.party, outstation.party, outstation.own.kem) == (
        content,
        sealed.sha256,
    )
    assert b"Siegburg" not in sealed.bytes


def test_what_comes_back_is_for_one_device_only(outstation: Side, district: Side) -> None:
    sealed = returned.seal(given_back(), district.party, outstation.party, district.own).bytes
    newer = successor(outstation)
    assert code_of(lambda: returned.read(sealed, district.party, newer, NEW.kem)) == "packet.not_for_us"
    foreign = replace(given_back(), unit=str(uuid4()))
    raw = returned.seal(foreign, district.party, outstation.party, district.own).bytes
    read = returned.read
    assert (
        code_of(lambda: read(raw, district.party, outstation.party, outstation.own.kem))
        == "returned.for_another"
    )
    assert (
        code_of(lambda: read(sealed, successor(district), outstation.party, outstation.own.kem))
        == "packet.unknown_sender"
    )


# Whatever lies there


@settings(max_examples=40)
@given(junk=st.binary(max_size=300), cut=st.integers(0, 400), flip=st.integers(0, 10_000))
def test_whatever_was_written_is_read_or_refused(
    outstation: Side, district: Side, junk: bytes, cut: int, flip: int
) -> None:
    whole = rotation.write(
        rotation.compose(outstation.party, successor(outstation), LAST, "rotated"), outstation.own.signing
    ).bytes
    flipped = bytearray(whole)
    flipped[flip % len(whole)] ^= 1 + flip % 255
    for raw in (junk, whole[: -1 - cut], bytes(flipped), whole + junk[:1] if junk else junk):
        code_of(lambda raw=raw: rotation.read(raw, outstation.party))
        code_of(lambda raw=raw: revocation.read(raw, district.party))
        code_of(lambda raw=raw: returned.read(raw, district.party, outstation.party, outstation.own.kem))


@settings(max_examples=60)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=20),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
        max_leaves=12,
    )
)
def test_a_signed_document_of_another_shape_is_refused(
    outstation: Side, district: Side, content: object
) -> None:
    """An insider signs whatever he likes with his own key."""
    raw = msgspec.json.encode(content)
    said = signed.sign("rotation", raw, outstation.own.signing)
    assert code_of(lambda: rotation.read(said, outstation.party)) == "rotation.unreadable"
    said = signed.sign("revocations", raw, district.own.signing)
    assert code_of(lambda: revocation.read(said, district.party)) == "revocations.unreadable"


def test_another_spelling_of_the_same_document_is_refused(outstation: Side) -> None:
    written = rotation.compose(outstation.party, successor(outstation), LAST, "rotated")
    spelled = msgspec.json.encode(written)
    for other in (spelled.replace(b":3,", b":3.0,"), spelled[:-1] + b" }", spelled[:-1] + b',"x":1}'):
        raw = signed.sign("rotation", other, outstation.own.signing)
        assert code_of(lambda raw=raw: rotation.read(raw, outstation.party)) == "rotation.unreadable"
