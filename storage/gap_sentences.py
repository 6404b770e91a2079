# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Sentences beside the figures of gaps, and the places in the file that none of them may name."""

from __future__ import annotations

from datetime import date

from app.domain.gap_sentence import GapSentence
from storage.connection import Connection


def put(db: Connection, site_id: str, new: GapSentence, day: date) -> None:
    db.execute(
        """INSERT INTO gap_sentence (site_id, dimension, kind, sentence, released_on) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (site_id, dimension, kind) DO UPDATE
        SET sentence = excluded.sentence, released_on = excluded.released_on""",
        (site_id, new.dimension, new.kind, new.sentence, day.isoformat()),
    )


def withdraw(db: Connection, site_id: str, dimension: str, kind: str) -> None:
    db.execute(
        "DELETE FROM gap_sentence WHERE site_id = ? AND dimension = ? AND kind = ?",
        (site_id, dimension, kind),
    )


def of_site(db: Connection, site_id: str) -> tuple[GapSentence, ...]:
    rows = db.execute(
        "SELECT dimension, kind, sentence FROM gap_sentence WHERE site_id = ? ORDER BY dimension, kind",
        (site_id,),
    )
    return tuple(GapSentence(*row) for row in rows)


def places(db: Connection) -> frozenset[str]:
    """Streets, towns and workplaces of everybody in the file."""
    rows = db.execute(
        """SELECT street FROM address_period UNION SELECT town FROM address_period
        UNION SELECT works_in FROM client"""
    )
    return frozenset(text for (text,) in rows if text)
