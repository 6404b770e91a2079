# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The keyring of the operating system, if it is a known one that really keeps, gives back and forgets."""

from __future__ import annotations

import secrets
import uuid

import keyring
import keyring.errors
from keyring.backend import KeyringBackend
from keyring.backends.chainer import ChainerBackend

KEYRINGS = frozenset({"Windows", "SecretService", "libsecret", "kwallet", "macOS"})
_PROBE = "KIM-Bruecke-Selbsttest"


class Unusable(Exception):
    """Why there is none to rely on, in a plain sentence."""


def prove() -> str:
    """Its name; Unusable if it is missing, unknown, silent, or only pretends to keep."""
    backend = keyring.get_keyring()
    parts = list(backend.backends) if isinstance(backend, ChainerBackend) else [backend]
    if not parts or not all(_is_known(part) for part in parts):
        raise Unusable("Kein Schlüsselbund des Systems; es geht auch ohne, dann nur mit Passwort.")
    name, secret = str(uuid.uuid4()), secrets.token_hex(16)
    try:
        keyring.set_password(_PROBE, name, secret)
        kept = keyring.get_password(_PROBE, name)
        keyring.delete_password(_PROBE, name)
        left = keyring.get_password(_PROBE, name)
    except keyring.errors.KeyringError as error:
        raise Unusable("Der Schlüsselbund ist da, antwortet aber nicht.") from error
    if kept != secret or left is not None:
        raise Unusable("Der Schlüsselbund behält nicht, was er bekommt.")
    return ", ".join(type(part).__module__.rpartition(".")[2] for part in parts)


def keep(service: str, name: str, text: str) -> None:
    """Unusable if it does not take it."""
    try:
        keyring.set_password(service, name, text)
    except keyring.errors.KeyringError as error:
        raise Unusable from error


def recall(service: str, name: str) -> str | None:
    try:
        return keyring.get_password(service, name)
    except keyring.errors.KeyringError as error:
        raise Unusable from error


def _is_known(backend: KeyringBackend) -> bool:
    package, _, name = type(backend).__module__.rpartition(".")
    return package == "keyring.backends" and name in KEYRINGS
