# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Follow-ups (Wiedervorlagen)."""

from __future__ import annotations

from datetime import date, datetime

from app.domain.dates import berlin_date, next_working_day
from app.domain.follow_up import FollowUp, NewFollowUp, check_follow_up
from app.operations import appointments
from app.operations.writable import require_writable
from storage import follow_ups as stored
from storage import goals, journal
from storage.vault import Vault


def add_follow_up(vault: Vault, new: NewFollowUp, now: datetime) -> str:
    check_follow_up(new)
    with vault.transaction() as db:
        require_writable(db, new.case_id)
        follow_up_id = stored.insert_follow_up(db, new.case_id, new.due_on, new.title.strip(), new.due_at)
        journal.note(db, now, vault.actor, "follow_up.added", follow_up_id)
    return follow_up_id


def due(vault: Vault, until: date | None) -> tuple[FollowUp, ...]:
    """Everything open that is due until that day (None: ever), the soonest first."""
    return stored.due(vault.db, until)


def due_of_case(vault: Vault, case_id: str) -> tuple[FollowUp, ...]:
    """What is open in one case, the soonest first."""
    return stored.due_of_case(vault.db, case_id)


def first_due(vault: Vault) -> date | None:
    """The day of the soonest one that is open."""
    return stored.first_due(vault.db)


def done(vault: Vault, follow_up_id: str, now: datetime) -> None:
    """Done; the step that owns it is done with it, of an appointment the person came."""
    owner = stored.load(vault.db, follow_up_id)
    if owner.is_appointment and owner.source_id is not None:
        appointments.end_appointment(vault, owner.source_id, "came", now)
    else:
        _set_state(vault, follow_up_id, "done", now)


def undo_done(vault: Vault, follow_up_id: str, now: datetime) -> None:
    owner = stored.load(vault.db, follow_up_id)
    if owner.is_appointment and owner.source_id is not None:
        appointments.plan_again(vault, owner.source_id, now)
    else:
        _set_state(vault, follow_up_id, "open", now)


def reschedule(vault: Vault, follow_up_id: str, day: date, now: datetime) -> date:
    """Moves it to that day or the next working day after it; returns the day it is now due.

    An appointment is moved at its hour: the next one takes its place.
    """
    due_on, owner = next_working_day(day), stored.load(vault.db, follow_up_id)
    if owner.is_appointment and owner.source_id is not None and owner.due_at is not None:
        appointments.move_appointment(vault, owner.source_id, due_on, owner.due_at, now)
        return due_on
    _set_due(vault, follow_up_id, due_on, now)
    return due_on


def put_back(vault: Vault, follow_up: FollowUp, now: datetime) -> None:
    """Takes a postponement back, to the very day it had before."""
    if follow_up.is_appointment and follow_up.source_id is not None:
        appointments.plan_again(vault, follow_up.source_id, now)
    else:
        _set_due(vault, follow_up.id, follow_up.due_on, now)


def _set_due(vault: Vault, follow_up_id: str, due_on: date, now: datetime) -> None:
    with vault.transaction() as db:
        stored.set_due(db, follow_up_id, due_on)
        if (step_id := stored.step_of(db, follow_up_id)) is not None:
            goals.set_step_due(db, step_id, due_on)
        journal.note(db, now, vault.actor, "follow_up.rescheduled", follow_up_id)


def _set_state(vault: Vault, follow_up_id: str, state: str, now: datetime) -> None:
    with vault.transaction() as db:
        stored.set_state(db, follow_up_id, state, berlin_date(now))
        if (step_id := stored.step_of(db, follow_up_id)) is not None:
            goals.set_step_state(db, step_id, state, berlin_date(now))
        journal.note(db, now, vault.actor, f"follow_up.{state}", follow_up_id)
