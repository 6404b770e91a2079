# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Secured and unsecured days: gaps, overlaps, changes, ends; whatever is granted, in whatever order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.code_lists import CodeLists
from app.domain.coverage import (
    Change,
    Stretch,
    changes,
    coverage,
    deadlines,
    ends_without_successor,
    known_from,
    may_end_for_another,
    overview,
    uncovered_days,
)
from app.domain.errors import InvalidInput
from app.domain.livelihood import LivelihoodPeriod, NewLivelihood, check_livelihood, current

LISTS = CodeLists.shipped()
CIRCLES = tuple(entry.code for entry in LISTS.every("legal_circle"))
SECURING = ("alg", "asylblg", "family_support", "own_income", "sgb12", "sgb2")
FIRST, LAST, TODAY = date(2026, 1, 1), date(2026, 12, 31), date(2026, 11, 12)


def granted(circle: str, since: date | None, until: date | None = None) -> LivelihoodPeriod:
    return LivelihoodPeriod(f"{circle} {since}", since, until, circle)


def applied(circle: str, on: date, since: date | None = None) -> LivelihoodPeriod:
    return LivelihoodPeriod(f"{circle}?", since, None, circle, "applied", on)


ASYLBLG = granted("asylblg", None, date(2026, 10, 31))

days = st.dates(date(2025, 6, 1), date(2027, 6, 30))


@st.composite
def periods(draw: st.DrawFn) -> LivelihoodPeriod:
    since, until = draw(st.none() | days), draw(st.none() | days)
    if since and until and until < since:
        since, until = until, since
    state = draw(st.sampled_from(("granted", "granted", "applied", "refused")))
    return LivelihoodPeriod(
        draw(st.uuids()).hex, since, until, draw(st.sampled_from(CIRCLES)), state, draw(st.none() | days)
    )


histories = st.lists(periods(), max_size=6)


def by_counting(history: Sequence[LivelihoodPeriod], first: date, last: date) -> int:
    """The plain way: day by day."""
    secured = [p for p in history if p.state == "granted" and p.legal_circle in SECURING]
    span = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return sum(not any(p.holds(day) for p in secured) for day in span)


@settings(max_examples=150, deadline=None)
@given(history=histories)
def test_every_day_is_in_exactly_one_stretch(history: list[LivelihoodPeriod]) -> None:
    found = coverage(history, LISTS, FIRST, LAST)
    assert found[0].first == FIRST
    assert found[-1].last == LAST
    for before, after in pairwise(found):
        assert after.first == before.last + timedelta(days=1)
        assert after.circles != before.circles
    assert uncovered_days(history, LISTS, FIRST, LAST) == by_counting(history, FIRST, LAST)


@settings(max_examples=150, deadline=None)
@given(history=histories, more=periods())
def test_what_is_granted_never_adds_uncovered_days(
    history: list[LivelihoodPeriod], more: LivelihoodPeriod
) -> None:
    before = uncovered_days(history, LISTS, FIRST, LAST)
    assert uncovered_days([*history, replace(more, state="granted")], LISTS, FIRST, LAST) <= before
    assert uncovered_days([*history, replace(more, state="applied")], LISTS, FIRST, LAST) == before


@settings(max_examples=100, deadline=None)
@given(data=st.data(), history=histories)
def test_the_order_does_not_matter(data: st.DataObject, history: list[LivelihoodPeriod]) -> None:
    shuffled = data.draw(st.permutations(history))
    assert coverage(shuffled, LISTS, FIRST, LAST) == coverage(history, LISTS, FIRST, LAST)
    assert known_from(shuffled, LISTS) == known_from(history, LISTS)
    assert overview(shuffled, LISTS, TODAY).uncovered == overview(history, LISTS, TODAY).uncovered


@settings(max_examples=100, deadline=None)
@given(history=histories, circle=st.sampled_from(SECURING))
def test_a_retroactive_grant_closes_the_gap(history: list[LivelihoodPeriod], circle: str) -> None:
    for gap in (s for s in coverage(history, LISTS, FIRST, LAST) if not s.secured):
        closed = [*history, granted(circle, gap.first, gap.last)]
        assert uncovered_days(closed, LISTS, gap.first, gap.last) == 0


@settings(max_examples=100, deadline=None)
@given(history=histories)
def test_an_end_without_successor_is_followed_by_an_unsecured_day(history: list[LivelihoodPeriod]) -> None:
    for period in ends_without_successor(history, LISTS, TODAY):
        assert period.until is not None
        after = period.until + timedelta(days=1)
        assert (
            uncovered_days(history, LISTS, after, max(after, TODAY)) == (max(after, TODAY) - after).days + 1
        )
        assert period not in ends_without_successor([*history, granted("sgb2", after)], LISTS, TODAY)


def test_twelve_days_between_asylblg_and_sgb2() -> None:
    sgb2 = applied("sgb2", date(2026, 11, 1))
    seen = overview([ASYLBLG, sgb2], LISTS, TODAY)
    assert seen.uncovered == 12
    assert seen.gap == Stretch(date(2026, 11, 1), TODAY, ())
    closed = overview([ASYLBLG, replace(sgb2, state="granted", since=date(2026, 11, 1))], LISTS, TODAY)
    assert (closed.uncovered, closed.gap) == (0, None)
    assert closed.changes == (Change("asylblg", "sgb2", date(2026, 11, 1), 0),)


