# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the Kreis gives back to a restored outstation: every release it took, sealed to the new device."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Final, Literal
from uuid import uuid4

import msgspec
from cryptography.hazmat.primitives.asymmetric import ec
from msgspec import Meta

from app.domain.errors import Refusal
from sync import packet, signed
from sync.enrolment import Site
from sync.keys import OwnKeys, Party
from sync.packet import Packet
from sync.strict import Id, Number, Record, parse

SCHEMA: Final = "kim-bruecke.returned/1"
Payload = Annotated[bytes, Meta(max_length=signed.SIZE_CAPS["release"])]


class Returned(Record, frozen=True):
    """The payloads byte for byte as they were released, the oldest first, and the sites they are about.

    `last_sequence` is the last packet that was taken of the old device.
    """

    schema: Literal["kim-bruecke.returned/1"]
    unit: Id
    old_device: Id
    last_sequence: Number
    sites: Annotated[tuple[Site, ...], Meta(max_length=200)]
    releases: Annotated[tuple[Payload, ...], Meta(max_length=10_000)]


def compose(
    unit: str, old_device: str, last_sequence: int, sites: Iterable[Site], releases: Iterable[bytes]
) -> Returned:
    return Returned(SCHEMA, unit, old_device, last_sequence, tuple(sites), tuple(releases))


def seal(content: Returned, district: Party, outstation: Party, own: OwnKeys) -> Packet:
    header = packet.header(SCHEMA, district.id, district, outstation, str(uuid4()), None)
    return packet.seal("returned", msgspec.json.encode(content), header, outstation.kem, own.signing)


def read(
    raw: bytes, district: Party, outstation: Party, kem_key: ec.EllipticCurvePrivateKey
) -> tuple[Returned, str]:
    """What this Kreis returns to this device, with the packet's hash; Refusal otherwise."""
    opened = packet.open_packet(raw, "returned", {district.signing_id: district}, kem_key)
    content = parse(opened.payload, Returned, "returned.unreadable")
    if opened.header.district != district.id or content.unit != outstation.id:
        raise Refusal("returned.for_another")
    return content, opened.sha256
