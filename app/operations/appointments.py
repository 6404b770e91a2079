# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Appointments (Termine): a planned one owns its follow-up; it is kept, missed, cancelled or moved."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, datetime, time

import resources
from app.domain.appointment import (
    Appointment,
    NewAppointment,
    check_appointment,
    check_end,
    require_planned,
)
from app.domain.dates import berlin_date, next_working_day
from app.domain.errors import Refusal
from app.operations.writable import require_writable
from storage import Connection, code_lists, follow_ups, journal
from storage import appointments as stored
from storage.vault import Vault

_SOURCE = "appointment"


def make_appointment(vault: Vault, case_id: str, new: NewAppointment, now: datetime) -> str:
    """A planned appointment with its follow-up; returns its id."""
    check_appointment(new, code_lists.load(vault.db), berlin_date(now))
    with vault.transaction() as db:
        require_writable(db, case_id)
        appointment_id = _insert(db, case_id, new)
        journal.note(db, now, vault.actor, "appointment.made", appointment_id)
    return appointment_id


def change_appointment(vault: Vault, appointment_id: str, new: NewAppointment, now: datetime) -> None:
    """Other details of a planned one; its follow-up goes along."""
    check_appointment(new, code_lists.load(vault.db), berlin_date(now))
    with vault.transaction() as db:
        before = stored.load_appointment(db, appointment_id)
        require_planned(before)
        require_writable(db, before.case_id)
        stored.update_appointment(db, appointment_id, new)
        follow_ups.set_owned(db, _SOURCE, appointment_id, new.day, new.at, _due_title(new))
        journal.note(db, now, vault.actor, "appointment.changed", appointment_id)


def end_appointment(vault: Vault, appointment_id: str, state: str, now: datetime) -> None:
    """came, missed or cancelled; its follow-up is done with it."""
    today = berlin_date(now)
    with vault.transaction() as db:
        check_end(stored.load_appointment(db, appointment_id), state, today)
        _end(db, appointment_id, state, today)
        journal.note(db, now, vault.actor, f"appointment.{state}", appointment_id)


def move_appointment(vault: Vault, appointment_id: str, day: date, at: time, now: datetime) -> str:
    """The next one in its place, with its interpreting to be booked anew; returns the next one's id."""
    today = berlin_date(now)
    with vault.transaction() as db:
        before = stored.load_appointment(db, appointment_id)
        require_planned(before)
        require_writable(db, before.case_id)
        moved = replace(_details(before), day=next_working_day(day), at=at, interpreter_booked_on=None)
        check_appointment(moved, code_lists.load(db), today)
        next_id = _insert(db, before.case_id, moved)
        _end(db, appointment_id, "moved", today, next_id)
        journal.note(db, now, vault.actor, "appointment.moved", appointment_id)
    return next_id


def plan_again(vault: Vault, appointment_id: str, now: datetime) -> None:
    """Takes back how it ended: it is planned as before, and what took its place is gone."""
    with vault.transaction() as db:
        ended = stored.load_appointment(db, appointment_id)
        require_writable(db, ended.case_id)
        stored.set_state(db, appointment_id, "planned", None)
        if ended.moved_to is not None:
            _take_away(db, ended.moved_to)
        follow_ups.settle(db, _SOURCE, appointment_id, "open", berlin_date(now))
        journal.note(db, now, vault.actor, "appointment.planned", appointment_id)


def appointment(vault: Vault, appointment_id: str) -> Appointment:
    return stored.load_appointment(vault.db, appointment_id)


def appointments_on(vault: Vault, day: date) -> tuple[Appointment, ...]:
    """What is planned for a day in open cases, the earliest first."""
    return stored.on_day(vault.db, day)


def _insert(db: Connection, case_id: str, new: NewAppointment) -> str:
    appointment_id = stored.insert_appointment(db, case_id, new)
    follow_ups.insert_follow_up(db, case_id, new.day, _due_title(new), new.at, _SOURCE, appointment_id)
    return appointment_id


def _details(appointment: Appointment) -> NewAppointment:
    names = (field.name for field in fields(NewAppointment))
    return NewAppointment(**{name: getattr(appointment, name) for name in names})


def _due_title(new: NewAppointment) -> str:
    return new.title.strip() or str(resources.toml("texts", "follow_ups.toml")["appointment"])


def _end(db: Connection, appointment_id: str, state: str, today: date, moved_to: str | None = None) -> None:
    stored.set_state(db, appointment_id, state, today, moved_to)
    kept = state in ("came", "missed")
    follow_ups.settle(db, _SOURCE, appointment_id, "done" if kept else "dropped", today)


def _take_away(db: Connection, appointment_id: str) -> None:
    """What nobody has touched since can go as if it had never been there."""
    successor = stored.load_appointment(db, appointment_id)
    if successor.state != "planned" or successor.reminded_on is not None:
        raise Refusal("appointment.went_on")
    follow_ups.delete_owned(db, _SOURCE, appointment_id)
    stored.delete_appointment(db, appointment_id)
