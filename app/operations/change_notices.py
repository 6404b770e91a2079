# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Art. 19 DSGVO: who was told something about a person, and the letter that says what has changed since."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime

from app.domain import change_notice as rule
from app.domain.change_notice import OCCASIONS, Change, Recipient, check_change
from app.domain.dates import berlin_date, german
from app.domain.disclosure import Disclosure, Norm, Request
from app.domain.document import Document
from app.domain.errors import Refusal
from app.domain.withdrawal import NOTICE_NORM
from app.forms import change_notice
from app.forms.change_notice import ChangeNotice
from app.operations.documents import keep
from app.operations.gate import disclose
from app.operations.withdrawals import CHANNEL, PURPOSE, birth_of, envelope_to, told_line
from storage import cases, clients, code_lists, disclosures, journal, services
from storage.vault import Vault

__all__ = ["OCCASIONS", "Change", "Recipient", "print_notice", "recipients"]

_NOTICES = (rule.NORM, NOTICE_NORM)
_REASONS = {
    "rectified": "Berichtigung, mitgeteilt am",
    "restricted": "Einschränkung, mitgeteilt am",
    "erased": "Löschung, mitgeteilt am",
}


def recipients(vault: Vault, file_id: str) -> tuple[Recipient, ...]:
    """Every body that has something about the person, by name; what protects a child is not among it."""
    told: defaultdict[str, list[Disclosure]] = defaultdict(list)
    for service_id, each in disclosures.by_recipient(vault.db, file_id):
        if not each.withheld and each.norm not in _NOTICES:
            told[service_id].append(each)
    informed = disclosures.last_by_norm(vault.db, file_id, rule.NORM)
    found = (
        Recipient(service_id, each[0].recipient, tuple(each), informed.get(service_id))
        for service_id, each in told.items()
    )
    return tuple(sorted(found, key=lambda each: each.name))


def print_notice(vault: Vault, file_id: str, service_id: str, change: Change, now: datetime) -> Document:
    """The letter to one of them: through the gate by its norm, and kept as long as the file is."""
    found = next((each for each in recipients(vault, file_id) if each.service_id == service_id), None)
    if found is None:
        raise Refusal("notice.nothing_told")
    check_change(change, found)
    today = berlin_date(now)
    notice = _notice(vault, file_id, found, change, today)
    printed = change_notice.render(notice, now)
    request = Request(service_id, ("name_contact",), PURPOSE, CHANNEL, today)
    norm = Norm(rule.NORM, f"{_REASONS[change.occasion]} {german(today)}")
    with vault.transaction() as db:
        disclose(db, vault.actor, cases.load_file(db, file_id), request, norm, printed.pdf, now)
        document = keep(db, file_id, printed, notice.envelope.form_number, now)
        journal.note(db, now, vault.actor, "disclosure.notice_printed", document.id)
    return document


def _notice(vault: Vault, file_id: str, found: Recipient, change: Change, today: date) -> ChangeNotice:
    db, lists = vault.db, code_lists.load(vault.db)
    file, recipient = cases.load_file(db, file_id), services.load_service(db, found.service_id)
    client = clients.load_client(db, file.client_id, today)
    named, concerned = "name_contact" in found.categories, found.concerned(change)
    known = [each for each in change.categories if each in found.categories]
    return ChangeNotice(
        envelope=envelope_to(vault, recipient, today),
        occasion=change.occasion,
        day=change.day,
        told=tuple(told_line(each, lists) for each in reversed(concerned)),
        rectified=tuple(lists.label("data_category", each) for each in known),
        client_name=client.display_name if named else "",
        birth_date=birth_of(client) if named else "",
    )
