# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Goals in the client's words, their steps, and the agreements printed from them."""

from __future__ import annotations

import uuid
from datetime import date, datetime

import resources
from app.domain.case import require_open, require_unrestricted
from app.domain.dates import berlin_date
from app.domain.document import Document
from app.domain.errors import Refusal
from app.domain.goal import (
    Agreement,
    Goal,
    NewGoal,
    NewStep,
    check_agreement,
    check_agreement_signature,
    check_goal,
    check_result,
    check_step,
    check_step_state,
)
from app.forms import goal_sheet
from app.forms.goal_sheet import GoalSheet, SheetGoal, SheetStep, Written
from app.operations.assessments import released
from app.operations.documents import check_form_language, keep, letterhead, new_form_number
from storage import Connection, cases, clients, follow_ups, journal, search
from storage import goals as stored
from storage.vault import Vault


def set_goal(vault: Vault, case_id: str, new: NewGoal, now: datetime) -> str:
    """A goal with its steps; a dated step owns its follow-up. Returns the goal's id."""
    today = berlin_date(now)
    goal = Goal(str(uuid.uuid4()), case_id, new.words, new.dimension, new.set_on, new.expected, ())
    with vault.transaction() as db:
        check_goal(new, released(db, case_id, today), today)
        case = cases.load_case(db, case_id)
        require_open(case)
        require_unrestricted(cases.load_file(db, case.file_id))
        stored.insert_goal(db, goal)
        for step in new.steps:
            _insert_step(db, goal, step)
        search.index_note(db, goal.id, case_id, goal.words, goal.expected)
        journal.note(db, now, vault.actor, "goal.set", goal.id)
    return goal.id


def add_step(vault: Vault, goal_id: str, step: NewStep, now: datetime) -> str:
    """A further step of a goal that has no result yet; returns the step's id."""
    with vault.transaction() as db:
        goal = stored.load_goal(db, goal_id)
        check_step(step, goal.set_on)
        _require_pursued(goal)
        require_open(cases.load_case(db, goal.case_id))
        require_unrestricted(cases.file_of(db, goal.case_id))
        step_id = _insert_step(db, goal, step)
        journal.note(db, now, vault.actor, "step.added", step_id)
    return step_id


def finish_step(vault: Vault, step_id: str, state: str, now: datetime) -> None:
    """Done or dropped, or open again; its follow-up goes with it."""
    check_step_state(state)
    with vault.transaction() as db:
        _set_step_state(db, step_id, state, berlin_date(now))
        journal.note(db, now, vault.actor, f"step.{state}", step_id)


def record_result(vault: Vault, goal_id: str, result: str, now: datetime) -> None:
    """Reached, partly or not; steps that are still open are dropped with their follow-ups."""
    check_result(result)
    today = berlin_date(now)
    with vault.transaction() as db:
        goal = stored.load_goal(db, goal_id)
        stored.set_result(db, goal_id, result, today)
        for step in goal.steps:
            if step.state == "open":
                _set_step_state(db, step.id, "dropped", today)
        journal.note(db, now, vault.actor, f"goal.{result}", goal_id)


def goals(vault: Vault, case_id: str) -> tuple[Goal, ...]:
    """All of a case, those without a result first."""
    return stored.of_case(vault.db, case_id)


def agreements(vault: Vault, case_id: str) -> tuple[Agreement, ...]:
    """All of a case, the newest first."""
    return stored.agreements(vault.db, case_id)


def print_agreement(vault: Vault, case_id: str, language: str, review_on: date, now: datetime) -> Document:
    """A new version of the Zielvereinbarung from the goals without a result; its bytes are kept."""
    today = berlin_date(now)
    pursued = tuple(goal for goal in stored.of_case(vault.db, case_id) if goal.result is None)
    check_agreement(pursued, review_on, today)
    check_form_language(goal_sheet.FORM, language)
    sheet = _sheet(vault, case_id, pursued, language, review_on, today)
    printed = goal_sheet.render(sheet, now)
    with vault.transaction() as db:
        require_open(cases.load_case(db, case_id))
        require_unrestricted(cases.file_of(db, case_id))
        document = keep(db, cases.file_of(db, case_id).id, printed, sheet.form_number, now)
        agreement = _agreement(db, case_id, language, today, review_on, document.id)
        stored.insert_agreement(db, agreement, tuple(goal.id for goal in pursued))
        journal.note(db, now, vault.actor, "agreement.printed", agreement.id)
    return document


def sign_agreement(vault: Vault, agreement_id: str, day: date, now: datetime) -> None:
    """Signed by both; the day of its review becomes a follow-up."""
    with vault.transaction() as db:
        agreement = stored.load_agreement(db, agreement_id)
        check_agreement_signature(agreement, day, berlin_date(now))
        stored.set_agreement_signed(db, agreement_id, day)
        if agreement.review_on is not None:
            title = resources.toml("texts", "follow_ups.toml")["agreement"]
            follow_ups.insert_follow_up(
                db, agreement.case_id, agreement.review_on, title, source="agreement", source_id=agreement.id
            )
        journal.note(db, now, vault.actor, "agreement.signed", agreement_id)


def _require_pursued(goal: Goal) -> None:
    if goal.result is not None:
        raise Refusal("goal.has_result")


def _insert_step(db: Connection, goal: Goal, step: NewStep) -> str:
    step_id = stored.insert_step(db, goal.id, step)
    if step.due_on is not None:
        follow_ups.insert_follow_up(
            db, goal.case_id, step.due_on, step.text, source="step", source_id=step_id
        )
    return step_id


def _set_step_state(db: Connection, step_id: str, state: str, today: date) -> None:
    stored.set_step_state(db, step_id, state, today)
    follow_ups.settle(db, "step", step_id, state, today)


def _sheet(
    vault: Vault, case_id: str, pursued: tuple[Goal, ...], language: str, review_on: date, today: date
) -> GoalSheet:
    file = cases.file_of(vault.db, case_id)
    return GoalSheet(
        form_number=new_form_number("Z"),
        controller=letterhead(vault.db),
        client_name=clients.load_client(vault.db, file.client_id, today).display_name,
        file_number=file.number,
        case_manager=vault.actor.name,
        goals=tuple(_sheet_goal(goal) for goal in pursued),
        review_on=review_on,
        language=language,
        printed_on=today,
    )


def _sheet_goal(goal: Goal) -> SheetGoal:
    """Steps that were dropped are not agreed."""
    steps = (step for step in goal.steps if step.state != "dropped")
    return SheetGoal(
        goal.dimension,
        Written(goal.words),
        Written(goal.expected),
        tuple(SheetStep(Written(step.text), step.owner, step.due_on) for step in steps),
    )


def _agreement(
    db: Connection, case_id: str, language: str, agreed_on: date, review_on: date, document_id: str
) -> Agreement:
    return Agreement(
        id=str(uuid.uuid4()),
        case_id=case_id,
        version=stored.next_version(db, case_id),
        language=language,
        agreed_on=agreed_on,
        review_on=review_on,
        signed_on=None,
        document_id=document_id,
    )
