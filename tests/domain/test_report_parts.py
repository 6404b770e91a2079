# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Amounts and posts as people type them, and what is refused."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import InvalidInput
from app.domain.report_parts import (
    Cooperation,
    Cost,
    Post,
    Reach,
    Words,
    cents_of,
    check_cooperation,
    check_cost,
    check_post,
    check_reach,
    check_text,
    euros,
    hundredths_of,
    posts_in_words,
)


@given(st.integers(1, 10**12))
def test_an_amount_comes_back_as_it_was_said(cents: int) -> None:
    assert cents_of(euros(cents)) == cents


@given(st.integers(1, 99_999))
def test_posts_come_back_as_they_were_said(hundredths: int) -> None:
    assert hundredths_of(posts_in_words(hundredths)) == hundredths


@pytest.mark.parametrize(
    ("typed", "cents"),
    [("981.748,24 €", 98174824), ("3450", 345000), ("12,5", 1250), ("12.50", 1250), ("1.234", 123400)],
)
def test_amounts_are_read_as_people_write_them(typed: str, cents: int) -> None:
    assert cents_of(typed) == cents


@given(st.text(max_size=12))
def test_whatever_is_typed_is_an_amount_or_an_answer(typed: str) -> None:
    with suppress(InvalidInput):
        assert cents_of(typed) >= 0


@pytest.mark.parametrize(
    ("act", "field"),
    [
        (lambda: check_post(Post(" ", 100, 1)), "function"),
        (lambda: check_post(Post("Koordination", 0, 1)), "hundredths"),
        (lambda: check_post(Post("Koordination", 250, 2)), "persons"),
        (lambda: check_cost(Cost("gift", "Miete", 2026, 1)), "kind"),
        (lambda: check_cost(Cost("expense", "Miete", 26, 1)), "year"),
        (lambda: check_cost(Cost("expense", "Miete", 2026, 0)), "cents"),
        (lambda: check_reach(Reach("Kommunen", 20, 19)), "whole"),
        (
            lambda: check_cooperation(Cooperation("Stadt", date(2026, 1, 1), ends_on=date(2026, 1, 1))),
            "ends_on",
        ),
        (lambda: hundredths_of("zwei"), "hundredths"),
        (lambda: check_text("x" * 20_001, is_example=False), "text"),
    ],
)
def test_what_cannot_be_is_marked(act: object, field: str) -> None:
    assert callable(act)
    with pytest.raises(InvalidInput) as caught:
        act()
    assert caught.value.field == field


@pytest.mark.parametrize(
    "text",
    ["Am 3.4.2026 kam sie an.", "Ein 34-jähriger Vater", "aus 53721", "2026-04-03", "Sie ist 34 Jahre alt"],
)
def test_an_example_that_tells_too_much_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        check_text(text, is_example=True)
    assert caught.value.code == "report.example_tells"
    check_text(text, is_example=False)


def test_the_words_of_the_kreis_stand_in_the_texts() -> None:
    assert Words("Modul", "star").fill("{module} 2: {clients}") == "Modul 2: Klient*innen"
