# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Goal attainment scaling: whole scales only, and the T-score of Kiresuk and Sherman."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.attainment import LEVELS, WEIGHTS, WRITTEN_LEVELS, check_levels, result_of, t_score
from app.domain.errors import InvalidInput

SCALE = {-2: "keine Wohnung", -1: "im Wohnheim mit Zusage", 1: "Mietvertrag", 2: "eingezogen"}
PAIRS = st.lists(st.tuples(st.sampled_from(WEIGHTS), st.sampled_from(LEVELS)), min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("attained", "score"),
    [
        ([(1, 0)], 50.0),
        ([(1, 1)], 60.0),
        ([(1, -2)], 30.0),
        ([(1, 1), (1, 1)], 62.40),
        ([(1, 0), (1, -1), (1, 2)], 54.56),
        ([(3, 1), (1, -1)], 55.82),
    ],
)
def test_scores_worked_out_by_hand(attained: list[tuple[int, int]], score: float) -> None:
    """The last: Σwx = 2, Σw² = 10, (Σw)² = 16, so 50 + 20 / √(7 + 4.8)."""
    assert t_score(attained) == pytest.approx(score, abs=0.01)


def test_without_a_goal_there_is_no_score() -> None:
    assert t_score([]) is None


@given(PAIRS)
def test_all_as_expected_is_fifty_and_mirrored_levels_are_mirrored_scores(
    pairs: list[tuple[int, int]],
) -> None:
    assert t_score([(weight, 0) for weight, _ in pairs]) == 50
    score, mirrored = t_score(pairs), t_score([(weight, -level) for weight, level in pairs])
    assert score is not None
    assert mirrored is not None
    assert score + mirrored == pytest.approx(100)


@given(PAIRS, st.integers(2, 5))
def test_only_the_proportion_of_weights_counts(pairs: list[tuple[int, int]], times: int) -> None:
    assert t_score([(weight * times, level) for weight, level in pairs]) == pytest.approx(t_score(pairs))


@given(PAIRS, st.data())
def test_a_level_more_is_a_higher_score(pairs: list[tuple[int, int]], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(pairs) - 1))
    weight, level = pairs[place]
    better = [*pairs[:place], (weight, level + 1), *pairs[place + 1 :]]
    before, after = t_score(pairs), t_score(better)
    assert before is not None
    assert after is not None
    assert after > before


def test_levels_stand_for_plain_results() -> None:
    assert [result_of(level) for level in LEVELS] == [
        "not_reached",
        "partly",
        "reached",
        "reached",
        "reached",
    ]
    with pytest.raises(InvalidInput, match=r"goal\.level_missing"):
        result_of(3)


def test_a_scale_is_whole_or_not_there() -> None:
    assert set(SCALE) == set(WRITTEN_LEVELS)
    check_levels(SCALE, "Zusage", 5)
    check_levels({}, "", 1)


@pytest.mark.parametrize(
    ("levels", "expected", "weight", "field"),
    [
        ({1: "mehr"}, "Zusage", 1, "levels"),
        ({**SCALE, 2: " "}, "Zusage", 1, "levels"),
        ({**SCALE, 0: "Zusage"}, "Zusage", 1, "levels"),
        (SCALE, " ", 1, "expected"),
        (SCALE, "Zusage", 6, "weight"),
    ],
)
def test_half_a_scale_names_what_is_missing(
    levels: dict[int, str], expected: str, weight: int, field: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        check_levels(levels, expected, weight)
    assert caught.value.field == field
