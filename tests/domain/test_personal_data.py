# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The last look before a release leaves."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.personal_data import Findings, personal_data_in

OWN = '{"id":"open.livelihood","as_of":"2022-03-31","key":{"sex":"female"}}'


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Für Frau Özdemir gab es keinen Platz.", Findings(1, 0)),
        ("Für Frau OEZDEMIR gab es keinen Platz.", Findings(1, 0)),
        ("Für Frau Ozdemir gab es keinen Platz.", Findings(1, 0)),
        ("Die Familie Al-Said wartet.", Findings(1, 0)),
        ("Geboren am 7.3.1990, wartet seit langem.", Findings(0, 1)),
        ("Geboren 1990-03-07.", Findings(0, 1)),
        ("Ein Kurs mit Kinderbetreuung fehlt vor Ort.", Findings(0, 0)),
    ],
)
def test_a_name_or_birth_date_is_found_in_any_spelling(sentence: str, found: Findings) -> None:
    text = OWN + sentence
    assert personal_data_in(text, OWN, ["Özdemir", "al Said"], ["1990-03-07"]) == found


def test_the_programs_own_words_and_days_prove_nothing() -> None:
    assert personal_data_in(OWN, OWN, ["Open", "Sex"], ["2022-03-31"]).clean


@settings(max_examples=50)
@given(
    st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÜßéł", min_size=2, max_size=12), st.sampled_from([" ", ", ", "\n"])
)
def test_no_name_hides_between_other_words(name: str, gap: str) -> None:
    own = re.findall("[a-z]+", OWN)
    assert personal_data_in(f"{OWN}12{gap}{name}{gap}34", OWN, [name], []).names == (name.lower() not in own)
