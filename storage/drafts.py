# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Drafts: the last keystrokes of every form that is open."""

from __future__ import annotations

from datetime import datetime

from app.domain.draft import Draft
from storage.connection import Connection
from storage.journal import utc_text

SCHEMA = 1
_DRAFT = "SELECT id, kind, record_id, json, caret, at FROM draft"


def insert_draft(db: Connection, draft: Draft) -> None:
    db.execute(
        "INSERT INTO draft (id, kind, record_id, schema, json, caret, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (draft.id, draft.kind, draft.record_id, SCHEMA, draft.json, draft.caret, utc_text(draft.at)),
    )


def update_draft(db: Connection, draft_id: str, json: str, caret: int, now: datetime) -> None:
    db.execute(
        "UPDATE draft SET json = ?, caret = ?, at = ? WHERE id = ?", (json, caret, utc_text(now), draft_id)
    )


def draft_of(db: Connection, kind: str, record_id: str | None) -> Draft | None:
    row = db.execute(f"{_DRAFT} WHERE kind = ? AND record_id IS ?", (kind, record_id)).fetchone()
    return _draft(row) if row else None


def drafts(db: Connection) -> tuple[Draft, ...]:
    """All of them, the last touched first."""
    return tuple(_draft(row) for row in db.execute(f"{_DRAFT} ORDER BY at DESC, rowid DESC"))


def delete_draft(db: Connection, draft_id: str) -> None:
    db.execute("DELETE FROM draft WHERE id = ?", (draft_id,))


def _draft(row: tuple[str, ...]) -> Draft:
    draft_id, kind, record_id, json, caret, at = row
    return Draft(draft_id, kind, record_id, json, int(caret), datetime.fromisoformat(at))
