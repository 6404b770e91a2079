# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Goals, their steps, and the agreements that were printed from them."""

from __future__ import annotations

import uuid
from datetime import date

from app.domain.goal import Agreement, Goal, NewStep, Step
from storage.connection import Connection
from storage.days import day, iso

_GOAL = "SELECT id, case_id, words, dimension, set_on, expected, result, result_on FROM goal"
_STEP = "SELECT id, text, owner, due_on, state FROM step"
_AGREEMENT = """SELECT id, case_id, version, language, agreed_on, review_on, signed_on, document_id
    FROM goal_agreement"""


def insert_goal(db: Connection, goal: Goal) -> None:
    """The goal alone; its steps follow by `insert_step`."""
    db.execute(
        "INSERT INTO goal (id, case_id, words, expected, dimension, set_on) VALUES (?, ?, ?, ?, ?, ?)",
        (goal.id, goal.case_id, goal.words, goal.expected, goal.dimension, iso(goal.set_on)),
    )


def insert_step(db: Connection, goal_id: str, step: NewStep) -> str:
    """The step after those that the goal has."""
    step_id = str(uuid.uuid4())
    db.execute(
        """INSERT INTO step (id, goal_id, position, text, owner, due_on)
        SELECT ?, ?, count(*), ?, ?, ? FROM step WHERE goal_id = ?""",
        (step_id, goal_id, step.text, step.owner, iso(step.due_on), goal_id),
    )
    return step_id


def load_goal(db: Connection, goal_id: str) -> Goal:
    return _goal(db, db.execute(f"{_GOAL} WHERE id = ?", (goal_id,)).fetchone())


def goal_of_step(db: Connection, step_id: str) -> Goal:
    (goal_id,) = db.execute("SELECT goal_id FROM step WHERE id = ?", (step_id,)).fetchone()
    return load_goal(db, goal_id)


def of_case(db: Connection, case_id: str) -> tuple[Goal, ...]:
    """Open goals first, in the order in which they were set."""
    rows = db.execute(
        f"{_GOAL} WHERE case_id = ? ORDER BY result IS NOT NULL, set_on, rowid", (case_id,)
    ).fetchall()
    return tuple(_goal(db, row) for row in rows)


def set_step_state(db: Connection, step_id: str, state: str, since: date) -> None:
    db.execute("UPDATE step SET state = ?, state_on = ? WHERE id = ?", (state, iso(since), step_id))


def set_result(db: Connection, goal_id: str, result: str, since: date) -> None:
    db.execute("UPDATE goal SET result = ?, result_on = ? WHERE id = ?", (result, iso(since), goal_id))


def next_version(db: Connection, case_id: str) -> int:
    (version,) = db.execute(
        "SELECT coalesce(max(version), 0) + 1 FROM goal_agreement WHERE case_id = ?", (case_id,)
    ).fetchone()
    return int(version)


def insert_agreement(db: Connection, agreement: Agreement, goal_ids: tuple[str, ...]) -> None:
    db.execute(
        """INSERT INTO goal_agreement (id, case_id, version, language, agreed_on, review_on, document_id)
        VALUES (?, ?, ?, ?, ?, ?, ?)""",
        (
            agreement.id,
            agreement.case_id,
            agreement.version,
            agreement.language,
            iso(agreement.agreed_on),
            iso(agreement.review_on),
            agreement.document_id,
        ),
    )
    db.executemany(
        "INSERT INTO agreed_goal (agreement_id, position, goal_id) VALUES (?, ?, ?)",
        [(agreement.id, position, goal_id) for position, goal_id in enumerate(goal_ids)],
    )


def load_agreement(db: Connection, agreement_id: str) -> Agreement:
    return _agreement(db.execute(f"{_AGREEMENT} WHERE id = ?", (agreement_id,)).fetchone())


def agreements(db: Connection, case_id: str) -> tuple[Agreement, ...]:
    """All of them, the newest first."""
    rows = db.execute(f"{_AGREEMENT} WHERE case_id = ? ORDER BY version DESC", (case_id,))
    return tuple(_agreement(row) for row in rows)


def set_agreement_signed(db: Connection, agreement_id: str, signed_on: date) -> None:
    db.execute("UPDATE goal_agreement SET signed_on = ? WHERE id = ?", (iso(signed_on), agreement_id))


def _goal(db: Connection, row: tuple[str, ...]) -> Goal:
    goal_id, case_id, words, dimension, set_on, expected, result, result_on = row
    steps = tuple(
        Step(text=text, owner=owner, due_on=day(due_on), id=step_id, state=state)
        for step_id, text, owner, due_on, state in db.execute(
            f"{_STEP} WHERE goal_id = ? ORDER BY position", (goal_id,)
        )
    )
    return Goal(goal_id, case_id, words, dimension, day(set_on), expected, steps, result, day(result_on))


def _agreement(row: tuple[str, ...]) -> Agreement:
    agreement_id, case_id, version, language, agreed_on, review_on, signed_on, document_id = row
    return Agreement(
        agreement_id,
        case_id,
        int(version),
        language,
        day(agreed_on),
        day(review_on),
        day(signed_on),
        document_id,
    )
