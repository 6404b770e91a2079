# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The data protection officer's signing key in a file of its own: PKCS #12, opened by a password."""

from __future__ import annotations

import unicodedata

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import PrivateFormat, pkcs12

from app.domain.errors import Refusal
from sync import keys

_ROUNDS = 600_000
"""PBKDF2-HMAC-SHA256, as OWASP advises."""
_NAME = "KIM-Brücke".encode()


def write(key: ec.EllipticCurvePrivateKey, password: str) -> bytes:
    """The key under AES-256, the whole file under an HMAC, both by the password."""
    builder = PrivateFormat.PKCS12.encryption_builder().kdf_rounds(_ROUNDS).hmac_hash(SHA256())
    by_password = builder.key_cert_algorithm(pkcs12.PBES.PBESv2SHA256AndAES256CBC).build(_typed(password))
    return pkcs12.serialize_key_and_certificates(_NAME, key, None, None, by_password)


def read(raw: bytes, password: str) -> ec.EllipticCurvePrivateKey:
    """The key in the file; Refusal for another password, another file, another kind of key."""
    try:
        key = pkcs12.load_pkcs12(raw, _typed(password)).key
    except ValueError as error:
        raise Refusal("offsets.key_does_not_open") from error
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise Refusal("offsets.key_does_not_open")
    keys.load_public(keys.public_der(key))
    return key


def _typed(password: str) -> bytes:
    return unicodedata.normalize("NFC", password).encode()
