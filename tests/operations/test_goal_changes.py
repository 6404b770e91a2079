# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Goals corrected, measured on a scale, taken back, and carried on into a new agreement."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlcipher3 import dbapi2

from app.domain.agreement import in_force
from app.domain.errors import InvalidInput, Refusal
from app.domain.goal import Goal, NewGoal, NewStep
from app.operations import agreements, bin, cases, consents, documents, follow_ups, goals
from app.operations.vaults import Vault

from .conftest import TODAY, Office
from .test_consents import signed, text_of

REVIEW = date(2027, 2, 22)
SCALE = {-2: "ohne Zusage", -1: "auf der Warteliste", 1: "eingezogen", 2: "alle Möbel da"}
FLAT = NewGoal(
    "Ich will in eine eigene Wohnung",
    "housing",
    TODAY,
    "Mietvertrag",
    (NewStep("WBS beantragen", "client", date(2026, 12, 1)), NewStep("Liste geben", "case_manager")),
)


@pytest.fixture
def goal(case_vault: Vault, office: Office, now: datetime) -> Goal:
    goals.set_goal(case_vault, office.case_id, FLAT, now)
    return goals.goals(case_vault, office.case_id)[0]


def agreed(vault: Vault, office: Office, now: datetime) -> str:
    """A version printed just now; its id."""
    agreements.print_agreement(vault, office.case_id, "de", REVIEW, now)
    return agreements.agreements(vault, office.case_id)[0].id


def due(vault: Vault) -> list[tuple[str, date]]:
    return [(each.title, each.due_on) for each in follow_ups.due(vault, None)]


def test_words_change_until_somebody_signed_them(
    case_vault: Vault, office: Office, now: datetime, goal: Goal
) -> None:
    changed = replace(FLAT, words="Ich will weg aus dem Wohnheim", levels=SCALE, weight=3)
    goals.change_goal(case_vault, goal.id, changed, now)
    (now_said,) = goals.goals(case_vault, office.case_id)
    assert (now_said.words, now_said.levels, now_said.weight) == (changed.words, SCALE, 3)
    assert now_said.steps == goal.steps
    assert not cases.search_notes(case_vault, "eigene Wohnung")
    assert len(cases.search_notes(case_vault, "aus dem Wohnheim")) == 1
    assert len(cases.search_notes(case_vault, "Warteliste")) == 1
    agreements.sign_agreement(case_vault, agreed(case_vault, office, now), TODAY, None, now)
    assert goals.goals(case_vault, office.case_id)[0].in_signed_agreement
    with pytest.raises(Refusal, match=r"goal\.signed"):
        goals.change_goal(case_vault, goal.id, FLAT, now)
    with pytest.raises(dbapi2.IntegrityError, match="keeps its words"), case_vault.transaction() as db:
        db.execute("UPDATE goal SET words = 'anders' WHERE id = ?", (goal.id,))


def test_a_sheet_that_says_something_else_cannot_be_signed(
    case_vault: Vault, office: Office, now: datetime, goal: Goal
) -> None:
    changed = agreed(case_vault, office, now)
    goals.change_goal(case_vault, goal.id, replace(FLAT, words="Anders gesagt"), now)
    with pytest.raises(Refusal, match=r"goal\.agreement_outdated"):
        agreements.sign_agreement(case_vault, changed, TODAY, TODAY, now)
    fresh = agreed(case_vault, office, now)
    removed = bin.remove(case_vault, "goal", goal.id, now)
    assert [each.outdated for each in agreements.agreements(case_vault, office.case_id)] == [True, True]
    bin.restore(case_vault, removed, now)
    agreements.sign_agreement(case_vault, fresh, TODAY, TODAY, now)
    assert follow_ups.due(case_vault, None)[-1].title == "Ziele überprüfen"


def test_both_sides_sign_together_or_one_after_the_other(
    case_vault: Vault, office: Office, now: datetime, goal: Goal
) -> None:
    agreement_id = agreed(case_vault, office, now)
    with pytest.raises(InvalidInput, match=r"goal\.signature_missing"):
        agreements.sign_agreement(case_vault, agreement_id, None, None, now)
    with pytest.raises(InvalidInput) as caught:
        agreements.sign_agreement(case_vault, agreement_id, None, date(2026, 11, 21), now)
    assert (caught.value.field, caught.value.code) == ("countersigned_on", "goal.signed_before_printed")
    agreements.sign_agreement(case_vault, agreement_id, None, TODAY, now)
    (half,) = agreements.agreements(case_vault, office.case_id)
    assert (half.signed, half.signed_by_both, in_force([half])) == (True, False, None)
    assert ("Ziele überprüfen", REVIEW) in due(case_vault)
    agreements.sign_agreement(case_vault, agreement_id, TODAY, None, now)
    (whole,) = agreements.agreements(case_vault, office.case_id)
    assert in_force([half, whole]) == whole
    with pytest.raises(Refusal, match=r"goal\.already_signed"):
        agreements.sign_agreement(case_vault, agreement_id, TODAY, None, now)
    assert [title for title, _ in due(case_vault)].count("Ziele überprüfen") == 1


