# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where ink stands on a page, as pdfium sees it: characters and rules, in points from bottom left."""

from __future__ import annotations

import ctypes
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

import pypdfium2
from pypdfium2 import raw

_TOUCH = 0.9
"""Points by which two boxes may reach into each other before anyone sees it."""
_CELL = 12.0
_ARABIC = ("\u0600", "\u08ff")


class Box(NamedTuple):
    """A printed character with its foot (`line`: height of its base line), or a rule without a character."""

    character: str
    left: float
    bottom: float
    right: float
    top: float
    line: float = 0.0


@dataclass(frozen=True)
class Inked:
    width: float
    height: float
    characters: tuple[Box, ...]
    rules: tuple[Box, ...]


def pages(pdf: bytes) -> list[Inked]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [_inked(page) for page in document]


def overprinted(page: Inked) -> list[str]:
    """Characters of different lines that stand on each other, and those that a rule strikes through."""
    firm = _without_marks(page.characters)
    return sorted(
        {f"{one.character}/{other.character} {one.left:.0f},{one.line:.0f}" for one, other in _meeting(firm)}
    ) + [
        f"{each.character}/― {each.left:.0f},{each.line:.0f}"
        for each, rule in _beside(firm, page.rules)
        if _strikes(rule, each)
    ]


def _beside(characters: list[Box], rules: tuple[Box, ...]) -> Iterator[tuple[Box, Box]]:
    """Each character with the rules at its height."""
    rows: dict[int, list[Box]] = defaultdict(list)
    for rule in rules:
        rows[int((rule.bottom + rule.top) / 2 // _CELL)].append(rule)
    for each in characters:
        for row in range(int(each.bottom // _CELL), int(each.top // _CELL) + 1):
            yield from ((each, rule) for rule in rows.get(row, ()))


def _without_marks(characters: tuple[Box, ...]) -> list[Box]:
    """Dots and vowel signs of Arabic stand where their letter wants them, alone at their height."""
    heights = Counter(round(each.line, 1) for each in characters)
    return [
        each
        for each in characters
        if heights[round(each.line, 1)] > 3 or not _ARABIC[0] <= each.character <= _ARABIC[1]
    ]


def _meeting(characters: list[Box]) -> Iterator[tuple[Box, Box]]:
    cells: dict[tuple[int, int], list[Box]] = defaultdict(list)
    for each in characters:
        for column in range(int(each.left // _CELL), int(each.right // _CELL) + 1):
            for row in range(int(each.bottom // _CELL), int(each.top // _CELL) + 1):
                cells[column, row].append(each)
    for near in cells.values():
        for one, other in combinations(near, 2):
            if abs(one.line - other.line) >= 2 and _covers(one, other):
                yield one, other


def _covers(one: Box, other: Box) -> bool:
    high = min(one.top, other.top) - max(one.bottom, other.bottom)
    wide = min(one.right, other.right) - max(one.left, other.left)
    return high > _TOUCH and wide > _TOUCH


def _strikes(rule: Box, each: Box) -> bool:
    height = (rule.bottom + rule.top) / 2
    crosses = each.bottom + _TOUCH < height < each.top - _TOUCH
    return crosses and rule.left < each.left + _TOUCH and each.right - _TOUCH < rule.right


def _inked(page: pypdfium2.PdfPage) -> Inked:
    width, height = page.get_size()
    return Inked(width, height, tuple(_characters(page.get_textpage())), tuple(_rules(page)))


def _characters(text: pypdfium2.PdfTextPage) -> Iterator[Box]:
    _, line, left, right, bottom, top = edges = [ctypes.c_double() for _ in range(6)]
    at_foot, around = [ctypes.byref(each) for each in edges[:2]], [ctypes.byref(each) for each in edges[2:]]
    count, code = text.count_chars(), raw.FPDFText_GetUnicode
    for index in range(count):
        character = chr(code(text, index))
        if character.isprintable() and not character.isspace():
            raw.FPDFText_GetCharOrigin(text, index, *at_foot)
            raw.FPDFText_GetCharBox(text, index, *around)
            yield Box(character, left.value, bottom.value, right.value, top.value, line.value)


def _rules(page: pypdfium2.PdfPage) -> Iterator[Box]:
    for each in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH]):
        left, bottom, right, top = each.get_bounds()
        if top - bottom < 2 and right - left > 20:
            yield Box("", left, bottom, right, top)
