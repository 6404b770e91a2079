# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Periods one after the other: nothing overlaps silently, and a slip leaves no trace."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.errors import InvalidInput
from app.domain.history import Period, added, changed, in_order, removed, standing, turned

FIRST = date(2020, 1, 1)
DAYS = st.integers(0, 400).map(lambda days: FIRST + timedelta(days=days))
SPANS = st.lists(st.tuples(st.none() | DAYS, st.none() | DAYS), max_size=6)


def period(name: str, since: date | None, until: date | None = None) -> Period:
    return Period(name, since, until)


def built(spans: list[tuple[date | None, date | None]]) -> tuple[Period, ...]:
    """What remains when each of these is entered; what is refused changes nothing."""
    history: tuple[Period, ...] = ()
    for number, (since, until) in enumerate(spans):
        try:
            history = added(history, period(str(number), since, until))
        except InvalidInput:
            continue
    return history


def apart(history: tuple[Period, ...]) -> bool:
    return all(
        one.until is not None and other.since is not None and one.until < other.since
        for one, other in pairwise(history)
    )


@given(SPANS)
@settings(max_examples=200)
def test_whatever_is_entered_no_two_periods_hold_on_one_day(
    spans: list[tuple[date | None, date | None]],
) -> None:
    assert apart(built(spans))


@given(SPANS, DAYS)
@settings(max_examples=200)
def test_what_stands_on_a_day_holds_on_it(spans: list[tuple[date | None, date | None]], day: date) -> None:
    history = built(spans)
    holding = [each for each in history if each.holds(day)]
    assert len(holding) <= 1
    assert standing(history, day) == (holding[0] if holding else None)


@given(SPANS, DAYS)
@settings(max_examples=200)
def test_a_successor_that_was_a_slip_leaves_the_history_as_it_was(
    spans: list[tuple[date | None, date | None]], day: date
) -> None:
    history = built(spans)
    try:
        after = added(history, period("new", day))
    except InvalidInput:
        return
    assert standing(after, day) == next(each for each in after if each.id == "new")
    ran_on = [each for each in history if each.until is None and (each.since or date.min) < day]
    if ran_on == list(history[-1:]):
        assert removed(after, "new") == history


@given(SPANS, DAYS)
@settings(max_examples=200)
def test_a_change_told_today_stands_today(spans: list[tuple[date | None, date | None]], day: date) -> None:
    history = built(spans)
    after = turned(history, day, period("new", day))
    assert apart(after)
    found = standing(after, day)
    assert found is not None
    assert found.id == "new"
    assert standing(turned(history, day, None), day) is None
    yesterday = day - timedelta(days=1)
    before, still = standing(history, yesterday), standing(after, yesterday)
    assert (before and before.id) == (still and still.id)


def test_the_next_one_ends_the_one_that_runs() -> None:
    history = added([period("a", None)], period("b", date(2024, 5, 1)))
    assert history == (period("a", None, date(2024, 4, 30)), period("b", date(2024, 5, 1)))


def test_one_told_later_ends_where_the_next_begins() -> None:
    history = added([period("b", date(2024, 5, 1))], period("a", date(2022, 1, 1)))
    assert history == (period("a", date(2022, 1, 1), date(2024, 4, 30)), period("b", date(2024, 5, 1)))


def test_one_told_late_comes_between_two_that_touch() -> None:
    history = added([period("a", None)], period("c", date(2024, 5, 1)))
    assert added(history, period("b", date(2022, 1, 1))) == (
        period("a", None, date(2021, 12, 31)),
        period("b", date(2022, 1, 1), date(2024, 4, 30)),
        period("c", date(2024, 5, 1)),
    )


def test_days_another_period_is_known_to_cover_are_refused() -> None:
    known = [period("a", date(2020, 1, 1), date(2022, 12, 31))]
    with pytest.raises(InvalidInput) as caught:
        added(known, period("b", date(2021, 6, 1)))
    assert caught.value.code == "history.overlaps"
    assert caught.value.facts == {"span": "01.01.2020 bis 31.12.2022"}


def test_two_that_begin_on_one_day_are_refused() -> None:
    for since in (None, FIRST):
        with pytest.raises(InvalidInput):
            added([period("a", since)], period("b", since))


def test_an_end_before_the_begin_is_refused() -> None:
    with pytest.raises(InvalidInput) as caught:
        added([], period("a", date(2024, 5, 1), date(2024, 4, 30)))
    assert (caught.value.field, caught.value.code) == ("until", "history.ends_before_begin")


def test_a_begin_put_right_moves_the_end_before_it() -> None:
    history = added([period("a", date(2022, 1, 1))], period("b", date(2024, 5, 1)))
    for begin in (date(2023, 1, 1), date(2024, 9, 1)):
        moved = changed(history, period("b", begin))
        assert moved[0].until == begin - timedelta(days=1)
        assert moved == in_order(moved)
    with pytest.raises(InvalidInput):
        changed(history, period("b", date(2022, 1, 1)))


def test_one_in_the_middle_is_put_right_between_its_neighbours() -> None:
    history = built([(None, None), (date(2022, 1, 1), None), (date(2024, 1, 1), None)])
    moved = changed(history, period("1", date(2022, 6, 1), date(2023, 6, 30)))
    assert [each.until for each in moved] == [date(2022, 5, 31), date(2023, 6, 30), None]
    assert [each.until for each in removed(history, "1")] == [date(2023, 12, 31), None]


def test_a_change_on_the_day_it_began_replaces_it() -> None:
    history = added([period("a", None)], period("slip", FIRST))
    assert turned(history, FIRST, period("b", FIRST)) == (
        period("a", None, FIRST - timedelta(days=1)),
        period("b", FIRST),
    )
