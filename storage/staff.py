# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The people of a file: who acts is the person whose slot opened it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from storage.connection import Connection


@dataclass(frozen=True)
class Actor:
    """The person at work; `code` is the short sign that the unlock window shows."""

    id: str
    code: str
    name: str


def add(db: Connection, code: str, name: str, at: str) -> Actor:
    actor = Actor(str(uuid.uuid4()), code, name)
    db.execute(
        "INSERT INTO staff (id, code, name, created_at) VALUES (?, ?, ?, ?)",
        (actor.id, actor.code, actor.name, at),
    )
    return actor


def by_code(db: Connection, code: str) -> Actor | None:
    """The person with this code, unless they have left."""
    row = db.execute(
        "SELECT id, code, name FROM staff WHERE code = ? AND ended_at IS NULL", (code,)
    ).fetchone()
    return Actor(*row) if row else None


def at_work(db: Connection) -> tuple[Actor, ...]:
    """Everybody who has not left, by code."""
    rows = db.execute("SELECT id, code, name FROM staff WHERE ended_at IS NULL ORDER BY code")
    return tuple(Actor(*row) for row in rows)


def everybody(db: Connection) -> tuple[Actor, ...]:
    """Also those who have left, by code."""
    return tuple(Actor(*row) for row in db.execute("SELECT id, code, name FROM staff ORDER BY code"))


def end(db: Connection, staff_id: str, at: str) -> None:
    """They have left: no way in, and no new work; what they did stays under their code."""
    db.execute("UPDATE staff SET ended_at = ? WHERE id = ?", (at, staff_id))
    has_own_password(db, staff_id)


def got_start_password(db: Connection, staff_id: str) -> None:
    """Somebody else knows their password, until they choose their own."""
    db.execute("INSERT OR IGNORE INTO start_password (staff_id) VALUES (?)", (staff_id,))


def has_own_password(db: Connection, staff_id: str) -> None:
    db.execute("DELETE FROM start_password WHERE staff_id = ?", (staff_id,))


def with_start_password(db: Connection) -> frozenset[str]:
    """The ids of those whose password somebody else has read."""
    return frozenset(row[0] for row in db.execute("SELECT staff_id FROM start_password"))


def code_is_taken(db: Connection, code: str) -> bool:
    """Whether anyone has or had this code; codes are not used again."""
    return db.execute("SELECT 1 FROM staff WHERE code = ?", (code,)).fetchone() is not None
