# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Bestandsaufnahme: two views of one need, and what a new one may begin with."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain.assessment import (
    DIMENSIONS,
    Assessment,
    NewAssessment,
    Score,
    carry_over,
    check_assessment,
)
from app.domain.code_lists import CodeLists
from app.domain.errors import InvalidInput

DAY = date(2026, 11, 22)
EVERYTHING = frozenset(DIMENSIONS)
LAST = Assessment(
    "a",
    "c",
    DAY,
    (Score("health", 4, 2, "Arzt"), Score("work", 3, None, "Minijob", 5), Score("housing", note="später")),
)


def test_the_own_view_counts_as_discussed_and_has_its_difference() -> None:
    assert Score("work", own_need=4).discussed
    assert (Score("work", 2, own_need=5).own_difference, Score("work", own_need=5).own_difference) == (3, 0)
    assert LAST.own_needs()[DIMENSIONS.index("work")] == 5
    assert LAST.needs()[DIMENSIONS.index("work")] == 3


def test_what_is_carried_over_is_chosen_released_and_never_the_own_view() -> None:
    chosen = frozenset({"health", "work", "housing"})
    assert carry_over(LAST, chosen, EVERYTHING - {"health"}, with_notes=False) == (Score("work", 3),)
    assert carry_over(LAST, chosen, EVERYTHING, with_notes=True) == (
        Score("health", 4, 2, "Arzt"),
        Score("work", 3, None, "Minijob"),
    )
    assert carry_over(LAST, frozenset(), EVERYTHING, with_notes=True) == ()


@pytest.mark.parametrize(
    ("score", "code"),
    [
        (Score("work", own_need=6), "assessment.step_out_of_range"),
        (Score("health", own_need=3), "assessment.not_released"),
    ],
)
def test_the_own_view_stands_under_the_same_rules(score: Score, code: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        check_assessment(NewAssessment(DAY, (score,)), EVERYTHING - {"health"}, DAY)
    assert caught.value.code == code


def test_every_dimension_says_what_belongs_to_it_and_every_field_of_the_mbe_has_its_place() -> None:
    lists = CodeLists.shipped()
    assert all(lists.fact("life_dimension", dimension, "covers") for dimension in DIMENSIONS)
    named = [str(lists.fact("life_dimension", dimension, "mbe")) for dimension in DIMENSIONS]
    named += [str(lists.fact("topic", topic, "mbe")) for topic in ("social_space", "groups")]
    assert {field for fields in named for field in fields.split("; ") if field} == {
        "Bildung und Beruf",
        "Gesellschaftliche Teilhabe",
        "Wirtschaftliche Situation",
        "Wohnen",
        "Ehe, Familie und Erziehung",
        "Erholung, Sport, Freizeit",
        "Gesundheit",
        "Diskriminierungserfahrungen",
        "Mobilität und Verkehr",
        "Sozialraumorientierung",
        "Gruppenangebote",
    }
