# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A damaged file saved as far as it goes: a new file, and a list of what is missing in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.domain.disclosure_info import tables
from app.domain.progress import Progress
from app.operations import backups, vaults
from storage import salvage
from storage.salvage_fill import UNKNOWN
from storage.vault import Vault

OTHER, UNTOLD = "Anderes", "unbekannt viele"


@dataclass(frozen=True)
class Saved:
    """The new file, open; how many records it has, how many of them as of the backup, which are missing."""

    vault: Vault
    records: int
    from_backup: int
    missing: tuple[tuple[str, str], ...]


def save(
    damaged: Path,
    code: str,
    password: str,
    place: Path | None,
    target: Path,
    now: datetime,
    progress: Progress,
) -> Saved:
    """From the damaged file and its newest whole backup at `place`; the damaged file stays as it is."""
    copies = backups.copies(place) if place is not None else ()
    found = salvage.look_into(damaged, code, password, copies)
    told = salvage.salvage(found, target, now, progress)
    opened = vaults.unlock(target, code, password)
    records, older = sum(told.rows.values()), sum(told.from_backup.values())
    return Saved(opened, records, older, salvage.missing_records(opened.db))


def missing(vault: Vault) -> tuple[tuple[str, str], ...]:
    """(table, record id) of what is missing in a file that was saved; empty in any other."""
    return salvage.missing_records(vault.db)


def record_of(record_id: str) -> str:
    """The id as it is shown; where no index told, nobody knows how many are missing."""
    return UNTOLD if record_id == UNKNOWN else record_id


def area_of(table: str) -> str:
    """What a person calls the records of a table."""
    return next((each.heading for each in tables() if each.name == table and each.heading), OTHER)


def in_words(missing: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """(area, how many) of what is missing; „unbekannt viele“ where not even the index told."""
    ids = list(missing)
    counts = Counter(area_of(table) for table, _ in ids)
    unknown = {area_of(table) for table, record_id in ids if record_id == UNKNOWN}
    return [(area, UNTOLD if area in unknown else str(count)) for area, count in sorted(counts.items())]
