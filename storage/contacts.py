# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Contacts, short advice and activities: acts, each stored once."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from app.domain.contact import ActLine, Contact, NewActivity, NewShortAdvice
from storage.connection import Connection
from storage.days import day, iso
from storage.journal import utc_text

_ACTS = """
    SELECT id, 'short_advice', activity_type, held_on, '', minutes,
        target_participants + partner_participants, case_id IS NOT NULL
    FROM short_advice WHERE held_on BETWEEN :since AND :until
    UNION ALL
    SELECT id, 'activity', activity_type, held_on, title, minutes,
        target_participants + partner_participants, 0
    FROM activity WHERE held_on BETWEEN :since AND :until
    ORDER BY 4 DESC"""


def insert_contact(
    db: Connection, contact: Contact, site_id: str, activity_type: str | None, staff_id: str, now: datetime
) -> None:
    db.execute(
        """INSERT INTO contact (id, case_id, site_id, kind, activity_type, held_on, minutes,
        target_participants, partner_participants, text, staff_id, recorded_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
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
            staff_id,
            utc_text(now),
        ),
    )


def insert_short_advice(db: Connection, new: NewShortAdvice, staff_id: str, now: datetime) -> str:
    advice_id = str(uuid.uuid4())
    db.execute(
        """INSERT INTO short_advice (id, site_id, activity_type, held_on, language, minutes,
        target_participants, partner_participants, staff_id, recorded_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            advice_id,
            new.site_id,
            new.activity_type,
            iso(new.held_on),
            new.language,
            new.minutes,
            new.target_participants,
            new.partner_participants,
            staff_id,
            utc_text(now),
        ),
    )
    for table, codes in (("short_advice_topic", new.topics), ("short_advice_target", new.referral_targets)):
        db.executemany(
            f"INSERT INTO {table} (short_advice_id, position, code) VALUES (?, ?, ?)",
            [(advice_id, position, code) for position, code in enumerate(codes)],
        )
    return advice_id


def case_of_short_advice(db: Connection, advice_id: str) -> str | None:
    """The case that continues it, if one does."""
    (case_id,) = db.execute("SELECT case_id FROM short_advice WHERE id = ?", (advice_id,)).fetchone()
    return str(case_id) if case_id else None


def continue_short_advice(db: Connection, advice_id: str, case_id: str) -> None:
    db.execute("UPDATE short_advice SET case_id = ? WHERE id = ?", (case_id, advice_id))


def insert_activity(db: Connection, new: NewActivity, staff_id: str, now: datetime) -> str:
    activity_id = str(uuid.uuid4())
    db.execute(
        """INSERT INTO activity (id, site_id, activity_type, held_on, title, minutes, target_participants,
        partner_participants, staff_id, recorded_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            activity_id,
            new.site_id,
            new.activity_type,
            iso(new.held_on),
            new.title,
            new.minutes,
            new.target_participants,
            new.partner_participants,
            staff_id,
            utc_text(now),
        ),
    )
    return activity_id


def acts(db: Connection, since: date, until: date) -> tuple[ActLine, ...]:
    """What was done outside cases in these days, the newest first."""
    rows = db.execute(_ACTS, {"since": iso(since), "until": iso(until)})
    return tuple(
        ActLine(act_id, kind, activity_type, day(held_on), title, minutes, participants, bool(continued))
        for act_id, kind, activity_type, held_on, title, minutes, participants, continued in rows
    )
