# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The Kreis's numbered list of locked devices: nothing of them counts beyond the last packet it took."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Annotated, Final, Literal

import msgspec
from cryptography.hazmat.primitives.asymmetric import ec
from msgspec import Meta

from app.domain.errors import Refusal
from sync import packet, signed
from sync.keys import Party
from sync.packet import Packet
from sync.strict import DistrictId, Id, Number, Record, parse

SCHEMA: Final = "kim-bruecke.revocations/1"


class Revoked(Record, frozen=True):
    """A device and the last packet of it that was taken, 0 if none was."""

    device: Id
    epoch: Id
    last_sequence: Number


class Revocations(Record, frozen=True):
    """The whole list; each new one has the next number and drops nobody."""

    schema: Literal["kim-bruecke.revocations/1"]
    district: DistrictId
    number: Annotated[int, Meta(ge=1, le=99_999_999)]
    issued: date
    revoked: Annotated[tuple[Revoked, ...], Meta(max_length=5000)]

    def names(self, devices: Collection[str]) -> bool:
        return any(each.device in devices for each in self.revoked)


def write(revocations: Revocations, key: ec.EllipticCurvePrivateKey) -> Packet:
    raw = signed.sign("revocations", msgspec.json.encode(revocations), key)
    sha256 = signed.split(raw, "revocations").sha256
    return Packet(raw, sha256, packet.name(revocations.number, sha256))


def read(raw: bytes, district: Party) -> tuple[Revocations, str]:
    """The list with its hash, signed by this Kreis; Refusal otherwise."""
    document = signed.split(raw, "revocations")
    document.require_by(district.signing)
    revocations = parse(document.content, Revocations, "revocations.unreadable")
    if revocations.district != district.id:
        raise Refusal("revocations.other_district")
    return revocations, document.sha256


def is_news(found: tuple[Revocations, str], known: tuple[int, str] | None) -> bool:
    """Whether it goes beyond the list that is known by number and hash.

    Refusal for a lower number, and for the same number with another hash, which is an alarm.
    """
    revocations, sha256 = found
    number, held = known or (0, "")
    if revocations.number < number:
        raise Refusal("revocations.older", number=revocations.number)
    if revocations.number == number and sha256 != held:
        raise Refusal("revocations.fork", number=number)
    return revocations.number > number
