# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Follow-ups: the only due dates on the screen."""

from __future__ import annotations

import uuid
from datetime import date, time

from app.domain.follow_up import FollowUp
from app.domain.names import initials
from storage.connection import Connection
from storage.days import day, hour, iso

_FOLLOW_UP = """SELECT u.id, u.case_id, u.due_on, u.due_at, u.title, u.source, p.family_name, p.given_names,
    f.number FROM follow_up AS u
    JOIN client_case AS c ON c.id = u.case_id
    JOIN file AS f ON f.id = c.file_id
    JOIN client AS p ON p.id = f.client_id"""
_SOONEST = "ORDER BY u.due_on, u.due_at IS NULL, u.due_at, u.rowid"


def insert_follow_up(
    db: Connection,
    case_id: str,
    due_on: date,
    title: str,
    due_at: time | None = None,
    source: str = "manual",
    source_id: str | None = None,
) -> str:
    """An open follow-up; a source owns at most one."""
    follow_up_id = str(uuid.uuid4())
    due_time = due_at.isoformat(timespec="minutes") if due_at else None
    db.execute(
        """INSERT INTO follow_up (id, case_id, due_on, due_at, title, source, source_id)
        VALUES (?, ?, ?, ?, ?, ?, ?)""",
        (follow_up_id, case_id, iso(due_on), due_time, title, source, source_id),
    )
    return follow_up_id


def due(db: Connection, until: date | None) -> tuple[FollowUp, ...]:
    """Everything open that is due until that day (None: ever), the soonest first."""
    rows = db.execute(
        f"{_FOLLOW_UP} WHERE u.state = 'open' AND (?1 IS NULL OR u.due_on <= ?1) {_SOONEST}", (iso(until),)
    )
    return tuple(_follow_up(row) for row in rows)


def next_of_case(db: Connection, case_id: str) -> FollowUp | None:
    row = db.execute(
        f"{_FOLLOW_UP} WHERE u.case_id = ? AND u.state = 'open' {_SOONEST} LIMIT 1", (case_id,)
    ).fetchone()
    return _follow_up(row) if row else None


def set_state(db: Connection, follow_up_id: str, state: str, today: date) -> None:
    db.execute(
        "UPDATE follow_up SET state = ?, done_on = ? WHERE id = ?",
        (state, iso(today) if state == "done" else None, follow_up_id),
    )


def settle(db: Connection, source: str, source_id: str, state: str, today: date) -> None:
    """Brings the follow-up of a source to the state of the source, if it owns one."""
    db.execute(
        "UPDATE follow_up SET state = ?, done_on = ? WHERE source = ? AND source_id = ?",
        (state, iso(today) if state == "done" else None, source, source_id),
    )


def step_of(db: Connection, follow_up_id: str) -> str | None:
    """The step that owns this follow-up, if one does."""
    row = db.execute(
        "SELECT source_id FROM follow_up WHERE id = ? AND source = 'step'", (follow_up_id,)
    ).fetchone()
    return row[0] if row else None


def drop_all(db: Connection, case_id: str) -> int:
    """Drops what is open in a case; returns how many that were."""
    cursor = db.execute(
        "UPDATE follow_up SET state = 'dropped' WHERE case_id = ? AND state = 'open'", (case_id,)
    )
    return int(cursor.rowcount)


def set_due(db: Connection, follow_up_id: str, due_on: date) -> None:
    db.execute("UPDATE follow_up SET due_on = ? WHERE id = ?", (iso(due_on), follow_up_id))


def _follow_up(row: tuple[str, ...]) -> FollowUp:
    follow_up_id, case_id, due_on, due_at, title, source, family, given, number = row
    return FollowUp(
        follow_up_id, case_id, day(due_on), hour(due_at), title, source, initials(family, given), number
    )
