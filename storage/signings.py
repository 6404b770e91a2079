# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Signatures on printed declarations, and the papers that still wait for one."""

from __future__ import annotations

from datetime import datetime

from app.domain.signing import SIGNED_FORMS, Hearing, Signing
from storage.connection import Connection
from storage.days import day, iso
from storage.journal import utc_text

_FORMS = ", ".join(f"'{form}'" for form in SIGNED_FORMS)
WAITS = f"""signing.document_id IS NULL AND document.form IN ({_FORMS})
    AND CASE document.form
    WHEN 'consent' THEN EXISTS (SELECT 1 FROM consent WHERE consent.document_id = document.id
        AND consent.status IN ('printed', 'oral'))
    WHEN 'goals' THEN EXISTS (SELECT 1 FROM goal_agreement AS g WHERE g.document_id = document.id
        AND g.signed_on IS NULL AND g.outdated = 0
        AND g.goals_printed <= (SELECT count(*) FROM agreed_goal WHERE agreement_id = g.id)
        AND NOT EXISTS (SELECT 1 FROM goal_agreement AS newer WHERE newer.case_id = g.case_id
            AND newer.version > g.version))
    WHEN 'power_of_attorney' THEN EXISTS (SELECT 1 FROM authorisation AS a WHERE a.document_id = document.id
        AND a.signed_on IS NULL)
    ELSE 1 END"""


def insert_signing(db: Connection, document_id: str, language: str, signing: Signing, now: datetime) -> None:
    """`language`: in which the person heard or read it."""
    hearing = signing.hearing
    db.execute(
        """INSERT INTO signing (document_id, signed_on, heard, language, heard_through, understood, mark,
        witness, recorded_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            document_id,
            iso(signing.signed_on),
            hearing.heard,
            language,
            hearing.through.strip() if hearing.heard != "read" else "",
            hearing.understood,
            hearing.mark,
            hearing.witness.strip() if hearing.mark else "",
            utc_text(now),
        ),
    )


def of_document(db: Connection, document_id: str) -> Signing | None:
    row = db.execute(
        """SELECT signed_on, heard, language, heard_through, understood, mark, witness FROM signing
        WHERE document_id = ?""",
        (document_id,),
    ).fetchone()
    if row is None:
        return None
    signed_on, heard, language, through, understood, mark, witness = row
    return Signing(day(signed_on), Hearing(heard, language, through, bool(understood), bool(mark), witness))


def awaiting(db: Connection, file_id: str) -> frozenset[str]:
    """The papers of the file that were printed and hold nothing until they are signed."""
    rows = db.execute(
        f"""SELECT document.id FROM document LEFT JOIN signing ON signing.document_id = document.id
        WHERE document.file_id = ? AND {WAITS}""",
        (file_id,),
    )
    return frozenset(document_id for (document_id,) in rows)


def printed(db: Connection, document_id: str) -> tuple[datetime, str]:
    """When the paper was printed, and in which language beside the German."""
    at, language = db.execute(
        "SELECT created_at, language FROM document WHERE id = ?", (document_id,)
    ).fetchone()
    return datetime.fromisoformat(at), language
