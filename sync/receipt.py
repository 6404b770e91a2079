# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Signed receipts: what the Kreis answers to each packet."""

from __future__ import annotations

from typing import Annotated, Final, Literal

import msgspec
from cryptography.hazmat.primitives.asymmetric import ec
from msgspec import Meta

from app.domain.errors import Refusal
from sync import packet, signed
from sync.keys import Party
from sync.strict import DistrictId, Id, Number, Record, Sha256, parse

SCHEMA: Final = "kim-bruecke.receipt/1"


class Receipt(Record, frozen=True):
    """The answer to one packet; a refused one counts as consumed. `reason` is the code of the refusal."""

    schema: Literal["kim-bruecke.receipt/1"]
    district: DistrictId
    device: Id
    epoch: Id
    packet: Id
    sequence: Number
    sha256: Sha256
    result: Literal["accepted", "refused"]
    reason: Annotated[str, Meta(pattern=r"^[a-z_]+\.[a-z_]+\Z", max_length=60)] | None
    highest: Number
    catalogue: Number
    revocations: Number


def write(receipt: Receipt, key: ec.EllipticCurvePrivateKey) -> packet.Packet:
    """The signed receipt; keep its bytes, signing again gives others under the same name."""
    raw = signed.sign("receipt", msgspec.json.encode(receipt), key)
    sha256 = signed.split(raw, "receipt").sha256
    return packet.Packet(raw, sha256, packet.name(receipt.sequence, sha256))


def read(raw: bytes, district: Party, outstation: Party) -> Receipt:
    """The receipt of this Kreis for this device; Refusal otherwise."""
    document = signed.split(raw, "receipt")
    document.require_by(district.signing)
    receipt = parse(document.content, Receipt, "receipt.unreadable")
    if (receipt.result == "refused") != (receipt.reason is not None):
        raise Refusal("receipt.unreadable")
    addressed = receipt.district, receipt.device, receipt.epoch
    if addressed != (district.id, outstation.device, outstation.epoch):
        raise Refusal("receipt.for_another")
    return receipt
