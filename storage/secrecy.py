# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What interpreters promised; the signature itself stands in `signing`."""

from __future__ import annotations

from datetime import date, datetime

from app.domain.dates import berlin_date
from app.domain.secrecy import Declaration, NewDeclaration
from storage.connection import Connection
from storage.days import day

_DECLARATION = """SELECT s.id, s.interpreter, s.language, s.kind, s.adult, s.document_id, d.created_at,
    signing.signed_on FROM secrecy_declaration AS s JOIN document AS d ON d.id = s.document_id
    LEFT JOIN signing ON signing.document_id = s.document_id"""


def insert_declaration(
    db: Connection, declaration_id: str, file_id: str, new: NewDeclaration, document_id: str
) -> None:
    db.execute(
        """INSERT INTO secrecy_declaration (id, file_id, interpreter, language, kind, adult, document_id)
        VALUES (?, ?, ?, ?, ?, ?, ?)""",
        (declaration_id, file_id, new.interpreter, new.language, new.kind, new.adult, document_id),
    )


def load_declaration(db: Connection, declaration_id: str) -> Declaration:
    return _declaration(db.execute(f"{_DECLARATION} WHERE s.id = ?", (declaration_id,)).fetchone())


def of_file(db: Connection, file_id: str) -> tuple[Declaration, ...]:
    """All of them by name."""
    rows = db.execute(f"{_DECLARATION} WHERE s.file_id = ? ORDER BY s.interpreter COLLATE NOCASE", (file_id,))
    return tuple(map(_declaration, rows))


def _declaration(row: tuple[str, ...]) -> Declaration:
    found_id, interpreter, language, kind, adult, document_id, printed_at, signed_on = row
    signed: date | None = day(signed_on)
    return Declaration(
        interpreter,
        language,
        kind,
        bool(adult),
        id=found_id,
        document_id=document_id,
        printed_on=berlin_date(datetime.fromisoformat(printed_at)),
        signed_on=signed,
    )
