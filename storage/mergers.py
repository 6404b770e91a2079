# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which outstations became one: each that was merged leads to the older one that stands for both."""

from __future__ import annotations

from storage.connection import Connection


def merged(db: Connection) -> dict[str, str]:
    """Into whom, by the id of each that was merged; those stand for themselves no more."""
    return dict(db.execute("SELECT outstation_id, into_id FROM merged_outstation ORDER BY rowid"))


def older(db: Connection, one: str, other: str) -> str:
    """Which of two was taken in first."""
    (found,) = db.execute(
        "SELECT id FROM outstation WHERE id IN (?, ?) ORDER BY enrolled_at, rowid LIMIT 1", (one, other)
    ).fetchone()
    return str(found)


def merge(db: Connection, outstation_id: str, into_id: str, at: str) -> None:
    """Whoever was merged into the one that goes now goes with it."""
    db.execute("UPDATE merged_outstation SET into_id = ? WHERE into_id = ?", (into_id, outstation_id))
    db.execute(
        "INSERT INTO merged_outstation (outstation_id, into_id, merged_at) VALUES (?, ?, ?)",
        (outstation_id, into_id, at),
    )


def separate(db: Connection, outstation_id: str) -> None:
    db.execute("DELETE FROM merged_outstation WHERE outstation_id = ?", (outstation_id,))
