# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Days as typed, birth dates as known, ages as the law counts them."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import resources
from app.domain.dates import PartialDate, age_on, berlin_date, german, next_working_day, parse_german
from app.domain.errors import InvalidInput

TODAY = date(2026, 11, 22)
days = st.dates(date(1900, 1, 1), date(2199, 12, 31))


@st.composite
def partial_dates(draw: st.DrawFn) -> PartialDate:
    day = draw(days)
    known = draw(st.integers(1, 3))
    return PartialDate(*(day.year, day.month, day.day)[:known])


@given(partial_dates())
@settings(max_examples=200)
def test_a_partial_date_survives_storage_screen_and_keyboard(partial: PartialDate) -> None:
    assert PartialDate.from_iso(partial.iso()) == partial
    assert PartialDate.parse_german(partial.german(), "birth_date") == partial
    assert PartialDate.parse_german(partial.iso(), "birth_date") == partial
    assert partial.earliest <= partial.latest


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("1990", "1990"),
        ("03/1990", "1990-03"),
        (" 3.1990 ", "1990-03"),
        ("1.3.1990", "1990-03-01"),
        ("01. 03. 1990", "1990-03-01"),
        ("1990-03", "1990-03"),
    ],
)
def test_partial_dates_as_typed(typed: str, iso: str) -> None:
    assert PartialDate.parse_german(typed, "birth_date").iso() == iso


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "date.missing"),
        ("90", "partial_date.unreadable"),
        ("im Mai 1990", "partial_date.unreadable"),
        ("13/1990", "date.no_such_month"),
        ("29.02.1990", "date.no_such_day"),
        ("1066", "date.out_of_range"),
        ("0000", "date.out_of_range"),
    ],
)
def test_impossible_partial_dates_are_named(typed: str, code: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        PartialDate.parse_german(typed, "birth_date")
    assert (caught.value.field, caught.value.code) == ("birth_date", code)


@pytest.mark.parametrize("text", ["", "90", "1990-13", "1990-02-30", "1990-3", "1990-03-01T00"])
def test_damaged_storage_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError):
        PartialDate.from_iso(text)


def test_a_day_needs_its_month() -> None:
    with pytest.raises(ValueError):
        PartialDate(1990, None, 1)


@pytest.mark.parametrize(
    ("birth", "day", "age"),
    [
        ("2008-11-22", TODAY, 18),
        ("2008-11-23", TODAY, 17),
        ("2008-02-29", date(2026, 2, 28), 17),
        ("2008-02-29", date(2026, 3, 1), 18),
        ("1990", TODAY, None),
        ("1990", date(2026, 12, 31), 36),
        ("1990-03", TODAY, 36),
        ("1990-11", TODAY, None),
        ("2026", TODAY, 0),
        ("2027", TODAY, None),
        ("2026-11-22", TODAY, 0),
    ],
)
def test_ages(birth: str, day: date, age: int | None) -> None:
    assert age_on(PartialDate.from_iso(birth), day) == age


@given(partial_dates(), days, days)
@settings(max_examples=200)
def test_an_age_is_true_of_every_day_the_birth_date_allows(
    partial: PartialDate, born: date, day: date
) -> None:
    age = age_on(partial, day)
    if age is not None and partial.earliest <= born <= min(partial.latest, day):
        assert age_on(PartialDate(born.year, born.month, born.day), day) == age


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (datetime(2026, 6, 30, 21, 59, tzinfo=UTC), date(2026, 6, 30)),
        (datetime(2026, 6, 30, 22, 0, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 12, 31, 22, 59, tzinfo=UTC), date(2026, 12, 31)),
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), date(2027, 1, 1)),
    ],
)
def test_the_day_in_the_office(now: datetime, day: date) -> None:
    assert berlin_date(now) == day


