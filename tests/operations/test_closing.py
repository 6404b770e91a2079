# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A case ends by both sides with everything that hangs on it, and goes on exactly as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from app.domain.case import Closing
from app.domain.errors import InvalidInput, Refusal
from app.domain.follow_up import NewFollowUp
from app.domain.goal import NewGoal, NewStep
from app.domain.referral import NewReferral
from app.operations import cases, closing, follow_ups, goals, referrals, rights
from app.operations.vaults import Vault

TODAY = date(2026, 11, 22)
BOTH = Closing("goals_reached", TODAY, "Alles geklärt", "both")


def dump(vault: Vault) -> dict[str, list[tuple[object, ...]]]:
    tables = ("client_case", "follow_up", "goal", "step", "referral", "appointment")
    return {table: vault.db.execute(f"SELECT * FROM {table} ORDER BY id").fetchall() for table in tables}


@pytest.fixture
def busy(case_vault: Vault, office: Any, now: datetime) -> str:
    """A case with a goal, steps, follow-ups, a referral and an appointment; the goal's id."""
    steps = (NewStep("Antrag holen", "client", date(2026, 12, 1)), NewStep("Warten", "third_party"))
    goal_id = goals.set_goal(
        case_vault, office.case_id, NewGoal("Größere Wohnung", "housing", TODAY, "", steps), now
    )
    goals.set_goal(case_vault, office.case_id, NewGoal("Arbeit", "work", TODAY), now)
    follow_ups.add_follow_up(case_vault, NewFollowUp(office.case_id, date(2026, 12, 3), "Anrufen"), now)
    referral = NewReferral(office.club, "housing", TODAY, feedback_due_on=date(2026, 12, 4))
    referrals.refer(case_vault, office.case_id, referral, now)
    with case_vault.transaction() as db:
        db.execute(
            "INSERT INTO appointment (id, case_id, day, at) VALUES ('termin', ?, '2026-12-05', '10:00')",
            (office.case_id,),
        )
    return goal_id


def open_titles(vault: Vault) -> list[str]:
    return [each.title for each in follow_ups.due(vault, None)]


def test_everything_open_ends_with_it_but_referrals_that_go_on(
    case_vault: Vault, office: Any, busy: str, now: datetime
) -> None:
    closed = closing.close_case(case_vault, office.case_id, replace(BOTH, results={busy: "reached"}), now)
    case = cases.case_view(case_vault, office.case_id, TODAY).case
    assert (case.status, case.closing_reason, case.closing_agreed) == ("closed", "goals_reached", "both")
    assert open_titles(case_vault) == ["Rückmeldung: Wohnhilfe e. V."]
    assert closed.dropped == 2
    by_words = {goal.words: goal for goal in goals.goals(case_vault, office.case_id)}
    assert by_words["Größere Wohnung"].result == "reached"
    assert {step.state for step in by_words["Größere Wohnung"].steps} == {"dropped"}
    assert by_words["Arbeit"].result is None
    (state,) = case_vault.db.execute("SELECT state FROM appointment").fetchone()
    assert state == "cancelled"


def test_referrals_can_end_with_it(case_vault: Vault, office: Any, busy: str, now: datetime) -> None:
    closing.close_case(case_vault, office.case_id, replace(BOTH, end_referrals=True), now)
    (referral,) = referrals.referrals(case_vault, office.case_id)
    assert (referral.state, referral.state_reason) == ("ended", "Mit dem Fall beendet")
    assert not open_titles(case_vault)


@pytest.mark.parametrize("end_referrals", [True, False])
def test_undo_brings_back_exactly_what_was(
    case_vault: Vault, office: Any, busy: str, now: datetime, end_referrals: bool
) -> None:
    before = dump(case_vault)
    how = replace(BOTH, results={busy: "partly"}, end_referrals=end_referrals, ask_in_weeks=6)
    closed = closing.close_case(case_vault, office.case_id, how, now)
    assert dump(case_vault) != before
    closing.undo_close(case_vault, closed, now)
    assert dump(case_vault) == before


def test_a_paused_case_is_paused_again(case_vault: Vault, office: Any, now: datetime) -> None:
    with case_vault.transaction() as db:
        db.execute("UPDATE client_case SET status = 'paused'")
    closing.undo_close(case_vault, closing.close_case(case_vault, office.case_id, BOTH, now), now)
    assert cases.case_view(case_vault, office.case_id, TODAY).case.status == "paused"


