# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Single blanks that are out: documents without a file until they come back."""

from __future__ import annotations

from datetime import date, datetime

from app.domain.blank_sheet import BlankSheet
from app.domain.dates import berlin_date
from storage.connection import Connection
from storage.days import day, iso

_SHEET = """SELECT document_id, form, form_number, language, created_at,
    EXISTS (SELECT 1 FROM scan WHERE scan.document_id = blank_sheet.document_id), discarded_on
    FROM blank_sheet JOIN document ON document.id = blank_sheet.document_id"""


def insert_sheet(db: Connection, document_id: str) -> None:
    db.execute("INSERT INTO blank_sheet (document_id) VALUES (?)", (document_id,))


def hand_to_file(db: Connection, document_id: str, file_id: str) -> None:
    """It is a document of the file from now on, and no longer out."""
    db.execute("UPDATE document SET file_id = ? WHERE id = ?", (file_id, document_id))
    db.execute("DELETE FROM blank_sheet WHERE document_id = ?", (document_id,))


def out(db: Connection) -> tuple[BlankSheet, ...]:
    """The newest first."""
    rows = db.execute(f"{_SHEET} ORDER BY created_at DESC, document.rowid DESC").fetchall()
    return tuple(map(_sheet, rows))


def find(db: Connection, document_id: str) -> BlankSheet | None:
    """None for whatever is no single blank, or not out any more."""
    row = db.execute(f"{_SHEET} WHERE document_id = ?", (document_id,)).fetchone()
    return _sheet(row) if row else None


def set_discarded(db: Connection, document_id: str, discarded_on: date | None) -> None:
    """`None`: it was found again."""
    db.execute(
        "UPDATE blank_sheet SET discarded_on = ? WHERE document_id = ?", (iso(discarded_on), document_id)
    )


def _sheet(row: tuple[str, ...]) -> BlankSheet:
    document_id, form, number, language, created_at, scanned, discarded_on = row
    printed_on = berlin_date(datetime.fromisoformat(created_at))
    return BlankSheet(document_id, form, number, language, printed_on, bool(scanned), day(discarded_on))
