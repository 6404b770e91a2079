# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A case goes sealed to another office: through the gate, or as an act inside one controller."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import resources
from app.domain.address import street_form
from app.domain.assessment import seen
from app.domain.case import File, require_unrestricted
from app.domain.case_transfer import NAME, SentCase
from app.domain.client import Address
from app.domain.code_lists import CodeLists
from app.domain.consent import Consent
from app.domain.dates import berlin_date, german, next_working_day
from app.domain.disclosure import Norm, Request, check_request, protects_child
from app.domain.document import DocumentLine
from app.domain.errors import Refusal
from app.domain.known_office import KnownOffice
from app.domain.progress import Progress, Silent
from app.domain.transfer import Facts, Head, covered_blocks, only_covered, transfer_text
from app.forms import handover_sheet
from app.forms.handover_sheet import HandoverSheet
from app.forms.preview import words as preview_words
from app.operations import addresses, case_contents, documents, gate, known_offices
from app.operations.assessments import released
from app.operations.enrolment import ensure_unit, outstation_party, own_keys
from app.operations.referrals import check_gate
from app.operations.transfers import facts_of, head_of
from storage import Connection, cases, code_lists, consents, contacts, follow_ups, journal, services
from storage import case_transfers as stored
from storage import documents as kept
from storage import known_offices as offices
from storage.vault import Vault
from sync import case_transfer as sealed
from sync.case_transfer import Basis, Content

_NUMBERED = "U"
_STEPS = 3  # put together, sealed, written


@dataclass(frozen=True)
class Wish:
    """What is to go where. Inside one controller the whole case goes, and the rest says nothing."""

    unit: str
    categories: tuple[str, ...] = ()
    purpose: str = ""
    norm: Norm | None = None


@dataclass(frozen=True)
class _Going:
    """Everything about one hand-over that is told, not yet in the form in which it travels."""

    office: KnownOffice
    file: File
    facts: Facts
    head: Head
    categories: tuple[str, ...]
    basis: Basis
    day: date


def preview(vault: Vault, case_id: str, wish: Wish, today: date) -> str:
    """Word for word what would go today; Refusal where nothing allows it."""
    going, lists = _going(vault, case_id, wish, today), code_lists.load(vault.db)
    text = transfer_text(going.head, going.facts, going.categories, lists)
    if going.basis != "inside":
        return f"{text}\n{_word('also')}\n"
    counts = {
        "notes": len(tuple(_notes(vault.db, case_id, going.file, lists))),
        "papers": sum(1 for _ in _lines(vault.db, going.file)),
        "goals": len(case_contents.goals(going.facts)),
    }
    return f"{text}\n{_word('inside_also', **counts)}\n"


def hand_over(
    vault: Vault,
    case_id: str,
    wish: Wish,
    told_on: date | None,
    path: Path,
    now: datetime,
    progress: Progress | None = None,
) -> SentCase:
    """The sealed file at `path`, with its record and, kept for the person, the sheet of what is in it.

    `told_on` None leaves a follow-up to tell the person, while the case is open. Of what protects a child the
    person is told nothing: there is neither. While it is sealed the file is free for others; what has changed
    meanwhile is a Refusal.
    """
    step = progress or Silent()
    unit, seen = ensure_unit(vault, now), journal.head(vault.db)
    step.advance(0, _STEPS, "")
    going = _going(vault, case_id, wish, berlin_date(now))
    sheet = _sheet(vault, going)
    printed = handover_sheet.render(sheet, now)
    payload = sealed.encode(_content(vault, case_id, going, printed.pdf))
    step.advance(1, _STEPS, "")
    raw = _sealed(vault, payload, unit, wish.unit, now)
    with vault.transaction() as db:
        step.advance(2, _STEPS, "")
        if journal.head(db) != seen:
            raise Refusal("transfer.changed_meanwhile")
        sent = _recorded(vault, case_id, wish, going, raw, told_on, now)
        if not _withheld(db, wish):
            documents.keep(db, going.file.id, printed, sheet.form_number, now)
        journal.note(db, now, vault.actor, "case.sent_sealed", case_id)
        documents.write_with_record(vault, path, raw)
    return sent


