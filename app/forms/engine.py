# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The one page engine: a template and its data become a tagged, archivable PDF, all in memory."""

from __future__ import annotations

import hashlib
import json
import re
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from io import BytesIO

import pikepdf
import typst

import resources
from app.domain.errors import Trouble
from app.forms import spoken
from app.forms.texts import Texts

_SHARED = ("layout.typ", "letter.typ", "slip.typ", spoken.TEMPLATE)
_FAMILIES = ("Noto Sans", "Noto Sans Arabic", "Noto Sans Ethiopic")
_NO_GLYPH = re.compile(r'the text `"(?P<text>.+?)"` could not be displayed', re.DOTALL)
_SHOWS_TEXT = re.compile(rb"\bT[jJ]\b")
_one_at_a_time = threading.Lock()


@dataclass(frozen=True)
class Printed:
    """A finished paper and what it was made from; versions are SHA-256 of template and texts."""

    pdf: bytes
    sha256: str
    form: str
    template_version: str
    text_version: str
    language: str


def print_form(form: str, texts: Sequence[Texts], data: Mapping[str, object], timestamp: datetime) -> Printed:
    """The pages of a form; Trouble if a character has no glyph, a font is missing or a page is blank."""
    template = resources.text("forms", form, "sheet.typ")
    pdf = compile_pages(template, data, timestamp)
    sources, shared = [text.source for text in texts], [resources.text("forms", each) for each in _SHARED]
    return Printed(
        pdf=pdf,
        sha256=hashlib.sha256(pdf).hexdigest(),
        form=form,
        template_version=version([*shared, template, *sources]),
        text_version=version(sources),
        language=texts[-1].language,
    )


def compile_pages(template: str, data: Mapping[str, object], timestamp: datetime) -> bytes:
    """A template and its data as PDF; every warning is an error, so is a missing font or a blank page."""
    try:
        with _one_at_a_time:
            pdf, warnings = _compiler().compile_with_warnings(
                input=(spoken.FIRST_LINES + template).encode(),
                format="pdf",
                pdf_standards=["ua-1", "a-2a"],
                timestamp=int(timestamp.timestamp()),
                sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            )
    except typst.TypstError as error:
        raise _trouble(error) from error
    if warnings or not isinstance(pdf, bytes):
        raise Trouble("form.failed")
    with pikepdf.open(BytesIO(pdf)) as pages:
        if _has_blank_page(pages):
            raise Trouble("form.failed")
        return _written(pages) if spoken.name_words(pages) else pdf


def _has_blank_page(pdf: pikepdf.Pdf) -> bool:
    """Whether a page shows no text at all (operators Tj and TJ, ISO 32000-1, 9.4.3)."""
    return not all(_SHOWS_TEXT.search(page.Contents.read_bytes()) for page in pdf.pages)


def _written(pdf: pikepdf.Pdf) -> bytes:
    """The same document, the same bytes; nothing of the machine or the hour comes in."""
    written = BytesIO()
    pdf.save(written, deterministic_id=True)
    return written.getvalue()


@cache
def _compiler() -> typst.Compiler:
    """Sees our fonts and, as its files, nothing but the public templates; data are text, never code."""
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(folder) for folder in resources.font_folders()],
    )
    if not set(_FAMILIES) <= set(fonts.families()):
        raise Trouble("form.fonts_missing")
    return typst.Compiler(root=str(resources.path("forms")), font_paths=fonts)


def _trouble(error: typst.TypstError) -> Trouble:
    missing = _NO_GLYPH.search(str(error))
    if missing is None:
        return Trouble("form.failed")
    character = _first_character(missing["text"])
    return Trouble("form.missing_glyph", character=character, codepoint=f"U+{ord(character):04X}")


def _first_character(quoted: str) -> str:
    """Of a text as typst quotes it: what is not printable stands there as \\u{…}."""
    escaped = re.match(r"\\u\{([0-9a-f]+)\}", quoted)
    return chr(int(escaped[1], 16)) if escaped else quoted[0]


def version(sources: Sequence[str]) -> str:
    """Each source is hashed on its own first, so that no two lists of sources run together alike."""
    digests = (hashlib.sha256(source.encode()).digest() for source in sources)
    return hashlib.sha256(b"".join(digests)).hexdigest()
