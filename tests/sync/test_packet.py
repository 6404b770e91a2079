# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Sealed packets against a share whose administrator deletes, reorders, replays, cuts and changes."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

import resources
from app.domain.errors import Refusal
from sync import keys, packet, signed
from sync.packet import BLOCK, Header, Packet, is_new, is_whole, open_packet, seal, unseal, verify
from sync.release import Release, decode, encode, length_class

from .conftest import DISTRICT, Side

IDS = [f"{number:08d}-0000-4000-8000-000000000000" for number in range(20)]
ORDER = ec.SECP384R1().group_order


class Kreis:
    """A receiver as thin as can be: what it has accepted of one device."""

    def __init__(self, me: Side, sender: Side) -> None:
        self.me, self.known = me, {sender.party.signing_id: sender.party}
        self.accepted: dict[int, str] = {}
        self.stored: list[bytes] = []

    def receive(self, raw: bytes) -> bool:
        seen = verify(raw, "release", self.known)
        if not is_new(seen, self.accepted):
            return False
        opened = unseal(seen, self.me.own.kem)
        self.accepted[opened.header.sequence] = opened.sha256
        self.stored.append(opened.payload)
        return True


@pytest.fixture
def kreis(district: Side, outstation: Side) -> Kreis:
    return Kreis(district, outstation)


def sealed(outstation: Side, district: Side, payloads: list[bytes]) -> list[Packet]:
    """A chain of packets with these payloads."""
    packets: list[Packet] = []
    for number, payload in enumerate(payloads):
        last = (number, packets[-1].sha256) if packets else None
        head = packet.header(
            "kim-bruecke.release/1", DISTRICT, outstation.party, district.party, IDS[number], last
        )
        packets.append(seal("release", payload, head, district.party.kem, outstation.own.signing))
    return packets


@pytest.fixture(scope="session")
def chain(outstation: Side, district: Side) -> list[Packet]:
    return sealed(outstation, district, [b"one", b"two", b"three", b"four"])


def code_of(act: Callable[[], object]) -> str:
    """The code of the refusal that the act ends in, which must have its sentence."""
    with pytest.raises(Refusal) as refused:
        act()
    assert resources.message(refused.value.code, **refused.value.facts).what
    return refused.value.code


def test_a_release_travels(release: Release, outstation: Side, district: Side, kreis: Kreis) -> None:
    head = packet.header(release.schema, DISTRICT, outstation.party, district.party, IDS[0], None)
    room = length_class(release)
    sent = seal("release", encode(release), head, district.party.kem, outstation.own.signing, room)
    assert sent.name == f"00000001-{sent.sha256[:16]}.pkt"
    assert is_whole(sent.bytes, sent.name)
    assert sent.bytes.startswith(b"kim-bruecke/1/release\0\x01")
    opened = open_packet(sent.bytes, "release", kreis.known, district.own.kem)
    assert opened.header == head
    assert decode(opened.payload) == release
    for word in (b"livelihood", release.site.encode(), b"cells"):
        assert word not in sent.bytes


def test_length_tells_only_its_class(outstation: Side, district: Side) -> None:
    head = packet.header("kim-bruecke.release/1", DISTRICT, outstation.party, district.party, IDS[0], None)

    def length(size: int, room: int) -> int:
        payload = b"z" * size
        return len(seal("release", payload, head, district.party.kem, outstation.own.signing, room).bytes)

    one_block = length(0, 0)
    assert {length(size, 0) for size in (1, 2000, BLOCK - 4)} == {one_block}
    assert length(BLOCK - 3, 0) == one_block + BLOCK
    assert {length(size, 2 * BLOCK - 4) for size in (0, BLOCK, 2 * BLOCK - 4)} == {one_block + BLOCK}


def test_a_chain_is_accepted_once_in_order(kreis: Kreis, chain: list[Packet]) -> None:
    assert [kreis.receive(entry.bytes) for entry in chain] == [True] * 4
    assert kreis.stored == [b"one", b"two", b"three", b"four"]
    assert [kreis.receive(entry.bytes) for entry in chain] == [False] * 4, "a replay has no effect"
    assert len(kreis.stored) == 4


