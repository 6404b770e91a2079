# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Keeps left-to-right values in order inside right-to-left text (Unicode UAX #9, isolates)."""

from __future__ import annotations

import re
import unicodedata

LEFT_TO_RIGHT, FIRST_STRONG, END = "\u2066", "\u2068", "\u2069"
_NO_BREAK_SPACE, _WORD_JOINER = "\u00a0", "\u2060"
MAY_WRAP = "\u200b"
_PLACING = str.maketrans(
    dict.fromkeys((LEFT_TO_RIGHT, FIRST_STRONG, END, _WORD_JOINER, MAY_WRAP)) | {_NO_BREAK_SPACE: " "}
)
_LONGEST_UNBROKEN = 26
_WORD = r"0-9A-Za-z\u00c0-\u024f\u1e00-\u1eff\u0370-\u04ff"
_RUN = re.compile(
    rf"(?:[§+]+\s?)?[{_WORD}](?:[{_WORD}\u0300-\u036f]|[ .,:/@§+&?=#_'’–-]{{1,3}}(?=[{_WORD}§]))*(?:\s?[%€])?"
)


def isolate(value: str) -> str:
    """A value that its neighbours cannot reorder; a short one also stays on one line."""
    if not value:
        return value
    start = FIRST_STRONG if has_right_to_left(value) else LEFT_TO_RIGHT
    return f"{start}{unbroken(value)}{END}"


def isolate_runs(text: str) -> str:
    """Right-to-left text with every phone number, date, norm or Latin name in it isolated."""
    return _RUN.sub(lambda run: isolate(run[0]), text)


def has_right_to_left(text: str) -> bool:
    return any(unicodedata.bidirectional(character) in ("R", "AL") for character in text)


def reads_right_to_left(text: str) -> bool:
    """Whether the first letter with a direction runs from right to left (UAX #9, P2)."""
    directions = (unicodedata.bidirectional(character) for character in text)
    return next((direction != "L" for direction in directions if direction in ("L", "R", "AL")), False)


def bare(text: str) -> str:
    """The words alone, without what keeps them in place on the page."""
    return text.translate(_PLACING)


def unbroken(value: str) -> str:
    """A short value, a date, a norm, a phone number, that stays on one line; a long one may wrap."""
    if len(value) > _LONGEST_UNBROKEN:
        return value
    return re.sub("[-–]", lambda dash: dash[0] + _WORD_JOINER, value).replace(" ", _NO_BREAK_SPACE)
