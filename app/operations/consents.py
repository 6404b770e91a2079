# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Consents: put together, printed, given by word or signature, decided row by row, withdrawn."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from app.domain.client import Person
from app.domain.code_lists import CodeLists
from app.domain.consent import (
    Consent,
    ReleaseRow,
    WantedRelease,
    check_decisions,
    check_not_withdrawn_since,
    check_oral,
    check_oral_rows,
    check_print,
    check_row_withdrawal,
    check_signature,
    check_wanted,
    check_withdrawal,
    current_consent,
    everything_withdrawn_on,
    oral_until,
    stands_on,
)
from app.domain.dates import berlin_date
from app.domain.disclosure import Disclosure
from app.domain.document import Document
from app.domain.signing import READ, Hearing, Signing
from app.forms import consent_sheet
from app.forms.consent_sheet import ConsentSheet, SheetRow
from app.operations import backups, template_packs
from app.operations.documents import check_form_language, keep, letterhead, new_form_number
from app.operations.hearings import record
from storage import Connection, cases, clients, code_lists, documents, journal, services, sites
from storage import consents as stored
from storage import disclosures as told
from storage.vault import Vault


def prepare(
    vault: Vault,
    file_id: str,
    rows: tuple[WantedRelease, ...],
    language: str,
    valid_until: date | None,
    now: datetime,
) -> str:
    """A draft of the file's next notice; a row without a day of its own counts until `valid_until`."""
    today = berlin_date(now)
    check_wanted(rows, valid_until, code_lists.load(vault.db), today)
    check_form_language(vault, consent_sheet.FORM, language)
    with vault.transaction() as db:
        consent = draft(db, file_id, rows, language, valid_until, today)
        journal.note(db, now, vault.actor, "consent.prepared", consent.id)
    return consent.id


def draft(
    db: Connection,
    file_id: str,
    rows: tuple[WantedRelease, ...],
    language: str,
    valid_until: date | None,
    day: date,
) -> Consent:
    """The file's next notice as of that day, within the caller's transaction."""
    lists = code_lists.load(db)
    consent = Consent(
        id=str(uuid.uuid4()),
        file_id=file_id,
        version=stored.next_version(db, file_id),
        language=language,
        status="draft",
        created_on=day,
        rows=tuple(_open_row(row, lists) for row in rows),
        valid_until=valid_until,
    )
    stored.insert_consent(db, consent)
    return consent


def print_notice(vault: Vault, consent_id: str, interpreter: str, now: datetime) -> Document:
    """The notice to sign; printing makes nothing valid, and printing again gives the same bytes."""
    consent = stored.load_consent(vault.db, consent_id)
    if consent.document_id is not None:
        return documents.load_document(vault.db, consent.document_id)
    check_print(consent)
    today = berlin_date(now)
    sheet = _sheet(vault.db, consent, interpreter, today)
    printed = consent_sheet.render(sheet, now)
    with vault.transaction() as db:
        document = keep(db, consent.file_id, printed, sheet.form_number, now)
        stored.set_printed(db, consent, today, interpreter, document.id)
        journal.note(db, now, vault.actor, "consent.printed", consent_id)
    return document


def grant_orally(
    vault: Vault, consent_id: str, day: date, witness: str, decisions: Mapping[str, str], now: datetime
) -> None:
    """Said before a witness: opens the file and the given rows for 14 days, never for Art. 9 data."""
    with vault.transaction() as db:
        consent = stored.load_consent(db, consent_id)
        check_oral(consent, day, witness, berlin_date(now))
        check_decisions(consent, decisions)
        check_oral_rows(consent, decisions, _written_only(db, consent.file_id))
        _decide(db, decisions, day)
        read_out = consent_sheet.text_version(consent.language, template_packs.texts(db))
        stored.set_oral(db, consent_id, day, witness.strip(), read_out)
        cases.keep_until(db, consent.file_id, oral_until(day))
        journal.note(db, now, vault.actor, "consent.oral", consent_id)


def sign(
    vault: Vault,
    consent_id: str,
    day: date,
    decisions: Mapping[str, str],
    now: datetime,
    hearing: Hearing = READ,
) -> None:
    """Signed on that day: counts from it, takes the place of older notices, and gives the file its basis."""
    with vault.transaction():
        take_signature(vault, consent_id, Signing(day, hearing), decisions, now)


def take_signature(
    vault: Vault, consent_id: str, signing: Signing, decisions: Mapping[str, str], now: datetime
) -> None:
    """As `sign`, within the caller's transaction."""
    db, day = vault.db, signing.signed_on
    consent = stored.load_consent(db, consent_id)
    check_signature(consent, day, berlin_date(now))
    check_decisions(consent, decisions)
    file = cases.load_file(db, consent.file_id)
    withdrawn = everything_withdrawn_on(stored.load_consents(db, file.id), file.basis)
    check_not_withdrawn_since(day, file.withdrawn_on or withdrawn)
    assert consent.document_id is not None
    record(db, vault.actor, consent.document_id, signing, now)
    _decide(db, decisions, day)
    stored.set_signed(db, consent_id, day)
    stored.replace_others(db, consent)
    if file.basis != "task":
        cases.set_basis(db, file.id, "consent", day)
    journal.note(db, now, vault.actor, "consent.signed", consent_id)


def decide(vault: Vault, row_id: str, decision: str, now: datetime) -> None:
    """One row given or refused, while the notice is not yet signed."""
    with vault.transaction() as db:
        consent = stored.consent_of_row(db, row_id)
        check_decisions(consent, {row_id: decision})
        if consent.status == "oral":
            check_oral_rows(consent, {row_id: decision}, _written_only(db, consent.file_id))
        _decide(db, {row_id: decision}, berlin_date(now))
        journal.note(db, now, vault.actor, f"release.{decision}", row_id)


