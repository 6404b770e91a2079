# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Referrals: Verweisberatung and Überleitung."""

from __future__ import annotations

from datetime import date

from app.domain.referral import Referral
from storage.connection import Connection
from storage.days import day, iso

_REFERRAL = """SELECT referral.id, case_id, service_id, service.institution, dimension, with_data,
    disclosure_id, made_on, state, state_on, state_reason, note
    FROM referral JOIN service ON service.id = service_id"""


def insert_referral(db: Connection, referral: Referral) -> None:
    db.execute(
        """INSERT INTO referral (id, case_id, service_id, dimension, with_data, disclosure_id, note, made_on,
        state, state_on) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
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
        ),
    )


def load_referral(db: Connection, referral_id: str) -> Referral:
    return _referral(db.execute(f"{_REFERRAL} WHERE referral.id = ?", (referral_id,)).fetchone())


def of_case(db: Connection, case_id: str) -> tuple[Referral, ...]:
    """All of them, the newest first."""
    rows = db.execute(f"{_REFERRAL} WHERE case_id = ? ORDER BY made_on DESC, referral.rowid DESC", (case_id,))
    return tuple(_referral(row) for row in rows)


def set_state(db: Connection, referral_id: str, state: str, reason: str, since: date) -> None:
    db.execute(
        "UPDATE referral SET state = ?, state_reason = ?, state_on = ? WHERE id = ?",
        (state, reason, iso(since), referral_id),
    )


def _referral(row: tuple[str, ...]) -> Referral:
    referral_id, case_id, service_id, recipient, dimension, with_data, disclosure_id, made_on, *more = row
    state, state_on, reason, note = more
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
    )
