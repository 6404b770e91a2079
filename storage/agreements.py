# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The versions of the Zielvereinbarung, and the goals that stand in each."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.domain.agreement import Agreement
from storage.connection import Connection
from storage.days import day, iso

_AGREEMENT = """SELECT id, case_id, version, language, agreed_on, review_on, document_id, signed_on,
    countersigned_on,
    outdated OR goals_printed > (
        SELECT count(*) FROM agreed_goal AS g WHERE g.agreement_id = goal_agreement.id)
    FROM goal_agreement"""


def insert_agreement(db: Connection, agreement: Agreement, goal_ids: tuple[str, ...]) -> None:
    """A version that nobody signed yet."""
    db.execute(
        """INSERT INTO goal_agreement (id, case_id, version, language, agreed_on, review_on, document_id,
            goals_printed)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            agreement.id,
            agreement.case_id,
            agreement.version,
            agreement.language,
            iso(agreement.agreed_on),
            iso(agreement.review_on),
            agreement.document_id,
            len(goal_ids),
        ),
    )
    db.executemany(
        "INSERT INTO agreed_goal (agreement_id, position, goal_id) VALUES (?, ?, ?)",
        [(agreement.id, position, goal_id) for position, goal_id in enumerate(goal_ids)],
    )


def load_agreement(db: Connection, agreement_id: str) -> Agreement:
    return _agreement(db.execute(f"{_AGREEMENT} WHERE id = ?", (agreement_id,)).fetchone())


def of_case(db: Connection, case_id: str) -> tuple[Agreement, ...]:
    """All versions, the newest first."""
    rows = db.execute(f"{_AGREEMENT} WHERE case_id = ? ORDER BY version DESC", (case_id,))
    return tuple(_agreement(row) for row in rows)


def next_version(db: Connection, case_id: str) -> int:
    (version,) = db.execute(
        "SELECT coalesce(max(version), 0) + 1 FROM goal_agreement WHERE case_id = ?", (case_id,)
    ).fetchone()
    return int(version)


def set_signatures(db: Connection, agreement_id: str, client: date | None, case_manager: date | None) -> None:
    """Adds the days given; a day that stands stays."""
    db.execute(
        """UPDATE goal_agreement SET signed_on = coalesce(signed_on, ?),
        countersigned_on = coalesce(countersigned_on, ?) WHERE id = ?""",
        (iso(client), iso(case_manager), agreement_id),
    )


def _agreement(row: tuple[Any, ...]) -> Agreement:
    agreement_id, case_id, version, language, agreed_on, review_on, document_id, *signatures = row
    signed_on, countersigned_on, outdated = signatures
    return Agreement(
        agreement_id,
        case_id,
        version,
        language,
        day(agreed_on),
        day(review_on),
        document_id,
        day(signed_on),
        day(countersigned_on),
        bool(outdated),
    )
