# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is named as missing, and what is not."""

from __future__ import annotations

import string
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import resources
from app.domain.consent import Consent
from app.domain.self_check import Documented, Missing, still_missing

TODAY = date(2026, 11, 22)
SIGNED = Consent("c", "f", 1, "de", "signed", TODAY, (), signed_on=TODAY, valid_until=date(2027, 11, 1))
WHOLE = Documented(
    opened_on=date(2026, 1, 10),
    basis="consent",
    erase_on=None,
    consent=SIGNED,
    has_birth_date=True,
    has_language=True,
    has_livelihood=True,
    assessed_on=date(2026, 2, 1),
    pursued_goals=2,
    goals_without_step=0,
    agreed_on=date(2026, 2, 1),
    agreement_signed=True,
    last_contact=TODAY - timedelta(days=90),
    next_follow_up=TODAY,
)
days = st.none() | st.dates(date(2025, 1, 1), date(2027, 12, 31))


def codes(case: Documented) -> list[str]:
    return [missing.code for missing in still_missing(case, TODAY)]


def test_a_case_that_is_documented_lacks_nothing() -> None:
    assert still_missing(WHOLE, TODAY) == ()


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        ({"basis": None, "erase_on": date(2026, 12, 1)}, Missing("basis", "consent", date(2026, 12, 1))),
        ({"consent": replace(SIGNED, status="printed")}, Missing("unsigned", "consent")),
        (
            {"consent": replace(SIGNED, valid_until=TODAY + timedelta(days=30))},
            Missing("consent_ends", "consent", TODAY + timedelta(days=30)),
        ),
        (
            {"consent": replace(SIGNED, valid_until=TODAY - timedelta(days=1))},
            Missing("consent_over", "consent", TODAY - timedelta(days=1)),
        ),
        ({"has_birth_date": False}, Missing("birth_date", "person")),
        ({"has_language": False}, Missing("language", "person")),
        ({"has_livelihood": False}, Missing("livelihood", "circles")),
        ({"assessed_on": None}, Missing("assessment", "assessment")),
        ({"pursued_goals": 0, "agreed_on": None}, Missing("goal", "goals")),
        ({"goals_without_step": 1}, Missing("step", "goals")),
        ({"agreed_on": None}, Missing("agreement", "goals")),
        ({"agreement_signed": False}, Missing("agreement_unsigned", "goals", date(2026, 2, 1))),
        ({"last_contact": date(2026, 8, 23)}, Missing("quiet", "timeline", date(2026, 8, 23))),
        ({"last_contact": None}, Missing("quiet", "timeline", date(2026, 1, 10))),
        ({"next_follow_up": None}, Missing("next_step", "follow_up")),
    ],
)
def test_what_is_missing_is_named_alone(change: dict[str, object], missing: Missing) -> None:
    assert still_missing(replace(WHOLE, **change), TODAY) == (missing,)  # type: ignore[arg-type]


def test_a_young_case_need_not_have_an_assessment_yet() -> None:
    young = replace(
        WHOLE,
        opened_on=TODAY - timedelta(days=27),
        assessed_on=None,
        pursued_goals=0,
        agreed_on=None,
        last_contact=None,
    )
    assert codes(young) == []
    assert codes(replace(young, opened_on=TODAY - timedelta(days=28))) == ["assessment", "goal"]


@given(days, days, days, st.booleans(), st.integers(0, 3), st.integers(0, 3))
@settings(max_examples=200)
def test_nothing_is_named_twice_and_every_name_has_its_sentence(
    last: date | None, agreed: date | None, due: date | None, there: bool, goals: int, bare: int
) -> None:
    case = replace(
        WHOLE,
        basis="task" if there else None,
        erase_on=None if there else TODAY,
        last_contact=last,
        agreed_on=agreed,
        next_follow_up=due,
        pursued_goals=goals,
        goals_without_step=bare,
        has_language=there,
    )
    found = still_missing(case, TODAY)
    assert len({missing.code for missing in found}) == len(found)
    words = resources.toml("texts", "self_check.toml")
    for missing in found:
        needs_day = any(name == "day" for _, name, _, _ in string.Formatter().parse(words[missing.code]))
        assert needs_day is (missing.day is not None), missing
