# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Art. 9: without a release of its category nothing is taken and nothing is seen."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.code_lists import CodeLists
from app.domain.errors import InvalidInput, Refusal
from app.domain.network import NewNetworkPerson, check_network_person
from app.domain.special import LIST, category_of, check_special, special_categories

TODAY = date(2026, 11, 22)
LISTS = CodeLists.shipped()
CODES = [entry.code for entry in LISTS.entries(LIST, TODAY)]
CATEGORIES = ("health", "orientation")

noted_facts = st.sets(st.sampled_from(CODES))
releases = st.frozensets(st.sampled_from(CATEGORIES))


@given(noted=noted_facts, released=releases)
def test_only_what_is_released_is_seen(noted: set[str], released: frozenset[str]) -> None:
    seen = special_categories(noted, released, LISTS, TODAY)
    assert [each.category for each in seen] == list(CATEGORIES)
    assert sorted(code for each in seen for code in each.choices) == sorted(CODES)
    for each in seen:
        assert each.released is (each.category in released)
        of_it = {code for code in noted if category_of(code, LISTS) == each.category}
        assert set(each.noted) == (of_it if each.released else set())


@given(code=st.sampled_from(CODES), released=releases)
def test_only_what_is_released_is_taken(code: str, released: frozenset[str]) -> None:
    if category_of(code, LISTS) in released:
        assert check_special(code, released, LISTS, TODAY) == category_of(code, LISTS)
    else:
        with pytest.raises(Refusal) as refused:
            check_special(code, released, LISTS, TODAY)
        assert refused.value.code == "special.not_released"


def test_unknown_facts_are_refused() -> None:
    with pytest.raises(InvalidInput):
        check_special("diagnosis", frozenset(CATEGORIES), LISTS, TODAY)


def test_every_category_of_a_special_fact_is_one_of_article_9() -> None:
    for code in CODES:
        assert LISTS.fact("data_category", category_of(code, LISTS), "art9") is True


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        (NewNetworkPerson(" ", "friends", 1), "words"),
        (NewNetworkPerson("Nachbarin", "", 1), "area"),
        (NewNetworkPerson("Nachbarin", "enemies", 1), "area"),
        (NewNetworkPerson("Nachbarin", "neighbourhood", 0), "ring"),
        (NewNetworkPerson("Nachbarin", "neighbourhood", 4), "ring"),
    ],
)
def test_someone_in_the_network_has_words_area_and_ring(typed: NewNetworkPerson, field: str) -> None:
    with pytest.raises(InvalidInput) as wrong:
        check_network_person(typed, LISTS, TODAY)
    assert wrong.value.field == field


def test_words_are_tidied() -> None:
    taken = check_network_person(NewNetworkPerson(" Nachbarin ", "neighbourhood", 2, " hilft "), LISTS, TODAY)
    assert taken == NewNetworkPerson("Nachbarin", "neighbourhood", 2, "hilft")
