# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Appointments and follow-ups as a calendar file (RFC 5545): when, and the file number; nothing else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from icalendar import Calendar, Event

from app.domain.appointment import Appointment
from app.domain.dates import BERLIN, berlin_date
from app.domain.errors import Refusal
from app.domain.follow_up import FollowUp
from app.operations.documents import write_with_record
from storage import appointments, follow_ups, journal
from storage.vault import Vault


def save_calendar(vault: Vault, path: Path, now: datetime) -> int:
    """Writes it outside the encrypted file, an act of its own; returns how many entries it has."""
    calendar = _calendar(vault, now)
    if not calendar.subcomponents:
        raise Refusal("calendar.nothing_planned")
    with vault.transaction() as db:
        journal.note(db, now, vault.actor, "calendar.saved_outside")
        write_with_record(vault, path, calendar.to_ical())
    return len(calendar.subcomponents)


def _calendar(vault: Vault, now: datetime) -> Calendar:
    """Planned appointments from today on, and open follow-ups that no appointment owns."""
    calendar = Calendar()
    calendar.add("prodid", "-//KIM-Brücke//Termine//DE")
    calendar.add("version", "2.0")
    for appointment in appointments.planned(vault.db, berlin_date(now)):
        calendar.add_component(_at_its_hour(appointment, now))
    for follow_up in follow_ups.due(vault.db, None):
        if not follow_up.is_appointment:
            calendar.add_component(_on_its_day(follow_up, now))
    return calendar


def _at_its_hour(appointment: Appointment, now: datetime) -> Event:
    begin = datetime.combine(appointment.day, appointment.at, BERLIN).astimezone(UTC)
    event = _event(appointment.id, f"Termin {appointment.file_number}", now)
    event.add("dtstart", begin)
    event.add("dtend", begin + timedelta(minutes=appointment.minutes))
    return event


def _on_its_day(follow_up: FollowUp, now: datetime) -> Event:
    """All day and free: a calendar shows it without blocking the day."""
    event = _event(follow_up.id, f"Wiedervorlage {follow_up.file_number}", now)
    event.add("dtstart", follow_up.due_on)
    event.add("dtend", follow_up.due_on + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    return event


def _event(record_id: str, summary: str, now: datetime) -> Event:
    """The UID stays, so that a calendar that reads the file again changes its entry and adds none."""
    event = Event()
    event.add("uid", f"{record_id}@kim-bruecke")
    event.add("dtstamp", now)
    event.add("summary", summary)
    event.add("class", "PRIVATE")
    return event