def content_inside(vault: Vault, case_id: str, wish: Wish, now: datetime) -> Content:
    """All that a hand-over inside our controller would hold, nothing recorded; Refusal where none may be."""
    today = berlin_date(now)
    going = _going(vault, case_id, wish, today)
    return _content(vault, case_id, going, handover_sheet.render(_sheet(vault, going), now).pdf)


def was_taken_over(db: Connection, case_id: str, office: KnownOffice, sent_on: date, sha256: str) -> None:
    """Within the caller's transaction: a deputy of our controller has the case now."""
    _record(db, case_id, SentCase(str(uuid.uuid4()), office.unit, office.name, sent_on, sha256))


def sent_cases(vault: Vault, case_id: str) -> tuple[SentCase, ...]:
    """Where this case went, the newest first."""
    return stored.sent_of(vault.db, case_id)


def _sealed(vault: Vault, payload: bytes, unit: str, other: str, now: datetime) -> bytes:
    to, own = known_offices.party_to_seal_to(vault.db, other, now), outstation_party(vault.db, unit)
    return sealed.seal(payload, str(uuid.uuid4()), own, to, own_keys(vault.db))


def _recorded(
    vault: Vault, case_id: str, wish: Wish, going: _Going, raw: bytes, told_on: date | None, now: datetime
) -> SentCase:
    """Through the gate, within the caller's transaction."""
    db, lists = vault.db, code_lists.load(vault.db)
    sent = SentCase(
        str(uuid.uuid4()), wish.unit, going.office.name, going.day, sha256(raw).hexdigest(), told_on
    )
    if going.basis == "inside":
        gate.pass_inside(db, going.file, going.office)
    else:
        request = _request(going.office, wish, going.day)
        check_request(request, lists, going.day)
        disclosure = gate.disclose(db, vault.actor, going.file, request, wish.norm, raw, now)
        sent = replace(sent, disclosure_id=disclosure.id)
    _record(db, case_id, sent, to_be_told=not _withheld(db, wish))
    return sent


def _withheld(db: Connection, wish: Wish) -> bool:
    return wish.norm is not None and protects_child(wish.norm, code_lists.load(db))


def _record(db: Connection, case_id: str, sent: SentCase, *, to_be_told: bool = True) -> None:
    """It went; whoever was not told is to be told, while the case is open."""
    stored.insert_sent(db, case_id, sent)
    if to_be_told and sent.told_on is None and cases.load_case(db, case_id).status != "closed":
        words = resources.toml("texts", "follow_ups.toml")["handover"]
        follow_ups.insert_follow_up(db, case_id, next_working_day(sent.sent_on + timedelta(days=1)), words)


def _going(vault: Vault, case_id: str, wish: Wish, today: date) -> _Going:
    office = offices.office(vault.db, wish.unit)
    if office is None:
        raise Refusal("transfer.no_office")
    file, facts = cases.file_of(vault.db, case_id), facts_of(vault, case_id, today)
    if office.same_controller:
        gate.pass_inside(vault.db, file, office)
        return _inside(vault, case_id, office, file, facts, today)
    return _through_the_gate(vault, case_id, wish, office, file, facts, today)


def _through_the_gate(
    vault: Vault, case_id: str, wish: Wish, office: KnownOffice, file: File, facts: Facts, today: date
) -> _Going:
    """Covered categories, or with a norm those it is asked for; the name is one of them."""
    request, covered = _request(office, wish, today), wish.categories
    if wish.norm is None:
        require_unrestricted(file)
        covered = check_gate(vault, case_id, request, today).covered
    if NAME not in covered:
        raise Refusal("transfer.name_missing")
    head = head_of(vault, case_id, request, wish.norm, code_lists.load(vault.db))
    basis: Basis = "norm" if wish.norm else "consent"
    return _Going(office, file, only_covered(facts, covered), head, covered, basis, today)


def _inside(vault: Vault, case_id: str, office: KnownOffice, file: File, facts: Facts, today: date) -> _Going:
    """Everything that may be seen today, but never a barred address."""
    lists, person = code_lists.load(vault.db), facts.person
    to_see = released(vault.db, case_id, today)
    shown = replace(
        facts,
        person=replace(person, address=Address() if person.address.blocked else person.address),
        assessment=seen(facts.assessment, to_see) if facts.assessment else None,
        goals=tuple(goal for goal in facts.goals if goal.dimension in to_see and goal.result is None),
    )
    categories = tuple(entry.code for entry in lists.entries("data_category", today))
    sender = ", ".join((vault.actor.name, documents.letterhead(vault.db).unit))
    head = Head(office.name, sender, german(today), _word("inside"), "", handover=True)
    return _Going(office, file, shown, head, categories, "inside", today)


