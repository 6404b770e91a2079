# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Left-to-right values inside right-to-left text stand in order on the page, by where their glyphs are."""

from __future__ import annotations

from functools import cache

import pytest

from app.forms import bidi
from app.forms.engine import compile_pages
from app.forms.languages import languages
from app.forms.passages import passage
from app.forms.texts import Texts
from tests.forms import boxes
from tests.forms.conftest import WHEN

VALUES = {
    "phone": "+49 211 1234-567",
    "phone with a slash": "0211/899-34 56",
    "date": "21.04.2022",
    "span of time": "09:30–10:45",
    "paragraph": "§ 87 AufenthG",
    "norm": "Art. 6 Abs. 1 lit. a DSGVO",
    "e-mail": "kim@musterkreis.example",
    "file number": "SU-2026-014",
    "form number": "KB-2026-0001-3F",
    "reference": "38502//0012345",
    "name": "Nguyễn Thị Hương",
    "long name": "Łukaszewicz-Großmann von und zu Östergård",
    "amount": "1.234,50 €",
    "percent": "87 %",
    "account": "DE89 3704 0044 0532 0130 00",
    "address on the web": "https://www.kreis.example/kim?tag=1",
}
RIGHT_TO_LEFT = tuple(code for code, each in languages().items() if each.right_to_left)
WAYS = ("value", "sentence", "free text")
PAGE = """
#import "layout.typ": *
#set document(title: "x")
#set page(width: 420mm, height: 600mm, margin: 10mm)
#for line in data.lines { block(above: 4mm, written(line)) }
"""


def lines_of(language: str, value: str) -> dict[str, dict[str, object]]:
    """The same sentence with a bound value, with the value as its own words, and as somebody wrote it."""
    text, around = Texts("withdrawal", language), Texts("withdrawal", language).say("title").split()[0]
    bound = {"rtl": True, "lang": text.tag}
    return {
        "value": bound | {"text": f"{around} {bidi.isolate(value)} {around}"},
        "sentence": bound | {"text": bidi.isolate_runs(f"{around} {value} {around}")},
        "free text": passage(f"{around} {value} {around}", text.tag),
    }


@cache
def printed_lines(language: str) -> list[str]:
    """What stands from left to right in each line, top line first."""
    lines = [line for value in VALUES.values() for line in lines_of(language, value).values()]
    return visual_lines(lines)


def visual_lines(lines: list[dict[str, object]]) -> list[str]:
    (page,) = boxes.pages(compile_pages(PAGE, {"lines": lines}, WHEN))
    heights = sorted({each.line for each in page.characters if not bidi.has_right_to_left(each.character)})
    tops = [high for low, high in zip([-9.0, *heights], heights, strict=False) if high - low > 5]
    on_line = {top: [each for each in page.characters if abs(each.line - top) < 5] for top in reversed(tops)}
    return [
        "".join(each.character for each in sorted(line, key=lambda each: each.left))
        for line in on_line.values()
    ]


def shown(text: str) -> str:
    """Without spaces; a letter whose accent is a glyph of its own counts once."""
    letters = [each for each in text if not each.isspace()]
    doubled = {
        place
        for place, each in enumerate(letters[1:], 1)
        if each == letters[place - 1] and not each.isascii()
    }
    return "".join(each for place, each in enumerate(letters) if place not in doubled)


@pytest.mark.parametrize("kind", VALUES)
@pytest.mark.parametrize("language", RIGHT_TO_LEFT)
def test_a_value_runs_left_to_right(language: str, kind: str) -> None:
    lines = printed_lines(language)
    assert len(lines) == len(VALUES) * len(WAYS)
    first = list(VALUES).index(kind) * len(WAYS)
    wrong = {
        way: line
        for way, line in zip(WAYS, lines[first : first + len(WAYS)], strict=True)
        if shown(VALUES[kind]) not in shown(line)
    }
    assert wrong == {}


def test_five_languages_run_from_right_to_left() -> None:
    assert sorted(RIGHT_TO_LEFT) == ["ar", "ckb", "fa", "prs", "ps"]


def test_without_isolation_a_phone_number_is_torn() -> None:
    """So that the test above is known to see it."""
    (line,) = visual_lines([{"rtl": True, "lang": "ar", "text": f"هاتف {VALUES['phone']} هاتف"}])
    assert shown(VALUES["phone"]) not in line
