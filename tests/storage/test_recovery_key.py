# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The recovery key: forgiving to read, and every small slip is found."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.errors import InvalidInput
from storage import recovery_key
from storage.recovery_key import ALPHABET, LENGTH, parse, written

secrets_ = st.integers(min_value=0, max_value=2**130 - 1)


def refusal(text: str) -> InvalidInput:
    with pytest.raises(InvalidInput) as caught:
        parse(text)
    assert caught.value.field == "recovery_key"
    return caught.value


@given(secrets_)
def test_the_printed_key_reads_back(secret: int) -> None:
    printed = written(secret)
    assert [len(group) for group in printed.split("-")] == [4] * 7
    assert int.from_bytes(parse(printed), "big") == secret


@given(secrets_)
def test_reading_forgives_spaces_case_and_lookalikes(secret: int) -> None:
    printed = written(secret)
    sloppy = "  " + printed.replace("-", " ").replace("0", "o").replace("1", "l").lower() + "\n"
    assert parse(sloppy) == parse(printed)
    assert parse(printed.replace("1", "I").replace("-", "–")) == parse(printed)


@settings(max_examples=20, deadline=None)
@given(secrets_)
def test_every_wrong_character_is_found_and_its_group_named(secret: int) -> None:
    signs = written(secret).replace("-", "")
    for place, wrong in product(range(LENGTH), ALPHABET):
        if signs[place] != wrong:
            error = refusal(signs[:place] + wrong + signs[place + 1 :])
            assert (error.code, error.facts) == ("recovery.group", {"group": place // 4 + 1})


@settings(max_examples=50, deadline=None)
@given(secrets_)
def test_every_swap_of_neighbours_is_found(secret: int) -> None:
    signs = written(secret).replace("-", "")
    for place in range(LENGTH - 1):
        swapped = signs[:place] + signs[place + 1] + signs[place] + signs[place + 2 :]
        if swapped != signs:
            error = refusal(swapped)
            assert error.code == "recovery.check" or error.facts["group"] == place // 4 + 1


@given(st.text(max_size=60))
def test_any_text_is_a_key_or_a_coded_answer(text: str) -> None:
    try:
        secret = parse(text)
    except InvalidInput as error:
        secret, code = b"", error.code
    assert len(secret) == 17 or code in {"recovery.length", "recovery.character", "recovery.check"}


def test_a_missing_character_and_a_foreign_one_are_named() -> None:
    printed = recovery_key.generate()
    assert refusal(printed[:-1]).facts == {"count": 27, "expected": 28}
    assert refusal("").code == "recovery.length"
    foreign = refusal(printed[:5] + "U" + printed[6:])
    assert (foreign.code, foreign.facts) == ("recovery.character", {"character": "U", "group": 2})


def test_keys_differ_and_depend_on_the_file() -> None:
    secret = parse(recovery_key.generate())
    assert secret != parse(recovery_key.generate())
    salt = bytes(16)
    assert recovery_key.wrapping_key(secret, "a", salt) != recovery_key.wrapping_key(secret, "b", salt)
