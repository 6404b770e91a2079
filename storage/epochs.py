# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""An outstation's devices one after the other, what the Kreis locked, and what it gave back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from storage.connection import Connection
from storage.devices import own_device


@dataclass(frozen=True)
class Rotation:
    """The frozen document with which the device at work took over from `old_device`."""

    old_device: str
    reason: str
    name: str
    raw: bytes
    made_at: str


_ROTATION = "SELECT old_device, reason, name, bytes, made_at FROM rotation"


def insert_rotation(db: Connection, new_device: str, rotation: Rotation) -> None:
    db.execute(
        "INSERT INTO rotation (new_device, old_device, reason, name, bytes, made_at)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (
            *(new_device, rotation.old_device, rotation.reason),
            *(rotation.name, rotation.raw, rotation.made_at),
        ),
    )


def rotation(db: Connection) -> Rotation | None:
    """How the device at work began; None for one that was enrolled by two people."""
    row = db.execute(
        f"{_ROTATION} JOIN device ON device.id = new_device WHERE device.ended_at IS NULL"
    ).fetchone()
    return Rotation(*row) if row else None


def rotations(db: Connection) -> tuple[Rotation, ...]:
    """Every takeover of this file, the oldest first."""
    return tuple(Rotation(*row) for row in db.execute(f"{_ROTATION} ORDER BY rotation.rowid"))


def lineage(db: Connection) -> frozenset[str]:
    """The device at work and those it took over from: whoever locked one of them meant it."""
    rows = db.execute(
        "WITH RECURSIVE line(device) AS (SELECT id FROM device WHERE ended_at IS NULL"
        " UNION SELECT old_device FROM rotation JOIN line ON new_device = device) SELECT device FROM line"
    )
    return frozenset(device for (device,) in rows)


def revoke_own_device(db: Connection, at: str) -> None:
    db.execute("UPDATE device SET revoked_at = ? WHERE ended_at IS NULL", (at,))


def is_revoked(db: Connection) -> bool:
    """Whether the Kreis has locked the device at work."""
    device = own_device(db)
    if device is None:
        return False
    row = db.execute("SELECT revoked_at IS NOT NULL FROM device WHERE id = ?", (device.id,)).fetchone()
    return bool(row[0])


def known_revocations(db: Connection) -> tuple[int, str] | None:
    """Number and hash of the newest list that was taken."""
    row = db.execute("SELECT number, sha256 FROM revocation_list").fetchone()
    return (row[0], row[1]) if row else None


def put_revocations(db: Connection, number: int, sha256: str, at: str) -> None:
    db.execute(
        "INSERT OR REPLACE INTO revocation_list (only_row, number, sha256, taken_at) VALUES (1, ?, ?, ?)",
        (number, sha256, at),
    )


def returned_until(db: Connection, site_id: str) -> date | None:
    """The last day of what the Kreis gave back; None where nothing was missing."""
    row = db.execute("SELECT day FROM returned_until WHERE site_id = ?", (site_id,)).fetchone()
    return date.fromisoformat(row[0]) if row else None


def put_returned_until(db: Connection, site_id: str, day: date) -> None:
    db.execute(
        "INSERT INTO returned_until (site_id, day) VALUES (?, ?)"
        " ON CONFLICT (site_id) DO UPDATE SET day = max(day, excluded.day)",
        (site_id, day.isoformat()),
    )