def _request(office: KnownOffice, wish: Wish, today: date) -> Request:
    assert office.service_id is not None
    return Request(office.service_id, wish.categories, wish.purpose, "handover", today)


def _content(vault: Vault, case_id: str, going: _Going, sheet: bytes) -> Content:
    lists, inside = code_lists.load(vault.db), going.basis == "inside"
    controller = documents.letterhead(vault.db)
    facts, clean = going.facts, case_contents.clean
    return Content(
        schema=sealed.SCHEMA,
        office=clean(f"{controller.unit}, {controller.name}" if controller.unit else controller.name),
        sender=clean(vault.actor.name),
        sent_on=going.day,
        basis=going.basis,
        basis_words=clean(going.head.basis),
        categories=going.categories,
        file_number=facts.file_number,
        person=case_contents.person(facts.person),
        household=case_contents.household(facts),
        livelihood=case_contents.livelihood(facts),
        assessment=case_contents.assessment(facts.assessment),
        goals=case_contents.goals(facts),
        notes=tuple(_notes(vault.db, case_id, going.file, lists)) if inside else (),
        papers=tuple(_papers(vault.db, going.file)) if inside else (),
        sheet=sheet,
    )


def _sheet(vault: Vault, going: _Going) -> HandoverSheet:
    """The same fields on paper, so that nothing is lost where the receiver knows somebody otherwise."""
    recipient = services.load_service(vault.db, going.office.service_id) if going.office.service_id else None
    return HandoverSheet(
        form_number=documents.new_form_number(_NUMBERED),
        controller=documents.letterhead(vault.db),
        recipient=(recipient.institution if recipient else going.office.name,),
        sender=vault.actor.name,
        purpose=going.head.purpose,
        basis=going.head.basis or _word("inside"),
        blocks=covered_blocks(going.facts, going.categories, code_lists.load(vault.db)),
        printed_on=going.day,
    )


def _notes(db: Connection, case_id: str, file: File, lists: CodeLists) -> Iterator[sealed.Note]:
    """What was written of each contact, and which notices were signed: evidence, the oldest first."""
    for held_on, kind, words in contacts.written_of_case(db, case_id):
        text = _word("contact", kind=lists.label("contact_kind", kind), text=words)
        yield sealed.Note(held_on, "contact", case_contents.clean(text))
    numbers = {line.id: line.form_number or "" for line in kept.of_file(db, file.id)}
    for notice in reversed(consents.load_consents(db, file.id)):
        if notice.status == "signed" and notice.signed_on is not None:
            number = numbers.get(notice.document_id or "", "")
            text = _word("notice", number=number, day=german(notice.signed_on), rows=_rows(db, notice, lists))
            yield sealed.Note(notice.signed_on, "notice", case_contents.clean(text))


def _rows(db: Connection, notice: Consent, lists: CodeLists) -> str:
    said = (
        _word(
            "notice_row",
            recipient=services.load_service(db, row.service_id).institution,
            category=lists.label("data_category", row.category),
            purpose=lists.label("purpose", row.purpose),
        )
        for row in notice.rows
        if row.decision == "given"
    )
    return "; ".join(said) or "–"


def _papers(db: Connection, file: File) -> Iterator[sealed.Paper]:
    for line in _lines(db, file):
        paper, versions = kept.load_document(db, line.id), kept.versions(db, line.id)
        yield sealed.Paper(line.form, line.language, *versions, berlin_date(line.created_at), paper.pdf)


def _lines(db: Connection, file: File) -> Iterator[DocumentLine]:
    """Every document of the file but those that protect a child, or that tell a barred address."""
    barred = addresses.barred_streets(db, file.client_id)
    for line in kept.of_file(db, file.id):
        said = street_form(preview_words(kept.load_document(db, line.id).pdf)) if barred else ""
        if not (line.withheld or any(street in said for street in barred)):
            yield line


def _word(name: str, **values: object) -> str:
    words: Mapping[str, Any] = resources.toml("texts", "case_transfer.toml")
    return str(words[name]).format_map(values)
