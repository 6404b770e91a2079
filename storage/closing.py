# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What ends together with a case, so that it can be taken back exactly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from storage.connection import Connection
from storage.days import iso


@dataclass(frozen=True)
class Open:
    """What was still open in a case: ids; referrals with state, its day and its reason as well."""

    status: str
    follow_ups: tuple[str, ...]
    steps: tuple[str, ...]
    appointments: tuple[str, ...]
    referrals: tuple[tuple[str, str, str, str], ...]


def open_in(db: Connection, case_id: str, goals: Iterable[str], *, with_referrals: bool) -> Open:
    """Everything the closing will end: steps of the `goals` that get a result, referrals where asked for."""
    (status,) = db.execute("SELECT status FROM client_case WHERE id = ?", (case_id,)).fetchone()
    referrals = db.execute(
        """SELECT id, state, state_on, state_reason FROM referral
        WHERE case_id = ? AND state NOT IN ('declined', 'ended')""",
        (case_id,),
    )
    staying = "" if with_referrals else "AND source <> 'referral'"
    return Open(
        status,
        _ids(db, f"follow_up WHERE case_id = ? AND state = 'open' {staying}", case_id),
        tuple(step for goal in goals for step in _ids(db, "step WHERE goal_id = ? AND state = 'open'", goal)),
        _ids(db, "appointment WHERE case_id = ? AND state = 'planned'", case_id),
        tuple(referrals.fetchall()) if with_referrals else (),
    )


def end(
    db: Connection, found: Open, results: Mapping[str, tuple[str, int | None]], words: str, day: date
) -> None:
    """Follow-ups and steps are dropped, appointments cancelled, referrals ended for the reason `words`.

    `results` are plain results of goals by id, with the level of those that have a scale.
    """
    _set(db, "follow_up SET state = 'dropped'", found.follow_ups)
    _set(db, f"step SET state = 'dropped', state_on = '{iso(day)}'", found.steps)
    _set(db, f"appointment SET state = 'cancelled', state_on = '{iso(day)}'", found.appointments)
    db.executemany(
        "UPDATE goal SET result = ?, level = ?, result_on = ? WHERE id = ?",
        [(result, level, iso(day), goal_id) for goal_id, (result, level) in results.items()],
    )
    db.executemany(
        "UPDATE referral SET state = 'ended', state_on = ?, state_reason = ? WHERE id = ?",
        [(iso(day), words, referral_id) for referral_id, *_ in found.referrals],
    )


def resume(db: Connection, found: Open, goals: Iterable[str]) -> None:
    """Everything stands again as it stood before `end`."""
    _set(db, "follow_up SET state = 'open'", found.follow_ups)
    _set(db, "step SET state = 'open', state_on = NULL", found.steps)
    _set(db, "appointment SET state = 'planned', state_on = NULL", found.appointments)
    _set(db, "goal SET result = NULL, level = NULL, result_on = NULL", goals)
    db.executemany(
        "UPDATE referral SET state = ?, state_on = ?, state_reason = ? WHERE id = ?",
        [(*before, referral_id) for referral_id, *before in found.referrals],
    )


def open_goals(db: Connection, case_id: str) -> frozenset[str]:
    return frozenset(_ids(db, "goal WHERE case_id = ? AND result IS NULL", case_id))


def _ids(db: Connection, rest: str, value: str) -> tuple[str, ...]:
    return tuple(record_id for (record_id,) in db.execute(f"SELECT id FROM {rest}", (value,)))


def _set(db: Connection, change: str, ids: Iterable[str]) -> None:
    db.executemany(f"UPDATE {change} WHERE id = ?", [(record_id,) for record_id in ids])
