# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""After a restore: what came later than the backup is missing, so nothing leaves before it is looked at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from app.domain.errors import InvalidInput, Refusal
from app.operations.ways import open_transport
from storage import devices, epochs, erasure, journal, office_settings, outbox, releases
from storage.migrate import Role
from storage.restore import (
    CATCH_UP_OPEN,
    ERASED_AGAIN,
    ERASED_SINCE,
    RELEASES_OPEN,
    RESTORED_FROM,
    is_open,
    said_to_be_erased,
)
from storage.vault import Vault
from sync.transport import packets_folder
from sync.webdav import undisturbed

_NUMBER_MOST = 9


@dataclass(frozen=True)
class RestoreState:
    """The moment of the backup the file came from, and what is still open since.

    `releases_open`: an office waits for what the Kreis has of it, the Kreis for what the offices have.
    `erased_again`: files that newer backups knew to be erased, and that are gone here too.
    """

    backup_of: datetime
    catch_up_open: bool
    releases_open: bool
    erased_again: int = 0


def restore_state(vault: Vault) -> RestoreState | None:
    """None in a file that never came from a backup."""
    at = office_settings.setting(vault.db, RESTORED_FROM, "")
    if not at:
        return None
    case = vault.role is Role.CASE
    return RestoreState(
        datetime.fromisoformat(at),
        case and is_open(vault.db, CATCH_UP_OPEN),
        is_open(vault.db, RELEASES_OPEN),
        int(office_settings.setting(vault.db, ERASED_AGAIN, "0")),
    )


def erase_again(vault: Vault, now: datetime) -> None:
    """What newer backups beside the restored one knew to be erased goes at once; without such nothing."""
    said = office_settings.setting(vault.db, ERASED_SINCE, "")
    if vault.role is not Role.CASE or not said:
        return
    with vault.transaction() as db:
        for each in said_to_be_erased(said):
            erasure.remember(db, each)
        office_settings.set_setting(db, ERASED_AGAIN, str(erasure.clear_again(db)))
        office_settings.set_setting(db, ERASED_SINCE, "")
        journal.note(db, now, vault.actor, "restored.erased_again")


def caught_up(vault: Vault, now: datetime) -> None:
    """Withdrawals, erasures and disclosures since the backup are entered again, says the acting person."""
    with vault.transaction() as db:
        office_settings.set_setting(db, CATCH_UP_OPEN, "")
        journal.note(db, now, vault.actor, "restored.caught_up")


def confirm_releases(vault: Vault, last_number: str, in_exchange: int, now: datetime) -> None:
    """Releases go on if the Kreis has exactly the packets that this file has sealed.

    `last_number` is what the Kreis reads out; it has fetched everything before. `in_exchange` is what
    `last_in_exchange` has just found. If either is more, the file cannot know what left, and stays closed.
    """
    typed = last_number.strip()
    if not (typed.isascii() and typed.isdigit() and len(typed) <= _NUMBER_MOST):
        raise InvalidInput("last_number", "restored.number_unreadable")
    if _is_asked_back(vault):
        raise Refusal("restored.return_awaited")
    own = last_packet(vault)
    if max(int(typed), in_exchange) > own:
        raise InvalidInput("last_number", "restored.releases_missing")
    if int(typed) < own:
        raise InvalidInput("last_number", "restored.not_fetched", own=own)
    with vault.transaction() as db:
        office_settings.set_setting(db, RELEASES_OPEN, "")
        journal.note(db, now, vault.actor, "restored.releases_confirmed")


def last_packet(vault: Vault) -> int:
    """The number of the last packet that this file has sealed; 0 before the first."""
    device = devices.own_device(vault.db)
    sealed = outbox.packets(vault.db, device.id) if device else ()
    return sealed[-1].sequence if sealed else 0


def last_in_exchange(vault: Vault, proxy: str = "", pulse: Callable[[], object] = undisturbed) -> int:
    """The highest number of a packet of this device in the exchange, 0 without one; Trouble if there is none.

    It goes over the net.
    """
    unit, device = releases.unit(vault.db), devices.own_device(vault.db)
    if unit is None or device is None or devices.way(vault.db) is None:
        return 0
    names = open_transport(vault.db, proxy, pulse).list(packets_folder(unit.id, device.id))
    return max((int(name[:8]) for name in names), default=0)


def _is_asked_back(vault: Vault) -> bool:
    """Whether a new device has already asked the Kreis for all it has."""
    begun = epochs.rotation(vault.db)
    return is_open(vault.db, RELEASES_OPEN) and begun is not None and begun.reason == "restored"
