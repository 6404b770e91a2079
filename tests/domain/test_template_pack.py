# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a text of a template pack may be: the shipped ones are good, others are refused or as whole."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import resources
from app.domain.errors import Refusal
from app.domain.template_pack import (
    FIRST_NUMBER,
    FORMS,
    Profile,
    check_newer,
    check_profile,
    check_text,
    made_at,
    number_at,
    placeholders,
    sentences,
)
from app.forms.languages import languages, of_form

GERMAN = resources.text("forms", "information", "de.toml")
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
PROFILE = Profile("Musterkreis", "Platz 1\n53721 Talheim", "Frau D", "LDI NRW", "DSGVO")


@pytest.mark.parametrize(("form", "language"), [(form, code) for form in FORMS for code in of_form(form)])
def test_every_shipped_text_is_a_good_beginning(form: str, language: str) -> None:
    check_text(form, language, resources.text("forms", form, f"{language}.toml"), languages())


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(GERMAN)), st.integers(0, 40), st.text(max_size=30))
def test_a_text_changed_anywhere_is_refused_or_keeps_every_sentence(place: int, cut: int, typed: str) -> None:
    changed = GERMAN[:place] + typed + GERMAN[place + cut :]
    try:
        check_text("information", "de", changed, languages())
    except Refusal as refusal:
        line = refusal.facts.get("line", 1)
        assert line == "am Ende" or 1 <= int(str(line)) <= len(changed.splitlines()) + 1
    else:
        german, given_ = sentences(GERMAN), sentences(changed)
        assert given_.keys() == german.keys()
        assert all(placeholders(str(given_[key])) == placeholders(str(german[key])) for key in german)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_whatever_is_typed_is_no_whole_text(typed: str) -> None:
    with pytest.raises(Refusal):
        check_text("information", "de", typed, languages())


@given(st.datetimes(datetime(2000, 1, 1), datetime(9000, 1, 1), timezones=st.just(UTC)))
def test_a_number_is_a_moment_and_a_later_one_is_higher(moment: datetime) -> None:
    assert made_at(number_at(moment)) == moment.replace(microsecond=0)
    assert number_at(moment + timedelta(seconds=1)) > number_at(moment)


def test_a_clock_before_all_documents_gives_the_first_number() -> None:
    assert number_at(datetime(1992, 2, 11, 12, tzinfo=UTC)) == FIRST_NUMBER
    assert made_at(FIRST_NUMBER) == datetime(2000, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("number", [20261322093000, 20260230093000, 20261122096100, 20000000000000])
def test_a_number_that_is_no_moment(number: int) -> None:
    with pytest.raises(Refusal):
        check_newer(number, None, NOW)


def test_the_clock_of_the_kreis_may_be_a_day_ahead() -> None:
    check_newer(number_at(NOW + timedelta(hours=23)), None, NOW)
    with pytest.raises(Refusal) as caught:
        check_newer(number_at(NOW + timedelta(hours=25)), None, NOW)
    assert caught.value.code == "template_pack.from_the_future"


@pytest.mark.parametrize("field", ["name", "address", "officer", "authority", "law"])
@pytest.mark.parametrize("value", ["", "  ", "x\u202ey", "x\x07y"])
def test_a_profile_is_whole_and_writable(field: str, value: str) -> None:
    check_profile(PROFILE)
    with pytest.raises(Refusal) as caught:
        check_profile(Profile(**{**vars(PROFILE), field: value}))
    assert caught.value.facts == {"field": field}
