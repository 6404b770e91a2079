# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pages as people type them and as printers read them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import resources
from app.domain.errors import InvalidInput
from app.domain.print_order import PrintOrder, check_order, parse_pages, writes_a_file, written_pages


@pytest.mark.parametrize(
    ("typed", "pages"),
    [
        ("", ()),
        ("1", (1,)),
        ("2-4, 6", (2, 3, 4, 6)),
        ("6;2 – 4", (2, 3, 4, 6)),
        ("3,3,2-3", (2, 3)),
        ("1-9", ()),
        (", ,", ()),
    ],
)
def test_pages_as_they_are_typed(typed: str, pages: tuple[int, ...]) -> None:
    assert parse_pages(typed, 9) == pages


@pytest.mark.parametrize("typed", ["0", "10", "3-2", "9-10"])
def test_a_page_that_is_not_there(typed: str) -> None:
    with pytest.raises(InvalidInput, match=r"print\.no_such_page") as caught:
        parse_pages(typed, 9)
    assert "9 Seiten" in resources.message(caught.value.code, **caught.value.facts).todo


@pytest.mark.parametrize("typed", ["a", "1-", "-1", "1--2", "1-2-3", "99999"])
def test_what_is_no_page(typed: str) -> None:
    with pytest.raises(InvalidInput, match=r"print\.pages_unreadable"):
        parse_pages(typed, 9)


@given(st.sets(st.integers(1, 60), min_size=1))
def test_what_is_written_is_read_back(pages: set[int]) -> None:
    chosen = tuple(sorted(pages))
    assert parse_pages(written_pages(chosen), 61) == chosen


@given(st.text(max_size=20))
def test_whatever_is_typed_is_pages_or_a_sentence(typed: str) -> None:
    try:
        pages = parse_pages(typed, 12)
    except InvalidInput:
        return
    assert list(pages) == sorted(set(pages))
    assert all(1 <= page <= 12 for page in pages)


@pytest.mark.parametrize("copies", [0, -1, 100])
def test_copies_have_a_measure(copies: int) -> None:
    with pytest.raises(InvalidInput, match=r"print\.copies"):
        check_order(PrintOrder(copies=copies))
    check_order(PrintOrder(copies=99))


def test_what_only_looks_like_a_printer() -> None:
    for name in ("Microsoft Print to PDF", "PDF", "cups-pdf", "Microsoft XPS Document Writer", "OneNote"):
        assert writes_a_file(name)
    for name in ("Keller", "HP_LaserJet_PDF_Direct", "Flur 2. OG", ""):
        assert not writes_a_file(name)
