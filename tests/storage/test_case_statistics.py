# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What an open case says in codes: from assessments, goals, groups, languages and periods as typed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

import resources
from app.domain.assessment import NewAssessment, Score
from app.domain.client import Person, SpokenLanguage
from app.domain.goal import NewGoal
from app.domain.intake import Intake
from app.domain.livelihood import NewLivelihood
from app.domain.target_groups import OWN
from app.operations import assessments, cases, goals, livelihoods
from app.operations.vaults import Vault
from storage import statistics
from sync.populations import POPULATIONS, VARIABLES

FIRST, DAY, LAST = date(2022, 1, 1), date(2022, 3, 10), date(2022, 3, 31)
NOW = datetime(2022, 3, 31, 12, tzinfo=UTC)


@pytest.fixture
def site(case_vault: Vault) -> str:
    return cases.add_site(case_vault, "A", "Nordstadt", "05382060", NOW)


def take_in(vault: Vault, site: str, living: NewLivelihood | None = None, **more: Any) -> cases.Opened:
    person = Person("Öztürk", "Ayşe", languages=more.pop("languages", ()))
    return cases.take_in(vault, Intake(person, site, DAY, "self", livelihood=living, **more), NOW)


def said(vault: Vault, site: str, opened: cases.Opened, until: date = LAST) -> dict[str, str]:
    found = statistics.people(vault.db, "open", site, FIRST, until, cases.lists(vault))
    return dict(found[opened.client_id][0])


def assess(vault: Vault, opened: cases.Opened, day: date, **needs: int) -> None:
    scores = tuple(Score(dimension, need, resource=6 - need) for dimension, need in needs.items())
    assessments.record_assessment(vault, opened.case_id, NewAssessment(day, scores), NOW)


def test_the_greatest_need_of_the_first_assessment_and_its_course(case_vault: Vault, site: str) -> None:
    opened = take_in(case_vault, site)
    assert "need" not in said(case_vault, site, opened)
    assess(case_vault, opened, DAY, language=3, housing=5, work=5)
    codes = said(case_vault, site, opened)
    assert (codes["need"], codes["need_change"], codes["resource"]) == ("work", "not_again", "language")
    assess(case_vault, opened, date(2022, 3, 20), work=2, housing=4)
    codes = said(case_vault, site, opened)
    assert (codes["need"], codes["need_change"], codes["resource"]) == ("work", "less", "work")
    assess(case_vault, opened, date(2022, 3, 25), housing=1)
    assert said(case_vault, site, opened)["need_change"] == "not_again"
    assert said(case_vault, site, opened, date(2022, 3, 20))["need_change"] == "less"


def test_the_resource_is_that_of_the_last_assessment_that_names_one(case_vault: Vault, site: str) -> None:
    opened = take_in(case_vault, site)
    assess(case_vault, opened, DAY, language=3)
    only_need = NewAssessment(date(2022, 3, 20), (Score("work", 4),))
    assessments.record_assessment(case_vault, opened.case_id, only_need, NOW)
    assert said(case_vault, site, opened)["resource"] == "language"


def test_a_goal_is_the_one_that_was_looked_back_on_last(case_vault: Vault, site: str) -> None:
    opened = take_in(case_vault, site)
    for dimension in ("work", "housing"):
        goal_id = goals.set_goal(case_vault, opened.case_id, NewGoal("Ein Ziel", dimension, DAY), NOW)
    with case_vault.transaction() as db:
        db.execute("UPDATE goal SET result = 'reached', result_on = ? WHERE id = ?", (str(LAST), goal_id))
    codes = said(case_vault, site, opened)
    assert (codes["goal_dimension"], codes["goal_state"]) == ("housing", "reached")
    codes = said(case_vault, site, opened, date(2022, 3, 30))
    assert (codes["goal_dimension"], codes["goal_state"]) == ("work", "open")


