# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The Kreis's list of its offices' keys, sealed to each: by it two of them seal a case to each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Annotated, Final, Literal
from uuid import uuid4

import msgspec
from cryptography.hazmat.primitives.asymmetric import ec
from msgspec import Meta

from app.domain.errors import Refusal
from sync import catalogue, packet, signed
from sync.enrolment import Label
from sync.keys import OwnKeys, Party, require_usable
from sync.packet import Packet
from sync.strict import DistrictId, Record, parse

SCHEMA: Final = "kim-bruecke.keys/1"


class Unit(Record, frozen=True):
    """An office as the Kreis knows it."""

    name: Label
    party: Party


class KeyList(Record, frozen=True):
    """All confirmed offices whose device is not locked; `number` is when it was made (UTC)."""

    schema: Literal["kim-bruecke.keys/1"]
    district: DistrictId
    number: Annotated[int, Meta(ge=20_000_101_000_000, le=99_991_231_235_959)]
    units: Annotated[tuple[Unit, ...], Meta(max_length=2000)]

    def by_unit(self) -> Mapping[str, Unit]:
        return {each.party.id: each for each in self.units}


def ordered(units: Iterable[Unit]) -> tuple[Unit, ...]:
    """In one order, so that two lists of the same offices are alike."""
    return tuple(sorted(units, key=lambda each: each.party.id))


def compose(district: str, number: int, units: Iterable[Unit]) -> KeyList:
    return KeyList(SCHEMA, district, number, ordered(units))


def encode(keys: KeyList) -> bytes:
    return msgspec.json.encode(keys)


def decode(raw: bytes) -> KeyList:
    """What `encode` gave."""
    return msgspec.json.decode(raw, type=KeyList)


def seal(keys: KeyList, district: Party, outstation: Party, own: OwnKeys) -> Packet:
    """For one office: many an office is called after who works there, and whoever runs the share can read."""
    header = packet.header(SCHEMA, district.id, district, outstation, str(uuid4()), None)
    made = packet.seal("keys", encode(keys), header, outstation.kem, own.signing)
    return replace(made, name=catalogue.name_of(keys.number, made.sha256))


def is_one(raw: bytes) -> bool:
    """By its beginning."""
    return raw.startswith(signed.prefix("keys"))


def read(raw: bytes, district: Party, kem_key: ec.EllipticCurvePrivateKey) -> KeyList:
    """The list of this Kreis, each office once and with keys that can be used; Refusal otherwise."""
    opened = packet.open_packet(raw, "keys", {district.signing_id: district}, kem_key)
    found = parse(opened.payload, KeyList, "key_list.unreadable")
    if not opened.header.district == found.district == district.id:
        raise Refusal("key_list.other_district")
    for each in found.units:
        require_usable(each.party, "outstation")
    if len(found.by_unit()) < len(found.units):
        raise Refusal("key_list.unreadable")
    return found
