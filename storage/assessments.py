# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Assessments (Bestandsaufnahmen) with their scores; what was not discussed has no row."""

from __future__ import annotations

from app.domain.assessment import Assessment, Score
from storage.connection import Connection
from storage.days import day, iso


def insert_assessment(db: Connection, assessment: Assessment) -> None:
    db.execute(
        "INSERT INTO assessment (id, case_id, held_on) VALUES (?, ?, ?)",
        (assessment.id, assessment.case_id, iso(assessment.held_on)),
    )
    db.executemany(
        """INSERT INTO assessment_score (assessment_id, dimension, need, resource, note, own_need)
        VALUES (?, ?, ?, ?, ?, ?)""",
        [
            (assessment.id, score.dimension, score.need, score.resource, score.note, score.own_need)
            for score in assessment.scores
            if score.discussed or score.note
        ],
    )


def of_case(db: Connection, case_id: str) -> tuple[Assessment, ...]:
    """All of them, the newest first."""
    rows = db.execute(
        "SELECT id, case_id, held_on FROM assessment WHERE case_id = ? ORDER BY held_on DESC, rowid DESC",
        (case_id,),
    )
    return tuple(
        Assessment(assessment_id, case, day(held_on), _scores(db, assessment_id))
        for assessment_id, case, held_on in rows.fetchall()
    )


def _scores(db: Connection, assessment_id: str) -> tuple[Score, ...]:
    rows = db.execute(
        """SELECT dimension, need, resource, note, own_need FROM assessment_score
        WHERE assessment_id = ? ORDER BY rowid""",
        (assessment_id,),
    )
    return tuple(Score(*row) for row in rows)