def test_a_clock_without_zone_is_refused() -> None:
    with pytest.raises(ValueError):
        berlin_date(datetime(2026, 6, 30, 12, 0))


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("heute", TODAY),
        (" Morgen ", TODAY + timedelta(days=1)),
        ("übermorgen", TODAY + timedelta(days=2)),
        ("gestern", TODAY - timedelta(days=1)),
        ("+3", date(2026, 11, 25)),
        ("- 14", date(2026, 11, 8)),
        ("7.3.26", date(2026, 3, 7)),
        ("7.3.98", date(1998, 3, 7)),
        ("07.03.2026", date(2026, 3, 7)),
        ("7. 3. 2026", date(2026, 3, 7)),
        ("2026-03-07", date(2026, 3, 7)),
        ("30.11", date(2026, 11, 30)),
        ("7.1.", date(2027, 1, 7)),
        ("20.6.", date(2026, 6, 20)),
    ],
)
def test_days_as_typed(typed: str, day: date) -> None:
    assert parse_german(typed, TODAY, "due_on") == day


def test_a_due_date_without_year_lies_ahead() -> None:
    assert parse_german("20.6.", TODAY, "due_on", ahead=True) == date(2027, 6, 20)
    assert parse_german("22.11.", TODAY, "due_on", ahead=True) == TODAY
    assert parse_german("gestern", TODAY, "due_on", ahead=True) == date(2026, 11, 21)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("31.11.", "Den 31. November gibt es nicht. Der letzte Tag ist der 30.11."),
        ("29.2.2027", "Den 29. Februar gibt es nicht. Der letzte Tag ist der 28.02."),
        ("29.2.", "Den 29. Februar gibt es nicht. Der letzte Tag ist der 28.02."),
        ("7.13.", "Einen 13. Monat gibt es nicht."),
        ("bald", "Das ist kein Datum."),
        ("", "Hier fehlt noch ein Datum."),
        ("1.1.1066", "Dieses Datum liegt außerhalb der Jahre 1900 bis 2199."),
    ],
)
def test_an_impossible_day_says_what_is_wrong(typed: str, sentence: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        parse_german(typed, TODAY, "due_on")
    assert caught.value.field == "due_on"
    assert resources.message(caught.value.code, **caught.value.facts).what == sentence


@given(days, days)
@settings(max_examples=200)
def test_every_printed_day_is_read_back(day: date, today: date) -> None:
    assert parse_german(german(day), today, "due_on") == day


@given(st.integers(1, 28), st.integers(1, 12), st.dates(date(1950, 1, 1), date(2100, 1, 1)))
@settings(max_examples=200)
def test_a_day_without_year_is_the_nearest_or_the_next(day: int, month: int, today: date) -> None:
    near = parse_german(f"{day}.{month}.", today, "due_on")
    ahead = parse_german(f"{day}.{month}.", today, "due_on", ahead=True)
    assert (near.day, near.month) == (ahead.day, ahead.month) == (day, month)
    assert abs(near - today) <= timedelta(days=183)
    assert timedelta(0) <= ahead - today <= timedelta(days=366)


@given(st.text(max_size=12), days)
@settings(max_examples=200)
def test_any_text_is_a_day_or_an_answer(typed: str, today: date) -> None:
    with suppress(InvalidInput):
        assert 1900 <= parse_german(typed, today, "due_on").year <= 2199


@pytest.mark.parametrize(
    ("day", "moved"),
    [
        (date(2026, 11, 23), date(2026, 11, 23)),
        (date(2026, 11, 21), date(2026, 11, 23)),
        (date(2026, 12, 25), date(2026, 12, 28)),
        (date(2027, 1, 1), date(2027, 1, 4)),
        (date(2026, 6, 4), date(2026, 6, 5)),
        (date(2026, 11, 1), date(2026, 11, 2)),
    ],
)
def test_follow_ups_move_off_weekends_and_holidays(day: date, moved: date) -> None:
    assert next_working_day(day) == moved
