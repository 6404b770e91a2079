# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The directory, referrals without and with data, and what is told by word or letter."""

from __future__ import annotations

import uuid
from datetime import date, datetime

import resources
from app.domain.case import require_open, require_unrestricted
from app.domain.code_lists import CodeLists
from app.domain.dates import berlin_date, german
from app.domain.disclosure import Disclosure, GateAnswer, Norm, Request, ask_gate, check_request
from app.domain.errors import InvalidInput
from app.domain.referral import NewReferral, Referral, check_referral, check_state
from app.domain.service import Service, ServiceData, check_same_recipient, check_service
from app.domain.transfer import Facts, Head
from app.domain.transfer import transfer_text as written
from app.operations.assessments import released
from app.operations.gate import disclose
from storage import (
    Connection,
    assessments,
    cases,
    clients,
    code_lists,
    consents,
    follow_ups,
    goals,
    journal,
    search,
    sites,
)
from storage import referrals as stored
from storage import services as directory
from storage.vault import Vault


def add_service(vault: Vault, data: ServiceData, now: datetime) -> str:
    """A further entry of the directory; returns its id."""
    check_service(data, code_lists.load(vault.db), berlin_date(now))
    service = Service(id=str(uuid.uuid4()), **vars(data))
    with vault.transaction() as db:
        directory.insert_service(db, service)
        journal.note(db, now, vault.actor, "service.added", service.id)
    return service.id


def change_service(vault: Vault, service_id: str, data: ServiceData, now: datetime) -> None:
    """An entry as it is known now; what was told under it before keeps the name it was told to."""
    check_service(data, code_lists.load(vault.db), berlin_date(now))
    with vault.transaction() as db:
        if directory.stands_in_a_notice(db, service_id):
            check_same_recipient(directory.load_service(db, service_id), data)
        directory.update_service(db, Service(id=service_id, **vars(data)))
        journal.note(db, now, vault.actor, "service.changed", service_id)


def services(vault: Vault, query: str = "") -> tuple[Service, ...]:
    """The directory; every word of `query` is in the institution, the name or the place."""
    words = query.casefold().split()
    return tuple(
        service
        for service in directory.services(vault.db)
        if all(word in f"{service.institution} {service.name} {service.address}".casefold() for word in words)
    )


def check_gate(vault: Vault, case_id: str, request: Request, today: date) -> GateAnswer:
    """What of it may be told, and what lacks a release; nothing is recorded."""
    notices = consents.load_consents(vault.db, cases.file_of(vault.db, case_id).id)
    return ask_gate(notices, directory.load_service(vault.db, request.service_id), request, today)


def transfer_text(vault: Vault, case_id: str, new: NewReferral, today: date) -> str:
    """The exact text that would leave today: covered fields only, or with a norm those it is asked for."""
    covered = new.categories if new.norm else check_gate(vault, case_id, new.request, today).covered
    return _written(vault, case_id, new, covered, code_lists.load(vault.db))


def refer(vault: Vault, case_id: str, new: NewReferral, now: datetime) -> str:
    """Verweisberatung, or with categories an Überleitung through the gate; returns the referral's id."""
    lists, today = code_lists.load(vault.db), berlin_date(now)
    with vault.transaction() as db:
        check_referral(new, released(db, case_id, today), today)
        require_open(cases.load_case(db, case_id))
        if new.norm is None:
            require_unrestricted(cases.file_of(db, case_id))
        disclosure = _pass_on(vault, case_id, new, lists, now) if new.with_data else None
        referral = _referral(db, case_id, new, disclosure)
        stored.insert_referral(db, referral)
        search.index_note(db, referral.id, case_id, new.note)
        _await_feedback(db, referral, new)
        journal.note(db, now, vault.actor, "referral.made", referral.id)
    return referral.id


def set_state(vault: Vault, referral_id: str, state: str, reason: str, now: datetime) -> None:
    """What became of it; the awaited feedback is there, so its follow-up is done."""
    today = berlin_date(now)
    with vault.transaction() as db:
        check_state(stored.load_referral(db, referral_id), state, reason)
        stored.set_state(db, referral_id, state, reason.strip(), today)
        follow_ups.settle(db, "referral", referral_id, "done", today)
        journal.note(db, now, vault.actor, f"referral.{state}", referral_id)


def referrals(vault: Vault, case_id: str) -> tuple[Referral, ...]:
    """All of a case, the newest first."""
    return stored.of_case(vault.db, case_id)


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


def _pass_on(vault: Vault, case_id: str, new: NewReferral, lists: CodeLists, now: datetime) -> Disclosure:
    """Within the caller's transaction: the text of all wanted categories, once the gate has let them."""
    check_request(new.request, lists, berlin_date(now))
    file = cases.file_of(vault.db, case_id)
    text = _written(vault, case_id, new, new.categories, lists)
    return disclose(vault.db, vault.actor, file, new.request, new.norm, text, now)


def _written(
    vault: Vault, case_id: str, new: NewReferral, categories: tuple[str, ...], lists: CodeLists
) -> str:
    db, file = vault.db, cases.file_of(vault.db, case_id)
    facts = Facts(
        person=clients.load_client(db, file.client_id, new.made_on).person,
        file_number=file.number,
        assessment=next(iter(assessments.of_case(db, case_id)), None),
        goals=goals.of_case(db, case_id),
    )
    return written(_head(vault, new, lists), facts, categories, lists)


def _head(vault: Vault, new: NewReferral, lists: CodeLists) -> Head:
    recipient = directory.load_service(vault.db, new.service_id)
    controller = sites.controller(vault.db)
    office = (controller.unit, controller.name) if controller else ()
    return Head(
        recipient=", ".join(part for part in (recipient.institution, recipient.name) if part),
        sender=", ".join((vault.actor.name, *office)),
        day=german(new.made_on),
        purpose=lists.label("purpose", new.purpose),
        norm=lists.label("statutory_norm", new.norm.code) if new.norm else None,
    )


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
