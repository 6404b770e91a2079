# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Contacts in a case."""

from __future__ import annotations

import uuid
from datetime import date, datetime

import resources
from app.domain.code_lists import CodeLists
from app.domain.contact import (
    Contact,
    NewContact,
    check_contact,
    check_contact_topics,
    check_correction,
)
from app.domain.dates import berlin_date
from app.operations.assessments import released
from app.operations.writable import require_writable
from storage import cases, code_lists, follow_ups, journal, search
from storage import contacts as stored
from storage.vault import Vault


def add_contact(vault: Vault, case_id: str, new: NewContact, now: datetime) -> str:
    """An encounter; it counts as the activity its kind stands for, an unsuccessful attempt as none."""
    lists, today = code_lists.load(vault.db), berlin_date(now)
    check_contact(new, lists, today)
    contact = _contact(str(uuid.uuid4()), case_id, new)
    with vault.transaction() as db:
        check_contact_topics(new.topics, released(db, case_id, today))
        require_writable(db, case_id)
        site_id = cases.load_case(db, case_id).site_id
        stored.insert_contact(db, contact, site_id, _counted(lists, new), vault.actor.id, now)
        search.index_note(db, contact.id, case_id, new.text)
        if new.follow_up_on is not None:
            title = new.follow_up_title.strip() or resources.toml("texts", "follow_ups.toml")["contact"]
            follow_ups.insert_follow_up(
                db, case_id, new.follow_up_on, title, source="contact", source_id=contact.id
            )
        journal.note(db, now, vault.actor, "contact.added", contact.id)
    return contact.id


def contact(vault: Vault, contact_id: str) -> Contact:
    return stored.load_contact(vault.db, contact_id)


def require_correctable(vault: Vault, contact_id: str, today: date) -> None:
    """A Refusal once the day is over or a Meldung has counted it."""
    recorded_on, counted = stored.recorded(vault.db, contact_id)
    check_correction(recorded_on, counted, today)


def correct_contact(vault: Vault, contact_id: str, new: NewContact, now: datetime) -> None:
    """Puts a slip right on the day it was made; its follow-up stays as it is."""
    lists, today = code_lists.load(vault.db), berlin_date(now)
    check_contact(new, lists, today)
    require_correctable(vault, contact_id, today)
    with vault.transaction() as db:
        case_id = stored.load_contact(db, contact_id).case_id
        check_contact_topics(new.topics, released(db, case_id, today))
        require_writable(db, case_id)
        stored.update_contact(db, _contact(contact_id, case_id, new), _counted(lists, new))
        search.forget_note(db, contact_id)
        search.index_note(db, contact_id, case_id, new.text)
        journal.note(db, now, vault.actor, "contact.corrected", contact_id)


def _counted(lists: CodeLists, new: NewContact) -> str | None:
    """The activity that its kind stands for; an unsuccessful attempt is none."""
    activity_type = lists.fact("contact_kind", new.kind, "activity_type")
    return str(activity_type) if activity_type else None


def _contact(contact_id: str, case_id: str, new: NewContact) -> Contact:
    return Contact(
        id=contact_id,
        case_id=case_id,
        kind=new.kind,
        held_on=new.held_on,
        text=new.text,
        minutes=new.minutes,
        target_participants=new.target_participants,
        partner_participants=new.partner_participants,
        topics=new.topics,
        language=new.language,
        present=new.present,
    )
