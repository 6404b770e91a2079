# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Texts in a script that no font here can print: said otherwise, never a box or a blank."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime

from app.domain.errors import Trouble
from app.domain.transfer import Block
from app.forms import bidi
from app.forms.engine import Printed, compile_pages

Blocks = tuple[Block, ...]

_FORM_NUMBER = re.compile(r"\b[A-Z]-[0-9A-Z]{4}-[0-9A-Z]{4}\b")

_ANY_TIME = datetime(2026, 1, 1, tzinfo=UTC)
_CHARACTERS = """
#let data = json(bytes(sys.inputs.data))
#set document(title: "x")
#set text(font: ("Noto Sans", "Noto Sans Arabic", "Noto Sans Ethiopic"), lang: "de")
#data.characters.join(" ")
"""


def print_legible(blocks: Blocks, instead: str, draw: Callable[[Blocks], Printed]) -> Printed:
    """What `draw` makes of the blocks; a value it cannot print gives way to `instead`."""
    try:
        return draw(blocks)
    except Trouble as trouble:
        readable = _without(blocks, str(trouble.facts.get("character", "")), instead)
        if readable == blocks:
            raise
        return print_legible(readable, instead, draw)


def _without(blocks: Blocks, character: str, instead: str) -> Blocks:
    def readable(line: tuple[str, str]) -> tuple[str, str]:
        return (line[0], instead) if character and character in line[1] else line

    return tuple(replace(block, lines=tuple(map(readable, block.lines))) for block in blocks)


def numbers_unbroken(text: str) -> str:
    """A form number is read and typed as one: it stays on one line."""
    return _FORM_NUMBER.sub(lambda number: bidi.unbroken(number[0]), text)


def spelt_out(words: Iterable[str]) -> Callable[[str], str]:
    """For texts that must stay whole: each character of them that no font has stands there as its number."""
    missing = _missing({character for text in words for character in text if character.isprintable()})
    return lambda text: text.translate(missing)


def _missing(characters: set[str]) -> dict[int, str]:
    """Asks the page engine, on a page of its own, until it can print all the others."""
    found: dict[int, str] = {}
    while True:
        rest = sorted(each for each in characters if ord(each) not in found)
        try:
            compile_pages(_CHARACTERS, {"characters": ["x", *rest]}, _ANY_TIME)
        except Trouble as trouble:
            character = str(trouble.facts.get("character", ""))
            if character not in rest:
                raise
            found[ord(character)] = f"[{trouble.facts['codepoint']}]"
        else:
            return found