def test_a_deleted_packet_is_missed_and_reordering_waits(kreis: Kreis, chain: list[Packet]) -> None:
    kreis.receive(chain[0].bytes)
    for later in chain[2:]:
        assert code_of(lambda later=later: kreis.receive(later.bytes)) == "packet.gap"
    assert kreis.stored == [b"one"]
    assert all(kreis.receive(entry.bytes) for entry in chain[1:])


def test_a_second_history_is_an_alarm(
    kreis: Kreis, chain: list[Packet], outstation: Side, district: Side
) -> None:
    """A restored old file that goes on from an earlier state."""
    for entry in chain[:3]:
        kreis.receive(entry.bytes)
    fork = sealed(outstation, district, [b"one", b"other"])
    assert code_of(lambda: kreis.receive(fork[1].bytes)) == "packet.fork"
    head = packet.header(
        "kim-bruecke.release/1", DISTRICT, outstation.party, district.party, IDS[9], (3, fork[1].sha256)
    )
    next_of_fork = seal("release", b"x", head, district.party.kem, outstation.own.signing)
    assert code_of(lambda: kreis.receive(next_of_fork.bytes)) == "packet.fork"
    assert kreis.stored == [b"one", b"two", b"three"]


def test_a_swapped_file_is_seen_by_its_name(chain: list[Packet]) -> None:
    assert is_whole(chain[0].bytes, chain[0].name)
    assert not is_whole(chain[0].bytes, chain[1].name)
    assert not is_whole(chain[0].bytes[:-1], chain[0].name)
    assert not is_whole(chain[0].bytes, "../" + chain[0].name)


@given(data=st.data())
@settings(max_examples=80, deadline=None)
def test_any_flipped_byte_is_refused_by_name(
    data: st.DataObject, chain: list[Packet], district: Side, outstation: Side
) -> None:
    kreis, raw = Kreis(district, outstation), bytearray(chain[0].bytes)
    place = data.draw(st.integers(0, len(raw) - 1) | st.integers(0, 700))
    raw[place] ^= data.draw(st.integers(1, 255))
    assert code_of(lambda: kreis.receive(bytes(raw))).startswith("packet.")
    assert (kreis.accepted, kreis.stored) == ({}, [])
    assert kreis.receive(chain[0].bytes)


@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_any_truncation_or_addition_is_refused_by_name(
    data: st.DataObject, chain: list[Packet], district: Side, outstation: Side
) -> None:
    kreis, raw = Kreis(district, outstation), chain[0].bytes
    shorter = raw[: data.draw(st.integers(0, len(raw) - 1))]
    longer = raw + data.draw(st.binary(min_size=1, max_size=200))
    for changed in (shorter, longer):
        assert code_of(lambda changed=changed: kreis.receive(changed)).startswith("packet.")
        assert not is_whole(changed, chain[0].name)
    assert kreis.stored == []


@given(tail=st.binary(max_size=400))
@settings(max_examples=80, deadline=None)
def test_any_bytes_behind_the_beginning_are_refused(tail: bytes, district: Side, outstation: Side) -> None:
    kreis = Kreis(district, outstation)
    for raw in (tail, signed.prefix("release") + b"\x01" + tail):
        assert code_of(lambda raw=raw: kreis.receive(raw)).startswith("packet.")


def test_the_high_s_is_refused(kreis: Kreis, chain: list[Packet]) -> None:
    body, s = chain[0].bytes[:-48], int.from_bytes(chain[0].bytes[-48:])
    assert code_of(lambda: kreis.receive(body + (ORDER - s).to_bytes(48))) == "packet.bad_signature"


def test_beginnings_are_told_apart(kreis: Kreis, chain: list[Packet]) -> None:
    raw = chain[0].bytes
    at = len(signed.prefix("release"))
    cases = {
        b"": "packet.incomplete",
        raw[:10]: "packet.incomplete",
        raw[:60]: "packet.incomplete",
        b"PK\x03\x04" + raw: "packet.not_ours",
        raw.replace(b"/1/", b"/2/", 1): "packet.newer",
        raw[:at] + b"\x02" + raw[at + 1 :]: "packet.newer",
        raw.replace(b"release", b"receipt", 1): "packet.wrong_kind",
        raw + bytes(signed.SIZE_CAPS["release"]): "packet.too_large",
    }
    for changed, code in cases.items():
        assert code_of(lambda changed=changed: kreis.receive(changed)) == code
    with pytest.raises(ValueError, match="letter"):
        signed.prefix("letter")


