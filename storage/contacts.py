# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Contacts and their topics, each stored once."""

from __future__ import annotations

from datetime import date, datetime

from app.domain.contact import Contact
from app.domain.dates import berlin_date
from app.domain.errors import Refusal
from storage.connection import Connection
from storage.days import day, iso
from storage.journal import utc_text


def insert_contact(
    db: Connection, contact: Contact, site_id: str, activity_type: str | None, staff_id: str, now: datetime
) -> None:
    db.execute(
        """INSERT INTO contact (id, case_id, site_id, kind, activity_type, held_on, minutes,
        target_participants, partner_participants, text, language, present, staff_id, recorded_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            contact.id,
            contact.case_id,
            site_id,
            contact.kind,
            activity_type,
            iso(contact.held_on),
            contact.minutes,
            contact.target_participants,
            contact.partner_participants,
            contact.text,
            contact.language,
            contact.present,
            staff_id,
            utc_text(now),
        ),
    )
    _insert_topics(db, contact)


def update_contact(db: Connection, contact: Contact, activity_type: str | None) -> None:
    """Its kind, day, words and numbers; who recorded it, and when, stays."""
    db.execute(
        """UPDATE contact SET kind = ?, activity_type = ?, held_on = ?, minutes = ?, target_participants = ?,
        partner_participants = ?, text = ?, language = ?, present = ? WHERE id = ?""",
        (
            contact.kind,
            activity_type,
            iso(contact.held_on),
            contact.minutes,
            contact.target_participants,
            contact.partner_participants,
            contact.text,
            contact.language,
            contact.present,
            contact.id,
        ),
    )
    db.execute("DELETE FROM contact_topic WHERE contact_id = ?", (contact.id,))
    _insert_topics(db, contact)


def load_contact(db: Connection, contact_id: str) -> Contact:
    row = db.execute(
        """SELECT id, case_id, kind, held_on, text, minutes, target_participants, partner_participants,
        language, present FROM contact WHERE id = ?""",
        (contact_id,),
    ).fetchone()
    if row is None:
        raise Refusal("bin.gone")
    found_id, case_id, kind, held_on, text, minutes, target, partner, language, present = row
    topics = "SELECT code FROM contact_topic WHERE contact_id = ? ORDER BY position"
    codes = tuple(code for (code,) in db.execute(topics, (contact_id,)))
    return Contact(
        found_id, case_id, kind, day(held_on), text, minutes, target, partner, codes, language, present
    )


def written_of_case(db: Connection, case_id: str) -> tuple[tuple[date, str, str], ...]:
    """Day, kind and words of every contact of which something was written, the oldest first."""
    rows = db.execute(
        """SELECT held_on, kind, text FROM contact WHERE case_id = ? AND trim(text) <> ''
        ORDER BY held_on, rowid""",
        (case_id,),
    )
    return tuple((day(held_on), kind, text) for held_on, kind, text in rows)


def recorded(db: Connection, contact_id: str) -> tuple[date, bool]:
    """The day in the office on which it was recorded, and whether a Meldung has counted it."""
    row = db.execute(
        """SELECT recorded_at, EXISTS (SELECT 1 FROM released_act WHERE act_id = contact.id)
        FROM contact WHERE id = ?""",
        (contact_id,),
    ).fetchone()
    if row is None:
        raise Refusal("bin.gone")
    at, released = row
    return berlin_date(datetime.fromisoformat(at)), bool(released)


def _insert_topics(db: Connection, contact: Contact) -> None:
    db.executemany(
        "INSERT INTO contact_topic (contact_id, position, code) VALUES (?, ?, ?)",
        [(contact.id, position, code) for position, code in enumerate(contact.topics)],
    )
