# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Days and times as people read them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from ui import dates

TODAY = date(2026, 11, 23)


def test_times_are_those_of_the_office() -> None:
    assert dates.clock(datetime(2026, 11, 23, 13, 32, tzinfo=UTC)) == "14:32"
    assert dates.clock(datetime(2026, 7, 1, 13, 32, tzinfo=UTC)) == "15:32"


def test_days_in_full_and_short() -> None:
    assert dates.long_day(TODAY) == "Montag, 23. November 2026"
    assert dates.month(date(2026, 3, 1)) == "März 2026"
    assert dates.short_day(date(2026, 3, 1)) == "So 01.03."


@pytest.mark.parametrize(
    ("day", "word"),
    [
        (TODAY, "heute"),
        (date(2026, 11, 24), "morgen"),
        (date(2026, 11, 22), "gestern"),
        (date(2026, 11, 26), "Do 26.11."),
        (date(2027, 1, 2), "Sa 02.01.2027"),
    ],
)
def test_near_days_have_words(day: date, word: str) -> None:
    assert dates.near_day(day, TODAY) == word
