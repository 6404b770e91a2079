# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Referrals without and with data, and what is told by word or letter."""

from __future__ import annotations

import uuid
from datetime import date, datetime

import resources
from app.domain.case import require_open, require_unrestricted
from app.domain.dates import berlin_date
from app.domain.disclosure import Disclosure, GateAnswer, Norm, Request, ask_gate
from app.domain.disclosure import usual_purpose as best_purpose
from app.domain.errors import InvalidInput
from app.domain.referral import (
    FEEDBACK_AFTER,
    Awaited,
    NewReferral,
    Referral,
    check_recipient,
    check_referral,
    check_state,
)
from app.domain.transfer import transfer_text as written
from app.operations import transfers
from app.operations.assessments import released
from app.operations.gate import disclose
from storage import (
    Connection,
    cases,
    code_lists,
    consents,
    courses,
    follow_ups,
    journal,
    search,
)
from storage import referrals as stored
from storage import services as directory
from storage.vault import Vault


def check_gate(vault: Vault, case_id: str, request: Request, today: date) -> GateAnswer:
    """What of it may be told, and what lacks a release; nothing is recorded."""
    notices = consents.load_consents(vault.db, cases.file_of(vault.db, case_id).id)
    return ask_gate(notices, directory.load_service(vault.db, request.service_id), request, today)


def usual_purpose(vault: Vault, case_id: str, service_id: str, today: date) -> str | None:
    """What this recipient is told things for, as the notices have it; None if no notice names it."""
    notices = consents.load_consents(vault.db, cases.file_of(vault.db, case_id).id)
    return best_purpose(notices, directory.load_service(vault.db, service_id), today)


def transfer_text(vault: Vault, case_id: str, new: NewReferral, today: date) -> str:
    """What would leave today, word for word: covered fields only, or with a norm those it is asked for."""
    covered = new.categories if new.norm else check_gate(vault, case_id, new.request, today).covered
    lists = code_lists.load(vault.db)
    head = transfers.head_of(vault, case_id, new.request, new.norm, lists, new.course_id)
    return written(head, transfers.facts_of(vault, case_id, new.made_on), covered, lists)


def refer(vault: Vault, case_id: str, new: NewReferral, now: datetime) -> str:
    """Verweisberatung, or with categories an Überleitung: a letter through the gate; the referral's id."""
    today = berlin_date(now)
    with vault.transaction() as db:
        check_referral(new, released(db, case_id, today), today)
        course = courses.load_course(db, new.course_id) if new.course_id else None
        check_recipient(new, directory.load_service(db, new.service_id), course)
        require_open(cases.load_case(db, case_id))
        if new.norm is None:
            require_unrestricted(cases.file_of(db, case_id))
        disclosure = transfers.pass_on(vault, case_id, new, now) if new.with_data else None
        referral = _referral(db, case_id, new, disclosure)
        stored.insert_referral(db, referral, new.course_id)
        search.index_note(db, referral.id, case_id, new.note)
        _await_feedback(db, referral, new)
        journal.note(db, now, vault.actor, "referral.made", referral.id)
    return referral.id


def set_state(vault: Vault, referral_id: str, state: str, reason: str, now: datetime) -> None:
    """What became of it, with the reason of a no or the words of a result; its follow-up is done."""
    today = berlin_date(now)
    with vault.transaction() as db:
        referral = stored.load_referral(db, referral_id)
        require_unrestricted(cases.file_of(db, referral.case_id))
        check_state(referral, state, reason)
        stored.set_state(db, referral_id, state, reason.strip(), today)
        follow_ups.settle(db, "referral", referral_id, "done", today)
        journal.note(db, now, vault.actor, f"referral.{state}", referral_id)


def referrals(vault: Vault, case_id: str) -> tuple[Referral, ...]:
    """All of a case, the newest first."""
    return stored.of_case(vault.db, case_id)


def without_feedback(vault: Vault, today: date) -> tuple[Awaited, ...]:
    """Sent two weeks ago and nothing heard since, without a follow-up that would say so; the oldest first."""
    return stored.without_feedback(vault.db, today - FEEDBACK_AFTER)


def tell(
    vault: Vault, case_id: str, request: Request, text: str, norm: Norm | None, now: datetime
) -> Disclosure:
    """A spoken word, e-mail or letter through the same gate; of the text only its SHA-256 is kept."""
    if not text.strip():
        raise InvalidInput("text", "disclosure.text_missing")
    with vault.transaction() as db:
        disclosure = disclose(db, vault.actor, cases.file_of(db, case_id), request, norm, text, now)
        journal.note(db, now, vault.actor, "disclosure.made", disclosure.id)
    return disclosure


def _referral(db: Connection, case_id: str, new: NewReferral, disclosure: Disclosure | None) -> Referral:
    return Referral(
        id=str(uuid.uuid4()),
        case_id=case_id,
        service_id=new.service_id,
        recipient=directory.load_service(db, new.service_id).institution,
        dimension=new.dimension,
        with_data=new.with_data,
        disclosure_id=disclosure.id if disclosure else None,
        made_on=new.made_on,
        state="sent",
        state_on=new.made_on,
        note=new.note,
    )


def _await_feedback(db: Connection, referral: Referral, new: NewReferral) -> None:
    if new.feedback_due_on is not None:
        title = resources.toml("texts", "follow_ups.toml")["referral"].format(recipient=referral.recipient)
        follow_ups.insert_follow_up(
            db, referral.case_id, new.feedback_due_on, title, source="referral", source_id=referral.id
        )
