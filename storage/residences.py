# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The history of a person's residence status."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.residence import ResidencePeriod
from storage.connection import Connection
from storage.days import day, iso


def history(db: Connection, client_id: str) -> tuple[ResidencePeriod, ...]:
    """In order, an open start first."""
    rows = db.execute(
        """SELECT id, valid_from, ended_on, status, expires_on FROM residence_period
        WHERE client_id = ? ORDER BY coalesce(valid_from, ''), rowid""",
        (client_id,),
    )
    return tuple(
        ResidencePeriod(period_id, day(since), day(until), status, day(expires_on))
        for period_id, since, until, status, expires_on in rows
    )


def save_history(db: Connection, client_id: str, periods: Sequence[ResidencePeriod]) -> None:
    """The whole history as it is known now."""
    db.execute("DELETE FROM residence_period WHERE client_id = ?", (client_id,))
    db.executemany(
        """INSERT INTO residence_period (id, client_id, status, valid_from, expires_on, ended_on)
        VALUES (?, ?, ?, ?, ?, ?)""",
        [(p.id, client_id, p.status, iso(p.since), iso(p.expires_on), iso(p.until)) for p in periods],
    )
