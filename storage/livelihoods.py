# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Periods of a legal circle, of a person: granted, applied for, refused."""

from __future__ import annotations

from app.domain.livelihood import LivelihoodPeriod
from storage.connection import Connection
from storage.days import day, iso


def of_client(db: Connection, client_id: str) -> tuple[LivelihoodPeriod, ...]:
    """The one that began last first; what has no beginning stands at the end."""
    rows = db.execute(
        """SELECT id, valid_from, valid_to, legal_circle, state, applied_on, authority, contact, reference
        FROM livelihood_period WHERE client_id = ?
        ORDER BY coalesce(valid_from, applied_on, '') DESC, rowid DESC""",
        (client_id,),
    )
    return tuple(
        LivelihoodPeriod(period_id, day(since), day(until), circle, state, day(applied_on), *words)
        for period_id, since, until, circle, state, applied_on, *words in rows
    )


def insert(db: Connection, client_id: str, period: LivelihoodPeriod) -> None:
    db.execute(
        """INSERT INTO livelihood_period (valid_from, valid_to, legal_circle, state, applied_on, authority,
        contact, reference, id, client_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (*_values(period), client_id),
    )


def update(db: Connection, period: LivelihoodPeriod) -> None:
    db.execute(
        """UPDATE livelihood_period SET valid_from = ?, valid_to = ?, legal_circle = ?, state = ?,
        applied_on = ?, authority = ?, contact = ?, reference = ? WHERE id = ?""",
        _values(period),
    )


def _values(period: LivelihoodPeriod) -> tuple[object, ...]:
    return (
        iso(period.since),
        iso(period.until),
        period.legal_circle,
        period.state,
        iso(period.applied_on),
        period.authority,
        period.contact,
        period.reference,
        period.id,
    )
