# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A sender begins a new device: its new keys, signed by the old ones, after the last packet it knows of."""

from __future__ import annotations

from typing import Final, Literal

import msgspec
from cryptography.hazmat.primitives.asymmetric import ec

from app.domain.errors import Refusal
from sync import packet, signed
from sync.keys import Party, require_usable
from sync.packet import Packet
from sync.strict import Id, Number, Record, Sha256, parse

SCHEMA: Final = "kim-bruecke.rotation/1"
SEQUENCE = 0
"""The number in the name: before every packet of the old device, in its folder."""

Reason = Literal["rotated", "restored"]


class Rotation(Record, frozen=True):
    """From this device and epoch to the new party; `last_sequence` 0: the old one had sealed nothing.

    `restored`: the old device's file came from a backup, so it may have sealed more than it knows of.
    """

    schema: Literal["kim-bruecke.rotation/1"]
    old_device: Id
    old_epoch: Id
    last_sequence: Number
    last_sha256: Sha256 | None
    new: Party
    reason: Reason


def compose(old: Party, new: Party, last: tuple[int, str] | None, reason: Reason) -> Rotation:
    """After `last`, the sequence and hash of the old device's newest packet."""
    sequence, sha256 = last or (0, None)
    return Rotation(SCHEMA, old.device, old.epoch, sequence, sha256, new, reason)


def write(rotation: Rotation, old_key: ec.EllipticCurvePrivateKey) -> Packet:
    """Signed by the old signing key; keep the bytes, signing again gives others."""
    raw = signed.sign("rotation", msgspec.json.encode(rotation), old_key)
    sha256 = signed.split(raw, "rotation").sha256
    return Packet(raw, sha256, packet.name(SEQUENCE, sha256))


def read(raw: bytes, old: Party) -> tuple[Rotation, str]:
    """The rotation of this party with its hash; Refusal if another signed it or it is about another."""
    document = signed.split(raw, "rotation")
    document.require_by(old.signing)
    rotation = parse(document.content, Rotation, "rotation.unreadable")
    if (rotation.last_sequence == 0) != (rotation.last_sha256 is None):
        raise Refusal("rotation.unreadable")
    if (rotation.old_device, rotation.old_epoch) != (old.device, old.epoch):
        raise Refusal("rotation.other_device")
    require_usable(rotation.new, old.role)
    if rotation.new.id != old.id:
        raise Refusal("rotation.other_unit")
    if _shared(old, rotation.new):
        raise Refusal("rotation.nothing_new")
    return rotation, document.sha256


def is_one(name: str) -> bool:
    """Whether a packet's name says that a rotation is in it."""
    return packet.is_name(name) and int(name[:8]) == SEQUENCE


def _shared(old: Party, new: Party) -> bool:
    used = {old.device, old.epoch, old.signing, old.kem}
    return bool(used & {new.device, new.epoch, new.signing, new.kem})
