# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The people of this file, and the hand-over of a case from one of them to another."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

import resources
from app.domain.case_handover import Handover, NewHandover, check_handover
from app.domain.dates import berlin_date, next_working_day
from app.operations.writable import require_writable
from storage import case_handovers as stored
from storage import cases, follow_ups, journal, search, staff
from storage.staff import Actor
from storage.vault import Vault


@dataclass(frozen=True)
class HandedOver:
    """A hand-over as it can be taken back; `to_tell` is the follow-up that it made, if it did."""

    id: str
    case_id: str
    before: str | None
    to_tell: str | None


def colleagues(vault: Vault) -> tuple[Actor, ...]:
    """Everybody who works with this file, by code; the acting person is one of them."""
    return staff.at_work(vault.db)


def everybody(vault: Vault) -> tuple[Actor, ...]:
    """As `colleagues`, with those who have left."""
    return staff.everybody(vault.db)


def hand_over(vault: Vault, case_id: str, new: NewHandover, now: datetime) -> HandedOver:
    """A colleague answers for the case from now on; until the person is told, a follow-up says so."""
    today = berlin_date(now)
    with vault.transaction() as db:
        require_writable(db, case_id)
        case = cases.load_case(db, case_id)
        people = frozenset(each.id for each in staff.at_work(db))
        check_handover(new, case.responsible, people, today)
        made = Handover(
            str(uuid.uuid4()), case.responsible, new.to_staff, new.day, new.client_told_on, new.note.strip()
        )
        stored.insert_handover(db, case_id, made)
        cases.set_responsible(db, case_id, new.to_staff)
        search.index_note(db, made.id, case_id, made.note)
        to_tell = None
        if new.client_told_on is None:
            words = resources.toml("texts", "follow_ups.toml")["handover"]
            to_tell = follow_ups.insert_follow_up(
                db, case_id, next_working_day(today + timedelta(days=1)), words
            )
        journal.note(db, now, vault.actor, "case.handed_over", case_id)
    return HandedOver(made.id, case_id, case.responsible, to_tell)


def undo_hand_over(vault: Vault, handed: HandedOver, now: datetime) -> None:
    """Who answered before answers again, as if nothing had been handed over."""
    with vault.transaction() as db:
        stored.delete_handover(db, handed.id)
        search.forget_note(db, handed.id)
        cases.set_responsible(db, handed.case_id, handed.before)
        if handed.to_tell is not None:
            follow_ups.delete_follow_up(db, handed.to_tell)
        journal.note(db, now, vault.actor, "case.hand_over_undone", handed.case_id)


def handovers(vault: Vault, case_id: str) -> tuple[Handover, ...]:
    """All hand-overs of a case, the newest first."""
    return stored.of_case(vault.db, case_id)
