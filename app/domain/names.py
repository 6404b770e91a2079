# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Names as DIN 91379 has them: which characters they may hold and how they are found again."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import Any

import resources
from app.domain.errors import InvalidInput

_SILENT = str.maketrans("-", " ", "'’`´ʹʺʾʿˈˌ")
_STROKES = str.maketrans("ØøǾǿ", "OoOo")


def check_name(text: str, field: str) -> str:
    """The name in NFC, spaces tidied, possibly empty; InvalidInput names the first foreign character."""
    name = unicodedata.normalize("NFC", " ".join(text.split()))
    end = _standard_start(name)
    if end < len(name):
        sign = _whole_sign(name, end)
        raise InvalidInput(
            field, "name.character", character=sign, codepoint=_codepoint(name[end]), position=end + 1
        )
    return name


def search_form(text: str) -> str:
    """The standard's search form (ICAO Doc 9303): ÖZDEMİR -> OEZDEMIR; hyphens part, apostrophes vanish."""
    name = unicodedata.normalize("NFC", text)
    spelled = _special_letters().sub(lambda found: _special_forms()[found[0]], name)
    return " ".join(_without_marks(spelled).translate(_SILENT).upper().split())


def stripped_form(text: str) -> str:
    """As typed without the accents: Özdemir -> OZDEMIR; so both habits of typing find a name."""
    return search_form(_without_marks(text.translate(_STROKES)))


def initials(family: str, given: str) -> str:
    """All that Heute shows of a name: „Ł. W.“."""
    return " ".join(f"{letter}." for letter in (_first_letter(given), _first_letter(family)) if letter)


def letters() -> tuple[str, ...]:
    """The 649 Latin letters of the standard, 149 of them sequences of characters."""
    data = _data()
    return (*data["sequences"].split(), *"".join(data["letters"].split()))


def signs() -> str:
    """The 84 printable characters of the standard that are no letters (groups N1 to N3)."""
    return "".join(_data()["signs"].values())


def _standard_start(name: str) -> int:
    """How much of the name, from its start, the standard knows."""
    match = _standard_text().match(name)
    return match.end() if match else 0


def _whole_sign(name: str, at: int) -> str:
    """A stray combining mark is shown on the letter that carries it."""
    return name[max(at - 1, 0) : at + 1] if unicodedata.combining(name[at]) else name[at]


def _codepoint(character: str) -> str:
    return f"U+{ord(character):04X}"


def _first_letter(name: str) -> str:
    """In capitals and with its marks; most names begin plainly, and Heute asks for hundreds."""
    first, after = name[:1], name[1:2]
    if first.isascii() and first.isalpha() and not (after and unicodedata.combining(after)):
        return first.upper()
    found = _any_letter().search(unicodedata.normalize("NFC", name))
    return found[0].upper() if found else ""


def _without_marks(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


@cache
def _data() -> dict[str, Any]:
    return resources.toml("names", "din91379.toml")


@cache
def _any_letter() -> re.Pattern[str]:
    return re.compile(_one_of(letters()))


@cache
def _standard_text() -> re.Pattern[str]:
    return re.compile(f"(?:{_one_of((*letters(), *signs()))})*")


@cache
def _special_letters() -> re.Pattern[str]:
    return re.compile(_one_of(_special_forms()))


@cache
def _special_forms() -> dict[str, str]:
    """The letters whose search form is more than dropping their marks."""
    return {letter: form for form, all_of in _data()["search_form"].items() for letter in all_of.split()}


def _one_of(choices: Iterable[str]) -> str:
    """A pattern that takes the longest: „L̥̄“ before „L̥“ before „L“."""
    return "|".join(re.escape(choice) for choice in sorted(choices, key=len, reverse=True))
