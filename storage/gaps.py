# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Gaps (Angebotslücken)."""

from __future__ import annotations

import uuid

from app.domain.gap import Gap, NewGap
from storage.connection import Connection
from storage.days import day, iso


def insert_gap(db: Connection, new: NewGap) -> str:
    gap_id = str(uuid.uuid4())
    db.execute(
        """INSERT INTO gap (id, site_id, case_id, referral_id, dimension, kind, note, noted_on)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            gap_id,
            new.site_id,
            new.case_id,
            new.referral_id,
            new.dimension,
            new.kind,
            new.note,
            iso(new.noted_on),
        ),
    )
    return gap_id


def gaps(db: Connection) -> tuple[Gap, ...]:
    """All of them, the newest first."""
    rows = db.execute(
        "SELECT id, case_id, dimension, kind, noted_on, note FROM gap ORDER BY noted_on DESC, rowid DESC"
    )
    return tuple(
        Gap(gap_id, case_id, dimension, kind, day(noted_on), note)
        for gap_id, case_id, dimension, kind, noted_on, note in rows
    )
