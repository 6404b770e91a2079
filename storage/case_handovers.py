# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Hand-overs of cases inside the office."""

from __future__ import annotations

from app.domain.case_handover import Handover
from storage.connection import Connection
from storage.days import day, iso

_HANDOVER = "SELECT id, from_staff, to_staff, day, client_told_on, note FROM case_handover"


def insert_handover(db: Connection, case_id: str, new: Handover) -> None:
    db.execute(
        """INSERT INTO case_handover (id, case_id, from_staff, to_staff, day, client_told_on, note)
        VALUES (?, ?, ?, ?, ?, ?, ?)""",
        (
            *(new.id, case_id, new.from_staff, new.to_staff),
            *(iso(new.day), iso(new.client_told_on), new.note),
        ),
    )


def of_case(db: Connection, case_id: str) -> tuple[Handover, ...]:
    """All of a case, the newest first."""
    rows = db.execute(f"{_HANDOVER} WHERE case_id = ? ORDER BY day DESC, rowid DESC", (case_id,))
    return tuple(
        Handover(handover_id, from_staff, to_staff, day(when), day(told), note)
        for handover_id, from_staff, to_staff, when, told, note in rows
    )


def delete_handover(db: Connection, handover_id: str) -> None:
    db.execute("DELETE FROM case_handover WHERE id = ?", (handover_id,))
