# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Printed documents, byte for byte."""

from __future__ import annotations

from datetime import datetime

from app.domain.document import Document, DocumentLine
from storage.connection import Connection
from storage.journal import utc_text

_LINE = "SELECT id, form, form_number, language, sha256, created_at"


def insert_document(
    db: Connection, file_id: str | None, document: Document, template_version: str, text_version: str
) -> None:
    db.execute(
        """INSERT INTO document (id, file_id, form, form_number, language, template_version, text_version,
        sha256, created_at, bytes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            document.id,
            file_id,
            document.form,
            document.form_number,
            document.language,
            template_version,
            text_version,
            document.sha256,
            utc_text(document.created_at),
            document.pdf,
        ),
    )


def of_file(db: Connection, file_id: str) -> tuple[DocumentLine, ...]:
    """All of them without their bytes, the newest first."""
    rows = db.execute(
        f"""{_LINE}, EXISTS (SELECT 1 FROM disclosure WHERE disclosure.file_id = document.file_id
        AND disclosure.sha256 = document.sha256 AND withheld = 1)
        FROM document WHERE file_id = ? ORDER BY created_at DESC, rowid DESC""",
        (file_id,),
    )
    return tuple(
        DocumentLine(
            document_id,
            form,
            number,
            language,
            sha256,
            datetime.fromisoformat(created_at),
            withheld=bool(withheld),
        )
        for document_id, form, number, language, sha256, created_at, withheld in rows
    )


def of_disclosure(db: Connection, disclosure_id: str) -> str | None:
    """The document whose very bytes this disclosure recorded; None of what was told otherwise."""
    row = db.execute(
        """SELECT document.id FROM disclosure JOIN document USING (file_id, sha256)
        WHERE disclosure.id = ?""",
        (disclosure_id,),
    ).fetchone()
    return row[0] if row else None


def load_document(db: Connection, document_id: str) -> Document:
    row = db.execute(f"{_LINE}, bytes FROM document WHERE id = ?", (document_id,)).fetchone()
    found_id, form, number, language, sha256, created_at, pdf = row
    return Document(found_id, form, number, language, sha256, datetime.fromisoformat(created_at), pdf)


def file_of(db: Connection, document_id: str) -> str | None:
    """Whose it is; None for a blank, or a document of the Kreis."""
    row = db.execute("SELECT file_id FROM document WHERE id = ?", (document_id,)).fetchone()
    return None if row[0] is None else str(row[0])


def versions(db: Connection, document_id: str) -> tuple[str, str]:
    """Of its template and of its texts."""
    template, text = db.execute(
        "SELECT template_version, text_version FROM document WHERE id = ?", (document_id,)
    ).fetchone()
    return template, text
