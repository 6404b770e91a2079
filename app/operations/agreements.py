# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Zielvereinbarung: a version is printed from the goals pursued, and signed by both sides."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date, datetime

import resources
from app.domain.agreement import (
    Agreement,
    PaperAgreement,
    check_agreement,
    check_on_paper,
    check_signatures,
)
from app.domain.dates import berlin_date
from app.domain.document import Document
from app.domain.errors import InvalidInput
from app.domain.goal import Goal, NewGoal
from app.domain.signing import READ, Hearing, Signing
from app.forms import goal_sheet
from app.forms.goal_sheet import GoalSheet, SheetGoal, SheetStep, Written
from app.operations.documents import check_form_language, keep, letterhead, new_form_number
from app.operations.goals import insert_goal
from app.operations.hearings import record
from app.operations.writable import require_writable
from storage import Connection, cases, clients, documents, follow_ups, goals, journal
from storage import agreements as stored
from storage.vault import Vault


def agreements(vault: Vault, case_id: str) -> tuple[Agreement, ...]:
    """All versions of a case, the newest first."""
    return stored.of_case(vault.db, case_id)


def print_agreement(vault: Vault, case_id: str, language: str, review_on: date, now: datetime) -> Document:
    """A new version of the Zielvereinbarung from the goals without a result; its bytes are kept."""
    today = berlin_date(now)
    found = goals.of_case(vault.db, case_id)
    pursued = tuple(goal for goal in found if goal.result is None)
    check_agreement(pursued, review_on, today)
    check_form_language(vault, goal_sheet.FORM, language)
    set_on = {goal.id: goal.set_on for goal in found}
    sheet = _sheet(
        vault, case_id, [_sheet_goal(goal, set_on) for goal in pursued], language, review_on, today
    )
    printed = goal_sheet.render(sheet, now)
    with vault.transaction() as db:
        require_writable(db, case_id)
        document = keep(db, cases.file_of(db, case_id).id, printed, sheet.form_number, now)
        version = stored.next_version(db, case_id)
        agreement = Agreement(str(uuid.uuid4()), case_id, version, language, today, review_on, document.id)
        stored.insert_agreement(db, agreement, tuple(goal.id for goal in pursued))
        journal.note(db, now, vault.actor, "agreement.printed", agreement.id)
    return document


def sign_agreement(
    vault: Vault,
    agreement_id: str,
    client: date | None,
    case_manager: date | None,
    now: datetime,
    hearing: Hearing = READ,
) -> None:
    """The days on which the two sides signed, together or one after the other.

    With the first of them the day of the review becomes a follow-up, and those of older versions go.
    """
    with vault.transaction() as db:
        agreement = stored.load_agreement(db, agreement_id)
        require_writable(db, agreement.case_id)
        _take_signatures(vault, agreement, client, case_manager, hearing, now)


def agree_on_paper(
    vault: Vault, case_id: str, document_id: str, paper: PaperAgreement, now: datetime
) -> None:
    """What was written and signed on a blank of this file becomes goals and a version of their agreement.

    Within the caller's transaction. InvalidInput names the field and, from 1 on, the goal: words_1.
    """
    db, today = vault.db, berlin_date(now)
    printed = documents.load_document(db, document_id)
    check_on_paper(paper, berlin_date(printed.created_at))
    ids = tuple(_goal_on_paper(db, case_id, number, new, today) for number, new in enumerate(paper.goals, 1))
    agreement = Agreement(
        str(uuid.uuid4()),
        case_id,
        stored.next_version(db, case_id),
        printed.language,
        paper.agreed_on,
        paper.review_on,
        document_id,
    )
    stored.insert_agreement(db, agreement, ids)
    _take_signatures(vault, agreement, paper.signed_on, paper.countersigned_on, paper.hearing, now)


def _goal_on_paper(db: Connection, case_id: str, number: int, new: NewGoal, today: date) -> str:
    try:
        return insert_goal(db, case_id, new, None, today).id
    except InvalidInput as wrong:
        raise InvalidInput(f"{wrong.field}_{number}", wrong.code, **wrong.facts) from wrong


def _take_signatures(
    vault: Vault,
    agreement: Agreement,
    client: date | None,
    case_manager: date | None,
    hearing: Hearing,
    now: datetime,
) -> None:
    db, today = vault.db, berlin_date(now)
    check_signatures(agreement, client, case_manager, today)
    if client is not None:
        record(db, vault.actor, agreement.document_id, Signing(client, hearing), now)
    stored.set_signatures(db, agreement.id, client, case_manager)
    if not agreement.signed:
        _follow_review(db, agreement, today)
    journal.note(db, now, vault.actor, "agreement.signed", agreement.id)


def _follow_review(db: Connection, agreement: Agreement, today: date) -> None:
    due = {
        each.source_id for each in follow_ups.due_of_case(db, agreement.case_id) if each.source == "agreement"
    }
    for older in stored.of_case(db, agreement.case_id):
        if older.id in due and older.version < agreement.version:
            follow_ups.settle(db, "agreement", older.id, "dropped", today)
    if agreement.review_on is not None:
        title = resources.toml("texts", "follow_ups.toml")["agreement"]
        follow_ups.insert_follow_up(
            db, agreement.case_id, agreement.review_on, title, source="agreement", source_id=agreement.id
        )


def _sheet(
    vault: Vault, case_id: str, agreed: list[SheetGoal], language: str, review_on: date, today: date
) -> GoalSheet:
    file = cases.file_of(vault.db, case_id)
    return GoalSheet(
        form_number=new_form_number("Z"),
        controller=letterhead(vault.db),
        client_name=clients.load_client(vault.db, file.client_id, today).display_name,
        file_number=file.number,
        case_manager=vault.actor.name,
        goals=tuple(agreed),
        review_on=review_on,
        language=language,
        printed_on=today,
    )


def _sheet_goal(goal: Goal, set_on: Mapping[str, date]) -> SheetGoal:
    """Steps that were dropped are not agreed; `set_on` knows since when a continued goal is pursued."""
    steps = (step for step in goal.steps if step.state != "dropped")
    return SheetGoal(
        goal.dimension,
        Written(goal.words),
        Written(goal.expected),
        tuple(SheetStep(Written(step.text), step.owner, step.due_on) for step in steps),
        tuple((level, Written(words)) for level, words in sorted(goal.levels.items())),
        set_on[goal.continues] if goal.continues else None,
    )
