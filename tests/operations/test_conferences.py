# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The sheet of a Fallkonferenz says what matters and not who it is."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pypdfium2
import pytest

from app.domain.assessment import NewAssessment, Score
from app.domain.errors import InvalidInput, Refusal
from app.domain.goal import NewGoal, NewStep
from app.operations import assessments, conferences, documents, goals
from app.operations.vaults import Vault
from storage import journal

TODAY = date(2026, 11, 22)
QUESTION = "Wie kommt das ältere Kind noch in diesem Schuljahr in eine Klasse?"


def text_of(pdf: bytes) -> str:
    pages = pypdfium2.PdfDocument(pdf)
    text = " ".join(page.get_textpage().get_text_bounded() for page in pages)
    return " ".join(text.replace("\u2060", "").split())


@pytest.fixture
def known(case_vault: Vault, office: Any, now: datetime) -> Any:
    scores = (Score("housing", 5, 2, "Schimmel bei Frau Kanarienvogel"), Score("work", 3, None))
    assessments.record_assessment(case_vault, office.case_id, NewAssessment(TODAY, scores), now)
    steps = (NewStep("Zur Wohnhilfe", "client"), NewStep("Warten", "third_party"))
    new = NewGoal("Eine Wohnung in Siegburg", "housing", TODAY, "", steps)
    goal_id = goals.set_goal(case_vault, office.case_id, new, now)
    goals.finish_step(case_vault, goals.goals(case_vault, office.case_id)[0].steps[0].id, "done", now)
    with case_vault.transaction() as db:
        for number, (relation, born) in enumerate(
            (("child", "2016-05-04"), ("child", "2024"), ("spouse", "1988"))
        ):
            db.execute(
                "INSERT INTO household_member (id, client_id, relation, given_names, born, position)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (f"m{number}", office.client_id, relation, "Minh" if number == 0 else "", born, number),
            )
    assert goal_id
    return office


def test_groups_and_numbers_stand_on_it(case_vault: Vault, known: Any, now: datetime) -> None:
    sheet = conferences.prepare_sheet(case_vault, known.case_id, QUESTION, now)
    text = text_of(sheet.pdf)
    for words in (
        "28 bis 44",
        "2 Erwachsene, 2 Kinder, davon 1 im Schulalter",
        "Asylbewerberleistungsgesetz",
        "Begleitung seit 11/2026",
        "in Arbeit, 1 von 2 Schritten erledigt",
        "Pseudonymisiert, nicht weitergeben.",
        QUESTION,
    ):
        assert words in text, text
    assert sheet.form_number is not None
    assert sheet.form_number in text


def test_nobody_and_no_day_or_place_stands_on_it(case_vault: Vault, known: Any, now: datetime) -> None:
    sheet = conferences.prepare_sheet(case_vault, known.case_id, QUESTION, now)
    text = text_of(sheet.pdf).casefold()
    metadata = pypdfium2.PdfDocument(sheet.pdf).get_metadata_dict()
    for secret in (
        *("Nguyễn", "Łukaszewicz", "Hương", "Minh", "Kanarienvogel", "Schimmel", "Siegburg", "Wiesenweg"),
        *("SU-2026-1", "1990", "22.11.2026", "Meral", "Musterstadt", "Eine Wohnung"),
    ):
        assert secret.casefold() not in text
        assert secret.casefold() not in repr(metadata).casefold()


def test_health_stays_away_without_its_release(case_vault: Vault, office: Any, now: datetime) -> None:
    with case_vault.transaction() as db:
        db.execute("INSERT INTO assessment VALUES ('b', ?, '2026-11-20')", (office.case_id,))
        db.execute(
            "INSERT INTO assessment_score (assessment_id, dimension, need)"
            " VALUES ('b', 'health', 5), ('b', 'work', 2)"
        )
    text = text_of(conferences.prepare_sheet(case_vault, office.case_id, QUESTION, now).pdf)
    assert "Gesundheit" not in text
    assert "Arbeit" in text


@pytest.mark.parametrize(
    "question", ["Was braucht Hương?", "Zieht sie aus Siegburg weg?", "", "Kennt Minh das?"]
)
def test_a_question_that_names_somebody_prints_nothing(
    case_vault: Vault, known: Any, now: datetime, question: str
) -> None:
    with pytest.raises(InvalidInput) as wrong:
        conferences.prepare_sheet(case_vault, known.case_id, question, now)
    assert wrong.value.field == "question"
    assert not documents.documents(case_vault, known.file_id)


def test_it_is_kept_and_in_the_journal_and_not_for_closed_cases(
    case_vault: Vault, office: Any, now: datetime
) -> None:
    sheet = conferences.prepare_sheet(case_vault, office.case_id, QUESTION, now)
    assert [each.id for each in documents.documents(case_vault, office.file_id)] == [sheet.id]
    assert journal.lines(case_vault.db, 1)[0].action == "conference.prepared"
    with case_vault.transaction() as db:
        db.execute(
            "UPDATE client_case SET status = 'closed', closed_on = '2026-11-22', closing_reason = 'moved'"
        )
    with pytest.raises(Refusal, match=r"case\.closed"):
        conferences.prepare_sheet(case_vault, office.case_id, QUESTION, now)
