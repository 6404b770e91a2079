# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The history of a person's addresses."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.address import AddressPeriod
from app.domain.client import Address
from storage.connection import Connection
from storage.days import day, iso


def history(db: Connection, client_id: str) -> tuple[AddressPeriod, ...]:
    """In order, an open start first."""
    rows = db.execute(
        """SELECT id, valid_from, valid_to, street, postcode, town, municipality, blocked FROM address_period
        WHERE client_id = ? ORDER BY coalesce(valid_from, ''), rowid""",
        (client_id,),
    )
    return tuple(
        AddressPeriod(
            period_id, day(since), day(until), Address(street, postcode, town, municipality, bool(blocked))
        )
        for period_id, since, until, street, postcode, town, municipality, blocked in rows
    )


def save_history(db: Connection, client_id: str, periods: Sequence[AddressPeriod]) -> None:
    """The whole history as it is known now."""
    db.execute("DELETE FROM address_period WHERE client_id = ?", (client_id,))
    db.executemany(
        """INSERT INTO address_period (id, client_id, street, postcode, town, municipality, blocked,
        valid_from, valid_to) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        [(p.id, client_id, *vars(p.address).values(), iso(p.since), iso(p.until)) for p in periods],
    )
