# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A child process with little memory that feeds changed documents to the real receivers.

`python -m tests.operations.reporting.mutants` reads what to open from standard input as JSON and writes how
often each refusal was given. Anything but a named refusal, or an accepted change, ends it with an error.
"""

from __future__ import annotations

import json
import re
import resource
import shutil
import sys
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any
from uuid import uuid4

import resources
from app.domain.errors import Answer
from app.operations import district, reporting, returned_releases, template_packs
from app.operations.enrolment import district_party, outstation_party, own_keys
from app.operations.vaults import Vault
from storage import closed_devices, devices, epochs, known_offices, news, packets, released, releases
from storage import district as known_district
from storage.vault import open_with_key
from sync import (
    catalogue,
    key_list,
    keys,
    packet,
    receipt,
    release,
    returned,
    revocation,
    rotation,
    signed,
)
from sync.transport import CATALOGUE, keys_folder, packets_folder, receipts_folder

ROOM = 256 * 1024 * 1024
"""More memory than what is loaded before the first document."""

NOW = datetime(2022, 3, 1, 12, tzinfo=UTC)
AT_ONCE = 50
PAD = packet._pad

Mutation = Callable[[Random, bytes], bytes]


def flip(rng: Random, raw: bytes) -> bytes:
    at = rng.randrange(len(raw))
    return raw[:at] + bytes([raw[at] ^ (1 << rng.randrange(8))]) + raw[at + 1 :]


def truncate(rng: Random, raw: bytes) -> bytes:
    return raw[: rng.randrange(len(raw))]


def lengthen(rng: Random, raw: bytes) -> bytes:
    return raw + rng.randbytes(rng.choice([1, 96, 4096, 2_000_000]))


def repeat(rng: Random, raw: bytes) -> bytes:
    at, size = rng.randrange(len(raw)), rng.randrange(1, 5000)
    return raw[:at] + raw[at : at + size] + raw[at:] + b"\0"


def blank(rng: Random, raw: bytes) -> bytes:
    at, size = rng.randrange(len(raw)), rng.randrange(1, 300)
    return raw[:at] + bytes(0xFF ^ byte for byte in raw[at : at + size]) + raw[at + size :]


def length_field(rng: Random, raw: bytes) -> bytes:
    """The two bytes that say how long the header is."""
    at = raw.index(b"\0") + 2
    return raw[:at] + rng.choice([b"\0\0", b"\xff\xff", b"\x10\x01", rng.randbytes(2)]) + raw[at + 2 :]


def other_kind(rng: Random, raw: bytes) -> bytes:
    kind = rng.choice(sorted(signed.SIZE_CAPS))
    return signed.prefix(kind) + b"\x02" + raw[raw.index(b"\0") + 2 :]


OUTSIDE: tuple[Mutation, ...] = (flip, truncate, lengthen, repeat, blank, length_field, other_kind)
"""By somebody who can write to the share but cannot sign."""


def double_key(_: Random, text: bytes) -> bytes:
    member = text[1 : text.index(b",") + 1]
    return text[:1] + member + text[1:]


def huge_number(rng: Random, text: bytes) -> bytes:
    return _instead(rng, rb"(?<=:)\d+", text, b"9" * rng.choice([20, 400, 5000]))


def strange_number(rng: Random, text: bytes) -> bytes:
    return _instead(rng, rb"(?<=:)\d+", text, rng.choice([b"-1", b"1.5", b"1e400", b"NaN", b"00", b"[0]"]))


def deep(rng: Random, text: bytes) -> bytes:
    depth = rng.choice([50, 2000, 25_000])
    inner = rng.choice([(b"[", b"]"), (b'{"a":', b"}")])
    return _instead(rng, rb'(?<=:)("[^"]*"|\d+)', text, inner[0] * depth + b"1" + inner[1] * depth)


def unknown_field(rng: Random, text: bytes) -> bytes:
    return text[:-1] + b',"x":' + rng.choice([b"1", b"{}", b'"y"']) + b"}"


def spaces(rng: Random, text: bytes) -> bytes:
    return _instead(rng, rb":", text, b": ")


def no_text(rng: Random, text: bytes) -> bytes:
    return _instead(rng, rb'(?<=")[a-z]', text, rng.choice([b"\xff", b"\xed\xa0\x80", b"\x00", b"\\u0061"]))


def cut(rng: Random, text: bytes) -> bytes:
    return text[: rng.randrange(len(text))]


def long_text(rng: Random, text: bytes) -> bytes:
    return _instead(rng, rb'(?<=:")[^"]*', text, b"A" * rng.choice([200, 30_000]))


INSIDE: tuple[Mutation, ...] = (
    *(double_key, huge_number, strange_number, deep, unknown_field),
    *(spaces, no_text, cut, long_text),
)
"""By somebody who may sign: the text is broken, the signature is right."""


def _instead(rng: Random, pattern: bytes, text: bytes, new: bytes) -> bytes:
    found = rng.choice(list(re.finditer(pattern, text)) or [re.match(rb"", text)])
    assert found is not None
    return text[: found.start()] + new + text[found.end() :]


class Target:
    """The office, its Kreis, and a folder between them that the enemy writes."""

    def __init__(self, asked: dict[str, Any]) -> None:
        self.kreis = _open(asked["kreis"])
        self.office = _open(asked["office"])
        self.share = Path(asked["share"])
        self.rng = Random(asked["seed"])
        self.documents = {name: Path(path).read_bytes() for name, path in asked["documents"].items()}
        unit = reporting.ensure_unit(self.office, NOW)
        self.own = outstation_party(self.office.db, unit)
        self.other = district_party(self.kreis.db, district.district_of(self.kreis))
        self.codes: Counter[str] = Counter()
        self.before = self.state()

    def state(self) -> tuple[object, ...]:
        """Everything that a document could change."""
        figures = [repr(each) for each in released.releases(self.kreis.db)]
        outstations = known_district.outstations(self.kreis.db)
        closed = closed_devices.closed_devices(self.kreis.db)
        answers = [each.result for each in reporting.outbox(self.office)]
        pack, heard = template_packs.taken(self.office), news.newest(self.office.db)
        lists = epochs.known_revocations(self.office.db), known_offices.key_list(self.office.db)
        ledger = [each.payload for each in releases.ledger(self.office.db)]
        trusted = devices.district_keys(self.office.db), devices.own_device(self.office.db)
        return figures, outstations, closed, trusted, answers, pack, heard, lists, ledger

    def refused(self, code: str) -> None:
        """A refusal counts only with its sentence."""
        assert resources.message(code, **dict.fromkeys(FACTS, 1)).what
        self.codes[code] += 1

    # Release packets, by way of the share

    def packets_from_outside(self, count: int) -> None:
        raw, folder = self.documents["release"], self._folder(packets_folder(self.own.id, self.own.device))
        names: set[str] = set()
        while len(names) < count:
            mutant = self.rng.choice(OUTSIDE)(self.rng, raw)
            name = packet.name(self.rng.choice([1, 2, 3]), packet._sha256(mutant))
            names.add(name)
            (folder / name).write_bytes(mutant)
        result = district.fetch(self.kreis, NOW, folder=self.share)
        assert (result.accepted, result.refused, result.forks, result.trouble) == (0, 0, 0, None), result
        for each in packets.waiting(self.kreis.db):
            self.refused(each.reason)
        self._clear()

    def packets_from_inside(self, count: int) -> None:
        """A chain of packets that are rightly sealed and signed around a broken payload."""
        folder = self._folder(packets_folder(self.own.id, self.own.device))
        for _ in range(count):
            made = self._sealed()
            (folder / made.name).write_bytes(made.bytes)
        result = district.fetch(self.kreis, NOW, folder=self.share)
        assert (result.accepted, result.waiting, result.forks, result.trouble) == (0, 0, 0, None), result
        assert result.refused == count, result
        for each in packets.received(self.kreis.db)[-count:]:
            assert each.reason
            self.refused(each.reason)
        self._clear()

    def _sealed(self) -> packet.Packet:
        payload = self.rng.choice(INSIDE)(self.rng, self.documents["payload"])
        head = packet.header(release.SCHEMA, self.other.id, self.own, self.other, str(uuid4()), self._last())
        packet._pad = self._wrong_length if self.rng.random() < 0.2 else PAD
        made = packet.seal("release", payload, head, self.other.kem, own_keys(self.office.db).signing)
        packet._pad = PAD
        self._chain[head.sequence] = made.sha256
        return made

    def _wrong_length(self, payload: bytes, room: int) -> bytes:
        length = self.rng.choice([b"\0\0\0\0", b"\xff\xff\xff\xff", self.rng.randbytes(4)])
        return length + PAD(payload, room)[4:] + self.rng.choice([b"", b"\0", b"\1" * 4096])

    def _last(self) -> tuple[int, str]:
        self._chain = getattr(self, "_chain", None) or packets.consumed(self.kreis.db, self.own.device)
        newest = max(self._chain)
        return newest, self._chain[newest]

    # Everything else

    def receipts(self, count: int) -> None:
        folder = self._folder(receipts_folder(self.own.device))
        for _ in range(count):
            mutant = self._one("receipt", own_keys(self.kreis.db).signing)
            self._must_refuse(mutant, lambda raw: receipt.read(raw, self.other, self.own))
            (folder / packet.name(2, packet._sha256(mutant))).write_bytes(mutant)
        assert reporting.deliver(self.office, NOW, folder=self.share).receipts == 0
        self._clear()

    def takeovers_at_the_kreis(self, count: int) -> None:
        """In the office's own folder, before all its packets."""
        folder = self._folder(packets_folder(self.own.id, self.own.device))
        names: set[str] = set()
        while len(names) < count:
            mutant = self._one("rotation", own_keys(self.office.db).signing)
            name = packet.name(rotation.SEQUENCE, packet._sha256(mutant))
            names.add(name)
            (folder / name).write_bytes(mutant)
        result = district.fetch(self.kreis, NOW, folder=self.share)
        assert (result.accepted, result.refused, result.forks, result.trouble) == (0, 0, 0, None), result
        for each in packets.waiting(self.kreis.db):
            self.refused(each.reason)
        self._clear()

    def takeovers(self, count: int) -> None:
        """What the Kreis's own follower would say."""
        self._heard("takeover", rotation.SEQUENCE, count, lambda raw: rotation.read(raw, self.other))

    def revocations(self, count: int) -> None:
        self._heard("revocations", 1, count, lambda raw: revocation.read(raw, self.other))

    def catalogues(self, count: int) -> None:
        kind = self.rng.choice(["tables", "directory", "groups"])
        self._heard(kind, PUBLISHED, count, lambda raw: catalogue.read(raw, self.other))

    def key_lists(self, count: int) -> None:
        """Sealed to this device as well."""
        kem, folder = own_keys(self.office.db).kem, self._folder(keys_folder(self.own.device))
        before = known_offices.key_list(self.office.db)
        for _ in range(count):
            outside = self.rng.random() < 0.5
            raw = self._broken("keys") if outside else self._given("keys", key_list.SCHEMA, "listed")
            self._must_refuse(raw, lambda raw: key_list.read(raw, self.other, kem))
            (folder / packet.name(PUBLISHED, packet._sha256(raw))).write_bytes(raw)
        assert reporting.deliver(self.office, NOW, folder=self.share).trouble is None
        assert known_offices.key_list(self.office.db) == before
        self._clear()

    def _heard(self, name: str, number: int, count: int, read: Callable[[bytes], object]) -> None:
        """Each is refused by its reader; all of them together change nothing in an office that listens."""
        folder = self._folder(CATALOGUE)
        for _ in range(count):
            mutant = self._one(name, own_keys(self.kreis.db).signing)
            self._must_refuse(mutant, read)
            (folder / packet.name(number, packet._sha256(mutant))).write_bytes(mutant)
        result = reporting.deliver(self.office, NOW, folder=self.share)
        assert (result.trouble, result.news, result.returned) == (None, False, False), result
        self._clear()

    def returned_releases(self, count: int) -> None:
        """Sealed by the Kreis to this device, around what is broken, or broken on the way."""
        kem = own_keys(self.office.db).kem
        for _ in range(count):
            outside = self.rng.random() < 0.5
            raw = self._broken("returned") if outside else self._given("returned", returned.SCHEMA, "given")
            self._must_refuse(raw, lambda raw: self._take_back(raw, kem))

    def _broken(self, name: str) -> bytes:
        """On the way."""
        return self.rng.choice(OUTSIDE)(self.rng, self.documents[name])

    def _given(self, kind: str, schema: str, name: str) -> bytes:
        """Well sealed and signed around what is broken."""
        payload = self.rng.choice(INSIDE)(self.rng, self.documents[name])
        head = packet.header(schema, self.other.id, self.other, self.own, str(uuid4()), None)
        return packet.seal(kind, payload, head, self.own.kem, own_keys(self.kreis.db).signing).bytes

    def _take_back(self, raw: bytes, kem: Any) -> None:
        content, _ = returned.read(raw, self.other, self.own, kem)
        with self.office.transaction() as db:
            returned_releases.take(self.office, db, content, NOW)

    def pairings(self, count: int) -> None:
        key = own_keys(self.office.db).signing
        self._each("pairing", key, count, lambda raw: district.enrol(self.kreis, raw, "", NOW))

    def certificates(self, count: int) -> None:
        key = own_keys(self.kreis.db).signing
        self._each("certificate", key, count, lambda raw: reporting.take_certificate(self.office, raw, NOW))

    def template_packs(self, count: int) -> None:
        key = own_keys(self.kreis.db).signing
        self._each("templates", key, count, lambda raw: template_packs.take(self.office, raw, False, NOW))

    def _each(self, kind: str, key: Any, count: int, take: Callable[[bytes], object]) -> None:
        for _ in range(count):
            self._must_refuse(self._one(kind, key), take)

    def _must_refuse(self, mutant: bytes, take: Callable[[bytes], object]) -> None:
        try:
            take(mutant)
        except Answer as answer:
            self.refused(answer.code)
        else:
            raise AssertionError(f"it was taken: {mutant[:2000]!r}")

    def _one(self, name: str, key: Any) -> bytes:
        raw, kind = self.documents[name], KINDS.get(name, name)
        if self.rng.random() < 0.5:
            return self.rng.choice(OUTSIDE)(self.rng, raw)
        # Whoever may sign these may write other words into them.
        broken = [each for each in INSIDE if name not in ("directory", "groups") or each is not long_text]
        content = self.rng.choice(broken)(self.rng, signed.split(raw, kind).content)
        body = signed.prefix(kind) + bytes([signed.SUITE]) + content
        return body + keys.sign(key, body)

    def _folder(self, name: str) -> Path:
        folder = self.share / name
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def _clear(self) -> None:
        shutil.rmtree(self.share)
        self.share.mkdir()


