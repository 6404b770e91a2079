# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""How a declaration was heard: kept with its signature, in the transaction of whoever takes that."""

from __future__ import annotations

from datetime import datetime

from app.domain.dates import berlin_date
from app.domain.signing import Signing, check_signing, require_unsigned
from storage import Connection, journal, signings
from storage.staff import Actor


def record(db: Connection, actor: Actor, document_id: str, signing: Signing, now: datetime) -> None:
    """The signature on a printed paper; InvalidInput at the field, Refusal where it is signed already."""
    printed_at, language = signings.printed(db, document_id)
    require_unsigned(signings.of_document(db, document_id))
    check_signing(signing, berlin_date(printed_at), berlin_date(now))
    signings.insert_signing(db, document_id, signing.hearing.language or language, signing, now)
    journal.note(db, now, actor, "document.signed", document_id)