def test_own_packets_may_not_be_larger_than_is_read(outstation: Side, district: Side) -> None:
    head = packet.header("kim-bruecke.release/1", DISTRICT, outstation.party, district.party, IDS[0], None)
    huge = bytes(signed.SIZE_CAPS["release"])
    assert (
        code_of(lambda: seal("release", huge, head, district.party.kem, outstation.own.signing))
        == "packet.too_large"
    )


def test_strangers_and_wrong_addresses(outstation: Side, district: Side, chain: list[Packet]) -> None:
    stranger = keys.generate()
    known = {outstation.party.signing_id: outstation.party}
    raw = chain[0].bytes
    assert code_of(lambda: open_packet(raw, "release", {}, district.own.kem)) == "packet.unknown_sender"
    assert code_of(lambda: open_packet(raw, "release", known, stranger.kem)) == "packet.not_for_us"
    moved = {outstation.party.signing_id: replace(outstation.party, epoch=IDS[5])}
    assert code_of(lambda: open_packet(raw, "release", moved, district.own.kem)) == "packet.wrong_device"
    confused = {outstation.party.signing_id: district.party}
    assert code_of(lambda: open_packet(raw, "release", confused, district.own.kem)) == "packet.bad_signature"


def resigned(content: bytes, outstation: Side) -> bytes:
    """A packet of a known sender that breaks the format inside."""
    return signed.sign("release", content, outstation.own.signing)


def test_a_known_sender_cannot_break_the_inside(kreis: Kreis, chain: list[Packet], outstation: Side) -> None:
    content = signed.split(chain[0].bytes, "release").content
    length = int.from_bytes(content[:2])
    outside, inside = content[2 : 2 + length], content[2 + length :]
    other = msgspec.json.encode(replace(msgspec.json.decode(outside, type=Header), packet=IDS[7]))

    def of(outside: bytes, inside: bytes) -> bytes:
        return resigned(len(outside).to_bytes(2) + outside + inside, outstation)

    cases = {
        of(other, inside): "packet.cannot_open",
        of(outside, inside[:50]): "packet.cannot_open",
        of(outside, b""): "packet.cannot_open",
        of(outside + b" ", inside): "packet.bad_header",
        of(outside.replace(b'"sequence":1', b'"sequence":1,"sequence":1'), inside): "packet.bad_header",
        of(outside.replace(b'"sequence":1', b'"sequence":1e23'), inside): "packet.bad_header",
        of(
            outside.replace(b'"sequence":1', b'"sequence":100000000000000000000000'), inside
        ): "packet.bad_header",
        of(b"[" * 4000, inside): "packet.bad_header",
        of(outside + b" " * 4096, inside): "packet.bad_header",
        resigned(b"\xff\xff" + content[2:], outstation): "packet.bad_header",
        resigned(b"", outstation): "packet.bad_header",
    }
    for raw, code in cases.items():
        assert code_of(lambda raw=raw: kreis.receive(raw)) == code
    assert kreis.stored == []


@pytest.mark.parametrize(
    "padded",
    [
        b"",
        bytes(BLOCK - 1),
        b"\0\0\0\1" + b"x" + bytes(BLOCK - 6) + b"y",
        b"\0\0\x10\0" + bytes(BLOCK - 4),
        b"\xff" * BLOCK,
    ],
)
def test_padding_is_strict(
    monkeypatch: pytest.MonkeyPatch, kreis: Kreis, outstation: Side, district: Side, padded: bytes
) -> None:
    """A known sender whose program pads otherwise."""
    monkeypatch.setattr(packet, "_pad", lambda _payload, _room: padded)
    raw = sealed(outstation, district, [b"x"])[0].bytes
    assert code_of(lambda: kreis.receive(raw)) == "packet.bad_padding"


def test_sealing_under_another_header_is_a_mistake(outstation: Side, district: Side) -> None:
    head = packet.header("kim-bruecke.release/1", DISTRICT, outstation.party, district.party, IDS[0], None)
    with pytest.raises(ValueError, match="other keys"):
        seal("release", b"", head, outstation.party.kem, outstation.own.signing)
    with pytest.raises(ValueError, match="other keys"):
        seal("release", b"", head, district.party.kem, district.own.signing)
