# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Follow-ups (Wiedervorlagen)."""

from __future__ import annotations

from datetime import date, datetime

from app.domain.case import require_open
from app.domain.dates import berlin_date, next_working_day
from app.domain.follow_up import FollowUp, NewFollowUp, check_follow_up
from storage import cases, goals, journal
from storage import follow_ups as stored
from storage.vault import Vault


def add_follow_up(vault: Vault, new: NewFollowUp, now: datetime) -> str:
    check_follow_up(new)
    with vault.transaction() as db:
        require_open(cases.load_case(db, new.case_id))
        follow_up_id = stored.insert_follow_up(db, new.case_id, new.due_on, new.title.strip(), new.due_at)
        journal.note(db, now, vault.actor, "follow_up.added", follow_up_id)
    return follow_up_id


def due(vault: Vault, until: date | None) -> tuple[FollowUp, ...]:
    """Everything open that is due until that day (None: ever), the soonest first."""
    return stored.due(vault.db, until)


def done(vault: Vault, follow_up_id: str, now: datetime) -> None:
    """Done; the step that owns it is done with it."""
    _set_state(vault, follow_up_id, "done", now)


def undo_done(vault: Vault, follow_up_id: str, now: datetime) -> None:
    _set_state(vault, follow_up_id, "open", now)


def reschedule(vault: Vault, follow_up_id: str, day: date, now: datetime) -> date:
    """Moves it to that day or the next working day after it; returns the day it is now due."""
    due_on = next_working_day(day)
    with vault.transaction() as db:
        stored.set_due(db, follow_up_id, due_on)
        journal.note(db, now, vault.actor, "follow_up.rescheduled", follow_up_id)
    return due_on


def _set_state(vault: Vault, follow_up_id: str, state: str, now: datetime) -> None:
    with vault.transaction() as db:
        stored.set_state(db, follow_up_id, state, berlin_date(now))
        if (step_id := stored.step_of(db, follow_up_id)) is not None:
            goals.set_step_state(db, step_id, state, berlin_date(now))
        journal.note(db, now, vault.actor, f"follow_up.{state}", follow_up_id)
