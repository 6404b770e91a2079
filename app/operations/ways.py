# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The way between office and Kreis, the same in both roles: set it, open it, and how it went lately."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from app.domain import delivery
from app.domain.delivery import DeliveryState
from app.domain.errors import InvalidInput, Refusal, Trouble
from storage import Connection, devices, journal
from storage import delivery_state as kept
from storage.devices import Way
from storage.vault import Vault
from sync.transport import FolderTransport
from sync.webdav import WebdavTransport, origin, undisturbed, usable_address

Chance = Callable[[], float]
_chance: Chance = random.SystemRandom().random


def set_transport(
    vault: Vault, kind: str, address: str, now: datetime, *, user: str = "", password: str = ""
) -> None:
    """Where packets and receipts lie; a way that had been given up is tried again."""
    way, secret = checked_way(vault, kind, address, user, password)
    with vault.transaction() as db:
        devices.set_way(db, way, secret)
        kept.forget(db)
        journal.note(db, now, vault.actor, "reporting.transport_set")


def transport(vault: Vault) -> Way | None:
    """The way that was set, without its password."""
    return devices.way(vault.db)


def checked_way(vault: Vault, kind: str, address: str, user: str, password: str) -> tuple[Way, str]:
    """The way with its password; an empty one is the known one, for the same server and user only."""
    if kind == "folder":
        if not address.strip() or not Path(address).is_dir():
            raise InvalidInput("address", "reporting.no_such_folder")
        return Way(kind, str(Path(address).absolute())), ""
    if kind != "webdav":
        raise InvalidInput("kind", "reporting.transport_unknown")
    way = Way(kind, usable_address(address), _usable_user(user))
    secret = password or _known_password(vault.db, way)
    if not secret:
        raise InvalidInput("password", "transport.password_missing")
    return way, secret


def open_transport(
    db: Connection, proxy: str = "", pulse: Callable[[], object] = undisturbed
) -> FolderTransport | WebdavTransport:
    """The way that was set; Refusal before that. On a server every act on it goes over the net."""
    way = devices.way(db)
    if way is None:
        raise Refusal("reporting.no_transport")
    return opened(way, devices.password(db), proxy, pulse)


def opened(
    way: Way, password: str, proxy: str = "", pulse: Callable[[], object] = undisturbed
) -> FolderTransport | WebdavTransport:
    if way.kind == "folder":
        return FolderTransport(Path(way.address))
    return WebdavTransport(way.address, way.user, password, proxy, pulse)


def delivery_state(vault: Vault) -> DeliveryState | None:
    """How the last rounds went; None before the first over this way."""
    return kept.state(vault.db)


def is_due(vault: Vault, now: datetime) -> bool:
    """Whether it is time to try by itself."""
    return delivery.is_due(kept.state(vault.db), now)


def keep_outcome(vault: Vault, trouble: Trouble | None, now: datetime, chance: Chance = _chance) -> None:
    """Remembers how a round over the set way ended, and when the next one is due."""
    before = kept.state(vault.db)
    new = (
        delivery.after_trouble(before, trouble.code, now, chance())
        if trouble
        else delivery.after_success(now)
    )
    with vault.transaction() as db:
        kept.keep(db, new)


def _usable_user(user: str) -> str:
    """Basic authentication (RFC 7617) has no colon and no control characters in a name."""
    name = user.strip()
    if not name:
        raise InvalidInput("user", "transport.user_missing")
    if ":" in name or not name.isprintable():
        raise InvalidInput("user", "transport.user_unusable")
    return name


def _known_password(db: Connection, way: Way) -> str:
    before = devices.way(db)
    if before is None or before.kind != "webdav":
        return ""
    same = (origin(before.address), before.user) == (origin(way.address), way.user)
    return devices.password(db) if same else ""
