# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Follow-ups: the only due dates on the screen."""

from __future__ import annotations

import uuid
from datetime import date, time

from app.domain.follow_up import FollowUp
from storage.connection import Connection
from storage.days import day, hour, iso

_FOLLOW_UP = """SELECT u.id, u.case_id, u.due_on, u.due_at, u.title, u.source, p.family_name, p.given_names,
    f.number, u.source_id, coalesce(a.place, ''),
    CASE WHEN a.interpreter_booked_on IS NOT NULL THEN 'booked'
    WHEN a.interpreter_language IS NOT NULL OR a.interpreter_kind IS NOT NULL THEN 'missing' ELSE 'none' END
    FROM follow_up AS u
    JOIN client_case AS c ON c.id = u.case_id
    JOIN file AS f ON f.id = c.file_id
    JOIN client AS p ON p.id = f.client_id
    LEFT JOIN appointment AS a ON u.source = 'appointment' AND a.id = u.source_id"""
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
    return tuple(_follow_up(row) for row in rows.fetchall())


def due_of_case(db: Connection, case_id: str) -> tuple[FollowUp, ...]:
    """What is open in one case, the soonest first."""
    rows = db.execute(f"{_FOLLOW_UP} WHERE u.case_id = ? AND u.state = 'open' {_SOONEST}", (case_id,))
    return tuple(_follow_up(row) for row in rows.fetchall())


def load(db: Connection, follow_up_id: str) -> FollowUp:
    row = db.execute(f"{_FOLLOW_UP} WHERE u.id = ?", (follow_up_id,)).fetchone()
    return _follow_up(row)


def first_due(db: Connection) -> date | None:
    """The day of the soonest open follow-up."""
    (soonest,) = db.execute("SELECT min(due_on) FROM follow_up WHERE state = 'open'").fetchone()
    return None if soonest is None else day(str(soonest))


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


def set_owned(
    db: Connection, source: str, source_id: str, due_on: date, due_at: time | None, title: str
) -> None:
    """Keeps the follow-up of a source like its source."""
    db.execute(
        "UPDATE follow_up SET due_on = ?, due_at = ?, title = ? WHERE source = ? AND source_id = ?",
        (iso(due_on), due_at.isoformat(timespec="minutes") if due_at else None, title, source, source_id),
    )


def keep_owned(db: Connection, case_id: str, source: str, source_id: str, due_on: date, title: str) -> None:
    """The follow-up a source asks for; one with the same title keeps the day and state it was given."""
    db.execute(
        """INSERT INTO follow_up (id, case_id, due_on, title, source, source_id) VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT (source, source_id) DO UPDATE SET case_id = excluded.case_id, due_on = excluded.due_on,
        due_at = NULL, title = excluded.title, state = 'open', done_on = NULL
        WHERE follow_up.title <> excluded.title OR follow_up.state = 'dropped'""",
        (str(uuid.uuid4()), case_id, iso(due_on), title, source, source_id),
    )


def drop_owned(db: Connection, source: str, source_id: str) -> None:
    """The source asks for nothing any more; what was done stays done."""
    db.execute(
        "UPDATE follow_up SET state = 'dropped' WHERE source = ? AND source_id = ? AND state = 'open'",
        (source, source_id),
    )


def delete_owned(db: Connection, source: str, source_id: str) -> None:
    db.execute("DELETE FROM follow_up WHERE source = ? AND source_id = ?", (source, source_id))


def step_of(db: Connection, follow_up_id: str) -> str | None:
    """The step that owns this follow-up, if one does."""
    row = db.execute(
        "SELECT source_id FROM follow_up WHERE id = ? AND source = 'step'", (follow_up_id,)
    ).fetchone()
    return row[0] if row else None


def delete_follow_up(db: Connection, follow_up_id: str) -> None:
    """As if it had never been set."""
    db.execute("DELETE FROM follow_up WHERE id = ?", (follow_up_id,))


def set_due(db: Connection, follow_up_id: str, due_on: date) -> None:
    db.execute("UPDATE follow_up SET due_on = ? WHERE id = ?", (iso(due_on), follow_up_id))


def _follow_up(row: tuple[str, ...]) -> FollowUp:
    follow_up_id, case_id, due_on, due_at, *more = row
    return FollowUp(follow_up_id, case_id, day(due_on), hour(due_at), *more)
