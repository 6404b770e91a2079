# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Small letters: to another body through the gate, its very bytes recorded; or into the person's own hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from app.domain.appointment import Appointment
from app.domain.authorisation import Authorisation, towards
from app.domain.client import Client
from app.domain.code_lists import CodeLists
from app.domain.dates import berlin_date
from app.domain.disclosure import check_request
from app.domain.document import Document
from app.domain.letter import (
    Attendance,
    Extension,
    NewLetter,
    check_accompanying,
    check_attendance,
    check_extension,
)
from app.domain.transfer import category_of_field, known_fields
from app.forms import letter_attendance, small_letters
from app.forms.engine import Printed
from app.forms.letter import Envelope
from app.forms.letter_attendance import AttendanceSheet
from app.forms.small_letters import SmallLetter, WantedTime
from app.operations.documents import check_form_language, keep, letterhead, new_form_number
from app.operations.gate import disclose
from app.operations.transfers import address_of, facts_of, head_of
from app.operations.writable import require_writable
from storage import appointments, authorisations, cases, clients, code_lists, journal
from storage.vault import Vault

ATTENDANCE = letter_attendance.FORM
PARTICULARS = ("birth_date", "address")
"""What a letter says of the person beside the name, each as far as its category is covered."""


def print_accompanying(vault: Vault, case_id: str, new: NewLetter, now: datetime) -> Document:
    """The Begleitschreiben, kept and recorded as told; Refusal where the gate does not let it."""
    check_accompanying(new)
    return _print(vault, case_id, new, lambda small: small_letters.render_accompanying(small, now), now)


def print_extension(
    vault: Vault, case_id: str, new: NewLetter, extension: Extension, now: datetime
) -> Document:
    """The Bitte um Fristverlängerung; without a standing authorisation to represent the person signs too."""
    today = berlin_date(now)
    check_extension(new, extension, today)
    known = authorisations.of_file(vault.db, cases.file_of(vault.db, case_id).id)
    held = towards(known, new.request.service_id, today)
    wanted = WantedTime(extension.deadline, extension.until, extension.letter_day, _represented(held))
    return _print(vault, case_id, new, lambda small: small_letters.render_extension(small, wanted, now), now)


def print_attendance(
    vault: Vault, case_id: str, attendance: Attendance, language: str, now: datetime
) -> Document:
    """The Terminbestätigung: the person's own paper, who decides whom to show it."""
    check_attendance(attendance)
    check_form_language(vault, ATTENDANCE, language)
    with vault.transaction() as db:
        require_writable(db, case_id)
        sheet = _attendance(vault, case_id, attendance, language, berlin_date(now))
        printed = letter_attendance.render(sheet, now)
        document = keep(db, cases.file_of(db, case_id).id, printed, sheet.form_number, now)
        journal.note(db, now, vault.actor, "letter_attendance.printed", document.id)
    return document


def last_appointment(vault: Vault, case_id: str, today: date) -> Appointment | None:
    """The last one that the person came to, or that is planned for today; None if there is none."""
    seen = (each for each in appointments.of_case(vault.db, case_id) if each.day <= today)
    return next((each for each in seen if each.state in ("came", "planned")), None)


def _print(
    vault: Vault, case_id: str, new: NewLetter, render: Callable[[SmallLetter], Printed], now: datetime
) -> Document:
    lists, today = code_lists.load(vault.db), berlin_date(now)
    with vault.transaction() as db:
        require_writable(db, case_id)
        file = cases.file_of(db, case_id)
        check_request(new.request, lists, today)
        small = _small(vault, case_id, new, lists, today)
        printed = render(small)
        disclosure = disclose(db, vault.actor, file, new.request, new.norm, printed.pdf, now)
        document = keep(db, file.id, printed, small.envelope.form_number, now)
        journal.note(db, now, vault.actor, "disclosure.made", disclosure.id)
        journal.note(db, now, vault.actor, f"{printed.form}.printed", document.id)
    return document


def _small(vault: Vault, case_id: str, new: NewLetter, lists: CodeLists, today: date) -> SmallLetter:
    head = head_of(vault, case_id, new.request, new.norm, lists)
    return SmallLetter(
        envelope=Envelope(
            form_number=new_form_number("B"),
            controller=letterhead(vault.db),
            recipient=address_of(vault, new.request.service_id),
            case_manager=vault.actor.name,
            day=today,
            reference=new.reference.strip(),
            file_number=cases.file_of(vault.db, case_id).number,
        ),
        client=_client(vault, case_id, today).display_name,
        particulars=_particulars(vault, case_id, new, lists),
        text=new.text,
        enclosures=tuple(each.strip() for each in new.enclosures if each.strip()),
        basis=head.basis,
        categories=tuple(lists.label("data_category", code) for code in new.request.categories),
        purpose=head.purpose,
    )


def _particulars(vault: Vault, case_id: str, new: NewLetter, lists: CodeLists) -> tuple[tuple[str, str], ...]:
    known = known_fields(facts_of(vault, case_id, new.request.day), lists)
    covered = (name for name in PARTICULARS if category_of_field(name) in new.request.categories)
    return tuple(known[name] for name in covered if name in known)


def _represented(held: Authorisation | None) -> tuple[date, str] | None:
    if held is None or held.scope != "representation" or held.signed_on is None:
        return None
    return held.signed_on, held.form_number


def _attendance(
    vault: Vault, case_id: str, attendance: Attendance, language: str, today: date
) -> AttendanceSheet:
    client = _client(vault, case_id, today)
    birth = client.person.birth_date
    return AttendanceSheet(
        form_number=new_form_number("N"),
        controller=letterhead(vault.db),
        client_name=client.display_name,
        birth_date=birth.german() if birth else "",
        day=attendance.day,
        begin=attendance.begin,
        end=attendance.end,
        note=attendance.note,
        case_manager=vault.actor.name,
        language=language,
        printed_on=today,
    )


def _client(vault: Vault, case_id: str, today: date) -> Client:
    return clients.load_client(vault.db, cases.file_of(vault.db, case_id).client_id, today)
