# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Short advice and activities: acts without a case, each stored once."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date, datetime

from app.domain.act import ActLine, NewActivity, NewShortAdvice
from app.domain.errors import Refusal
from storage.connection import Connection
from storage.days import day, iso
from storage.journal import utc_text

_ACTS = """
    SELECT id, 'short_advice', activity_type, held_on, '', minutes, target_participants,
        partner_participants, case_id IS NOT NULL, site_id,
        EXISTS (SELECT 1 FROM released_act WHERE act_id = short_advice.id), recorded_at
    FROM short_advice WHERE held_on BETWEEN :since AND :until
    UNION ALL
    SELECT id, 'activity', activity_type, held_on, title, minutes, target_participants,
        partner_participants, 0, site_id,
        EXISTS (SELECT 1 FROM released_act WHERE act_id = activity.id), recorded_at
    FROM activity WHERE held_on BETWEEN :since AND :until
    ORDER BY 4 DESC, 12 DESC"""

_NEWEST_SITE = """
    SELECT site_id FROM (
        SELECT * FROM (SELECT site_id, recorded_at FROM short_advice ORDER BY rowid DESC LIMIT 1)
        UNION ALL
        SELECT * FROM (SELECT site_id, recorded_at FROM activity ORDER BY rowid DESC LIMIT 1)
        UNION ALL
        SELECT * FROM (SELECT site_id, recorded_at FROM contact ORDER BY rowid DESC LIMIT 1)
        UNION ALL
        SELECT * FROM (
            SELECT c.site_id, p.created_at FROM client_case AS c JOIN file AS f ON f.id = c.file_id
            JOIN client AS p ON p.id = f.client_id ORDER BY c.rowid DESC LIMIT 1)
    ) ORDER BY recorded_at DESC LIMIT 1"""


def insert_short_advice(db: Connection, new: NewShortAdvice, staff_id: str, now: datetime) -> str:
    advice_id = str(uuid.uuid4())
    _insert(db, "short_advice", {"id": advice_id} | _advice_values(new) | _recorded(staff_id, now))
    _insert_codes(db, advice_id, new)
    return advice_id


def update_short_advice(db: Connection, advice_id: str, new: NewShortAdvice) -> None:
    """What was said of it; who recorded it, when, and the case that continues it stay."""
    _update(db, "short_advice", advice_id, _advice_values(new))
    for table in ("short_advice_topic", "short_advice_target"):
        db.execute(f"DELETE FROM {table} WHERE short_advice_id = ?", (advice_id,))
    _insert_codes(db, advice_id, new)


def short_advice(db: Connection, advice_id: str) -> NewShortAdvice:
    """As it was recorded; Refusal if it was removed."""
    row = db.execute(
        """SELECT site_id, activity_type, held_on, language, minutes, target_participants,
        partner_participants, channel FROM short_advice WHERE id = ?""",
        (advice_id,),
    ).fetchone()
    if row is None:
        raise Refusal("bin.gone")
    site_id, activity_type, held_on, language, minutes, target, partner, channel = row
    topics, targets = (_codes(db, f"short_advice_{what}", advice_id) for what in ("topic", "target"))
    return NewShortAdvice(
        site_id, activity_type, day(held_on), language, topics, targets, minutes, target, partner, channel
    )


def newest_short_advice(db: Connection) -> NewShortAdvice | None:
    """The one recorded last: the next is often like it."""
    row = db.execute("SELECT id FROM short_advice ORDER BY rowid DESC LIMIT 1").fetchone()
    return short_advice(db, row[0]) if row else None


def case_of_short_advice(db: Connection, advice_id: str) -> str | None:
    """The case that continues it, if one does."""
    (case_id,) = db.execute("SELECT case_id FROM short_advice WHERE id = ?", (advice_id,)).fetchone()
    return str(case_id) if case_id else None


