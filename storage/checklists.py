# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Checklists of a case: per item one of three words and the day it was said."""

from __future__ import annotations

import uuid
from datetime import date
from typing import NamedTuple

from storage.connection import Connection
from storage.days import day, iso


class Answer(NamedTuple):
    state: str
    said_on: date


def answers(db: Connection, case_id: str, kind: str) -> dict[str, Answer]:
    """By item; empty for a list that was never begun."""
    rows = db.execute(
        """SELECT item, state, said_on FROM checklist_item
        JOIN checklist ON checklist.id = checklist_id WHERE case_id = ? AND kind = ?""",
        (case_id, kind),
    )
    return {item: Answer(state, day(said_on)) for item, state, said_on in rows}


def begun(db: Connection, case_id: str) -> dict[str, date]:
    """The lists of a case, by kind, with the day of the last answer."""
    rows = db.execute("SELECT kind, changed_on FROM checklist WHERE case_id = ?", (case_id,))
    return {kind: day(changed_on) for kind, changed_on in rows}


def set_answer(
    db: Connection, case_id: str, kind: str, item: str, category: str, state: str | None, today: date
) -> None:
    """Says it anew, or with None takes it back; the first answer begins the list."""
    checklist_id = _begin(db, case_id, kind, today)
    db.execute("DELETE FROM checklist_item WHERE checklist_id = ? AND item = ?", (checklist_id, item))
    if state is not None:
        db.execute(
            """INSERT INTO checklist_item (checklist_id, item, category, state, said_on)
            VALUES (?, ?, ?, ?, ?)""",
            (checklist_id, item, category, state, iso(today)),
        )


def _begin(db: Connection, case_id: str, kind: str, today: date) -> str:
    (checklist_id,) = db.execute(
        """INSERT INTO checklist (id, case_id, kind, begun_on, changed_on) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (case_id, kind) DO UPDATE SET changed_on = excluded.changed_on RETURNING id""",
        (str(uuid.uuid4()), case_id, kind, iso(today), iso(today)),
    ).fetchone()
    return str(checklist_id)
