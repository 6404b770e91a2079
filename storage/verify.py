# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whether a file is whole: its pages, its structure, its references, its journal, its slots."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.domain.errors import Trouble
from storage import journal, slot_files
from storage.connection import Connection
from storage.vault import Vault

MOST_FINDINGS = 100  # per kind; a file with more is to be replaced by its backup anyway

Row = tuple[object, ...]


@dataclass(frozen=True)
class Finding:
    """Something that is not as it should be; `detail` names pages, tables or lines, never content."""

    code: str
    detail: str


def verify(vault: Vault) -> list[Finding]:
    """Everything that is wrong with the file; empty when it is whole."""
    db = vault.db
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()  # the page check reads the file, not the WAL
    return [
        *_found("verify.page", lambda: _rows(db, "PRAGMA cipher_integrity_check")),
        *_found("verify.structure", lambda: _rows(db, f"PRAGMA integrity_check({MOST_FINDINGS})")),
        *_found("verify.reference", lambda: _rows(db, "PRAGMA foreign_key_check")),
        *_found("verify.journal", lambda: _broken_line(db)),
        *_found("verify.slots", lambda: _broken_slots(vault)),
    ]


def _found(code: str, check: Callable[[], list[str]]) -> list[Finding]:
    """What a check finds; damage that keeps the check itself from ending is a finding too."""
    try:
        return [Finding(code, detail) for detail in check()]
    except Trouble as trouble:
        if trouble.code not in {"vault.damaged", "vault.slots_damaged", "vault.slots_gone"}:
            raise
        return [Finding(code, "")]


def _rows(db: Connection, pragma: str) -> list[str]:
    rows: list[Row] = db.execute(pragma).fetchmany(MOST_FINDINGS)
    return [str(row[0]) for row in rows if row != ("ok",)]


def _broken_line(db: Connection) -> list[str]:
    broken = journal.check_chain(db)
    return [] if broken is None else [str(broken)]


def _broken_slots(vault: Vault) -> list[str]:
    damaged = slot_files.read(vault.path).damaged
    return [str(damaged)] if damaged else []
