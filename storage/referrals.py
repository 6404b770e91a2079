# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Referrals: Verweisberatung and Überleitung."""

from __future__ import annotations

from datetime import date

from app.domain.names import initials
from app.domain.referral import Awaited, Referral
from storage.connection import Connection
from storage.days import day, iso

_REFERRAL = """SELECT referral.id, case_id, service_id, service.institution, dimension, with_data,
    disclosure_id, made_on, state, state_on, state_reason, note,
    (SELECT title FROM course WHERE id = course_id),
    (SELECT kind FROM gap WHERE referral_id = referral.id LIMIT 1),
    (SELECT withheld FROM disclosure WHERE id = disclosure_id)
    FROM referral JOIN service ON service.id = service_id"""
_AWAITED = """SELECT r.id, r.case_id, p.family_name, p.given_names, f.number, s.institution, r.made_on
    FROM referral AS r
    JOIN service AS s ON s.id = r.service_id
    JOIN client_case AS c ON c.id = r.case_id
    JOIN file AS f ON f.id = c.file_id
    JOIN client AS p ON p.id = f.client_id
    WHERE r.state = 'sent' AND r.made_on <= :until AND c.status <> 'closed' AND NOT EXISTS (
        SELECT 1 FROM follow_up WHERE source = 'referral' AND source_id = r.id AND state = 'open')
    ORDER BY r.made_on, r.rowid"""


def insert_referral(db: Connection, referral: Referral, course_id: str | None) -> None:
    db.execute(
        """INSERT INTO referral (id, case_id, service_id, dimension, with_data, disclosure_id, note, made_on,
        state, state_on, course_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            referral.id,
            referral.case_id,
            referral.service_id,
            referral.dimension,
            referral.with_data,
            referral.disclosure_id,
            referral.note,
            iso(referral.made_on),
            referral.state,
            iso(referral.state_on),
            course_id,
        ),
    )


def load_referral(db: Connection, referral_id: str) -> Referral:
    return _referral(db.execute(f"{_REFERRAL} WHERE referral.id = ?", (referral_id,)).fetchone())


def of_case(db: Connection, case_id: str) -> tuple[Referral, ...]:
    """All of them, the newest first."""
    rows = db.execute(f"{_REFERRAL} WHERE case_id = ? ORDER BY made_on DESC, referral.rowid DESC", (case_id,))
    return tuple(_referral(row) for row in rows)


def without_feedback(db: Connection, until: date) -> tuple[Awaited, ...]:
    """Sent by that day, the oldest first; what still has an open follow-up stands among those."""
    return tuple(
        Awaited(referral_id, case_id, initials(family, given), number, recipient, day(made_on))
        for referral_id, case_id, family, given, number, recipient, made_on in db.execute(
            _AWAITED, {"until": iso(until)}
        )
    )


def set_state(db: Connection, referral_id: str, state: str, reason: str, since: date) -> None:
    db.execute(
        "UPDATE referral SET state = ?, state_reason = ?, state_on = ? WHERE id = ?",
        (state, reason, iso(since), referral_id),
    )


def _referral(row: tuple[str, ...]) -> Referral:
    referral_id, case_id, service_id, recipient, dimension, with_data, disclosure_id, made_on, *more = row
    state, state_on, reason, note, course, gap, withheld = more
    return Referral(
        referral_id,
        case_id,
        service_id,
        recipient,
        dimension,
        bool(with_data),
        disclosure_id,
        day(made_on),
        state,
        day(state_on),
        reason,
        note,
        course or "",
        gap,
        bool(withheld),
    )
