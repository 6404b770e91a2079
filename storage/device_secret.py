# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A secret in the keyring of this computer, which a password needs beside it where somebody wants that.

It opens nothing alone: the wrapping key comes of the stretched password and of it (HKDF-SHA256, RFC 5869).
"""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.domain.errors import Trouble
from storage import system_keyring
from storage.connection import KEY_BYTES
from storage.system_keyring import Unusable

SERVICE = "KIM-Bruecke-Computer"
PURPOSE = b"kim-bruecke/1/device\0"


@dataclass(frozen=True)
class DeviceSecret:
    """The id stands in the slot and names the entry in the keyring; it tells nothing."""

    id: str
    secret: bytes = field(repr=False)

    def wrapping_key(self, stretched: bytes, file_id: str, salt: bytes) -> bytes:
        """What wraps the data key, of the password that was stretched under the same salt."""
        info = PURPOSE + file_id.encode()
        return HKDF(SHA256(), KEY_BYTES, salt, info).derive(stretched + self.secret)


def make() -> DeviceSecret:
    """A new one, kept and read again; Unusable where the keyring is none to rely on."""
    system_keyring.prove()
    made = DeviceSecret(str(uuid.uuid4()), secrets.token_bytes(KEY_BYTES))
    system_keyring.keep(SERVICE, made.id, made.secret.hex())
    if system_keyring.recall(SERVICE, made.id) != made.secret.hex():
        raise Unusable("Der Schlüsselbund behält nicht, was er bekommt.")
    return made


def recall(secret_id: str) -> DeviceSecret:
    """Trouble `device.…` where this computer does not have it, or its keyring does not answer."""
    try:
        kept = system_keyring.recall(SERVICE, secret_id)
    except Unusable as unusable:
        raise Trouble("device.keyring_silent") from unusable
    if not kept:
        raise Trouble("device.secret_missing")
    return DeviceSecret(secret_id, bytes.fromhex(kept))
