# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Signed paper that came back, byte for byte as it was received."""

from __future__ import annotations

from datetime import datetime

from app.domain.document import DocumentLine
from app.domain.names import initials
from app.domain.scan import Paper, Scan, ScanLine
from storage.connection import Connection
from storage.journal import utc_text
from storage.signings import WAITS

_LINE = "SELECT scan.id, document_id, media_type, pages, scan.sha256, received_at"
_PAPER = """SELECT document.id, form, form_number, document.language, document.sha256, document.created_at,
    EXISTS (SELECT 1 FROM disclosure WHERE disclosure.file_id = document.file_id
        AND disclosure.sha256 = document.sha256 AND withheld = 1),
    file.id, file.number, family_name, given_names FROM document LEFT JOIN file ON file.id = document.file_id
    LEFT JOIN client ON client.id = file.client_id"""


def insert_scan(db: Connection, scan: Scan) -> None:
    db.execute(
        """INSERT INTO scan (id, document_id, media_type, pages, sha256, received_at, bytes)
        VALUES (?, ?, ?, ?, ?, ?, ?)""",
        (
            scan.id,
            scan.document_id,
            scan.media_type,
            scan.pages,
            scan.sha256,
            utc_text(scan.received_at),
            scan.content,
        ),
    )


def delete_scan(db: Connection, scan_id: str) -> None:
    db.execute("DELETE FROM scan WHERE id = ?", (scan_id,))


def load_scan(db: Connection, scan_id: str) -> Scan:
    row = db.execute(f"{_LINE}, bytes FROM scan WHERE id = ?", (scan_id,)).fetchone()
    found_id, document_id, media_type, pages, sha256, at, content = row
    return Scan(found_id, document_id, media_type, pages, sha256, datetime.fromisoformat(at), content)


def of_file(db: Connection, file_id: str) -> tuple[ScanLine, ...]:
    """All scans of a file's papers, the newest first."""
    rows = db.execute(
        f"""{_LINE} FROM scan JOIN document ON document.id = document_id WHERE file_id = ?
        ORDER BY received_at DESC, scan.rowid DESC""",
        (file_id,),
    )
    return tuple(
        ScanLine(scan_id, document_id, media_type, pages, sha256, datetime.fromisoformat(at))
        for scan_id, document_id, media_type, pages, sha256, at in rows
    )


def of_document(db: Connection, document_id: str) -> tuple[str, ...]:
    """The ids of its scans."""
    rows = db.execute("SELECT id FROM scan WHERE document_id = ?", (document_id,)).fetchall()
    return tuple(scan_id for (scan_id,) in rows)


def is_there(db: Connection, document_id: str, sha256: str) -> bool:
    found = db.execute("SELECT 1 FROM scan WHERE document_id = ? AND sha256 = ?", (document_id, sha256))
    return found.fetchone() is not None


def numbered(db: Connection, form_number: str) -> Paper | None:
    """The paper on which this number stands."""
    row = db.execute(f"{_PAPER} WHERE form_number = ?", (form_number,)).fetchone()
    return None if row is None else _paper(row)


def papers_of_file(db: Connection, file_id: str) -> tuple[Paper, ...]:
    """What was printed from a file, the newest first."""
    rows = db.execute(
        f"{_PAPER} WHERE document.file_id = ? ORDER BY document.created_at DESC, document.rowid DESC",
        (file_id,),
    )
    return tuple(map(_paper, rows))


def papers_waiting(db: Connection) -> tuple[Paper, ...]:
    """Everything printed and not signed yet, in all files, the oldest first."""
    rows = db.execute(
        f"""{_PAPER} LEFT JOIN signing ON signing.document_id = document.id
        WHERE document.file_id IS NOT NULL AND {WAITS} ORDER BY document.created_at, document.rowid"""
    )
    return tuple(map(_paper, rows))


def blanks_out(db: Connection) -> tuple[Paper, ...]:
    """Single blanks that belong to nobody yet, the newest first."""
    rows = db.execute(
        f"""{_PAPER} JOIN blank_sheet ON blank_sheet.document_id = document.id WHERE discarded_on IS NULL
        ORDER BY document.created_at DESC, document.rowid DESC"""
    )
    return tuple(map(_paper, rows))


def _paper(row: tuple[str | None, ...]) -> Paper:
    document_id, form, number, language, sha256, created_at, withheld, file_id, file_number, family, given = (
        row
    )
    line = DocumentLine(
        str(document_id),
        str(form),
        number,
        str(language),
        str(sha256),
        datetime.fromisoformat(str(created_at)),
        withheld=bool(withheld),
    )
    return Paper(line, file_id, file_number or "", initials(family or "", given or ""))
