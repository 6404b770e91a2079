# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Assessments, goals, agreements and their papers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from app.domain.assessment import DIMENSIONS, NewAssessment, Score
from app.domain.dates import german
from app.domain.errors import InvalidInput, Refusal, Trouble
from app.domain.gap import NewGap
from app.domain.goal import NewGoal, NewStep
from app.operations import agreements, assessments, cases, documents, follow_ups, gaps, goals
from app.operations.vaults import Vault
from storage import journal

from .conftest import TODAY, Office
from .test_consents import signed, text_of

REVIEW = date(2027, 2, 22)


def flat(office: Office, **more: object) -> NewGoal:
    steps = (
        NewStep("Wohnberechtigungsschein beantragen", "client", date(2026, 12, 1)),
        NewStep("Liste der Genossenschaften geben", "case_manager"),
    )
    return NewGoal("Ich will mit den Kindern in eine eigene Wohnung", "housing", TODAY, "Mietvertrag", steps)


def test_health_is_recorded_only_with_its_signed_release(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    health = NewAssessment(TODAY, (Score("housing", 4, 2, "zu eng"), Score("health", 3)))
    assert assessments.released_dimensions(case_vault, office.case_id, TODAY) == set(DIMENSIONS) - {"health"}
    with pytest.raises(InvalidInput) as caught:
        assessments.record_assessment(case_vault, office.case_id, health, now)
    assert (caught.value.field, caught.value.code) == ("health", "assessment.not_released")
    with pytest.raises(InvalidInput, match=r"assessment\.not_released"):
        goals.set_goal(case_vault, office.case_id, NewGoal("Gesund werden", "health", TODAY), now)
    signed(case_vault, office, now, "health", to=office.club)
    assessments.record_assessment(case_vault, office.case_id, health, now)
    (kept,) = assessments.assessments(case_vault, office.case_id, TODAY)
    assert kept.score("housing") == Score("housing", 4, 2, "zu eng")
    assert kept.score("health").need == 3
    assert not kept.score("work").discussed


def test_a_gap_of_a_case_in_health_needs_the_release_too(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    gap = NewGap(office.site_id, "health", "no_interpreter", TODAY, office.case_id)
    with pytest.raises(InvalidInput, match=r"assessment\.not_released") as caught:
        gaps.note_gap(case_vault, gap, now)
    assert caught.value.field == "dimension"
    gaps.note_gap(case_vault, replace(gap, case_id=None), now)
    assert [each.case_id for each in gaps.gaps(case_vault)] == [None]
    signed(case_vault, office, now, "health", to=office.club)
    gaps.note_gap(case_vault, gap, now)
    assert {each.case_id for each in gaps.gaps(case_vault)} == {None, office.case_id}


def test_assessments_come_newest_first_with_their_picture(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    for day, need in ((date(2026, 5, 1), 5), (TODAY, 2), (date(2026, 8, 1), 4)):
        scores = tuple(Score(d, need) for d in DIMENSIONS if d != "health")
        assessments.record_assessment(case_vault, office.case_id, NewAssessment(day, scores), now)
    found = assessments.assessments(case_vault, office.case_id, TODAY)
    assert [each.held_on for each in found] == [TODAY, date(2026, 8, 1), date(2026, 5, 1)]
    shown = [(german(each.held_on), each.needs()) for each in (found[0], found[2])]
    picture = assessments.radar_svg(case_vault, shown)
    assert b"22.11.2026" in picture
    assert b"01.05.2026" in picture
    assert b"01.08.2026" not in picture


def test_a_follow_up_done_is_its_step_done_and_back(case_vault: Vault, office: Office, now: datetime) -> None:
    goals.set_goal(case_vault, office.case_id, flat(office), now)
    (owned,) = follow_ups.due(case_vault, None)
    follow_ups.done(case_vault, owned.id, now)
    (goal,) = goals.goals(case_vault, office.case_id)
    assert [step.state for step in goal.steps] == ["done", "open"]
    follow_ups.undo_done(case_vault, owned.id, now)
    (goal,) = goals.goals(case_vault, office.case_id)
    assert [step.state for step in goal.steps] == ["open", "open"]


def test_a_goal_owns_steps_and_dated_steps_own_follow_ups(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    goal_id = goals.set_goal(case_vault, office.case_id, flat(office), now)
    extra = goals.add_step(case_vault, goal_id, NewStep("Anrufen", "case_manager", date(2026, 11, 25)), now)
    (goal,) = goals.goals(case_vault, office.case_id)
    assert [step.text for step in goal.steps] == [
        "Wohnberechtigungsschein beantragen",
        "Liste der Genossenschaften geben",
        "Anrufen",
    ]
    assert [f.title for f in follow_ups.due(case_vault, None)] == [
        "Anrufen",
        "Wohnberechtigungsschein beantragen",
    ]
    goals.finish_step(case_vault, extra, "done", now)
    assert [f.title for f in follow_ups.due(case_vault, None)] == ["Wohnberechtigungsschein beantragen"]
    goals.finish_step(case_vault, extra, "open", now)
    assert len(follow_ups.due(case_vault, None)) == 2


def test_a_result_ends_the_goal_and_drops_what_is_open(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    goal_id = goals.set_goal(case_vault, office.case_id, flat(office), now)
    done = goals.goals(case_vault, office.case_id)[0].steps[1].id
    goals.finish_step(case_vault, done, "done", now)
    with pytest.raises(InvalidInput, match=r"goal\.result_missing"):
        goals.record_result(case_vault, goal_id, "", now)
    goals.record_result(case_vault, goal_id, "partly", now)
    (goal,) = goals.goals(case_vault, office.case_id)
    assert (goal.result, goal.result_on) == ("partly", TODAY)
    assert [step.state for step in goal.steps] == ["dropped", "done"]
    assert follow_ups.due(case_vault, None) == ()
    with pytest.raises(Refusal, match=r"goal\.has_result"):
        goals.add_step(case_vault, goal_id, NewStep("noch etwas"), now)


def test_an_agreement_is_printed_signed_and_reviewed(
    case_vault: Vault, office: Office, now: datetime
) -> None:
    with pytest.raises(Refusal, match=r"goal\.none_open"):
        agreements.print_agreement(case_vault, office.case_id, "de", REVIEW, now)
    goals.set_goal(case_vault, office.case_id, flat(office), now)
    with pytest.raises(InvalidInput, match=r"goal\.review_too_early"):
        agreements.print_agreement(case_vault, office.case_id, "de", TODAY, now)
    document = agreements.print_agreement(case_vault, office.case_id, "uk", REVIEW, now)
    text = " ".join(text_of(document.pdf).split())
    for words in (
        "eigene Wohnung",
        "Wohnberechtigungsschein beantragen",
        "01.12.2026",
        "22.02.2027",
        "Meral Böhm",
    ):
        assert words in text, words
    (agreement,) = agreements.agreements(case_vault, office.case_id)
    assert (agreement.version, agreement.language, agreement.signed_on) == (1, "uk", None)
    assert agreement.document_id == document.id
    agreements.sign_agreement(case_vault, agreement.id, TODAY, TODAY, now)
    review = follow_ups.due(case_vault, None)[-1]
    assert (review.title, review.due_on, review.source) == ("Ziele überprüfen", REVIEW, "agreement")
    with pytest.raises(Refusal, match=r"goal\.already_signed"):
        agreements.sign_agreement(case_vault, agreement.id, TODAY, TODAY, now)


@pytest.mark.parametrize(
    ("goal", "field"),
    [
        (NewGoal(" ", "housing", TODAY), "words"),
        (NewGoal("Ziel", "groups", TODAY), "dimension"),
        (NewGoal("Ziel", "housing", TODAY + timedelta(days=1)), "set_on"),
        (NewGoal("Ziel", "housing", TODAY, steps=(NewStep(""),)), "steps"),
        (NewGoal("Ziel", "housing", TODAY, steps=(NewStep("Schritt", "nobody"),)), "steps"),
        (
            NewGoal("Ziel", "housing", TODAY, steps=(NewStep("s", "client", TODAY - timedelta(days=1)),)),
            "steps",
        ),
    ],
)
def test_a_wrong_goal_names_its_field(
    case_vault: Vault, office: Office, now: datetime, goal: NewGoal, field: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        goals.set_goal(case_vault, office.case_id, goal, now)
    assert caught.value.field == field
    assert goals.goals(case_vault, office.case_id) == ()


def test_a_document_leaves_the_file_only_by_an_act_of_its_own(
    case_vault: Vault, office: Office, now: datetime, tmp_path: Path
) -> None:
    goals.set_goal(case_vault, office.case_id, flat(office), now)
    document = agreements.print_agreement(case_vault, office.case_id, "de", REVIEW, now)
    target = tmp_path / "ablage" / "ziel.pdf"
    before = journal.head(case_vault.db)
    with pytest.raises(Trouble, match=r"document\.not_written"):
        documents.save_document(case_vault, document.id, target, now)
    assert journal.head(case_vault.db) == before
    target.parent.mkdir()
    documents.save_document(case_vault, document.id, target, now)
    assert target.read_bytes() == document.pdf
    assert [path.name for path in target.parent.iterdir()] == ["ziel.pdf"]
    assert journal.lines(case_vault.db, 1)[0].action == "document.saved_outside"
    assert documents.pages(document.pdf, 0.2)[0].width > 100


def test_forms_name_their_languages(case_vault: Vault) -> None:
    assert documents.form_languages(case_vault, "consent")[0] == "de"
    assert {"ar", "uk"} <= set(documents.form_languages(case_vault, "consent"))


def test_case_view_and_notes_know_the_goal(case_vault: Vault, office: Office, now: datetime) -> None:
    goals.set_goal(case_vault, office.case_id, flat(office), now)
    assert [hit.case_id for hit in cases.search_notes(case_vault, "eigene wohnung")] == [office.case_id]
    view = cases.case_view(case_vault, office.case_id, TODAY)
    assert view.next_follow_up is not None
    assert view.next_follow_up.source == "step"
