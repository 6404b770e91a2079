# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Words that could not be written wait in memory, also behind the lock, readable by the file's key alone."""

from __future__ import annotations

import secrets

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from storage.vault import Vault

PURPOSE = b"kim-bruecke/1/waiting"
NONCE_BYTES = 12


def seal(vault: Vault, text: str) -> bytes:
    """The text under AES-256-GCM by a key of the file, nonce first."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + _cipher(vault).encrypt(nonce, text.encode(), PURPOSE)


def unseal(vault: Vault, sealed: bytes) -> str:
    """The text again; InvalidTag under the key of any other file."""
    return _cipher(vault).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], PURPOSE).decode()


def _cipher(vault: Vault) -> AESGCM:
    return AESGCM(vault.key_for(PURPOSE))
