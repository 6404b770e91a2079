# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Contacts in a case, short advice without one, and activities that belong to none."""

from __future__ import annotations

import uuid
from datetime import date, datetime

import resources
from app.domain.case import require_open, require_unrestricted
from app.domain.contact import (
    ActLine,
    Contact,
    NewActivity,
    NewContact,
    NewShortAdvice,
    check_activity,
    check_contact,
    check_short_advice,
)
from app.domain.dates import berlin_date
from app.domain.errors import Refusal
from storage import cases, code_lists, follow_ups, journal, search
from storage import contacts as stored
from storage.vault import Vault


def add_contact(vault: Vault, case_id: str, new: NewContact, now: datetime) -> str:
    """An encounter; it counts as the activity its kind stands for, an unsuccessful attempt as none."""
    lists = code_lists.load(vault.db)
    check_contact(new, lists, berlin_date(now))
    contact = _contact(case_id, new)
    activity_type = lists.fact("contact_kind", new.kind, "activity_type")
    with vault.transaction() as db:
        case = cases.load_case(db, case_id)
        require_open(case)
        require_unrestricted(cases.load_file(db, case.file_id))
        counted = str(activity_type) if activity_type else None
        stored.insert_contact(db, contact, case.site_id, counted, vault.actor.id, now)
        search.index_note(db, contact.id, case_id, new.text)
        if new.follow_up_on is not None:
            title = new.follow_up_title.strip() or resources.toml("texts", "follow_ups.toml")["contact"]
            follow_ups.insert_follow_up(
                db, case_id, new.follow_up_on, title, source="contact", source_id=contact.id
            )
        journal.note(db, now, vault.actor, "contact.added", contact.id)
    return contact.id


def add_short_advice(vault: Vault, new: NewShortAdvice, now: datetime) -> str:
    """Counsel without a file: no name, no free text."""
    check_short_advice(new, code_lists.load(vault.db), berlin_date(now))
    with vault.transaction() as db:
        advice_id = stored.insert_short_advice(db, new, vault.actor.id, now)
        journal.note(db, now, vault.actor, "short_advice.added", advice_id)
    return advice_id


def continue_short_advice(vault: Vault, short_advice_id: str, case_id: str, now: datetime) -> None:
    """Links it to the case that grew out of it, so that nobody is counted twice."""
    with vault.transaction() as db:
        if stored.case_of_short_advice(db, short_advice_id) is not None:
            raise Refusal("short_advice.continued_already")
        require_open(cases.load_case(db, case_id))
        stored.continue_short_advice(db, short_advice_id, case_id)
        journal.note(db, now, vault.actor, "short_advice.continued", short_advice_id)


def add_activity(vault: Vault, new: NewActivity, now: datetime) -> str:
    """A network meeting, working group, workshop or event."""
    check_activity(new, code_lists.load(vault.db), berlin_date(now))
    with vault.transaction() as db:
        activity_id = stored.insert_activity(db, new, vault.actor.id, now)
        journal.note(db, now, vault.actor, "activity.added", activity_id)
    return activity_id


def acts(vault: Vault, since: date, until: date) -> tuple[ActLine, ...]:
    """What was done outside cases in these days, the newest first."""
    return stored.acts(vault.db, since, until)


def _contact(case_id: str, new: NewContact) -> Contact:
    return Contact(
        id=str(uuid.uuid4()),
        case_id=case_id,
        kind=new.kind,
        held_on=new.held_on,
        text=new.text,
        minutes=new.minutes,
        target_participants=new.target_participants,
        partner_participants=new.partner_participants,
    )