def test_a_gap_that_goes_on_is_split_at_today() -> None:
    *_, passed, ahead = overview([ASYLBLG], LISTS, TODAY).stretches
    assert (passed.first, passed.last) == (date(2026, 11, 1), TODAY)
    assert ahead.first == TODAY + timedelta(days=1)


@pytest.mark.parametrize("circle", ["kindergeld", "wohngeld", "bafoeg", "sgb8", "none"])
def test_what_runs_beside_secures_nothing(circle: str) -> None:
    assert uncovered_days([granted(circle, FIRST)], LISTS, FIRST, LAST) == 365


def test_of_the_time_before_anything_is_known_nothing_is_said() -> None:
    begins = date(2026, 11, 1)
    assert overview([applied("sgb2", begins)], LISTS, TODAY).uncovered == 12
    assert overview([granted("sgb2", begins)], LISTS, TODAY).uncovered == 0
    assert overview([granted("kindergeld", begins)], LISTS, TODAY).stretches == ()
    assert overview([granted("none", begins)], LISTS, TODAY).uncovered == 12
    assert overview([], LISTS, TODAY).stretches == ()
    assert overview([granted("sgb2", date(2027, 11, 1))], LISTS, TODAY).stretches == ()


def test_two_at_once_are_shown_and_one_that_stands_twice() -> None:
    wage = granted("own_income", date(2026, 3, 1), date(2026, 4, 30))
    sgb2 = granted("sgb2", date(2026, 1, 1), date(2026, 12, 31))
    assert overview([wage, sgb2], LISTS, TODAY).overlaps == (
        Stretch(date(2026, 3, 1), date(2026, 4, 30), ("own_income", "sgb2")),
    )
    (twice,) = overview([sgb2, granted("sgb2", date(2026, 12, 1))], LISTS, TODAY).overlaps
    assert (twice.circles, twice.days) == (("sgb2", "sgb2"), 31)


def test_a_renewal_is_no_change_and_a_change_back_is_one() -> None:
    history = [
        granted("asylblg", None, date(2025, 5, 31)),
        granted("sgb2", date(2025, 6, 1), date(2025, 11, 30)),
        granted("sgb2", date(2025, 12, 1), date(2026, 5, 31)),
        granted("own_income", date(2026, 6, 11), date(2026, 8, 31)),
        granted("sgb2", date(2026, 9, 1)),
    ]
    assert changes(history, LISTS) == (
        Change("asylblg", "sgb2", date(2025, 6, 1), 0),
        Change("sgb2", "own_income", date(2026, 6, 11), 10),
        Change("own_income", "sgb2", date(2026, 9, 1), 0),
    )


def test_what_goes_on_beside_is_no_change() -> None:
    wage = granted("own_income", date(2025, 1, 1))
    assert changes([wage, granted("sgb2", date(2026, 2, 1))], LISTS) == ()


def test_deadlines_are_those_of_ends_and_of_applications() -> None:
    ends = granted("sgb2", date(2026, 8, 1), date(2027, 1, 31))
    asked = applied("wohngeld", date(2026, 11, 1))
    assert [(d.period, d.kind, d.day) for d in deadlines([ends, asked], LISTS, TODAY)] == [
        (ends, "end", date(2026, 12, 20)),
        (asked, "answer", date(2026, 11, 29)),
    ]
    renewed = granted("sgb2", date(2027, 2, 1), date(2027, 7, 31))
    assert [d.period for d in deadlines([ends, renewed], LISTS, TODAY)] == [renewed]
    later = granted("own_income", date(2027, 3, 1))
    assert [d.period for d in deadlines([ends, later], LISTS, TODAY)] == [ends]


def test_a_change_starts_from_what_runs_or_has_ended_with_nothing_after_it() -> None:
    before, now = granted("alg", None, date(2025, 12, 31)), granted("asylblg", date(2026, 1, 1))
    assert may_end_for_another([before, now], LISTS, TODAY) == (now,)
    assert may_end_for_another([before], LISTS, TODAY) == (before,)
    assert may_end_for_another([granted("kindergeld", None)], LISTS, TODAY) == ()


@pytest.mark.parametrize(
    ("wrong", "field", "code"),
    [
        (NewLivelihood(""), "legal_circle", "code.missing"),
        (NewLivelihood("sgb99"), "legal_circle", "code.unknown"),
        (NewLivelihood("sgb2", "hoped_for"), "state", "code.missing"),
        (NewLivelihood("sgb2", "applied"), "applied_on", "date.missing"),
        (NewLivelihood("sgb2", "applied", applied_on=date(2026, 11, 13)), "applied_on", "case.day_in_future"),
        (NewLivelihood("none", "applied", applied_on=TODAY), "state", "livelihood.nothing_applied_for"),
        (NewLivelihood("none"), "since", "livelihood.nothing_since"),
        (NewLivelihood("sgb2", since=TODAY, until=FIRST), "until", "history.ends_before_begin"),
    ],
)
def test_a_wrong_entry_names_its_field(wrong: NewLivelihood, field: str, code: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        check_livelihood(wrong, LISTS, TODAY)
    assert (caught.value.field, caught.value.code) == (field, code)


def test_what_runs_now_is_granted_or_applied_for() -> None:
    refused = replace(applied("alg", FIRST), state="refused")
    asked, running = applied("sgb2", FIRST), granted("asylblg", None)
    assert current([refused, asked, running, granted("sgb12", None, FIRST)], TODAY) == (asked, running)
