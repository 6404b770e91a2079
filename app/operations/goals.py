# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Goals in the client's words, their steps, and what became of them."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from app.domain.assessment import require_released
from app.domain.dates import berlin_date
from app.domain.goal import (
    Goal,
    NewGoal,
    NewStep,
    Result,
    check_goal,
    check_step,
    check_step_day,
    check_step_state,
    outcome,
    require_changeable,
    require_pursued,
    require_unfinished,
)
from app.operations.assessments import released
from app.operations.writable import require_writable
from storage import Connection, follow_ups, journal, office_settings, search
from storage import goals as stored
from storage.vault import Vault

_SETTING = "goal_results"


def set_goal(vault: Vault, case_id: str, new: NewGoal, now: datetime) -> str:
    """A goal with its steps; a dated step owns its follow-up. Returns the goal's id."""
    with vault.transaction() as db:
        goal = insert_goal(db, case_id, new, None, berlin_date(now))
        journal.note(db, now, vault.actor, "goal.set", goal.id)
    return goal.id


def continue_goal(
    vault: Vault, goal_id: str, new: NewGoal, carried: tuple[str, ...], result: Result | None, now: datetime
) -> str:
    """A goal that goes on from another; these unfinished steps move there with their follow-ups.

    The other ends with its `result`, unless it has one already. Returns the new goal's id.
    """
    today = berlin_date(now)
    with vault.transaction() as db:
        before = stored.load_goal(db, goal_id)
        require_unfinished(before, carried)
        goal = insert_goal(db, before.case_id, new, goal_id, today, carried)
        if before.result is None:
            _end(db, stored.load_goal(db, goal_id), "" if result is None else result, today)
        journal.note(db, now, vault.actor, "goal.continued", goal.id)
    return goal.id


def change_goal(vault: Vault, goal_id: str, changed: NewGoal, now: datetime) -> None:
    """Other words, dimension or levels, until somebody signed them; its day and its steps stay.

    What was printed with it and signed by nobody is outdated by that.
    """
    today = berlin_date(now)
    with vault.transaction() as db:
        goal = stored.load_goal(db, goal_id)
        check_goal(changed, released(db, goal.case_id, today), today)
        require_changeable(goal)
        require_writable(db, goal.case_id)
        stored.change_goal(db, goal_id, changed)
        search.forget_note(db, goal_id)
        _index(db, goal.case_id, goal_id, changed)
        journal.note(db, now, vault.actor, "goal.changed", goal_id)


def add_step(vault: Vault, goal_id: str, step: NewStep, now: datetime) -> str:
    """A further step of a goal that has no result yet; returns the step's id."""
    with vault.transaction() as db:
        goal = stored.load_goal(db, goal_id)
        check_step(step, goal.set_on)
        require_pursued(goal)
        require_released(goal.dimension, released(db, goal.case_id, berlin_date(now)))
        require_writable(db, goal.case_id)
        step_id = _insert_step(db, goal, step)
        journal.note(db, now, vault.actor, "step.added", step_id)
    return step_id


def finish_step(vault: Vault, step_id: str, state: str, now: datetime) -> None:
    """Done or dropped, or open again; its follow-up goes with it."""
    check_step_state(state)
    with vault.transaction() as db:
        if state == "open":
            goal = stored.goal_of_step(db, step_id)
            require_pursued(goal)
            require_writable(db, goal.case_id)
        _set_step_state(db, step_id, state, berlin_date(now))
        journal.note(db, now, vault.actor, f"step.{state}", step_id)


def date_step(vault: Vault, step_id: str, due_on: date | None, now: datetime) -> None:
    """Another day for an open step, or none; its follow-up goes with it."""
    with vault.transaction() as db:
        goal = stored.goal_of_step(db, step_id)
        step = next(each for each in goal.steps if each.id == step_id)
        check_step_day(goal, step, due_on)
        require_writable(db, goal.case_id)
        stored.set_step_due(db, step_id, due_on)
        follow_ups.delete_owned(db, "step", step_id)
        _follow(db, goal.case_id, step_id, step.text, due_on)
        journal.note(db, now, vault.actor, "step.dated", step_id)


