# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The one way out: every telling about a person passes here and leaves a disclosure."""

from __future__ import annotations

import uuid
from datetime import datetime
from hashlib import sha256

from app.domain.case import File
from app.domain.code_lists import CodeLists
from app.domain.dates import berlin_date
from app.domain.disclosure import Disclosure, Norm, Request, check_norm, check_request, require_release
from app.domain.service import Service
from storage import Connection, code_lists, consents, disclosures, services
from storage.staff import Actor


def disclose(
    db: Connection, actor: Actor, file: File, request: Request, norm: Norm | None, text: str, now: datetime
) -> Disclosure:
    """Records what leaves now, within the caller's transaction; raises Refusal if nothing allows it.

    `text` is what is told, word for word; only its SHA-256 stays.
    """
    today, lists = berlin_date(now), code_lists.load(db)
    check_request(request, lists, today)
    recipient = services.load_service(db, request.service_id)
    if norm is None:
        released = require_release(consents.load_consents(db, file.id), recipient, request, today)
        rows: dict[str, str | None] = {category: row.id for category, row in released.items()}
    else:
        check_norm(norm, lists, today)
        rows = dict.fromkeys(request.categories)
    disclosure = _disclosure(file, recipient, request, norm, text, lists)
    reason = norm.reason.strip() if norm else ""
    disclosures.insert_disclosure(db, disclosure, recipient.id, reason, rows, actor.id, now)
    return disclosure


def _disclosure(
    file: File, recipient: Service, request: Request, norm: Norm | None, text: str, lists: CodeLists
) -> Disclosure:
    """Child protection is withheld from the person's information until it is reviewed (§ 12 DSG NRW)."""
    return Disclosure(
        id=str(uuid.uuid4()),
        file_id=file.id,
        recipient=recipient.institution,
        categories=request.categories,
        purpose=request.purpose,
        channel=request.channel,
        basis="norm" if norm else "consent",
        day=request.day,
        sha256=sha256(text.encode()).hexdigest(),
        norm=norm.code if norm else None,
        withheld=bool(norm and lists.fact("statutory_norm", norm.code, "child_protection")),
    )
