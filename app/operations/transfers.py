# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What goes with an Überleitung: the letter of covered fields whose very bytes the disclosure records."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

import resources
from app.domain.case import File
from app.domain.client import Person
from app.domain.code_lists import CodeLists
from app.domain.consent import Consent
from app.domain.dates import berlin_date, german
from app.domain.disclosure import Disclosure, Norm, Request, check_request, covering_rows
from app.domain.livelihood import current
from app.domain.referral import NewReferral
from app.domain.service import Service
from app.domain.transfer import Facts, Head, covered_blocks
from app.forms import transfer_letter
from app.forms.letter import Envelope, address_lines
from app.forms.transfer_letter import TransferLetter
from app.operations import documents
from app.operations.addresses import told_address
from app.operations.gate import disclose
from app.operations.households import told_household
from storage import (
    Connection,
    assessments,
    cases,
    clients,
    code_lists,
    consents,
    courses,
    goals,
    livelihoods,
    referrals,
    services,
    sites,
)
from storage import documents as kept
from storage.vault import Vault

_NUMBERED = "R"


@dataclass(frozen=True)
class _Released:
    """On which notices it leaves, and whether the recipient may answer about all of it."""

    notices: tuple[Consent, ...]
    answer: bool


def pass_on(vault: Vault, case_id: str, new: NewReferral, now: datetime) -> Disclosure:
    """Within the caller's transaction: the letter with all wanted categories, kept once the gate lets it."""
    db, lists = vault.db, code_lists.load(vault.db)
    check_request(new.request, lists, berlin_date(now))
    file = cases.file_of(db, case_id)
    letter = _letter(vault, case_id, new, lists)
    printed = transfer_letter.render(letter, now)
    disclosure = disclose(db, vault.actor, file, new.request, new.norm, printed.pdf, now)
    documents.keep(db, file.id, printed, letter.envelope.form_number, now)
    return disclosure


def letter_of(vault: Vault, referral_id: str) -> str | None:
    """The document that went with an Überleitung; None of one that had only a text."""
    disclosure_id = referrals.load_referral(vault.db, referral_id).disclosure_id
    return kept.of_disclosure(vault.db, disclosure_id) if disclosure_id else None


def facts_of(vault: Vault, case_id: str, day: date) -> Facts:
    """All that is known of the case and could be passed on, had it a release."""
    db, file = vault.db, cases.file_of(vault.db, case_id)
    return Facts(
        person=_told_person(db, file.client_id, day),
        file_number=file.number,
        assessment=next(iter(assessments.of_case(db, case_id)), None),
        goals=goals.of_case(db, case_id),
        household=told_household(vault, file.client_id, day),
        livelihood=current(livelihoods.of_client(db, file.client_id), day),
    )


def _told_person(db: Connection, client_id: str, day: date) -> Person:
    person = clients.load_client(db, client_id, day).person
    return replace(person, address=told_address(db, client_id, day))


def head_of(
    vault: Vault,
    case_id: str,
    request: Request,
    norm: Norm | None,
    lists: CodeLists,
    course_id: str | None = None,
) -> Head:
    """Who passes on, to whom, what for, on what basis."""
    controller = sites.controller(vault.db)
    office = (controller.unit, controller.name) if controller else ()
    recipient = services.load_service(vault.db, request.service_id)
    return Head(
        recipient=recipient.full_name,
        sender=", ".join((vault.actor.name, *office)),
        day=german(request.day),
        purpose=lists.label("purpose", request.purpose),
        basis=_basis(vault.db, cases.file_of(vault.db, case_id), recipient, request, norm, lists),
        course=courses.load_course(vault.db, course_id).title if course_id else "",
        handover=request.channel == "handover",
    )


def address_of(vault: Vault, service_id: str) -> tuple[str, ...]:
    """The lines of the address field, as the directory has them."""
    recipient = services.load_service(vault.db, service_id)
    names = (recipient.institution, recipient.name)
    return (
        *(name for name in names if name),
        *address_lines("", recipient.contact_person, recipient.address),
    )


def _letter(vault: Vault, case_id: str, new: NewReferral, lists: CodeLists) -> TransferLetter:
    head = head_of(vault, case_id, new.request, new.norm, lists, new.course_id)
    recipient = services.load_service(vault.db, new.service_id)
    file = cases.file_of(vault.db, case_id)
    return TransferLetter(
        envelope=Envelope(
            form_number=documents.new_form_number(_NUMBERED),
            controller=documents.letterhead(vault.db),
            recipient=address_of(vault, new.service_id),
            case_manager=vault.actor.name,
            day=new.made_on,
        ),
        purpose=head.purpose,
        course=head.course,
        basis=head.basis,
        answer_released=_released(vault.db, file, recipient, new.request).answer,
        blocks=covered_blocks(facts_of(vault, case_id, new.made_on), new.categories, lists),
    )


def _basis(
    db: Connection,
    file: File,
    recipient: Service,
    request: Request,
    norm: Norm | None,
    lists: CodeLists,
) -> str:
    """The notices by day and number, or the norm; its reason stays here: it can say more than may go."""
    if norm is not None:
        return lists.label("statutory_norm", norm.code) if norm.code else ""
    notices = _released(db, file, recipient, request).notices
    numbers = {line.id: line.form_number or "" for line in kept.of_file(db, file.id)}
    return "; ".join(
        _notice_in_words(notice, numbers.get(notice.document_id or "", "")) for notice in notices
    )


def _released(db: Connection, file: File, recipient: Service, request: Request) -> _Released:
    notices = consents.load_consents(db, file.id)
    rows = covering_rows(notices, recipient, request.purpose, request.day)
    used = [row for category, row in rows.items() if category in request.categories]
    return _Released(
        tuple(notice for notice in notices if any(row in notice.rows for row in used)),
        bool(used) and all(row.direction == "both" for row in used),
    )


def _notice_in_words(notice: Consent, number: str) -> str:
    words = resources.toml("texts", "transfer.toml")
    if notice.status == "oral" and notice.oral_on is not None:
        return str(words["oral_consent"]).format(day=german(notice.oral_on))
    assert notice.signed_on is not None
    return str(words["consent"]).format(day=german(notice.signed_on), number=number)
