# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Children by name, adults by relation and year; what follows from a household."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.code_lists import CodeLists
from app.domain.dates import PartialDate, age_on
from app.domain.errors import InvalidInput, Refusal
from app.domain.household import (
    CHILDREN,
    PARTNERS,
    Member,
    NewMember,
    check_member,
    inverse,
    is_minor,
    may_be_minor,
    require_linkable,
    school_children,
    shown,
    single_parent,
    without_adult_name,
)

TODAY = date(2026, 11, 22)
LISTS = CodeLists.shipped()
RELATIONS = [entry.code for entry in LISTS.entries("relation", TODAY)]

days = st.dates(date(1930, 1, 1), TODAY)


@st.composite
def births(draw: st.DrawFn) -> PartialDate:
    """A day, a month or a year, the youngest possible one not in the future."""
    day = draw(days)
    whole = PartialDate(day.year, day.month, day.day)
    return draw(st.sampled_from([whole, PartialDate(day.year, day.month), PartialDate(day.year)]))


@st.composite
def members(draw: st.DrawFn) -> Member:
    return Member(
        "m",
        draw(st.sampled_from(RELATIONS)),
        draw(st.sampled_from(["", "Elif"])),
        draw(st.sampled_from(["", "Özdemir"])),
        draw(st.none() | births()),
        draw(st.booleans()),
        draw(st.sampled_from([None, None, "client"])),
    )


def check(**typed: object) -> NewMember:
    return check_member(NewMember(**typed), "Özdemir", LISTS, TODAY)  # type: ignore[arg-type]


@given(born=births())
def test_a_minor_is_certainly_under_18_and_an_adult_certainly_not(born: PartialDate) -> None:
    age = age_on(born, TODAY)
    if age is not None:
        assert is_minor(born, TODAY) is may_be_minor(born, TODAY) is (age < 18)
    else:
        assert not is_minor(born, TODAY) or may_be_minor(born, TODAY)


@given(born=births(), relation=st.sampled_from(RELATIONS))
def test_a_name_is_taken_for_a_minor_and_for_nobody_else(born: PartialDate, relation: str) -> None:
    if is_minor(born, TODAY):
        taken = check(relation=relation, given_names="Elif", born=born)
        assert (taken.given_names, taken.family_name) == ("Elif", "Özdemir")
    else:
        with pytest.raises(Refusal) as refused:
            check(relation=relation, given_names="Elif", born=born)
        assert refused.value.code == "household.adult_named"


@given(born=births())
def test_of_an_adult_the_year_alone_is_taken(born: PartialDate) -> None:
    year = PartialDate(born.year)
    if not is_minor(year, TODAY):
        assert check(relation="spouse", born=year).born == year
    if born.month and not is_minor(born, TODAY):
        with pytest.raises(Refusal):
            check(relation="spouse", born=born)


def test_a_child_may_have_a_family_name_of_its_own() -> None:
    taken = check(relation="child", given_names="Can", family_name="Łukaszewicz", born=PartialDate(2019))
    assert taken.family_name == "Łukaszewicz"


def test_a_child_without_a_name_stays_without() -> None:
    assert check(relation="child", born=PartialDate(2026, 9)).family_name == ""


@pytest.mark.parametrize(
    ("typed", "field", "code"),
    [
        ({"relation": "cousin"}, "relation", "code.unknown"),
        ({"relation": "child", "born": PartialDate(2027)}, "born", "case.birth_date_in_future"),
        ({"relation": "child", "given_names": "Elif"}, "born", "household.born_missing"),
        (
            {"relation": "child", "given_names": "Ћирић", "born": PartialDate(2019)},
            "given_names",
            "name.character",
        ),
    ],
)
def test_what_cannot_be_taken_is_marked_at_its_field(typed: dict[str, object], field: str, code: str) -> None:
    with pytest.raises(InvalidInput) as wrong:
        check(**typed)
    assert (wrong.value.field, wrong.value.code) == (field, code)


@given(member=members())
def test_nothing_of_an_adult_but_relation_and_year_is_told(member: Member) -> None:
    told = without_adult_name(member, TODAY)
    assert (told.relation, told.lives_here) == (member.relation, member.lives_here)
    if is_minor(member.born, TODAY):
        assert told == member
    else:
        assert told.name == ""
        assert told.born is None or told.born == PartialDate(told.born.year)


@given(member=members())
def test_a_child_that_came_of_age_is_seen_with_its_name_only_through_a_file(member: Member) -> None:
    seen = shown(member, TODAY)
    if member.member_client_id is not None:
        assert seen == member
    else:
        assert seen == without_adult_name(member, TODAY)


@given(household=st.lists(members(), max_size=5))
def test_a_single_parent_has_a_minor_child_and_no_partner_here(household: list[Member]) -> None:
    here = [m for m in household if m.lives_here]
    children = [m for m in here if m.relation in CHILDREN and is_minor(m.born, TODAY)]
    partners = [m for m in here if m.relation in PARTNERS]
    assert single_parent(household, TODAY) is (bool(children) and not partners)


@given(household=st.lists(members(), max_size=5), extra=members())
def test_who_joins_the_household_changes_nobody_elses_school(household: list[Member], extra: Member) -> None:
    before: Sequence[Member] = school_children(household, TODAY)
    assert school_children([*household, extra], TODAY)[: len(before)] == tuple(before)


@pytest.mark.parametrize(
    ("born", "today", "goes"),
    [
        (PartialDate(2020, 9, 30), date(2026, 7, 31), False),
        (PartialDate(2020, 9, 30), date(2026, 8, 1), True),
        (PartialDate(2020, 10, 1), date(2026, 12, 31), False),
        (PartialDate(2020, 10, 1), date(2027, 8, 1), True),
        (PartialDate(2020), date(2026, 8, 1), True),
        (PartialDate(2008, 11, 23), TODAY, True),
        (PartialDate(2008, 11, 22), TODAY, False),
    ],
)
def test_school_begins_in_august_and_is_over_at_18(born: PartialDate, today: date, goes: bool) -> None:
    """§ 35 Abs. 1 SchulG NRW: six years old by 30 September."""
    assert bool(school_children([Member("m", "child", born=born)], today)) is goes


def test_who_lives_elsewhere_is_no_child_of_the_household() -> None:
    away = Member("m", "child", "Elif", "Özdemir", PartialDate(2015), lives_here=False)
    assert school_children([away], TODAY) == ()
    assert not single_parent([away], TODAY)


def test_a_partner_who_lives_elsewhere_leaves_a_single_parent() -> None:
    child = Member("c", "child", born=PartialDate(2015))
    assert single_parent([child, Member("p", "spouse", lives_here=False)], TODAY)


@given(relation=st.sampled_from(RELATIONS))
def test_the_inverse_is_a_relation_too(relation: str) -> None:
    assert inverse(relation, LISTS) in RELATIONS
    if relation not in ("volunteer",):
        assert inverse(inverse(relation, LISTS), LISTS) == relation


def test_nobody_is_linked_twice_or_to_the_own_file() -> None:
    linked = Member("a", "child", member_client_id="x")
    free = Member("b", "child")
    require_linkable(free, "me", "y", [linked, free])
    for member, other in ((linked, "y"), (free, "x"), (free, "me")):
        with pytest.raises(Refusal):
            require_linkable(member, "me", other, [linked, free])


def test_the_days_round_the_eighteenth_birthday() -> None:
    birthday = date(2008, 11, 22)
    born = PartialDate(2008, 11, 22)
    assert is_minor(born, birthday.replace(year=2026) - timedelta(days=1))
    assert not may_be_minor(born, birthday.replace(year=2026))
