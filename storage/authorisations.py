# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Powers of attorney towards authorities."""

from __future__ import annotations

from datetime import date

from app.domain.authorisation import Authorisation
from storage.connection import Connection
from storage.days import day, iso

_AUTHORISATION = """SELECT a.id, a.file_id, a.service_id, s.institution, a.reference, a.scope, a.matters,
    a.valid_until, a.created_on, a.signed_on, a.revoked_on, a.document_id, d.form_number
    FROM authorisation AS a JOIN service AS s ON s.id = a.service_id
    JOIN document AS d ON d.id = a.document_id"""


def insert_authorisation(db: Connection, new: Authorisation) -> None:
    """Printed, and not signed yet."""
    db.execute(
        """INSERT INTO authorisation (id, file_id, service_id, reference, scope, matters, valid_until,
        created_on, document_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            new.id,
            new.file_id,
            new.service_id,
            new.reference,
            new.scope,
            new.matters,
            iso(new.valid_until),
            iso(new.created_on),
            new.document_id,
        ),
    )


def set_signed(db: Connection, authorisation_id: str, signed_on: date) -> None:
    db.execute("UPDATE authorisation SET signed_on = ? WHERE id = ?", (iso(signed_on), authorisation_id))


def set_revoked(db: Connection, authorisation_id: str, revoked_on: date) -> None:
    db.execute("UPDATE authorisation SET revoked_on = ? WHERE id = ?", (iso(revoked_on), authorisation_id))


def load_authorisation(db: Connection, authorisation_id: str) -> Authorisation:
    return _authorisation(db.execute(f"{_AUTHORISATION} WHERE a.id = ?", (authorisation_id,)).fetchone())


def of_file(db: Connection, file_id: str) -> tuple[Authorisation, ...]:
    """All of them, the newest first."""
    rows = db.execute(
        f"{_AUTHORISATION} WHERE a.file_id = ? ORDER BY a.created_on DESC, a.rowid DESC", (file_id,)
    )
    return tuple(map(_authorisation, rows))


def _authorisation(row: tuple[str, ...]) -> Authorisation:
    found_id, file_id, service_id, authority, reference, scope, matters, *days, document_id, number = row
    until, created, signed, revoked = days
    return Authorisation(
        service_id,
        scope,
        matters,
        reference,
        day(until),
        id=found_id,
        file_id=file_id,
        authority=authority,
        created_on=day(created),
        document_id=document_id,
        form_number=number,
        signed_on=day(signed),
        revoked_on=day(revoked),
    )
