# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Spans of months: they tile the year, move by whole months and come back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.span import LENGTHS, Span, span_of, spans

months = st.builds(lambda year, month: f"{year:04}-{month:02}", st.integers(2000, 2199), st.integers(1, 12))
kinds = st.sampled_from(sorted(LENGTHS))


@given(months, kinds)
def test_a_span_holds_its_month_has_its_length_and_stays_in_its_year(month: str, kind: str) -> None:
    span = span_of(month, kind)
    assert span.first <= month <= span.last
    assert span.months == LENGTHS[kind]
    assert span.first[:4] == span.last[:4] == month[:4]


@given(months, kinds)
def test_what_was_before_ends_right_there(month: str, kind: str) -> None:
    span = span_of(month, kind)
    before = span.before()
    assert before.moved(span.months) == span
    assert Span(before.first, span.last).months == 2 * span.months
    assert span.year_before().first == f"{int(month[:4]) - 1:04}{span.first[4:]}"


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("quarter", [("2026-01", "2026-03"), ("2025-10", "2025-12")]),
        ("half", [("2026-01", "2026-06"), ("2025-07", "2025-12")]),
        ("year", [("2026-01", "2026-12"), ("2025-01", "2025-12")]),
    ],
)
def test_those_with_something_in_them_the_newest_first(kind: str, expected: list[tuple[str, str]]) -> None:
    found = spans(["2025-11", "2026-01", "2026-02"], kind)
    assert [(span.first, span.last) for span in found] == expected
