# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Offices to which a case may go, and the Kreis's newest list of their keys."""

from __future__ import annotations

from app.domain.known_office import KnownOffice
from storage.connection import Connection

_OFFICE = "SELECT unit, name, service_id, party, fingerprint, confirmed_at FROM known_office"


def offices(db: Connection) -> tuple[KnownOffice, ...]:
    """By name."""
    return tuple(KnownOffice(*row) for row in db.execute(f"{_OFFICE} ORDER BY name, unit"))


def office(db: Connection, unit: str) -> KnownOffice | None:
    row = db.execute(f"{_OFFICE} WHERE unit = ?", (unit,)).fetchone()
    return KnownOffice(*row) if row else None


def put(db: Connection, new: KnownOffice) -> None:
    """In place of what was known of it; new keys are to be compared anew."""
    db.execute(
        """INSERT INTO known_office
        (unit, name, service_id, same_controller, party, fingerprint, confirmed_at)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (unit) DO UPDATE SET name = excluded.name, service_id = excluded.service_id,
        same_controller = excluded.same_controller, party = excluded.party,
        fingerprint = excluded.fingerprint, confirmed_at = excluded.confirmed_at""",
        (
            *(new.unit, new.name, new.service_id, new.same_controller),
            *(new.party, new.fingerprint, new.confirmed_at),
        ),
    )


def confirm(db: Connection, unit: str, at: str | None) -> None:
    """`at` None: its card no longer counts."""
    db.execute("UPDATE known_office SET confirmed_at = ? WHERE unit = ?", (at, unit))


def key_list(db: Connection) -> bytes | None:
    """The signed list."""
    row = db.execute("SELECT bytes FROM key_list").fetchone()
    return row[0] if row else None


def put_key_list(db: Connection, number: int, raw: bytes) -> None:
    """In place of an older one."""
    db.execute("INSERT OR REPLACE INTO key_list (only_row, number, bytes) VALUES (1, ?, ?)", (number, raw))
