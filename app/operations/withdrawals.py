# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Widerruf on paper: the sheet for the person, and the letters to those who were told something before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime

from app.domain.client import Client
from app.domain.code_lists import CodeLists
from app.domain.consent import Consent
from app.domain.dates import berlin_date, german
from app.domain.disclosure import Disclosure, Norm, Request
from app.domain.document import Document
from app.domain.errors import Refusal
from app.domain.service import Service
from app.domain.withdrawal import NOTICE_NORM, ToInform, withdrawn_rows
from app.forms import letter, withdrawal_notice, withdrawal_sheet
from app.forms.languages import GERMAN
from app.forms.letter import Envelope
from app.forms.withdrawal_notice import WithdrawalNotice
from app.forms.withdrawal_sheet import Recipient, Told, WithdrawalSheet
from app.operations.documents import form_languages, keep, letterhead, new_form_number
from app.operations.gate import disclose
from storage import (
    Connection,
    cases,
    clients,
    code_lists,
    consents,
    disclosures,
    documents,
    journal,
    services,
)
from storage.vault import Vault

PURPOSE, CHANNEL = "counselling", "letter"


def print_withdrawal(
    vault: Vault,
    consent_id: str,
    row_ids: Collection[str],
    now: datetime,
    *,
    everything: bool = False,
    spoken_on: date | None = None,
) -> Document:
    """The sheet of one notice: as chosen, or to be ticked by hand; with what was told under it until today.

    `spoken_on`: the person said it on that day, the sheet is the proof of it.
    """
    today = berlin_date(now)
    consent = consents.load_consent(vault.db, consent_id)
    sheet = _sheet(vault, consent, row_ids, everything, spoken_on, today)
    printed = withdrawal_sheet.render(sheet, now)
    with vault.transaction() as db:
        document = keep(db, consent.file_id, printed, sheet.form_number, now)
        journal.note(db, now, vault.actor, "withdrawal.printed", document.id)
    return document


def to_inform(vault: Vault, file_id: str) -> tuple[ToInform, ...]:
    """Whoever was told something under a release that was withdrawn since, by name."""
    db = vault.db
    withdrawn = {
        row.id: (row.service_id, day) for row, day in withdrawn_rows(consents.load_consents(db, file_id))
    }
    told: defaultdict[str, list[Disclosure]] = defaultdict(list)
    for service_id, disclosure in disclosures.under_rows(db, tuple(withdrawn)):
        told[service_id].append(disclosure)
    informed = disclosures.last_by_norm(db, file_id, NOTICE_NORM)
    found = [
        _to_inform(service_id, each, max(day for to, day in withdrawn.values() if to == service_id), informed)
        for service_id, each in told.items()
    ]
    return tuple(sorted(found, key=lambda each: each.recipient))


def print_notice(vault: Vault, file_id: str, service_id: str, now: datetime) -> Document:
    """The letter that tells a recipient of the withdrawal: through the gate by its norm, and kept."""
    found = next((each for each in to_inform(vault, file_id) if each.service_id == service_id), None)
    if found is None:
        raise Refusal("withdrawal.nothing_told")
    today = berlin_date(now)
    notice = _notice(vault, file_id, found, today)
    printed = withdrawal_notice.render(notice, now)
    request = Request(service_id, ("name_contact",), PURPOSE, CHANNEL, today)
    norm = Norm(NOTICE_NORM, f"Widerruf vom {german(found.withdrawn_on)}")
    with vault.transaction() as db:
        disclose(db, vault.actor, cases.load_file(db, file_id), request, norm, printed.pdf, now)
        document = keep(db, file_id, printed, notice.envelope.form_number, now)
        journal.note(db, now, vault.actor, "withdrawal.notice_printed", document.id)
    return document


def _to_inform(
    service_id: str, told: list[Disclosure], withdrawn_on: date, informed: dict[str, date]
) -> ToInform:
    heard = informed.get(service_id)
    since = heard if heard is not None and heard >= withdrawn_on else None
    return ToInform(service_id, told[0].recipient, withdrawn_on, tuple(told), since)


def _sheet(
    vault: Vault,
    consent: Consent,
    row_ids: Collection[str],
    everything: bool,
    spoken_on: date | None,
    today: date,
) -> WithdrawalSheet:
    db, offered = vault.db, form_languages(vault, withdrawal_sheet.FORM)
    file = cases.load_file(db, consent.file_id)
    client = clients.load_client(db, file.client_id, today)
    return WithdrawalSheet(
        form_number=new_form_number("W"),
        controller=letterhead(db),
        client_name=client.display_name,
        birth_date=birth_of(client),
        file_number=file.number,
        language=consent.language if consent.language in offered else GERMAN,
        printed_on=today,
        consent_of=consent.signed_on or consent.oral_on,
        consent_number=_number(db, consent),
        everything=everything,
        recipients=_recipients(db, consent, row_ids),
        told=_told(disclosures.under_consent(db, consent.id)),
        spoken_on=spoken_on,
    )


def _recipients(db: Connection, consent: Consent, row_ids: Collection[str]) -> tuple[Recipient, ...]:
    """One line for what is withdrawn of a recipient, one for what stays; what was never given has none."""
    lines: defaultdict[tuple[str, bool], list[str]] = defaultdict(list)
    for row in consent.rows:
        if row.decision == "given" or row.id in row_ids:
            lines[row.service_id, row.id in row_ids].append(row.category)
    return tuple(
        Recipient(services.load_service(db, service_id).full_name, tuple(categories), chosen)
        for (service_id, chosen), categories in lines.items()
    )


def _told(found: tuple[Disclosure, ...]) -> tuple[Told, ...]:
    """Oldest first; what went out to protect a child is not for this paper."""
    return tuple(
        Told(each.day, each.recipient, each.categories) for each in reversed(found) if not each.withheld
    )


def _number(db: Connection, consent: Consent) -> str:
    if consent.document_id is None:
        return "–"
    return documents.load_document(db, consent.document_id).form_number or "–"


def _notice(vault: Vault, file_id: str, found: ToInform, today: date) -> WithdrawalNotice:
    db, lists = vault.db, code_lists.load(vault.db)
    file, recipient = cases.load_file(db, file_id), services.load_service(db, found.service_id)
    client = clients.load_client(db, file.client_id, today)
    named = "name_contact" in found.categories
    return WithdrawalNotice(
        envelope=envelope_to(vault, recipient, today),
        withdrawn_on=found.withdrawn_on,
        told=tuple(told_line(each, lists) for each in reversed(found.told)),
        client_name=client.display_name if named else "",
        birth_date=birth_of(client) if named else "",
    )


def envelope_to(vault: Vault, recipient: Service, day: date) -> Envelope:
    """Of a notice (form numbers M-…) to somebody who was told something."""
    return Envelope(
        form_number=new_form_number("M"),
        controller=letterhead(vault.db),
        recipient=letter.address_lines(recipient.full_name, recipient.contact_person, recipient.address),
        case_manager=vault.actor.name,
        day=day,
    )


def told_line(told: Disclosure, lists: CodeLists) -> tuple[date, str, str]:
    """Day, way and categories, as a notice lists them."""
    categories = ", ".join(lists.label("data_category", each) for each in told.categories)
    return told.day, lists.label("disclosure_channel", told.channel), categories


def birth_of(client: Client) -> str:
    return client.person.birth_date.german() if client.person.birth_date else ""
