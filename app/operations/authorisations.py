# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Vollmacht und Auskunftsermächtigung: printed, signed, revoked by a word."""

from __future__ import annotations

import uuid
from datetime import date, datetime

import resources
from app.domain.address import may_be_told
from app.domain.authorisation import (
    Authorisation,
    NewAuthorisation,
    check_authorisation,
    check_revocation,
    standing,
    towards,
)
from app.domain.case import require_unrestricted
from app.domain.client import Address
from app.domain.dates import berlin_date
from app.domain.document import Document
from app.domain.signing import Signing
from app.forms import power_of_attorney
from app.forms.power_of_attorney import PowerOfAttorney
from app.operations.addresses import told_address
from app.operations.documents import check_form_language, keep, letterhead, new_form_number
from app.operations.hearings import record
from app.operations.transfers import address_of
from app.operations.writable import require_writable
from storage import Connection, cases, clients, follow_ups, journal, services
from storage import authorisations as stored
from storage.vault import Vault

__all__ = ["FORM", "authorisations", "print_authorisation", "revoke", "sign", "standing", "towards"]

FORM = power_of_attorney.FORM


def authorisations(vault: Vault, file_id: str) -> tuple[Authorisation, ...]:
    """All of a file, the newest first."""
    return stored.of_file(vault.db, file_id)


def print_authorisation(
    vault: Vault, case_id: str, new: NewAuthorisation, language: str, now: datetime
) -> Document:
    """The sheet to be signed; it counts for nothing before that."""
    today = berlin_date(now)
    check_authorisation(new, today)
    check_form_language(vault, FORM, language)
    with vault.transaction() as db:
        require_writable(db, case_id)
        sheet = _sheet(vault, case_id, new, language, today)
        file = cases.file_of(db, case_id)
        document = keep(db, file.id, power_of_attorney.render(sheet, now), sheet.form_number, now)
        authorisation = _insert(db, file.id, new, document)
        journal.note(db, now, vault.actor, "authorisation.printed", authorisation)
    return document


def signed_on_paper(
    vault: Vault, document: Document, file_id: str, new: NewAuthorisation, signing: Signing, now: datetime
) -> None:
    """One that was written and signed on a blank of this file; within the caller's transaction."""
    check_authorisation(new, signing.signed_on)
    take_signature(vault, _insert(vault.db, file_id, new, document), signing, now)


def sign(vault: Vault, authorisation_id: str, signing: Signing, now: datetime) -> None:
    """It holds from the day of the signature; after the withdrawal of everything nobody signs us one."""
    with vault.transaction():
        take_signature(vault, authorisation_id, signing, now)


def take_signature(vault: Vault, authorisation_id: str, signing: Signing, now: datetime) -> None:
    """As `sign`, within the caller's transaction."""
    db = vault.db
    known = stored.load_authorisation(db, authorisation_id)
    require_unrestricted(cases.load_file(db, known.file_id))
    record(db, vault.actor, known.document_id, signing, now)
    stored.set_signed(db, authorisation_id, signing.signed_on)
    journal.note(db, now, vault.actor, "authorisation.signed", authorisation_id)


def revoke(vault: Vault, case_id: str, authorisation_id: str, day: date, now: datetime) -> None:
    """By a word of the person, also in a restricted file.

    It reaches the authority only when it is told there (§ 13 Abs. 1 SGB X): a follow-up of today says so.
    """
    today = berlin_date(now)
    with vault.transaction() as db:
        known = stored.load_authorisation(db, authorisation_id)
        check_revocation(known, day, today)
        stored.set_revoked(db, authorisation_id, day)
        title = resources.toml("texts", "follow_ups.toml")["authorisation_revoked"]
        follow_ups.insert_follow_up(db, case_id, today, title.format(authority=known.authority))
        journal.note(db, now, vault.actor, "authorisation.revoked", authorisation_id)


def _insert(db: Connection, file_id: str, new: NewAuthorisation, document: Document) -> str:
    """Not signed yet; returns its id."""
    authorisation = Authorisation(
        new.service_id,
        new.scope,
        new.matters.strip(),
        new.reference.strip(),
        new.valid_until,
        id=str(uuid.uuid4()),
        file_id=file_id,
        authority=services.load_service(db, new.service_id).institution,
        created_on=berlin_date(document.created_at),
        document_id=document.id,
        form_number=document.form_number or "",
    )
    stored.insert_authorisation(db, authorisation)
    return authorisation.id


def _sheet(vault: Vault, case_id: str, new: NewAuthorisation, language: str, today: date) -> PowerOfAttorney:
    file = cases.file_of(vault.db, case_id)
    client = clients.load_client(vault.db, file.client_id, today)
    return PowerOfAttorney(
        form_number=new_form_number("V"),
        controller=letterhead(vault.db),
        client_name=client.display_name,
        birth_date=client.person.birth_date.german() if client.person.birth_date else "",
        address=_one_line(told_address(vault.db, file.client_id, today)),
        file_number=file.number,
        case_manager=vault.actor.name,
        authority=address_of(vault, new.service_id),
        reference=new.reference.strip(),
        representation=new.scope == "representation",
        matters=new.matters.strip(),
        valid_until=new.valid_until,
        language=language,
        printed_on=today,
    )


def _one_line(place: Address) -> str:
    """A blocked one (Auskunftssperre) stands on no paper that goes to others."""
    town = f"{place.postcode} {place.town}".strip()
    return ", ".join(part for part in (place.street, town) if part) if may_be_told(place) else ""
