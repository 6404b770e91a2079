# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Passwords that are refused, and those that are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import InvalidInput
from app.domain.password import check_password


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("", "password.too_short"),
        ("elf Zeichen", "password.too_short"),
        ("aaaaaaaaaaaaaaaa", "password.monotonous"),
        ("abababababab", "password.monotonous"),
        ("abcdefghijklmnop", "password.monotonous"),
        ("123456789012345", "password.monotonous"),
        ("Passwort2026!", "password.common"),
        ("Sommer-Passwort-24", "password.common"),
        ("sommerpasswort", "password.common"),
        ("KIM-Brücke2026", "password.common"),
        ("839201748265", "password.common"),
        ("qwertzuiop123", "password.common"),
    ],
)
def test_what_is_tried_first_is_refused(password: str, code: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        check_password(password, "new_password")
    assert (caught.value.field, caught.value.code) == ("new_password", code)


@pytest.mark.parametrize(
    "password",
    ["vier gelbe Enten am Rhein", "Tr0ub4dor&3xyz", "Sommer in Köln am Rhein", "пароль від скрині"],
)
def test_good_ones_are_taken(password: str) -> None:
    check_password(password)


def test_length_is_counted_in_letters_not_in_their_parts() -> None:
    with pytest.raises(InvalidInput, match=r"password\.too_short"):
        check_password("u\u0308o\u0308a\u0308u\u0308o\u0308a\u0308u\u0308")


@given(st.text(max_size=40))
def test_any_text_is_taken_or_refused_with_a_reason(password: str) -> None:
    try:
        check_password(password)
        reason = ""
    except InvalidInput as error:
        reason = error.code
    assert reason.startswith("password.") or len(password) >= 12