def withdraw_row(vault: Vault, row_id: str, day: date, now: datetime) -> tuple[Disclosure, ...]:
    """The gate refuses from now on; returns what was told under the row, for the notices to recipients."""
    with vault.transaction():
        take_row_withdrawal(vault, row_id, day, now)
    return told.under_row(vault.db, row_id)


def take_row_withdrawal(vault: Vault, row_id: str, day: date, now: datetime) -> None:
    """As `withdraw_row`, within the caller's transaction."""
    db = vault.db
    row = next(row for row in stored.consent_of_row(db, row_id).rows if row.id == row_id)
    check_row_withdrawal(row, day, berlin_date(now))
    stored.set_row_withdrawn(db, row_id, day)
    backups.want(db)
    journal.note(db, now, vault.actor, "release.withdrawn", row_id)


def withdraw(vault: Vault, consent_id: str, day: date, how: str, now: datetime) -> tuple[Disclosure, ...]:
    """All of a notice, at once, however it was said; a file that stood on it is restricted.

    With the notice that stands for the file goes what was given orally beside it. Returns what was told under
    them, for the notices to recipients.
    """
    known = stored.load_consents(vault.db, stored.load_consent(vault.db, consent_id).file_id)
    current = current_consent(known)
    whole = current is not None and current.id == consent_id
    beside = [each.id for each in known if whole and each.status == "oral" and each.id != consent_id]
    with vault.transaction():
        for each in (consent_id, *beside):
            take_withdrawal(vault, each, day, how, now)
    return tuple(found for each in (consent_id, *beside) for found in told.under_consent(vault.db, each))


def take_withdrawal(vault: Vault, consent_id: str, day: date, how: str, now: datetime) -> None:
    """One notice, within the caller's transaction; where the person asked for a restriction, that stays."""
    db = vault.db
    consent = stored.load_consent(db, consent_id)
    check_withdrawal(consent, day, berlin_date(now))
    stored.set_withdrawn(db, consent_id, day, how.strip())
    file = cases.load_file(db, consent.file_id)
    if stands_on(consent, file.basis) and file.restricted_reason is None:
        cases.restrict(db, consent.file_id, day)
    backups.want(db)
    journal.note(db, now, vault.actor, "consent.withdrawn", consent_id)


def consents(vault: Vault, file_id: str) -> tuple[Consent, ...]:
    """All notices of a file, the newest first."""
    return stored.load_consents(vault.db, file_id)


def disclosures(vault: Vault, file_id: str) -> tuple[Disclosure, ...]:
    """What was told about the person, the newest first."""
    return told.of_file(vault.db, file_id)


def _open_row(wanted: WantedRelease, lists: CodeLists) -> ReleaseRow:
    return ReleaseRow(
        id=str(uuid.uuid4()),
        service_id=wanted.service_id,
        category=wanted.category,
        art9=bool(lists.fact("data_category", wanted.category, "art9")),
        purpose=wanted.purpose,
        direction=wanted.direction,
        valid_until=wanted.valid_until,
    )


def _decide(db: Connection, decisions: Mapping[str, str], day: date) -> None:
    for row_id, decision in decisions.items():
        stored.set_decision(db, row_id, decision, day)


def _written_only(db: Connection, file_id: str) -> frozenset[str]:
    """The recipients that an oral consent does not reach (§ 67b SGB X)."""
    named = services.named_in_consents(db, file_id)
    return frozenset(service.id for service in named if service.needs_written_consent)


def _sheet(db: Connection, consent: Consent, interpreter: str, today: date) -> ConsentSheet:
    head, file = letterhead(db), cases.load_file(db, consent.file_id)
    controller = sites.controller(db)
    assert controller is not None
    client = clients.load_client(db, file.client_id, today)
    return ConsentSheet(
        form_number=new_form_number("E"),
        notice_version=str(consent.version),
        controller=head,
        client_name=client.display_name,
        birth_date=_birth(client.person),
        file_number=file.number,
        basis="task" if file.basis == "task" else "consent",
        rows=sheet_rows(db, consent.rows, consent.valid_until),
        language=consent.language,
        storage_years=controller.storage_years,
        printed_on=today,
        interpreter=interpreter,
    )


def _birth(person: Person) -> str:
    return person.birth_date.german() if person.birth_date else ""


def sheet_rows(
    db: Connection, rows: Iterable[ReleaseRow | WantedRelease], valid_until: date | None = None
) -> tuple[SheetRow, ...]:
    """Categories that share recipient, purpose, direction and day stand in one row of the sheet."""
    grouped: defaultdict[tuple[str, str, str, date | None], list[str]] = defaultdict(list)
    for row in rows:
        until = row.valid_until or valid_until
        grouped[row.service_id, row.purpose, row.direction, until].append(row.category)
    return tuple(
        _sheet_row(db, service_id, tuple(categories), purpose, direction, until)
        for (service_id, purpose, direction, until), categories in grouped.items()
        if until is not None
    )


def _sheet_row(
    db: Connection, service_id: str, categories: tuple[str, ...], purpose: str, direction: str, until: date
) -> SheetRow:
    service = services.load_service(db, service_id)
    recipient = ", ".join(part for part in (service.institution, service.name) if part)
    contact = " · ".join(part for part in (service.address, service.phone) if part)
    return SheetRow(recipient, contact, categories, purpose, direction, until)