def test_a_step_gets_another_day_and_its_follow_up_goes_with_it(
    case_vault: Vault, office: Office, now: datetime, goal: Goal
) -> None:
    dated, undated = goal.steps
    goals.date_step(case_vault, dated.id, date(2026, 12, 14), now)
    goals.date_step(case_vault, undated.id, date(2026, 12, 15), now)
    assert due(case_vault) == [
        ("WBS beantragen", date(2026, 12, 14)),
        ("Liste geben", date(2026, 12, 15)),
    ]
    goals.date_step(case_vault, dated.id, None, now)
    assert due(case_vault) == [("Liste geben", date(2026, 12, 15))]
    goals.finish_step(case_vault, dated.id, "done", now)
    with pytest.raises(Refusal, match=r"goal\.step_not_open"):
        goals.date_step(case_vault, dated.id, TODAY, now)
    with pytest.raises(InvalidInput, match=r"case\.due_before_made"):
        goals.date_step(case_vault, undated.id, date(2026, 11, 1), now)


def test_a_postponed_follow_up_takes_its_step_along(
    case_vault: Vault, office: Office, now: datetime, goal: Goal
) -> None:
    (owned,) = follow_ups.due(case_vault, None)
    follow_ups.reschedule(case_vault, owned.id, date(2026, 12, 5), now)
    assert goals.goals(case_vault, office.case_id)[0].steps[0].due_on == date(2026, 12, 7)
    assert due(case_vault) == [("WBS beantragen", date(2026, 12, 7))]
    follow_ups.put_back(case_vault, owned, now)
    assert goals.goals(case_vault, office.case_id)[0].steps[0].due_on == date(2026, 12, 1)


def test_a_result_can_be_taken_back_with_all_it_dropped(
    case_vault: Vault, office: Office, now: datetime, goal: Goal
) -> None:
    dropped = goals.record_result(case_vault, goal.id, "reached", now)
    assert dropped == tuple(step.id for step in goal.steps)
    with pytest.raises(Refusal, match=r"goal\.has_result"):
        goals.finish_step(case_vault, goal.steps[0].id, "open", now)
    goals.take_back_result(case_vault, goal.id, dropped, now)
    assert goals.goals(case_vault, office.case_id) == (goal,)
    assert due(case_vault) == [("WBS beantragen", date(2026, 12, 1))]


def test_a_level_is_a_result_only_on_a_whole_scale(
    case_vault: Vault, office: Office, now: datetime, goal: Goal
) -> None:
    with pytest.raises(InvalidInput, match=r"goal\.level_missing"):
        goals.record_result(case_vault, goal.id, 1, now)
    goals.change_goal(case_vault, goal.id, replace(FLAT, levels=SCALE), now)
    goals.record_result(case_vault, goal.id, -1, now)
    (ended,) = goals.goals(case_vault, office.case_id)
    assert (ended.result, ended.level, ended.result_on) == ("partly", -1, TODAY)


def test_the_kreis_decides_whether_there_are_levels(case_vault: Vault, now: datetime) -> None:
    assert not goals.uses_levels(case_vault)
    goals.use_levels(case_vault, True, now)
    assert goals.uses_levels(case_vault)
    goals.use_levels(case_vault, False, now)
    assert not goals.uses_levels(case_vault)


