# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who may open the Vertretungskopie, and what was found of its openings."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from app.domain.deputy import CopyNotice, Naming
from storage.connection import Connection
from storage.journal import utc_text

_NOTICE = """SELECT sha256, kind, at, copied_at, request, deputy, asked_by, lead, approved_by, reason,
    case_id, seen_at IS NOT NULL FROM copy_notice"""


def naming(db: Connection) -> Naming | None:
    row = db.execute("SELECT deputy, lead FROM deputy").fetchone()
    return Naming(*row) if row else None


def name(db: Connection, new: Naming | None, now: datetime) -> None:
    """In place of who was named before; None: nobody any more."""
    db.execute("DELETE FROM deputy")
    if new is not None:
        db.execute(
            "INSERT INTO deputy (only_row, deputy, lead, named_at) VALUES (1, ?, ?, ?)",
            (new.deputy, new.lead, utc_text(now)),
        )


def notices(db: Connection) -> tuple[CopyNotice, ...]:
    """The newest first."""
    return tuple(_notice(*row) for row in db.execute(f"{_NOTICE} ORDER BY at DESC, rowid DESC"))


def is_known(db: Connection, sha256: str) -> bool:
    return db.execute("SELECT 1 FROM copy_notice WHERE sha256 = ?", (sha256,)).fetchone() is not None


def insert_notice(db: Connection, new: CopyNotice) -> None:
    db.execute(
        """INSERT INTO copy_notice
        (sha256, kind, at, copied_at, request, deputy, asked_by, lead, approved_by, reason, case_id)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            *(new.sha256, new.kind, utc_text(new.at), utc_text(new.copied_at) if new.copied_at else None),
            *(new.request, new.deputy, new.asked_by, new.lead, new.approved_by, new.reason, new.case_id),
        ),
    )


def mark_seen(db: Connection, request: str | None, now: datetime) -> None:
    """All that was told so far of one approval; None: all alarms."""
    db.execute(
        "UPDATE copy_notice SET seen_at = ? WHERE seen_at IS NULL AND request IS ?", (utc_text(now), request)
    )


def _notice(sha256: str, kind: str, at: str, copied_at: str | None, *more: Any) -> CopyNotice:
    copied = datetime.fromisoformat(copied_at) if copied_at else None
    *told, seen = more
    return replace(CopyNotice(sha256, kind, datetime.fromisoformat(at), copied, *told), seen=bool(seen))