FACTS = (
    *("number", "sequence", "missing", "outstation", "newest", "form", "language", "name", "own", "field"),
    *("period", "day", "held"),
)
KINDS = {"takeover": "rotation"} | dict.fromkeys(("tables", "directory", "groups"), "catalogue")
"""The kind of a document where it is not called so."""

PUBLISHED = 20220301
SHARES = (
    (0.3, Target.packets_from_outside),
    (0.15, Target.packets_from_inside),
    (0.07, Target.receipts),
    (0.05, Target.pairings),
    (0.05, Target.certificates),
    (0.05, Target.template_packs),
    (0.07, Target.takeovers_at_the_kreis),
    (0.05, Target.takeovers),
    (0.05, Target.revocations),
    (0.06, Target.catalogues),
    (0.05, Target.key_lists),
    (0.05, Target.returned_releases),
)


def main() -> None:
    asked = json.load(sys.stdin)
    target = Target(asked)
    used = int(re.search(r"VmSize:\s+(\d+)", Path("/proc/self/status").read_text())[1]) * 1024  # type: ignore[index]
    resource.setrlimit(resource.RLIMIT_AS, (used + ROOM, used + ROOM))
    for share, feed in SHARES:
        left = round(asked["count"] * share)
        while left > 0:
            feed(target, min(AT_ONCE, left))
            left -= AT_ONCE
    assert target.state() == target.before, "something was changed"
    json.dump(target.codes, sys.stdout)


def _open(asked: dict[str, str]) -> Vault:
    return open_with_key(Path(asked["path"]), asked["code"], bytes.fromhex(asked["key"]))


if __name__ == "__main__":
    main()
