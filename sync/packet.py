# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Sealed packets: a signed document whose content is a header and an HPKE ciphertext (RFC 9180).

Content: header length (2 bytes), header (canonical JSON), ciphertext; inside it payload length (4 bytes),
payload, zeros up to a multiple of 4 KiB.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from msgspec import Meta

from app.domain.errors import Refusal
from sync import keys, signed
from sync.strict import DistrictId, Id, Number, Record, Sha256, parse

BLOCK = 4096
_HEADER_CAP = 4096
_HEADER_LENGTH = 2
_PAYLOAD_LENGTH = 4
_SUITE = Suite(KEM.P384, KDF.HKDF_SHA384, AEAD.AES_256_GCM)
_NAME = re.compile(r"[0-9]{8}-[0-9a-f]{16}\.pkt")


class Header(Record, frozen=True):
    """What is readable outside; `previous` is the hash of the packet before, None for the first."""

    schema: Annotated[str, Meta(pattern=r"^kim-bruecke\.[a-z-]{1,30}/[0-9]{1,4}\Z", max_length=60)]
    district: DistrictId
    device: Id
    epoch: Id
    sender: Sha256
    recipient: Sha256
    packet: Id
    sequence: Number
    previous: Sha256 | None


@dataclass(frozen=True)
class Packet:
    """A sealed packet, frozen: the same bytes are sent until the receipt comes."""

    bytes: bytes
    sha256: str
    name: str


@dataclass(frozen=True)
class Verified:
    """A packet of a known sender, as signed; whether its seal opens is another question."""

    kind: str
    header: Header
    inside: bytes
    sha256: str


@dataclass(frozen=True)
class Opened:
    """A packet whose sender, kind and chain place are known; its payload is still to be parsed."""

    header: Header
    payload: bytes
    sha256: str


def header(
    schema: str,
    district: str,
    sender: keys.Party,
    recipient: keys.Party,
    packet: str,
    last: tuple[int, str] | None,
) -> Header:
    """The header of the sender's next packet after `last`, its sequence and hash."""
    sequence, previous = (last[0] + 1, last[1]) if last else (1, None)
    device, epoch = sender.device, sender.epoch
    return Header(
        schema, district, device, epoch, sender.signing_id, recipient.kem_id, packet, sequence, previous
    )


def seal(
    kind: str,
    payload: bytes,
    header: Header,
    recipient_public: bytes,
    signing_key: ec.EllipticCurvePrivateKey,
    room: int = 0,
) -> Packet:
    """The payload sealed and signed; `room` bytes or more are made to look alike from outside."""
    ids = keys.key_id(keys.public_der(signing_key)), keys.key_id(recipient_public)
    if ids != (header.sender, header.recipient):
        raise ValueError("the header names other keys")
    outside = msgspec.json.encode(header)
    raw = signed.sign(kind, sealed(kind, outside, payload, recipient_public, room), signing_key)
    sha256 = _sha256(raw)
    return Packet(raw, sha256, name(header.sequence, sha256))


def sealed(kind: str, outside: bytes, payload: bytes, recipient_public: bytes, room: int = 0) -> bytes:
    """What is signed: `outside` to be read by all, the payload sealed to this key and bound to `outside`."""
    recipient = keys.load_public(recipient_public)
    inside = _SUITE.encrypt(_pad(payload, room), recipient, signed.prefix(kind) + outside)
    return len(outside).to_bytes(_HEADER_LENGTH) + outside + inside


def open_packet(
    raw: bytes, kind: str, known: Mapping[str, keys.Party], kem_key: ec.EllipticCurvePrivateKey
) -> Opened:
    """The packet of an expected kind from a known sender (by signing key id), sealed to this key."""
    return unseal(verify(raw, kind, known), kem_key)


