# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What an appointment puts on paper or into a message: the slip, the reminder, the list of a day."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from app.domain.appointment import Appointment, require_may_remind, require_planned
from app.domain.client import Person
from app.domain.code_lists import CodeLists
from app.domain.dates import berlin_date
from app.domain.document import Document
from app.domain.errors import Refusal
from app.forms import appointment_reminder, appointment_slip, day_list
from app.forms.appointment_reminder import is_reviewed
from app.forms.appointment_slip import AppointmentSlip
from app.forms.day_list import DayLine
from app.operations import printing
from app.operations.documents import (
    check_form_language,
    keep,
    letterhead,
    new_form_number,
    write_with_record,
)
from app.operations.writable import require_writable
from storage import Connection, appointments, cases, clients, code_lists, journal
from storage.vault import Vault

__all__ = [
    "REMINDER",
    "SLIP",
    "is_reviewed",
    "make_day_list",
    "note_reminder",
    "print_day_list",
    "print_slip",
    "reminder_text",
    "save_day_list",
]

SLIP, REMINDER = appointment_slip.FORM, appointment_reminder.FORM


def reminder_text(vault: Vault, appointment_id: str, language: str, today: date) -> str:
    """Day, hour and whom to call, nothing else; a Refusal where the person has not allowed reminders."""
    check_form_language(vault, REMINDER, language)
    planned = _planned(vault.db, appointment_id)
    require_may_remind(_person(vault.db, planned.case_id, today).channels)
    phone = letterhead(vault.db).phone
    return appointment_reminder.text(planned.day, planned.at, phone, vault.actor.name, language)


def note_reminder(vault: Vault, appointment_id: str, now: datetime) -> None:
    """The reminder was handed on: today."""
    today = berlin_date(now)
    with vault.transaction() as db:
        planned = _planned(db, appointment_id)
        require_may_remind(_person(db, planned.case_id, today).channels)
        appointments.set_reminded(db, appointment_id, today)
        journal.note(db, now, vault.actor, "appointment.reminded", appointment_id)


def print_slip(vault: Vault, appointment_id: str, language: str, now: datetime) -> Document:
    """The Terminzettel for the person, in her or his language and German; its bytes are kept."""
    check_form_language(vault, SLIP, language)
    planned = _planned(vault.db, appointment_id)
    slip = _slip(vault, planned, language, new_form_number("T"), berlin_date(now))
    printed = appointment_slip.render(slip, now)
    with vault.transaction() as db:
        file = cases.file_of(db, planned.case_id)
        document = keep(db, file.id, printed, slip.form_number, now)
        journal.note(db, now, vault.actor, "appointment.slip_printed", appointment_id)
    return document


def make_day_list(vault: Vault, day: date, now: datetime) -> bytes:
    """The PDF of a day for one's own eyes, kept nowhere; a Refusal if nothing is planned."""
    planned = appointments.on_day(vault.db, day)
    if not planned:
        raise Refusal("appointment.none_on_day", day=day)
    lists = code_lists.load(vault.db)
    lines = tuple(_day_line(each, lists) for each in planned)
    return day_list.render(day, lines, vault.actor.name, now).pdf


def print_day_list(vault: Vault, pdf: bytes, deliver: printing.Deliver, now: datetime) -> None:
    printing.print_sheet(vault, pdf, "appointment.day_list_printed", deliver, now)


def save_day_list(vault: Vault, pdf: bytes, path: Path, now: datetime) -> None:
    """Outside the encrypted file, an act of its own."""
    with vault.transaction() as db:
        journal.note(db, now, vault.actor, "appointment.day_list_saved")
        write_with_record(vault, path, pdf)


def _planned(db: Connection, appointment_id: str) -> Appointment:
    found = appointments.load_appointment(db, appointment_id)
    require_planned(found)
    require_writable(db, found.case_id)
    return found


def _person(db: Connection, case_id: str, today: date) -> Person:
    return clients.load_client(db, cases.file_of(db, case_id).client_id, today).person


def _slip(vault: Vault, planned: Appointment, language: str, number: str, today: date) -> AppointmentSlip:
    file = cases.file_of(vault.db, planned.case_id)
    return AppointmentSlip(
        form_number=number,
        controller=letterhead(vault.db),
        client_name=clients.load_client(vault.db, file.client_id, today).display_name,
        case_manager=vault.actor.name,
        day=planned.day,
        at=planned.at,
        place=planned.place,
        bring=planned.bring,
        interpreting=planned.interpreting == "booked",
        language=language,
    )


def _day_line(planned: Appointment, lists: CodeLists) -> DayLine:
    return DayLine(
        planned.at,
        planned.minutes,
        f"{planned.initials} · {planned.file_number}",
        planned.place,
        planned.interpreting,
        _interpreter(planned, lists),
    )


def _interpreter(planned: Appointment, lists: CodeLists) -> str:
    language, kind = planned.interpreter_language, planned.interpreter_kind
    words = (
        lists.label("language", language) if language else "",
        lists.label("interpreter_kind", kind) if kind else "",
        planned.interpreter,
    )
    return ", ".join(word for word in words if word)