def record_result(vault: Vault, goal_id: str, result: Result, now: datetime) -> tuple[str, ...]:
    """What became of the goal; open steps are dropped with their follow-ups, and their ids returned."""
    with vault.transaction() as db:
        goal = stored.load_goal(db, goal_id)
        require_writable(db, goal.case_id)
        dropped = _end(db, goal, result, berlin_date(now))
        journal.note(db, now, vault.actor, f"goal.{stored.load_goal(db, goal_id).result}", goal_id)
    return dropped


def take_back_result(vault: Vault, goal_id: str, dropped: tuple[str, ...], now: datetime) -> None:
    """The goal is pursued again, with the steps that its result dropped."""
    with vault.transaction() as db:
        goal = stored.load_goal(db, goal_id)
        require_writable(db, goal.case_id)
        require_unfinished(goal, dropped)
        stored.set_result(db, goal_id, None, None)
        for step_id in dropped:
            _set_step_state(db, step_id, "open", berlin_date(now))
        journal.note(db, now, vault.actor, "goal.result_taken_back", goal_id)


def goals(vault: Vault, case_id: str) -> tuple[Goal, ...]:
    """All of a case, those without a result first."""
    return stored.of_case(vault.db, case_id)


def uses_levels(vault: Vault) -> bool:
    """Whether this Kreis measures goals on a scale of five levels (goal attainment scaling)."""
    return office_settings.setting(vault.db, _SETTING, "plain") == "gas"


def use_levels(vault: Vault, wanted: bool, now: datetime) -> None:
    """Holds for goals agreed or changed from now on; what stands stays as it is."""
    with vault.transaction() as db:
        office_settings.set_setting(db, _SETTING, "gas" if wanted else "plain")
        journal.note(db, now, vault.actor, "office.goal_results")


def insert_goal(
    db: Connection,
    case_id: str,
    new: NewGoal,
    continues: str | None,
    today: date,
    carried: tuple[str, ...] = (),
) -> Goal:
    """The goal with the steps carried over, then its new ones; within the caller's transaction."""
    check_goal(new, released(db, case_id, today), today)
    require_writable(db, case_id)
    goal = Goal(
        id=str(uuid.uuid4()),
        case_id=case_id,
        words=new.words,
        dimension=new.dimension,
        set_on=new.set_on,
        expected=new.expected,
        steps=(),
        levels=new.levels,
        weight=new.weight,
        continues=continues,
    )
    stored.insert_goal(db, goal)
    for step_id in carried:
        stored.move_step(db, step_id, goal.id)
        _set_step_state(db, step_id, "open", today)
    for step in new.steps:
        _insert_step(db, goal, step)
    _index(db, case_id, goal.id, new)
    return goal


def _end(db: Connection, goal: Goal, result: Result, today: date) -> tuple[str, ...]:
    """The result, and the ids of the steps that it dropped."""
    word, level = outcome(goal, result)
    stored.set_result(db, goal.id, word, today, level)
    dropped = tuple(step.id for step in goal.steps if step.state == "open")
    for step_id in dropped:
        _set_step_state(db, step_id, "dropped", today)
    return dropped


def _index(db: Connection, case_id: str, goal_id: str, goal: NewGoal) -> None:
    search.index_note(db, goal_id, case_id, goal.words, goal.expected, *goal.levels.values())


def _insert_step(db: Connection, goal: Goal, step: NewStep) -> str:
    step_id = stored.insert_step(db, goal.id, step)
    _follow(db, goal.case_id, step_id, step.text, step.due_on)
    return step_id


def _follow(db: Connection, case_id: str, step_id: str, text: str, due_on: date | None) -> None:
    """A dated step owns its follow-up."""
    if due_on is not None:
        follow_ups.insert_follow_up(db, case_id, due_on, text, source="step", source_id=step_id)


def _set_step_state(db: Connection, step_id: str, state: str, today: date) -> None:
    stored.set_step_state(db, step_id, state, today)
    follow_ups.settle(db, "step", step_id, state, today)
