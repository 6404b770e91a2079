# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Isolation of left-to-right values."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from app.forms import bidi

ARABIC = st.text(alphabet="ابتثجحخدذر سشصع،؟ ", min_size=1, max_size=20)
LATIN = st.sampled_from(
    [
        "+49 211 1234-567",
        "21.04.2022",
        "§ 87 AufenthG",
        "SU-2026-014",
        "kim@kreis.example",
        "Łukaszewicz",
        "87 %",
    ]
)


@given(st.lists(st.one_of(ARABIC, LATIN), min_size=1, max_size=8))
@settings(max_examples=60, deadline=None)
def test_isolating_changes_no_word_and_leaves_no_latin_letter_or_digit_outside(parts: list[str]) -> None:
    text = " ، ".join(parts)
    isolated = bidi.isolate_runs(text)
    assert bidi.bare(isolated) == text
    outside = re.sub("[\u2066\u2068][^\u2069]*\u2069", "", isolated)
    assert not re.search(r"[0-9A-Za-z§@+]", outside)
    assert isolated.count("\u2066") + isolated.count("\u2068") == isolated.count("\u2069")


@given(LATIN)
@settings(max_examples=10)
def test_a_value_inside_arabic_is_one_unbroken_isolate(value: str) -> None:
    isolated = bidi.isolate_runs(f"رقم {value} هنا")
    inside = re.fullmatch("رقم \u2066([^\u2069]*)\u2069 هنا", isolated)
    assert inside
    assert " " not in inside[1]
    assert bidi.bare(inside[1]) == value


def test_a_long_value_may_wrap() -> None:
    long = "Landesbeauftragte für Datenschutz und Informationsfreiheit"
    assert bidi.isolate(long) == f"\u2066{long}\u2069"


def test_a_name_in_arabic_script_decides_its_own_direction() -> None:
    assert bidi.isolate("محمد").startswith("\u2068")


def test_direction_is_that_of_the_first_strong_letter() -> None:
    assert bidi.reads_right_to_left("  (1) أريد KIM")
    assert not bidi.reads_right_to_left("KIM أريد")
    assert not bidi.reads_right_to_left("12. 3.")
