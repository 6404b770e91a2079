# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Drafts: what is half typed survives every interruption."""

from __future__ import annotations

import uuid
from datetime import datetime

from app.domain.draft import Draft
from storage import drafts as stored
from storage import sealed
from storage.vault import Vault


def keep(vault: Vault, kind: str, record_id: str | None, json: str, caret: int, now: datetime) -> str:
    """The last state of a form; a form and record have one draft. Returns its id."""
    with vault.transaction() as db:
        before = stored.draft_of(db, kind, record_id)
        if before is not None:
            stored.update_draft(db, before.id, json, caret, now)
            return before.id
        new = Draft(str(uuid.uuid4()), kind, record_id, json, caret, now)
        stored.insert_draft(db, new)
    return new.id


def draft(vault: Vault, kind: str, record_id: str | None) -> Draft | None:
    return stored.draft_of(vault.db, kind, record_id)


def drafts(vault: Vault) -> tuple[Draft, ...]:
    """All of them, the last touched first."""
    return stored.drafts(vault.db)


def discard(vault: Vault, draft_id: str, now: datetime) -> None:  # noqa: ARG001
    """Forgets it: the record is made, or nobody wants it; a draft leaves no journal line."""
    with vault.transaction() as db:
        stored.delete_draft(db, draft_id)


def seal(vault: Vault, json: str, caret: int) -> bytes:
    """What could not be written, to be kept in memory until it can: without the open file nobody reads it."""
    return sealed.seal(vault, f"{caret} {json}")


def unseal(vault: Vault, kept: bytes) -> tuple[str, int]:
    """The fields and the caret of a sealed draft of this file."""
    caret, json = sealed.unseal(vault, kept).split(" ", 1)
    return json, int(caret)
