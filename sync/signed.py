# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Signed documents, the outer layer of everything that travels: `kim-bruecke/1/<kind>\\0`, suite, content,
signature."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric import ec

from app.domain.errors import Refusal
from sync import keys

_FAMILY = b"kim-bruecke/"
_VERSION = b"1/"
SUITE = 1
"""P-384, HKDF-SHA384, AES-256-GCM, ECDSA P-384."""

_MIB = 1024 * 1024
SIZE_CAPS = {
    "release": _MIB,
    "receipt": _MIB // 16,
    "catalogue": 16 * _MIB,
    "revocations": _MIB,
    "keys": _MIB,
    "pairing": _MIB // 16,
    "certificate": _MIB // 16,
    "rotation": _MIB // 16,
    "returned": 64 * _MIB,
    "transfer": 64 * _MIB,
    "offset-line": 4 * _MIB,
    "deputy-copy": 64 * _MIB,
    "templates": 16 * _MIB,
}
"""Every kind there is, and the largest file of it that is read."""


@dataclass(frozen=True)
class Signed:
    """A document taken apart; nothing in it is to be believed before `require_by`."""

    content: bytes
    body: bytes
    signature: bytes

    @property
    def sha256(self) -> str:
        """Packet hash, chain, name and receipt use the bytes before the signature."""
        return hashlib.sha256(self.body).hexdigest()

    def require_by(self, public: bytes) -> None:
        if not keys.is_signed(public, self.body, self.signature):
            raise Refusal("packet.bad_signature")


def prefix(kind: str) -> bytes:
    """What everything sealed or signed begins with."""
    if kind not in SIZE_CAPS:
        raise ValueError(f"no kind {kind}")
    return _FAMILY + _VERSION + kind.encode() + b"\0"


def sign(kind: str, content: bytes, key: ec.EllipticCurvePrivateKey) -> bytes:
    """The signed document; Refusal if it is larger than any receiver takes."""
    body = prefix(kind) + bytes([SUITE]) + content
    if len(body) + keys.SIGNATURE_LENGTH > SIZE_CAPS[kind]:
        raise Refusal("packet.too_large")
    return body + keys.sign(key, body)


def split(raw: bytes, kind: str) -> Signed:
    """A document of the expected kind, its signature not yet checked; Refusal for anything else."""
    begin = prefix(kind) + bytes([SUITE])
    if len(raw) > SIZE_CAPS[kind]:
        raise Refusal("packet.too_large")
    if not raw.startswith(begin):
        raise _strange(raw, kind)
    if len(raw) < len(begin) + keys.SIGNATURE_LENGTH:
        raise Refusal("packet.incomplete")
    body, signature = raw[: -keys.SIGNATURE_LENGTH], raw[-keys.SIGNATURE_LENGTH :]
    return Signed(body[len(begin) :], body, signature)


def _strange(raw: bytes, kind: str) -> Refusal:
    """Why the beginning is not the expected one."""
    if (prefix(kind) + bytes([SUITE])).startswith(raw):
        return Refusal("packet.incomplete")
    if not raw.startswith(_FAMILY):
        return Refusal("packet.not_ours")
    if not raw.startswith(_FAMILY + _VERSION) or raw.startswith(prefix(kind)):
        return Refusal("packet.newer")
    return Refusal("packet.wrong_kind")
