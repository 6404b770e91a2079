# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Rules of blank sets: their numbers, and the days on which they can have been signed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.blank_set import (
    MOST,
    BlankSet,
    check_by_hand,
    check_count,
    check_signed_on,
    number_in,
    require_open,
    rows_by_recipient,
    set_name,
)
from app.domain.consent import WantedRelease
from app.domain.errors import InvalidInput, Refusal

PRINTED = date(2026, 11, 20)
ONE = BlankSet("id", 7, "ar", PRINTED, (), ("I-0000-0000",))
ROW = WantedRelease("club", "housing", "housing_search", "to", date(2027, 1, 1))
days = st.dates(date(2026, 1, 1), date(2028, 1, 1))


@given(number=st.integers(1, 9_999_999))
def test_a_number_is_read_as_it_is_written(number: int) -> None:
    for text in (set_name(number), f" {set_name(number)} ", f"s{number}", f"S {number}", str(number)):
        assert number_in(text) == number


@pytest.mark.parametrize("text", ["", "S-", "S-0", "0000", "E-7K3M-92QD", "S-7K3M", "-7", "7,5", "S--7"])
def test_what_is_no_number_of_a_set(text: str) -> None:
    assert number_in(text) is None


@given(signed_on=days, today=days)
def test_only_a_day_from_the_print_until_today_is_taken(signed_on: date, today: date) -> None:
    if PRINTED <= signed_on <= today:
        check_signed_on(ONE, signed_on, today)
        return
    with pytest.raises(InvalidInput) as wrong:
        check_signed_on(ONE, signed_on, today, "goals_signed_on")
    assert wrong.value.field == "goals_signed_on"
    expected = "case.day_in_future" if signed_on > today else "blank_set.signed_before_printed"
    assert wrong.value.code == expected


def test_used_or_discarded_it_is_over() -> None:
    require_open(ONE)
    for over in (replace(ONE, used_on=PRINTED), replace(ONE, discarded_on=PRINTED)):
        assert not over.is_open
        with pytest.raises(Refusal) as refused:
            require_open(over)
        assert refused.value.facts == {"name": "S-0007", "day": "20.11.2026"}


@given(count=st.integers(-5, MOST + 5))
def test_how_many_are_printed_at_once(count: int) -> None:
    if 1 <= count <= MOST:
        check_count(count)
    else:
        with pytest.raises(InvalidInput):
            check_count(count)


def test_what_shares_a_line_of_the_sheet_shares_its_yes() -> None:
    name, later = replace(ROW, category="name_contact"), replace(ROW, valid_until=date(2027, 6, 30))
    assert rows_by_recipient((ROW, later, name)) == ((ROW, name), (later,))


def test_an_empty_row_takes_only_what_has_a_box_there() -> None:
    check_by_hand((ROW,), frozenset({"housing"}))
    with pytest.raises(InvalidInput, match=r"blank_set\.special_by_hand"):
        check_by_hand((ROW, replace(ROW, category="health")), frozenset({"housing"}))
