# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Erasure (Art. 17 DSGVO): a file goes at once, its bytes after it, and it stays gone after a restore."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from app.domain.backup import KEPT_FOR
from app.domain.dates import berlin_date
from app.domain.errors import InvalidInput
from app.domain.progress import Progress, Silent
from app.domain.retention import Due, require_over
from app.operations import backups, erased_bytes
from app.operations.erased_bytes import are_left as is_unfinished
from app.operations.retention import due_of
from storage import Connection, cases, code_lists, disclosures, erasure, journal
from storage.erasure import Erased
from storage.vault import Vault

__all__ = [
    "BACKUP_DAYS",
    "BeforeErasure",
    "Erased",
    "before",
    "check_number",
    "erase_due",
    "erase_on_request",
    "erased_until_now",
    "finish",
    "is_unfinished",
]

BACKUP_DAYS = KEPT_FOR.days
"""So long backups may still hold what was erased."""


@dataclass(frozen=True)
class BeforeErasure:
    """What is to be known before it: the number to confirm it with, and who was told something (Art. 19)."""

    file_id: str
    number: str
    recipients: tuple[str, ...]


def before(vault: Vault, file_id: str) -> BeforeErasure:
    told = disclosures.of_file(vault.db, file_id)
    recipients = dict.fromkeys(each.recipient for each in told if not each.withheld)
    return BeforeErasure(file_id, cases.load_file(vault.db, file_id).number, tuple(recipients))


def check_number(vault: Vault, file_id: str, typed: str) -> None:
    """The file's number proves that it is the right one."""
    if typed.strip().upper() != cases.load_file(vault.db, file_id).number.upper():
        raise InvalidInput("number", "erasure.other_number")


def erase_on_request(vault: Vault, file_id: str, typed_number: str, now: datetime) -> None:
    """Because the person wants it, at once and not through the bin."""
    check_number(vault, file_id, typed_number)
    with vault.transaction() as db:
        _erase(db, vault, file_id, "requested", now)


def erase_due(vault: Vault, file_ids: Iterable[str], now: datetime) -> int:
    """All of these or none: their time is over and they were offered to the archive; returns how many."""
    today, erased = berlin_date(now), 0
    with vault.transaction() as db:
        for file_id in file_ids:
            found: Due = require_over(due_of(vault, file_id), today)
            _erase(db, vault, file_id, found.reason, now)
            erased += 1
    return erased


def finish(vault: Vault, now: datetime, progress: Progress | None = None) -> bool:
    """The bytes go, and a backup without them is made where there is a place; False: to be tried again.

    Long in a large file, so it may run beside the windows.
    """
    if not erased_bytes.overwrite(vault, now, progress or Silent()):
        return False
    if backups.state(vault, now).place:
        backups.back_up(vault, now, progress)
    return True


def erased_until_now(vault: Vault) -> tuple[Erased, ...]:
    """The stubs of all erased files, the newest first."""
    return erasure.erased_files(vault.db)


def _erase(db: Connection, vault: Vault, file_id: str, reason: str, now: datetime) -> None:
    today: date = berlin_date(now)
    code_lists.load(db).require("erasure_reason", reason, "reason", today)
    erasure.erase(db, Erased(file_id, today, reason, vault.actor.id))
    backups.want(db)
    journal.note(db, now, vault.actor, "file.erased", file_id)
