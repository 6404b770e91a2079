# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A page as those hear it who do not see it: the structure tree with its words, in reading order.

ISO 32000-1, 14.6 (marked content), 14.8.2.3.3 (ReversedChars), 14.9.4 (ActualText), 9.10.3 (ToUnicode).
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pikepdf

_BFCHAR = re.compile(r"<([0-9A-F]+)>\s*<([0-9A-F]+)>", re.IGNORECASE)
_OPERATORS = "BMC BDC EMC Tf Tj TJ"


@dataclass
class Element:
    """A node of the structure tree; `words` are those of marked content, `actual` what is said instead."""

    tag: str
    language: str
    alt: str = ""
    actual: str = ""
    words: str = ""
    page: int = 0
    children: list[Element] = field(default_factory=list)

    def every(self) -> Iterator[Element]:
        """Itself and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.every()

    def own_words(self) -> str:
        return self.actual or self.drawn()

    def drawn(self) -> str:
        """The letters of its own glyphs, as they come in the file."""
        return "".join(child.words for child in self.children if child.tag == "content")

    def own_page(self) -> int:
        """Where its own words begin."""
        return next((child.page for child in self.children if child.tag == "content"), self.page)


def structure(pdf: pikepdf.Pdf, *, with_words: bool = True) -> Element:
    """The whole tree, under its document element."""
    words = [_marked_words(page) if with_words else {} for page in pdf.pages]
    numbers = {page.objgen: number for number, page in enumerate(pdf.pages)}
    return _element(pdf.Root.StructTreeRoot.K, str(pdf.Root.Lang), 0, words, numbers)


@dataclass(frozen=True)
class Passage:
    """An element's own words without spaces, in its language, on its page counted from 0.

    `actual` are the words as the file names them for a reader, `drawn` those of its glyphs.
    """

    language: str
    words: str
    page: int = 0
    tag: str = ""
    actual: str = ""
    drawn: str = ""


def passages(pdf: bytes) -> list[Passage]:
    """In reading order; elements without words of their own are left out."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        elements = [each for each in structure(opened).every() if each.tag != "content"]
    return [passage for passage in map(_passage, elements) if passage.words]


def _passage(element: Element) -> Passage:
    return Passage(
        language=element.language,
        words=squeezed(element.own_words()),
        page=element.own_page(),
        tag=element.tag,
        actual=element.actual,
        drawn=squeezed(element.drawn()),
    )


def squeezed(text: str) -> str:
    """Letters as such: presentation forms of Arabic are the letters that they show."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(each for each in plain if each.isprintable() and not each.isspace())


def _element(
    node: Any, language: str, page: int, words: list[dict[int, str]], numbers: Mapping[Any, int]
) -> Element:
    if isinstance(node, pikepdf.Array):
        (node,) = node
    page = numbers[node.Pg.objgen] if "/Pg" in node else page
    said = {name: str(node.get(key, "")) for name, key in (("alt", "/Alt"), ("actual", "/ActualText"))}
    made = Element(str(node.S)[1:], str(node.get("/Lang", language)), page=page, **said)
    kids = node.get("/K", pikepdf.Array())
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        _add(made, kid, words, numbers)
    return made


def _add(made: Element, kid: Any, words: list[dict[int, str]], numbers: Mapping[Any, int]) -> None:
    """A number is marked content of the element's page, an MCR that of its own; OBJR are links."""
    if isinstance(kid, int):
        made.children.append(
            Element("content", made.language, words=words[made.page].get(kid, ""), page=made.page)
        )
    elif kid.get("/Type") == "/MCR":
        page = numbers[kid.Pg.objgen] if "/Pg" in kid else made.page
        said = words[page].get(int(kid.MCID), "")
        made.children.append(Element("content", made.language, words=said, page=page))
    elif kid.get("/Type") != "/OBJR":
        made.children.append(_element(kid, made.language, made.page, words, numbers))


def _marked_words(page: pikepdf.Page) -> dict[int, str]:
    """What each marked content says, by its number; artifacts have none."""
    fonts = {name: _unicode(font) for name, font in page.Resources.get("/Font", {}).items()}
    said: dict[int, str] = {}
    open_marks: list[tuple[str, Any]] = []
    font: dict[bytes, str] = {}
    for instruction in pikepdf.parse_content_stream(page, _OPERATORS):
        operands, operator = instruction.operands, str(instruction.operator)
        if operator in ("BMC", "BDC"):
            open_marks.append((str(operands[0]), operands[1] if operator == "BDC" else {}))
            _say(said, open_marks, str(open_marks[-1][1].get("/ActualText", "")))
        elif operator == "EMC":
            open_marks.pop()
        elif operator == "Tf":
            font = fonts[str(operands[0])]
        else:
            _say(said, open_marks, _shown(operands[0], font, open_marks))
    return said


def _say(said: dict[int, str], open_marks: list[tuple[str, Any]], words: str) -> None:
    numbers = [int(properties["/MCID"]) for _, properties in open_marks if "/MCID" in properties]
    if numbers and words:
        said[numbers[-1]] = said.get(numbers[-1], "") + words


def _shown(operand: Any, font: dict[bytes, str], open_marks: list[tuple[str, Any]]) -> str:
    """Each string in its reading direction; where the actual text is given, nothing more."""
    if any("/ActualText" in properties for _, properties in open_marks):
        return ""
    strings = [operand] if isinstance(operand, pikepdf.String) else operand
    codes = [bytes(each) for each in strings if isinstance(each, pikepdf.String)]
    glyphs = [
        font.get(code[place : place + 2], "\ufffd") for code in codes for place in range(0, len(code), 2)
    ]
    return "".join(reversed(glyphs) if any(tag == "/ReversedChars" for tag, _ in open_marks) else glyphs)


def _unicode(font: Any) -> dict[bytes, str]:
    pairs = _BFCHAR.findall(font.ToUnicode.read_bytes().decode("ascii"))
    return {bytes.fromhex(code): bytes.fromhex(text).decode("utf-16-be") for code, text in pairs}