def test_target_group_and_language_are_those_named_first(case_vault: Vault, site: str) -> None:
    spoken = (SpokenLanguage("prs"), SpokenLanguage("de", interpreter_needed=True))
    opened = take_in(case_vault, site, languages=spoken, target_groups=("single_parent", "refugees"))
    codes = said(case_vault, site, opened)
    assert (codes["target_group"], codes["language"], codes["interpreter"]) == (
        *("single_parent", "persian", "needed"),
    )
    plain = take_in(case_vault, site)
    assert {"target_group", "language", "interpreter"}.isdisjoint(said(case_vault, site, plain))


def test_groups_of_health_and_own_groups_count_as_another_one(case_vault: Vault, site: str) -> None:
    for code in ("lgbtiq_18_27", "disability_18_27", f"{OWN}frauen"):
        opened = take_in(case_vault, site)
        with case_vault.transaction() as db:
            db.execute("INSERT INTO case_target_group VALUES (?, 0, ?)", (opened.case_id, code))
        assert said(case_vault, site, opened)["target_group"] == "other"


def test_days_without_a_secured_livelihood_fall_into_bands(case_vault: Vault, site: str) -> None:
    since = date(2021, 1, 1)
    secured = take_in(case_vault, site, NewLivelihood("sgb2", since=since))
    lacking = take_in(case_vault, site, NewLivelihood("asylblg", since=since, until=date(2022, 2, 28)))
    silent = take_in(case_vault, site)
    assert said(case_vault, site, secured)["uncovered"] == "none"
    assert said(case_vault, site, lacking)["uncovered"] == "to_42"
    livelihoods.add_livelihood(
        case_vault, lacking.case_id, NewLivelihood("sgb2", since=date(2022, 3, 8)), NOW
    )
    assert said(case_vault, site, lacking)["uncovered"] == "to_14"
    assert said(case_vault, site, silent)["uncovered"] == "unknown"


def test_the_livelihood_and_the_days_without_one_tell_the_same(case_vault: Vault, site: str) -> None:
    """Who has lacked something until today has nothing; of whom no day is known nothing is known."""
    since = date(2021, 1, 1)
    ended = take_in(case_vault, site, NewLivelihood("sgb2", since=since, until=date(2022, 2, 28)))
    beside = take_in(case_vault, site, NewLivelihood("kindergeld", since=since))
    silent = take_in(case_vault, site)
    for opened, livelihood, days in (
        (ended, "none", "to_42"),
        *((o, *2 * ("unknown",)) for o in (beside, silent)),
    ):
        codes = said(case_vault, site, opened)
        assert (codes["livelihood"], codes["uncovered"]) == (livelihood, days)


def test_who_lacked_no_day_has_something_to_live_on(case_vault: Vault, site: str) -> None:
    """The inequality that the audit's attacker knows holds for everybody."""
    for circle, until in (
        ("sgb2", None),
        ("asylblg", LAST),
        ("alg", date(2022, 3, 30)),
        ("kindergeld", None),
    ):
        take_in(case_vault, site, NewLivelihood(circle, since=date(2021, 1, 1), until=until))
    people = statistics.people(case_vault.db, "open", site, FIRST, LAST, cases.lists(case_vault))
    for answers in people.values():
        if answers[0]["uncovered"] == "none":
            assert answers[0]["livelihood"] not in ("none", "unknown")


def test_every_code_that_is_counted_is_one_that_may_leave(case_vault: Vault, site: str) -> None:
    opened = take_in(case_vault, site, languages=(SpokenLanguage("mis"),), target_groups=("other",))
    assess(case_vault, opened, DAY, language=3)
    for variable, code in said(case_vault, site, opened).items():
        assert code in VARIABLES[variable].codes
        assert variable in POPULATIONS["open"].answers
    for entry in resources.code_lists()["target_group"].entries:
        hidden = entry.facts.get("data_category") or entry.facts.get("structural")
        assert hidden or entry.code in VARIABLES["target_group"].codes
