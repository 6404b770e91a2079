# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Durations as people write them."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.duration import LONGEST, hours_in_words, parse_minutes
from app.domain.errors import InvalidInput


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        *[
            ("90", 90),
            ("90 min", 90),
            ("45min.", 45),
            ("1,5 h", 90),
            ("1,5", 90),
            ("0,25", 15),
            ("2 Std.", 120),
        ],
        *[("1.5h", 90), ("1:30", 90), ("0:05 h", 5), ("3 Stunden", 180), ("24 h", 1440), ("  ", None)],
    ],
)
def test_a_duration_is_read(typed: str, minutes: int | None) -> None:
    assert parse_minutes(typed, "minutes") == minutes


@pytest.mark.parametrize("typed", ["viele", "1,5,5", "-3", "1:75", "h", "²"])
def test_what_is_no_duration_is_marked(typed: str) -> None:
    with pytest.raises(InvalidInput, match=r"duration\.unreadable"):
        parse_minutes(typed, "minutes")


def test_nothing_takes_longer_than_a_day() -> None:
    with pytest.raises(InvalidInput, match=r"activity\.minutes_out_of_range"):
        parse_minutes("25 h", "minutes")


@given(st.integers(0, LONGEST))
def test_what_the_field_writes_out_it_reads_again(minutes: int) -> None:
    assert parse_minutes(str(minutes), "minutes") == minutes


@pytest.mark.parametrize(("minutes", "words"), [(0, "0 h"), (90, "1,5 h"), (60, "1 h"), (50, "0,8 h")])
def test_hours_in_words(minutes: int, words: str) -> None:
    assert hours_in_words(minutes) == words


@given(st.text(max_size=12))
def test_any_text_is_read_or_marked(typed: str) -> None:
    with suppress(InvalidInput):
        assert 0 <= (parse_minutes(typed, "minutes") or 0) <= LONGEST
