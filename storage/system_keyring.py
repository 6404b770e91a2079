# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The keyring of the operating system, if it is a known one that really keeps, gives back and forgets.

Its package is loaded when somebody asks: looking for keyrings takes longer than painting the door.
"""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

KEYRINGS = frozenset({"Windows", "SecretService", "libsecret", "kwallet", "macOS"})
_PROBE = "KIM-Bruecke-Selbsttest"


class Unusable(Exception):
    """Why there is none to rely on, in a plain sentence."""


def prove() -> str:
    """Its name; Unusable if it is missing, unknown, silent, or only pretends to keep."""
    name, secret = str(uuid.uuid4()), secrets.token_hex(16)
    with _asked() as ring:
        parts = _parts(ring)
        if not parts or not all(_is_known(part) for part in parts):
            raise Unusable("Kein Schlüsselbund des Systems; es geht auch ohne, dann nur mit Passwort.")
        ring.set_password(_PROBE, name, secret)
        kept = ring.get_password(_PROBE, name)
        ring.delete_password(_PROBE, name)
        left = ring.get_password(_PROBE, name)
    if kept != secret or left is not None:
        raise Unusable("Der Schlüsselbund behält nicht, was er bekommt.")
    return ", ".join(type(part).__module__.rpartition(".")[2] for part in parts)


def keep(service: str, name: str, text: str) -> None:
    """On this computer alone; Unusable if it does not take it."""
    with _asked() as ring:
        for part in _parts(ring):
            if hasattr(part, "persist"):  # Windows takes it along to every computer of a domain otherwise
                part.persist = "local machine"
        ring.set_password(service, name, text)


def recall(service: str, name: str) -> str | None:
    with _asked() as ring:
        kept: str | None = ring.get_password(service, name)
    return kept


@contextmanager
def _asked() -> Iterator[ModuleType]:
    """The package `keyring`; what it fails with is Unusable."""
    import keyring
    from keyring.errors import KeyringError

    try:
        yield keyring
    except KeyringError as error:
        raise Unusable("Der Schlüsselbund ist da, antwortet aber nicht.") from error


def _parts(ring: ModuleType) -> list[object]:
    """The keyrings behind the one in use, which may be a chain of them."""
    from keyring.backends.chainer import ChainerBackend

    backend = ring.get_keyring()
    return list(backend.backends) if isinstance(backend, ChainerBackend) else [backend]


def _is_known(backend: object) -> bool:
    package, _, name = type(backend).__module__.rpartition(".")
    return package == "keyring.backends" and name in KEYRINGS