def test_unfinished_steps_go_on_with_their_follow_ups_into_the_next_version(
    case_vault: Vault, office: Office, now: datetime, goal: Goal
) -> None:
    first = agreed(case_vault, office, now)
    agreements.sign_agreement(case_vault, first, TODAY, TODAY, now)
    dated = goal.steps[0]
    new = NewGoal("Ich will einziehen", "housing", TODAY, "Schlüssel", (NewStep("Möbel", "third_party"),))
    with pytest.raises(InvalidInput, match=r"goal\.result_missing"):
        goals.continue_goal(case_vault, goal.id, new, (dated.id,), None, now)
    assert goals.goals(case_vault, office.case_id)[0].steps == goal.steps
    new_id = goals.continue_goal(case_vault, goal.id, new, (dated.id,), "partly", now)
    going, ended = goals.goals(case_vault, office.case_id)
    assert (going.id, going.continues) == (new_id, goal.id)
    assert [step.text for step in going.steps] == ["WBS beantragen", "Möbel"]
    assert (ended.result, [(s.text, s.state) for s in ended.steps]) == (
        "partly",
        [("Liste geben", "dropped")],
    )
    assert ("WBS beantragen", date(2026, 12, 1)) in due(case_vault)
    second = agreed(case_vault, office, now)
    agreements.sign_agreement(case_vault, second, TODAY, TODAY, now)
    found = agreements.agreements(case_vault, office.case_id)
    assert in_force(found) == found[0]
    assert found[0].version == 2
    assert [title for title, _ in due(case_vault)].count("Ziele überprüfen") == 1
    sheet = goals_on_paper(case_vault, found[0].document_id)
    for words in ("Ich will einziehen", "führt ein früheres fort", "22.11.2026", "WBS beantragen", "Möbel"):
        assert words in sheet, words
    assert "Liste geben" not in sheet
    assert "Liste geben" in goals_on_paper(case_vault, found[1].document_id)


def test_an_ended_goal_goes_on_with_what_its_end_dropped(
    case_vault: Vault, office: Office, now: datetime, goal: Goal
) -> None:
    goals.finish_step(case_vault, goal.steps[1].id, "done", now)
    goals.record_result(case_vault, goal.id, "partly", now)
    new = NewGoal("Weiter suchen", "housing", TODAY)
    with pytest.raises(Refusal, match=r"goal\.step_not_open"):
        goals.continue_goal(case_vault, goal.id, new, (goal.steps[1].id,), None, now)
    goals.continue_goal(case_vault, goal.id, new, (goal.steps[0].id,), None, now)
    going = goals.goals(case_vault, office.case_id)[0]
    assert [(step.text, step.state) for step in going.steps] == [("WBS beantragen", "open")]
    assert due(case_vault) == [("WBS beantragen", date(2026, 12, 1))]


def test_the_scale_is_printed_from_the_best_down_and_nothing_empty_is(
    case_vault: Vault, office: Office, now: datetime, goal: Goal
) -> None:
    assert "Woran wir messen" not in goals_on_paper(case_vault, printed(case_vault, office, now))
    goals.change_goal(case_vault, goal.id, replace(FLAT, levels=SCALE), now)
    sheet = goals_on_paper(case_vault, printed(case_vault, office, now))
    scale = ["alle Möbel da", "eingezogen", "Mietvertrag", "auf der Warteliste", "ohne Zusage"]
    assert sorted(scale, key=sheet.index) == scale
    assert "Daran merken wir" not in sheet
    goals.change_goal(case_vault, goal.id, replace(FLAT, expected=""), now)
    assert "Daran merken wir" not in goals_on_paper(case_vault, printed(case_vault, office, now))


def test_health_stays_behind_its_release_whatever_is_done(
    case_vault: Vault, office: Office, now: datetime, goal: Goal
) -> None:
    health = NewGoal("Wieder schlafen", "health", TODAY)
    with pytest.raises(InvalidInput, match=r"assessment\.not_released"):
        goals.change_goal(case_vault, goal.id, health, now)
    with pytest.raises(InvalidInput, match=r"assessment\.not_released"):
        goals.continue_goal(case_vault, goal.id, health, (), "partly", now)
    signed(case_vault, office, now, "health", to=office.club)
    sleep = goals.set_goal(case_vault, office.case_id, health, now)
    goals.add_step(case_vault, sleep, NewStep("Arzt anrufen"), now)
    consent = consents.consents(case_vault, office.file_id)[0]
    row = next(row for row in consent.rows if row.category == "health")
    consents.withdraw_row(case_vault, row.id, TODAY, now)
    with pytest.raises(InvalidInput, match=r"assessment\.not_released"):
        goals.add_step(case_vault, sleep, NewStep("Klinik anrufen"), now)


def printed(vault: Vault, office: Office, now: datetime) -> str:
    return agreements.print_agreement(vault, office.case_id, "de", REVIEW, now).id


def goals_on_paper(vault: Vault, document_id: str) -> str:
    return " ".join(text_of(documents.document(vault, document_id).pdf).split())
