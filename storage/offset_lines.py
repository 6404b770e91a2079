# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What an outstation's offsets hang on beside its key: the officer's line, and a file that was lost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from storage.connection import Connection


@dataclass(frozen=True)
class HeldLine:
    """The line of an offset sheet, its exact bytes; it holds from `confirmed_at` on, for ever."""

    officer_key: bytes
    fingerprint: str
    line: bytes
    confirmed_at: str | None


def held(db: Connection) -> HeldLine | None:
    row = db.execute("SELECT officer_key, fingerprint, line, confirmed_at FROM offset_line").fetchone()
    return HeldLine(*row) if row else None


def put(db: Connection, new: HeldLine, at: str) -> None:
    """In place of one that was not confirmed."""
    db.execute("DELETE FROM offset_line")
    db.execute(
        "INSERT INTO offset_line (only_row, officer_key, fingerprint, line, taken_at) VALUES (1, ?, ?, ?, ?)",
        (new.officer_key, new.fingerprint, new.line, at),
    )


def confirm(db: Connection, at: str) -> None:
    db.execute("UPDATE offset_line SET confirmed_at = ?", (at,))


def are_frozen(db: Connection) -> bool:
    """Whether a release has left: what it was rounded by holds from then on, line or no line."""
    return bool(db.execute("SELECT EXISTS (SELECT 1 FROM release)").fetchone()[0])


def lost_until(db: Connection) -> date | None:
    """Up to this day a lost file reported what this one now holds."""
    row = db.execute("SELECT reported_until FROM lost_ledger").fetchone()
    return date.fromisoformat(row[0]) if row else None


def set_lost_until(db: Connection, until: date, at: str) -> None:
    db.execute(
        "INSERT INTO lost_ledger (only_row, reported_until, noted_at) VALUES (1, ?, ?)",
        (until.isoformat(), at),
    )


def persons_by(db: Connection, day: date) -> frozenset[str]:
    """Everybody who had a case by that day, by opaque id."""
    rows = db.execute(
        "SELECT client_id FROM client_case JOIN file ON file.id = file_id WHERE client_case.opened_on <= ?",
        (day.isoformat(),),
    )
    return frozenset(person for (person,) in rows)