def verify(raw: bytes, kind: str, known: Mapping[str, keys.Party]) -> Verified:
    """Who sent it: size, kind, header, sender, signature and device, each with its Refusal `packet.*`.

    Nothing that passes can have been changed on the way: it has its place in the sender's chain.
    """
    document = signed.split(raw, kind)
    outside, inside = split_header(document.content)
    head = parse(outside, Header, "packet.bad_header")
    sender = known.get(head.sender)
    if sender is None:
        raise Refusal("packet.unknown_sender")
    document.require_by(sender.signing)
    if (head.device, head.epoch) != (sender.device, sender.epoch):
        raise Refusal("packet.wrong_device")
    return Verified(kind, head, inside, document.sha256)


def unseal(seen: Verified, kem_key: ec.EllipticCurvePrivateKey) -> Opened:
    """What is in it: recipient, seal and padding, each with its Refusal `packet.*`."""
    if seen.header.recipient != keys.key_id(keys.public_der(kem_key)):
        raise Refusal("packet.not_for_us")
    payload = unsealed(seen.kind, msgspec.json.encode(seen.header), seen.inside, kem_key)
    return Opened(seen.header, payload, seen.sha256)


def unsealed(kind: str, outside: bytes, inside: bytes, kem_key: ec.EllipticCurvePrivateKey) -> bytes:
    """The payload that was `sealed` to this key together with `outside`; Refusal otherwise."""
    try:
        return _unpad(_SUITE.decrypt(inside, kem_key, signed.prefix(kind) + outside))
    except InvalidTag as error:
        raise Refusal("packet.cannot_open") from error


def split_header(content: bytes) -> tuple[bytes, bytes]:
    """What is readable outside, and what is sealed."""
    length = int.from_bytes(content[:_HEADER_LENGTH])
    outside = content[_HEADER_LENGTH : _HEADER_LENGTH + length]
    if length > _HEADER_CAP or len(outside) < length:
        raise Refusal("packet.bad_header")
    return outside, content[_HEADER_LENGTH + length :]


def is_new(seen: Verified, accepted: Mapping[int, str]) -> bool:
    """Whether the packet is the next of its device and epoch; `accepted` is sequence to hash.

    False: known already, nothing to do. Refusal packet.gap: one before is missing. Refusal packet.fork: it
    contradicts what was accepted, an alarm.
    """
    sequence, last = seen.header.sequence, max(accepted, default=0)
    if sequence in accepted:
        if accepted[sequence] != seen.sha256:
            raise Refusal("packet.fork", sequence=sequence)
        return False
    if sequence > last + 1:
        raise Refusal("packet.gap", sequence=sequence, missing=last + 1)
    if sequence <= last or seen.header.previous != accepted.get(last):
        raise Refusal("packet.fork", sequence=sequence)
    return True


def name(sequence: int, sha256: str) -> str:
    """The file's name; it holds the hash, so that a truncated file is seen."""
    return f"{sequence:08d}-{sha256[:16]}.pkt"


def is_name(text: str) -> bool:
    return _NAME.fullmatch(text) is not None


def is_whole(raw: bytes, name: str) -> bool:
    """Whether the bytes are those the name stands for; otherwise the file is still incomplete."""
    return is_name(name) and _sha256(raw)[:16] == name[9:25]


def _sha256(raw: bytes) -> str:
    return hashlib.sha256(raw[: -keys.SIGNATURE_LENGTH]).hexdigest()


def _pad(payload: bytes, room: int) -> bytes:
    size = _PAYLOAD_LENGTH + max(len(payload), room)
    filled = len(payload).to_bytes(_PAYLOAD_LENGTH) + payload
    return filled.ljust(-(-size // BLOCK) * BLOCK, b"\0")


def _unpad(padded: bytes) -> bytes:
    end = _PAYLOAD_LENGTH + int.from_bytes(padded[:_PAYLOAD_LENGTH])
    if not padded or len(padded) % BLOCK or end > len(padded) or padded[end:].strip(b"\0"):
        raise Refusal("packet.bad_padding")
    return padded[_PAYLOAD_LENGTH:end]
