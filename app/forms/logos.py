# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The logo at the head of a sheet: what of a picture is taken (no script, no address), and how it is set."""

from __future__ import annotations

import base64
import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from xml.parsers import expat

from app.domain.errors import Refusal, Trouble
from app.domain.template_pack import MOST_LOGO, Logo
from app.forms.engine import compile_pages

_PNG = b"\x89PNG\r\n\x1a\n"
_MOST_PIXELS, _LONGEST_SIDE = 4_000_000, 4000
_CHUNKS = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND")
_SVG = "http://www.w3.org/2000/svg"
_SHAPES = {
    *("svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "defs", "clipPath"),
    *("linearGradient", "radialGradient", "stop", "title", "desc"),
}
_MOST_SHAPES = 5000
_ELSEWHERE = re.compile(r"url\s*\((?!\s*#)|@import|\\|expression|javascript:|data:", re.IGNORECASE)
_ANY_TIME = datetime(2026, 1, 1, tzinfo=UTC)
_ALONE = """
#let data = json(bytes(sys.inputs.data))
#set document(title: "x")
#set text(font: "Noto Sans", lang: "de")
x #image(bytes(data.picture), format: data.kind, alt: data.alt, width: 40mm)
"""


def usable(logo: Logo) -> Logo:
    """The logo without what no page needs; a Refusal says what is wrong with it, in an SVG on which line."""
    if not logo.alt.strip() or len(logo.alt) > 200 or not logo.alt.isprintable():
        raise Refusal("template_pack.logo_unnamed")
    if len(logo.content) > MOST_LOGO:
        raise Refusal("template_pack.logo_too_large")
    if logo.kind == "png":
        logo = replace(logo, content=_plain_png(logo.content))
    else:
        _check_svg(logo.content)
    try:
        alone = {"picture": list(logo.content), "kind": logo.kind, "alt": logo.alt}
        compile_pages(_ALONE, alone, _ANY_TIME)
    except Trouble as error:
        raise Refusal("template_pack.logo_broken") from error
    return logo


def drawn(logo: Logo | None) -> dict[str, str] | None:
    """For a template: always an SVG, as a page takes its pictures as text."""
    if logo is None:
        return None
    picture = logo.content.decode() if logo.kind == "svg" else _framed(logo.content)
    return {"picture": picture, "alt": logo.alt}


def _framed(png: bytes) -> str:
    width, height = _size(png)
    return (
        f'<svg xmlns="{_SVG}" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}"'
        f' xlink:href="data:image/png;base64,{base64.b64encode(png).decode()}"/></svg>'
    )


def _plain_png(content: bytes) -> bytes:
    """Size, palette, transparency and pixels; what else a file may carry is left behind."""
    if not content.startswith(_PNG):
        raise Refusal("template_pack.logo_broken")
    try:
        chunks = list(_chunks(content))
        width, height = _size(content)
    except (struct.error, ValueError) as error:
        raise Refusal("template_pack.logo_broken") from error
    if chunks[0][0] != b"IHDR" or chunks[-1][0] != b"IEND":
        raise Refusal("template_pack.logo_broken")
    if max(width, height) > _LONGEST_SIDE or width * height > _MOST_PIXELS:
        raise Refusal("template_pack.logo_too_large")
    return _PNG + b"".join(whole for kind, whole in chunks if kind in _CHUNKS)


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Kind and whole bytes of each chunk up to the end; ValueError where one is cut or its sum is wrong."""
    place = len(_PNG)
    while True:
        (length,) = struct.unpack_from(">I", png, place)
        whole = png[place : place + 12 + length]
        (crc,) = struct.unpack(">I", whole[8 + length :])
        if zlib.crc32(whole[4 : 8 + length]) != crc:
            raise ValueError("a chunk is damaged")
        yield whole[4:8], whole
        if whole[4:8] == b"IEND":
            return
        place += len(whole)


def _size(png: bytes) -> tuple[int, int]:
    width, height = struct.unpack_from(">II", png, 16)
    return width, height


def _check_svg(content: bytes) -> None:
    """Shapes only: no script, no style sheet, no text, no picture, no entity, nothing from elsewhere."""
    parser = expat.ParserCreate("utf-8", namespace_separator=" ")
    count = 0

    def refuse(*_: object) -> None:
        raise Refusal("template_pack.logo_unsafe", line=parser.CurrentLineNumber)

    def begin(name: str, attributes: dict[str, str]) -> None:
        nonlocal count
        count += 1
        space, _, shape = name.rpartition(" ")
        safe = space == _SVG and shape in _SHAPES and all(map(_is_harmless, attributes.items()))
        if not safe or count > _MOST_SHAPES:
            refuse()

    parser.StartElementHandler = begin
    parser.StartDoctypeDeclHandler = refuse
    parser.ProcessingInstructionHandler = refuse
    try:
        parser.Parse(content.decode().encode(), True)
    except (expat.ExpatError, UnicodeDecodeError) as error:
        raise Refusal("template_pack.logo_broken") from error


def _is_harmless(attribute: tuple[str, str]) -> bool:
    name, value = attribute
    local = name.rpartition(" ")[2].lower()
    return not local.startswith("on") and local not in ("href", "src") and not _ELSEWHERE.search(value)
