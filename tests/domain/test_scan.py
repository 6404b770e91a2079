# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which pages of a scan belong to which form."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.domain.scan import Part, form_numbers, parts

A, B = ("E-7K3M-92QD",), ("Z-0000-ZZZZ",)


def test_pages_after_a_code_belong_to_it() -> None:
    assert parts([A, (), B, (), ()]) == (Part(A[0], 1, 2), Part(B[0], 3, 5))


def test_pages_before_the_first_code_are_placed_by_hand() -> None:
    assert parts([(), (), A]) == (Part(None, 1, 2), Part(A[0], 3, 3))
    assert parts([()]) == (Part(None, 1, 1),)


def test_every_page_may_carry_its_code() -> None:
    assert parts([A, A, B, A]) == (Part(A[0], 1, 2), Part(B[0], 3, 3), Part(A[0], 4, 4))


def test_a_page_with_the_codes_of_two_forms_is_nobody_s() -> None:
    assert parts([A, A + B, ()]) == (Part(A[0], 1, 1), Part(None, 2, 3))


def test_only_form_numbers_are_read_from_codes() -> None:
    other = ["https://example.org", "E-7K3M-92Q", "E-7K3M-92QI", "e-7k3m-92qd", "E-7K3M-92QD\n", ""]
    assert form_numbers([*other, "E-7K3M-92QD", "E-7K3M-92QD", "S-0000-0001"]) == (
        "E-7K3M-92QD",
        "S-0000-0001",
    )


@given(st.lists(st.sampled_from([(), A, B, A + B]), min_size=1, max_size=50))
def test_every_page_is_in_exactly_one_part(codes: list[tuple[str, ...]]) -> None:
    found = parts(codes)
    assert [page for part in found for page in range(part.first, part.last + 1)] == [
        *range(1, len(codes) + 1)
    ]
    for part in found:
        for numbers in codes[part.first - 1 : part.last]:
            assert len(numbers) != 1 or numbers[0] == part.number, "no page goes to another's paper"
