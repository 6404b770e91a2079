# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""How a birth date, a livelihood and a residence status are counted."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.code_lists import CodeLists
from app.domain.dates import PartialDate
from app.domain.livelihood import LivelihoodPeriod
from app.domain.reporting_groups import age_band, livelihood_groups, residence_group

LISTS = CodeLists.shipped()
DAY = date(2022, 3, 31)


@pytest.mark.parametrize(
    ("birth", "band"),
    [
        ("2004-04-01", "under_18"),
        ("2004-03-31", "18_27"),
        ("1994-04-01", "18_27"),
        ("1994-03-31", "28_44"),
        ("1977-03-31", "45_64"),
        ("1957-03-31", "65_plus"),
        ("1990", "28_44"),
        ("1994", "unknown"),
        ("2004-04", "under_18"),
        ("2022", "under_18"),
        ("2023", "unknown"),
    ],
)
def test_age_band_of_the_day(birth: str, band: str) -> None:
    assert age_band(PartialDate.from_iso(birth), DAY, LISTS) == band


def test_no_birth_date_is_unknown() -> None:
    assert age_band(None, DAY, LISTS) == "unknown"


@settings(max_examples=60)
@given(st.dates(date(1900, 1, 1), DAY))
def test_every_known_birth_date_has_one_band(born: date) -> None:
    assert age_band(PartialDate(born.year, born.month, born.day), DAY, LISTS) != "unknown"


def period(
    circle: str, state: str = "granted", since: date | None = date(2022, 1, 1), until: date | None = None
) -> LivelihoodPeriod:
    return LivelihoodPeriod(circle, since, until, circle, state, applied_on=date(2022, 2, 1))


def test_every_livelihood_that_is_granted_counts_and_nothing_beside_it() -> None:
    held = [period("own_income"), period("kindergeld"), period("sgb2"), period("alg", "applied")]
    assert livelihood_groups(held, DAY, LISTS) == ("sgb2", "own_income")


def test_applied_is_not_granted() -> None:
    assert livelihood_groups([period("sgb2", "applied", None)], DAY, LISTS) == ("none",)
    assert livelihood_groups([period("none")], DAY, LISTS) == ("none",)


def test_what_ended_without_a_successor_leaves_nothing_to_live_on() -> None:
    """Its days count as not secured, so the person is not one of whom nothing is known."""
    assert livelihood_groups([period("sgb2", until=date(2022, 3, 30))], DAY, LISTS) == ("none",)
    assert livelihood_groups([period("sgb2", until=DAY)], DAY, LISTS) == ("sgb2",)


def test_nothing_recorded_of_that_day_is_unknown() -> None:
    for held in ([], [period("sgb2", since=date(2022, 4, 1))], [period("kindergeld")]):
        assert livelihood_groups(held, DAY, LISTS) == ("unknown",)


def test_every_status_has_a_published_group() -> None:
    published = {entry.code for entry in LISTS.entries("residence", DAY)}
    for entry in LISTS.entries("residence_status", DAY):
        assert residence_group(entry.code, (), LISTS) in published


def test_germans_need_no_status() -> None:
    assert residence_group(None, ("423", "000"), LISTS) == "german"
    assert residence_group(None, ("423",), LISTS) == "unknown"