def continue_short_advice(db: Connection, advice_id: str, case_id: str) -> None:
    db.execute("UPDATE short_advice SET case_id = ? WHERE id = ?", (case_id, advice_id))


def insert_activity(db: Connection, new: NewActivity, staff_id: str, now: datetime) -> str:
    activity_id = str(uuid.uuid4())
    _insert(db, "activity", {"id": activity_id} | _activity_values(new) | _recorded(staff_id, now))
    return activity_id


def update_activity(db: Connection, activity_id: str, new: NewActivity) -> None:
    _update(db, "activity", activity_id, _activity_values(new))


def activity(db: Connection, activity_id: str) -> NewActivity:
    """As it was recorded; Refusal if it was removed."""
    row = db.execute(
        """SELECT site_id, activity_type, held_on, title, minutes, target_participants, partner_participants
        FROM activity WHERE id = ?""",
        (activity_id,),
    ).fetchone()
    if row is None:
        raise Refusal("bin.gone")
    site_id, activity_type, held_on, title, minutes, target, partner = row
    return NewActivity(site_id, activity_type, day(held_on), title, minutes, target, partner)


def is_released(db: Connection, act_id: str) -> bool:
    """Whether a Meldung has counted it."""
    return db.execute("SELECT 1 FROM released_act WHERE act_id = ?", (act_id,)).fetchone() is not None


def acts(db: Connection, since: date, until: date) -> tuple[ActLine, ...]:
    """What was done outside cases in these days, the newest first."""
    rows = db.execute(_ACTS, {"since": iso(since), "until": iso(until)})
    return tuple(
        ActLine(
            act_id, kind, code, day(held_on), title, minutes, target, partner, bool(more), site, bool(out)
        )
        for act_id, kind, code, held_on, title, minutes, target, partner, more, site, out, _ in rows
    )


def newest_site(db: Connection) -> str | None:
    """The Standort of the last thing recorded; `None` in a new file."""
    row = db.execute(_NEWEST_SITE).fetchone()
    return row[0] if row else None


def _advice_values(new: NewShortAdvice) -> dict[str, object]:
    return {
        "site_id": new.site_id,
        "activity_type": new.activity_type,
        "held_on": iso(new.held_on),
        "language": new.language,
        "minutes": new.minutes,
        "target_participants": new.target_participants,
        "partner_participants": new.partner_participants,
        "channel": new.channel,
    }


def _activity_values(new: NewActivity) -> dict[str, object]:
    return {
        "site_id": new.site_id,
        "activity_type": new.activity_type,
        "held_on": iso(new.held_on),
        "title": new.title,
        "minutes": new.minutes,
        "target_participants": new.target_participants,
        "partner_participants": new.partner_participants,
    }


def _recorded(staff_id: str, now: datetime) -> dict[str, object]:
    return {"staff_id": staff_id, "recorded_at": utc_text(now)}


def _insert(db: Connection, table: str, values: Mapping[str, object]) -> None:
    places = ", ".join(f":{column}" for column in values)
    db.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({places})", values)


def _update(db: Connection, table: str, record_id: str, values: Mapping[str, object]) -> None:
    changes = ", ".join(f"{column} = :{column}" for column in values)
    db.execute(f"UPDATE {table} SET {changes} WHERE id = :record_id", {**values, "record_id": record_id})


def _insert_codes(db: Connection, advice_id: str, new: NewShortAdvice) -> None:
    for table, codes in (("short_advice_topic", new.topics), ("short_advice_target", new.referral_targets)):
        db.executemany(
            f"INSERT INTO {table} (short_advice_id, position, code) VALUES (?, ?, ?)",
            [(advice_id, position, code) for position, code in enumerate(codes)],
        )


def _codes(db: Connection, table: str, advice_id: str) -> tuple[str, ...]:
    rows = db.execute(f"SELECT code FROM {table} WHERE short_advice_id = ? ORDER BY position", (advice_id,))
    return tuple(code for (code,) in rows)
