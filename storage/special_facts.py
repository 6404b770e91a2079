# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Special categories of a person; the file takes one only under a signed release (trigger)."""

from __future__ import annotations

from datetime import date

from storage.connection import Connection
from storage.days import iso


def of_client(db: Connection, client_id: str) -> tuple[str, ...]:
    """Their codes, whether they may be shown or not."""
    found = db.execute("SELECT code FROM special_fact WHERE client_id = ? ORDER BY rowid", (client_id,))
    return tuple(code for (code,) in found)


def insert(db: Connection, client_id: str, code: str, category: str, noted_on: date) -> None:
    """Again is harmless; the first day stays."""
    db.execute(
        """INSERT INTO special_fact (client_id, code, category, noted_on) VALUES (?, ?, ?, ?)
        ON CONFLICT (client_id, code) DO NOTHING""",
        (client_id, code, category, iso(noted_on)),
    )


def delete(db: Connection, client_id: str, code: str) -> None:
    db.execute("DELETE FROM special_fact WHERE client_id = ? AND code = ?", (client_id, code))