def test_no_undo_once_the_next_case_began(case_vault: Vault, office: Any, now: datetime) -> None:
    closed = closing.close_case(case_vault, office.case_id, BOTH, now)
    second = cases.reopen(case_vault, office.file_id, office.site_id, now)
    with pytest.raises(Refusal, match=r"case\.still_open"):
        closing.undo_close(case_vault, closed, now)
    assert [(each.case_id, each.number) for each in cases.cases_of_file(case_vault, office.file_id)] == [
        (office.case_id, 1),
        (second, 2),
    ]


def test_one_asks_again_weeks_later_on_a_working_day(case_vault: Vault, office: Any, now: datetime) -> None:
    closing.close_case(case_vault, office.case_id, replace(BOTH, ask_in_weeks=5), now)
    (asked,) = follow_ups.due(case_vault, None)
    assert (asked.title, asked.due_on) == ("Nachfrage nach dem Abschluss", date(2026, 12, 28))
    follow_ups.done(case_vault, asked.id, now)
    assert not follow_ups.due(case_vault, None)


@pytest.mark.parametrize(
    ("how", "field"),
    [
        (replace(BOTH, agreed=""), "agreed"),
        (replace(BOTH, ask_in_weeks=0), "ask_in_weeks"),
        (replace(BOTH, ask_in_weeks=53), "ask_in_weeks"),
        (replace(BOTH, reason="nonsense"), "reason"),
        (replace(BOTH, day=date(2026, 11, 23)), "day"),
    ],
)
def test_what_is_missing_or_wrong_is_said_at_its_field(
    case_vault: Vault, office: Any, now: datetime, how: Closing, field: str
) -> None:
    before = dump(case_vault)
    with pytest.raises(InvalidInput) as wrong:
        closing.close_case(case_vault, office.case_id, how, now)
    assert wrong.value.field == field
    assert dump(case_vault) == before


def test_of_a_restricted_file_the_case_ends_without_a_follow_up(
    case_vault: Vault, office: Any, now: datetime
) -> None:
    file_id = cases.case_view(case_vault, office.case_id, TODAY).file.id
    rights.restrict(case_vault, file_id, "accuracy", now)
    ending = replace(BOTH, reason="withdrawn", agreed="client")
    with pytest.raises(InvalidInput) as wrong:
        closing.close_case(case_vault, office.case_id, replace(ending, ask_in_weeks=4), now)
    assert (wrong.value.field, wrong.value.code) == ("ask_in_weeks", "case.no_asking")
    closing.close_case(case_vault, office.case_id, ending, now)
    assert cases.case_view(case_vault, office.case_id, TODAY).case.status == "closed"


def test_a_result_stands_once(case_vault: Vault, office: Any, busy: str, now: datetime) -> None:
    goals.record_result(case_vault, busy, "reached", now)
    with pytest.raises(Refusal, match=r"goal\.has_result"):
        closing.close_case(case_vault, office.case_id, replace(BOTH, results={busy: "partly"}), now)


@pytest.mark.parametrize("result", ["great", 3, -1])
def test_a_result_is_one_of_three_words_or_a_level_of_the_goals_scale(
    case_vault: Vault, office: Any, busy: str, now: datetime, result: str | int
) -> None:
    """The goal has no scale: no level fits."""
    before = dump(case_vault)
    with pytest.raises(InvalidInput) as wrong:
        closing.close_case(case_vault, office.case_id, replace(BOTH, results={busy: result}), now)
    assert wrong.value.field == "result"
    assert dump(case_vault) == before


def test_a_goal_with_a_scale_ends_on_a_level_and_goes_on_as_it_was(
    case_vault: Vault, office: Any, now: datetime
) -> None:
    levels = {-2: "kein Schritt", -1: "Antrag", 1: "Zusage", 2: "umgezogen"}
    goal = NewGoal("Größere Wohnung", "housing", TODAY, "Besichtigung", levels=levels)
    goal_id = goals.set_goal(case_vault, office.case_id, goal, now)
    before = dump(case_vault)
    closed = closing.close_case(case_vault, office.case_id, replace(BOTH, results={goal_id: -1}), now)
    (ended,) = goals.goals(case_vault, office.case_id)
    assert (ended.result, ended.level) == ("partly", -1)
    closing.undo_close(case_vault, closed, now)
    assert dump(case_vault) == before
