# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Does this way work? One step after the other, up to the first that does not."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from app.domain.errors import Refusal, Trouble
from app.domain.progress import Progress, Repeated
from app.operations.ways import checked_way, opened
from storage.devices import Way
from storage.vault import Vault
from sync import packet
from sync.transport import FolderTransport, probe_folder
from sync.webdav import WebdavTransport

STEPS = {
    "folder": ("folder", "files"),
    "webdav": ("address", "certificate", "login", "folder", "files"),
}
"""What is looked at, in this order; without https there is no certificate to look at."""

_PROBE_BYTES = 4096
_FAILS_AT = {
    "transport.certificate_unknown": "certificate",
    "transport.certificate_expired": "certificate",
    "transport.certificate_other_host": "certificate",
    "transport.no_secure_connection": "certificate",
    "transport.login_refused": "login",
    "transport.forbidden": "folder",
    "transport.address_missing": "folder",
    "transport.not_webdav": "folder",
    "transport.folder_missing": "folder",
    "transport.unreachable": "folder",
    "transport.no_permission": "folder",
}


@dataclass(frozen=True)
class CheckedStep:
    """A step and the code of what is wrong with it, None if it is right."""

    step: str
    trouble: str | None = None


def check_connection(
    vault: Vault,
    kind: str,
    address: str,
    user: str,
    password: str,
    proxy_for: Callable[[str], str],
    progress: Progress | None = None,
) -> tuple[CheckedStep, ...]:
    """Tries a way before it is taken: its steps up to the first that fails. Changes nothing in the file.

    InvalidInput for what cannot be tried at all; `proxy_for` names the proxy for an address, "" for none.
    """
    way, secret = checked_way(vault, kind, address, user, password)
    told = Repeated(progress)
    place = opened(way, secret, proxy_for(way.address), told.again)
    steps = _steps(way)
    try:
        place.look()
    except Trouble as trouble:
        return _up_to(steps, _FAILS_AT.get(trouble.code, steps[0]), trouble.code)
    try:
        _put_and_read(place)
    except Trouble as trouble:
        return _up_to(steps, "files", trouble.code)
    return tuple(CheckedStep(step) for step in steps)


def _steps(way: Way) -> tuple[str, ...]:
    steps = STEPS[way.kind]
    return tuple(step for step in steps if step != "certificate" or way.address.startswith("https:"))


def _up_to(steps: tuple[str, ...], failed: str, code: str) -> tuple[CheckedStep, ...]:
    right = steps[: steps.index(failed)]
    return (*map(CheckedStep, right), CheckedStep(failed, code))


def _put_and_read(place: FolderTransport | WebdavTransport) -> None:
    """A file of chance bytes under a packet's name, where nobody looks for packets, and away again."""
    probe, content = str(uuid4()), secrets.token_bytes(_PROBE_BYTES)
    name = packet.name(0, hashlib.sha256(content).hexdigest())
    folder = probe_folder(probe)
    place.put(folder, name, content)
    try:
        if place.list(folder) != [name] or place.get(folder, name, len(content)) != content:
            raise Trouble("transport.not_kept")
    except Refusal as larger:
        raise Trouble("transport.not_kept") from larger
    place.discard_probe(probe)
