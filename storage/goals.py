# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Goals, the levels of their scales, and their steps."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from app.domain.goal import Goal, NewGoal, NewStep, Step
from storage.connection import Connection
from storage.days import day, iso

_GOAL = """SELECT id, case_id, words, dimension, set_on, expected, result, result_on, weight, level,
    continues_goal_id, EXISTS (
        SELECT 1 FROM agreed_goal AS g JOIN goal_agreement AS a ON a.id = g.agreement_id
        WHERE g.goal_id = goal.id AND (a.signed_on IS NOT NULL OR a.countersigned_on IS NOT NULL))
    FROM goal"""
_STEP = "SELECT id, text, owner, due_on, state FROM step"


def insert_goal(db: Connection, goal: Goal) -> None:
    """The goal with its levels; its steps follow by `insert_step`."""
    db.execute(
        """INSERT INTO goal (id, case_id, words, expected, dimension, set_on, weight, continues_goal_id)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            goal.id,
            goal.case_id,
            goal.words,
            goal.expected,
            goal.dimension,
            iso(goal.set_on),
            goal.weight,
            goal.continues,
        ),
    )
    _insert_levels(db, goal.id, goal.levels)


def change_goal(db: Connection, goal_id: str, changed: NewGoal) -> None:
    """Its words, dimension and levels; its day and its steps stay."""
    db.execute(
        "UPDATE goal SET words = ?, expected = ?, dimension = ?, weight = ? WHERE id = ?",
        (changed.words, changed.expected, changed.dimension, changed.weight, goal_id),
    )
    db.execute("DELETE FROM goal_level WHERE goal_id = ?", (goal_id,))
    _insert_levels(db, goal_id, changed.levels)


def insert_step(db: Connection, goal_id: str, step: NewStep) -> str:
    """The step after those that the goal has."""
    step_id = str(uuid.uuid4())
    db.execute(
        """INSERT INTO step (id, goal_id, position, text, owner, due_on)
        SELECT ?, ?, coalesce(max(position), -1) + 1, ?, ?, ? FROM step WHERE goal_id = ?""",
        (step_id, goal_id, step.text, step.owner, iso(step.due_on), goal_id),
    )
    return step_id


def move_step(db: Connection, step_id: str, goal_id: str) -> None:
    """To another goal, after the steps that it has."""
    db.execute(
        """UPDATE step SET goal_id = ?1,
        position = (SELECT coalesce(max(position), -1) + 1 FROM step WHERE goal_id = ?1) WHERE id = ?2""",
        (goal_id, step_id),
    )


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


def set_step_due(db: Connection, step_id: str, due_on: date | None) -> None:
    db.execute("UPDATE step SET due_on = ? WHERE id = ?", (iso(due_on), step_id))


def set_result(
    db: Connection, goal_id: str, result: str | None, since: date | None, level: int | None = None
) -> None:
    """`None` takes the result back."""
    db.execute(
        "UPDATE goal SET result = ?, result_on = ?, level = ? WHERE id = ?",
        (result, iso(since), level, goal_id),
    )


def _insert_levels(db: Connection, goal_id: str, levels: Mapping[int, str]) -> None:
    db.executemany(
        "INSERT INTO goal_level (goal_id, level, words) VALUES (?, ?, ?)",
        [(goal_id, level, words) for level, words in sorted(levels.items())],
    )


def _goal(db: Connection, row: tuple[Any, ...]) -> Goal:
    goal_id, case_id, words, dimension, set_on, expected, result, result_on, *scale, signed = row
    weight, level, continues = scale
    levels = db.execute("SELECT level, words FROM goal_level WHERE goal_id = ? ORDER BY level", (goal_id,))
    return Goal(
        goal_id,
        case_id,
        words,
        dimension,
        day(set_on),
        expected,
        _steps(db, goal_id),
        result,
        day(result_on),
        dict(levels.fetchall()),
        weight,
        level,
        continues,
        bool(signed),
    )


def _steps(db: Connection, goal_id: str) -> tuple[Step, ...]:
    return tuple(
        Step(text=text, owner=owner, due_on=day(due_on), id=step_id, state=state)
        for step_id, text, owner, due_on, state in db.execute(
            f"{_STEP} WHERE goal_id = ? ORDER BY position", (goal_id,)
        )
    )
