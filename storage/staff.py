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


def code_is_taken(db: Connection, code: str) -> bool:
    """Whether anyone has or had this code; codes are not used again."""
    return db.execute("SELECT 1 FROM staff WHERE code = ?", (code,)).fetchone() is not None
