# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Keys of a device: ECDSA P-384 to sign, another P-384 pair to be sealed to, and how two sides compare."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Annotated, Literal

import msgspec
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA384
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
    load_der_public_key,
)
from msgspec import Meta

from app.domain.errors import Refusal
from sync.strict import Id, PartyId, Record

_CURVE = ec.SECP384R1()
_ORDER = _CURVE.group_order
_HALF = 48
_UUID_LENGTH = 36
SIGNATURE_LENGTH = 2 * _HALF
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

PublicDer = Annotated[bytes, Meta(max_length=200)]
"""A public key as DER SubjectPublicKeyInfo."""


@dataclass(frozen=True)
class OwnKeys:
    """The two private keys of this device; they live inside the encrypted file only."""

    signing: ec.EllipticCurvePrivateKey
    kem: ec.EllipticCurvePrivateKey


class Party(Record, frozen=True):
    """One side as the other knows it: its reporting unit or Kreis, its device and epoch, both public keys."""

    role: Literal["outstation", "district"]
    id: PartyId
    device: Id
    epoch: Id
    signing: PublicDer
    kem: PublicDer

    @property
    def signing_id(self) -> str:
        return key_id(self.signing)

    @property
    def kem_id(self) -> str:
        return key_id(self.kem)


class Officer(Record, frozen=True):
    """The data protection officer, who draws the offset sheet: known by a signing key alone."""

    role: Literal["officer"]
    signing: PublicDer


def generate() -> OwnKeys:
    return OwnKeys(ec.generate_private_key(_CURVE), ec.generate_private_key(_CURVE))


def private_der(key: ec.EllipticCurvePrivateKey) -> bytes:
    """A private key as unencrypted PKCS #8 DER, to be stored inside the encrypted file."""
    return key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())


def load_private(der: bytes) -> ec.EllipticCurvePrivateKey:
    key = load_der_private_key(der, password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey) or key.curve.name != _CURVE.name:
        raise ValueError("not a P-384 key")
    return key


def public_der(key: ec.EllipticCurvePrivateKey | ec.EllipticCurvePublicKey) -> bytes:
    public = key.public_key() if isinstance(key, ec.EllipticCurvePrivateKey) else key
    return public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def load_public(der: bytes) -> ec.EllipticCurvePublicKey:
    """A public key in its one spelling, since ids are computed of the bytes; Refusal otherwise."""
    try:
        key = load_der_public_key(der)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise Refusal("keys.unusable") from error
    if not isinstance(key, ec.EllipticCurvePublicKey) or key.curve.name != _CURVE.name:
        raise Refusal("keys.unusable")
    if public_der(key) != der:
        raise Refusal("keys.unusable")
    return key


def key_id(der: bytes) -> str:
    """SHA-256 of the public key: always computed, never read."""
    return hashlib.sha256(der).hexdigest()


def party(keys: OwnKeys, role: Literal["outstation", "district"], id: str, device: str, epoch: str) -> Party:
    """This side as it shows itself to the other."""
    return Party(role, id, device, epoch, public_der(keys.signing), public_der(keys.kem))


def require_usable(side: Party, role: Literal["outstation", "district"]) -> None:
    """Both keys are P-384 and not the same, role and id fit; Refusal otherwise."""
    load_public(side.signing), load_public(side.kem)
    if side.signing == side.kem or side.role != role or (len(side.id) > _UUID_LENGTH) != (role == "district"):
        raise Refusal("keys.unusable")


def sign(key: ec.EllipticCurvePrivateKey, message: bytes) -> bytes:
    """ECDSA with SHA-384 as 96 bytes r‖s with the low s, so that a message has one spelling per signing."""
    r, s = decode_dss_signature(key.sign(message, ec.ECDSA(SHA384())))
    return r.to_bytes(_HALF) + min(s, _ORDER - s).to_bytes(_HALF)


def is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    r, s = int.from_bytes(signature[:_HALF]), int.from_bytes(signature[_HALF:])
    if len(signature) != SIGNATURE_LENGTH or s > _ORDER // 2:
        return False
    try:
        load_public(public).verify(encode_dss_signature(r, s), message, ec.ECDSA(SHA384()))
    except InvalidSignature:
        return False
    return True


def fingerprint(one: Party, other: Party | Officer) -> str:
    """What both people compare: 100 bits over all keys, ids and roles of both, in five groups of four."""
    sides: list[Party | Officer] = [one, other]
    both = msgspec.json.encode(sorted(sides, key=lambda side: (side.role, side.signing)))
    digest = hashlib.sha256(b"kim-bruecke/1/fingerprint\0" + both).digest()
    bits = int.from_bytes(digest) >> 256 - 100
    letters = "".join(_CROCKFORD[bits >> shift & 31] for shift in range(95, -1, -5))
    return " ".join(letters[start : start + 4] for start in range(0, 20, 4))
