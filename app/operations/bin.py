# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The Papierkorb: removing, bringing back, and letting go for good after thirty days."""

from __future__ import annotations

from datetime import datetime

from app.domain.bin import BinLine, erase_day
from app.domain.case import require_unrestricted
from app.domain.dates import berlin_date
from app.operations.livelihoods import keep_deadlines
from storage import Connection, cases, journal
from storage import bin as stored
from storage.bin_kinds import KINDS
from storage.vault import Vault

__all__ = ["KINDS", "contents", "empty", "empty_overdue", "remove", "restore"]


def remove(vault: Vault, kind: str, record_id: str, now: datetime) -> str:
    """Takes a record away with its follow-up, children and place in the search; returns the bin's id.

    What a signed agreement, a disclosure, a consent or a release stands on is refused, and a restricted file
    keeps what it has. What was released
    stays counted, and is not counted again when it comes back.
    """
    with vault.transaction() as db:
        bin_id = stored.take(db, kind, record_id, now, erase_day(berlin_date(now)))
        line = stored.line(db, bin_id)
        _require_unrestricted(db, line)
        _settle(db, line, now)
        journal.note(db, now, vault.actor, f"{kind}.removed", record_id)
    return bin_id


def restore(vault: Vault, bin_id: str, now: datetime) -> BinLine:
    """Brings it back as it was; nothing comes back into a restricted file. Returns what it was."""
    with vault.transaction() as db:
        line = stored.line(db, bin_id)
        _require_unrestricted(db, line)
        stored.put_back(db, bin_id)
        _settle(db, line, now)
        journal.note(db, now, vault.actor, f"{line.kind}.restored", line.record_id)
    return line


def contents(vault: Vault) -> tuple[BinLine, ...]:
    """What can still come back, the last removed first."""
    return stored.lines(vault.db)


def empty(vault: Vault, bin_id: str, now: datetime) -> None:
    """Gone for good."""
    with vault.transaction() as db:
        line = stored.line(db, bin_id)
        stored.erase(db, bin_id)
        journal.note(db, now, vault.actor, f"{line.kind}.erased", line.record_id)


def empty_overdue(vault: Vault, now: datetime) -> int:
    """Lets go of what has been here for thirty days; returns how many things that were."""
    overdue = stored.overdue(vault.db, berlin_date(now))
    if overdue:
        with vault.transaction() as db:
            for bin_id in overdue:
                stored.erase(db, bin_id)
            journal.note(db, now, vault.actor, "bin.overdue_erased")
    return len(overdue)


def _require_unrestricted(db: Connection, line: BinLine) -> None:
    if line.case_id is not None:
        require_unrestricted(cases.file_of(db, line.case_id))


def _settle(db: Connection, line: BinLine, now: datetime) -> None:
    """What another record asks for now that this one came or went."""
    if line.kind == "livelihood_period" and line.case_id is not None:
        keep_deadlines(db, line.case_id, berlin_date(now))
