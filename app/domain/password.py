# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a password must be: long enough, and not one that is tried first."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import pairwise

import resources
from app.domain.errors import InvalidInput

SHORTEST = 12
FEWEST_DIFFERENT = 5  # characters


def check_password(password: str, field: str = "password") -> None:
    """Raises InvalidInput: `password.too_short`, `password.monotonous` or `password.common`."""
    typed = unicodedata.normalize("NFC", password)
    if len(typed) < SHORTEST:
        raise InvalidInput(field, "password.too_short", shortest=SHORTEST)
    if len(set(typed.casefold())) < FEWEST_DIFFERENT or _is_a_row(typed):
        raise InvalidInput(field, "password.monotonous")
    if _is_common(typed):
        raise InvalidInput(field, "password.common")


def _is_a_row(typed: str) -> bool:
    """Whether every character follows its neighbour by the same distance: 123456789012, abcdefghijkl."""
    distances = {(ord(after) - ord(before)) % 10 for before, after in pairwise(typed)}
    return len(distances) == 1


def _is_common(typed: str) -> bool:
    """Whether only common words are left when digits and signs are taken away („Passwort2026!“)."""
    letters = re.sub(r"[\W\d_]+", " ", typed.casefold()).split()
    return all(_only_common(word) for word in letters)


def _only_common(word: str) -> bool:
    """Whether a word is common words in a row („sommerpasswort“)."""
    reached = {0}
    for start in range(len(word)):
        if start in reached:
            reached |= {start + len(common) for common in _common() if word.startswith(common, start)}
    return len(word) in reached


@cache
def _common() -> frozenset[str]:
    lines = resources.text("texts", "common_passwords.txt").splitlines()
    return frozenset(line.casefold() for line in lines if line and not line.startswith("#"))
