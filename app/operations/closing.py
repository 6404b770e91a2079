# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Closing a case by both sides, and taking it back while that is offered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import resources
from app.domain.case import Closing, check_closing
from app.domain.dates import berlin_date, next_working_day
from app.domain.errors import InvalidInput, Refusal
from app.domain.goal import outcome
from storage import Connection, cases, code_lists, follow_ups, goals, journal
from storage import closing as stored
from storage.vault import Vault


@dataclass(frozen=True)
class Closed:
    """What the closing ended, to take it back by; `asks_again` is the follow-up that it made, if it did."""

    case_id: str
    ended: stored.Open
    goals: tuple[str, ...]
    asks_again: str | None

    @property
    def dropped(self) -> int:
        """How many open follow-ups fell away."""
        return len(self.ended.follow_ups)


def close_case(vault: Vault, case_id: str, closing: Closing, now: datetime) -> Closed:
    """Ends the case with its open follow-ups, appointments, the steps of judged goals, referrals if asked."""
    with vault.transaction() as db:
        case = cases.load_case(db, case_id)
        check_closing(case, closing, code_lists.load(db), berlin_date(now))
        results = _results(db, case_id, closing)
        ended = stored.open_in(db, case_id, closing.results, with_referrals=closing.end_referrals)
        cases.close(db, case_id, closing)
        words = resources.toml("texts", "follow_ups.toml")["ended_with_case"]
        stored.end(db, ended, results, words, closing.day)
        asks_again = _ask_again(db, case_id, closing)
        journal.note(db, now, vault.actor, "case.closed", case_id)
    return Closed(case_id, ended, tuple(closing.results), asks_again)


def undo_close(vault: Vault, closed: Closed, now: datetime) -> None:
    """The case goes on exactly as before; Refusal once a new case was begun in its file."""
    with vault.transaction() as db:
        if cases.has_open_case(db, cases.file_of(db, closed.case_id).id):
            raise Refusal("case.still_open")
        cases.open_again(db, closed.case_id, closed.ended.status)
        stored.resume(db, closed.ended, closed.goals)
        if closed.asks_again is not None:
            follow_ups.delete_follow_up(db, closed.asks_again)
        journal.note(db, now, vault.actor, "case.closing_undone", closed.case_id)


def _results(db: Connection, case_id: str, closing: Closing) -> dict[str, tuple[str, int | None]]:
    """What became of each goal, with its level where it has a scale; only goals that are still pursued."""
    if not closing.results.keys() <= stored.open_goals(db, case_id):
        raise Refusal("goal.has_result")
    return {
        goal_id: outcome(goals.load_goal(db, goal_id), result) for goal_id, result in closing.results.items()
    }


def _ask_again(db: Connection, case_id: str, closing: Closing) -> str | None:
    if closing.ask_in_weeks is None:
        return None
    if cases.file_of(db, case_id).restricted_on is not None:
        raise InvalidInput("ask_in_weeks", "case.no_asking")
    day = next_working_day(closing.day + timedelta(weeks=closing.ask_in_weeks))
    return follow_ups.insert_follow_up(
        db, case_id, day, resources.toml("texts", "follow_ups.toml")["after_closing"]
    )
