# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Consents with their release rows."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from app.domain.consent import Consent, ReleaseRow
from storage.connection import Connection
from storage.days import day, iso

_CONSENT = """SELECT id, file_id, version, language, status, created_on, printed_on, oral_on, oral_witness,
    oral_text_version, signed_on, interpreter, valid_until, withdrawn_on, document_id FROM consent"""
_ROW = """SELECT consent_id, release_row.id, service_id, category, art9, purpose, direction,
    release_row.valid_until, decision, decided_on, release_row.withdrawn_on
    FROM release_row JOIN consent ON consent.id = consent_id"""


def next_version(db: Connection, file_id: str) -> int:
    (version,) = db.execute(
        "SELECT coalesce(max(version), 0) + 1 FROM consent WHERE file_id = ?", (file_id,)
    ).fetchone()
    return int(version)


def insert_consent(db: Connection, consent: Consent) -> None:
    """A draft with its rows."""
    db.execute(
        """INSERT INTO consent (id, file_id, version, language, status, created_on, valid_until)
        VALUES (?, ?, ?, ?, ?, ?, ?)""",
        (
            consent.id,
            consent.file_id,
            consent.version,
            consent.language,
            consent.status,
            iso(consent.created_on),
            iso(consent.valid_until),
        ),
    )
    db.executemany(
        """INSERT INTO release_row
        (id, consent_id, service_id, category, art9, purpose, direction, valid_until)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
        [
            (
                row.id,
                consent.id,
                row.service_id,
                row.category,
                row.art9,
                row.purpose,
                row.direction,
                iso(row.valid_until),
            )
            for row in consent.rows
        ],
    )


def load_consents(db: Connection, file_id: str) -> tuple[Consent, ...]:
    """All notices of the file, the newest first."""
    rows = _rows(db, "file_id = ?", file_id)
    found = db.execute(f"{_CONSENT} WHERE file_id = ? ORDER BY version DESC", (file_id,))
    return tuple(_consent(row, rows[row[0]]) for row in found)


def load_consent(db: Connection, consent_id: str) -> Consent:
    row = db.execute(f"{_CONSENT} WHERE id = ?", (consent_id,)).fetchone()
    return _consent(row, _rows(db, "consent_id = ?", consent_id)[consent_id])


def consent_of_row(db: Connection, row_id: str) -> Consent:
    (consent_id,) = db.execute("SELECT consent_id FROM release_row WHERE id = ?", (row_id,)).fetchone()
    return load_consent(db, consent_id)


def set_printed(
    db: Connection, consent: Consent, printed_on: date, interpreter: str, document_id: str
) -> None:
    """A draft becomes printed; an oral consent stays oral and gets its sheet."""
    status = "printed" if consent.status == "draft" else consent.status
    db.execute(
        "UPDATE consent SET status = ?, printed_on = ?, interpreter = ?, document_id = ? WHERE id = ?",
        (status, iso(printed_on), interpreter, document_id, consent.id),
    )


def set_oral(db: Connection, consent_id: str, oral_on: date, witness: str, text_version: str) -> None:
    """`text_version`: of the sentences that were read out."""
    db.execute(
        """UPDATE consent SET status = 'oral', oral_on = ?, oral_witness = ?, oral_text_version = ?
        WHERE id = ?""",
        (iso(oral_on), witness, text_version, consent_id),
    )


def set_signed(db: Connection, consent_id: str, signed_on: date) -> None:
    db.execute(
        "UPDATE consent SET status = 'signed', signed_on = ? WHERE id = ?", (iso(signed_on), consent_id)
    )


def replace_others(db: Connection, consent: Consent) -> None:
    """The signed notice takes the place of whatever was printed, oral or signed, and of older drafts."""
    db.execute(
        """UPDATE consent SET status = 'replaced'
        WHERE file_id = :file AND id <> :id
            AND (status IN ('printed', 'oral', 'signed') OR status = 'draft' AND version < :version)""",
        {"file": consent.file_id, "id": consent.id, "version": consent.version},
    )


def set_withdrawn(db: Connection, consent_id: str, withdrawn_on: date, how: str) -> None:
    db.execute(
        "UPDATE consent SET status = 'withdrawn', withdrawn_on = ?, withdrawn_how = ? WHERE id = ?",
        (iso(withdrawn_on), how, consent_id),
    )


def set_decision(db: Connection, row_id: str, decision: str, decided_on: date) -> None:
    db.execute(
        "UPDATE release_row SET decision = ?, decided_on = ? WHERE id = ?",
        (decision, iso(decided_on), row_id),
    )


def set_row_withdrawn(db: Connection, row_id: str, withdrawn_on: date) -> None:
    db.execute(
        "UPDATE release_row SET decision = 'withdrawn', withdrawn_on = ? WHERE id = ?",
        (iso(withdrawn_on), row_id),
    )


def _rows(db: Connection, where: str, value: str) -> dict[str, tuple[ReleaseRow, ...]]:
    """Release rows by consent, in the order in which they were chosen."""
    found: defaultdict[str, tuple[ReleaseRow, ...]] = defaultdict(tuple)
    for row in db.execute(f"{_ROW} WHERE {where} ORDER BY release_row.rowid", (value,)):
        consent_id, row_id, service_id, category, art9, purpose, direction, until, decision, *days = row
        decided_on, withdrawn_on = days
        found[consent_id] += (
            ReleaseRow(
                row_id,
                service_id,
                category,
                bool(art9),
                purpose,
                direction,
                day(until),
                decision,
                day(decided_on),
                day(withdrawn_on),
            ),
        )
    return found


def _consent(row: tuple[str, ...], rows: tuple[ReleaseRow, ...]) -> Consent:
    consent_id, file_id, version, language, status, created_on, *more = row
    printed_on, oral_on, witness, text_version, signed_on, interpreter, *rest = more
    valid_until, withdrawn_on, document_id = rest
    return Consent(
        id=consent_id,
        file_id=file_id,
        version=int(version),
        language=language,
        status=status,
        created_on=day(created_on),
        rows=rows,
        printed_on=day(printed_on),
        oral_on=day(oral_on),
        oral_witness=witness,
        oral_text_version=text_version,
        signed_on=day(signed_on),
        interpreter=interpreter,
        valid_until=day(valid_until),
        withdrawn_on=day(withdrawn_on),
        document_id=document_id,
    )
