# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The Erfassungsbogen on paper, blank and filled."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pikepdf
import pypdfium2
import pytest

from app.forms.intake_sheet import FIELDS, NUMBERS, Answer, IntakeSheet, WayToReach, render
from app.forms.languages import of_form
from app.forms.texts import Texts

from .conftest import OFFICE

Read = Callable[[bytes], list[list[Any]]]
Lines = Callable[[list[Any]], dict[int, str]]
DAY = date(2026, 11, 22)
LONG_NAME = ("von und zu Łukaszewicz-Großmann " * 7)[:200].strip()


def blank(language: str = "de") -> IntakeSheet:
    return IntakeSheet("EB-7K3M-92QD", OFFICE, language, DAY, set_number="S-0007")


def filled(language: str = "de", **answers: Answer) -> IntakeSheet:
    usual = {"family_name": Answer("Al-Masri"), "sex": Answer("weiblich", "female")}
    ways = (WayToReach("phone", "+49 171 123456", True, False, "nicht der Bruder"),)
    return IntakeSheet(
        "EB-7K3M-92QD", OFFICE, language, DAY, file_number="SU-2026-1", answers=usual | answers, ways=ways
    )


def text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as pages:
        return "\n".join(page.get_textpage().get_text_bounded() for page in pages)


@pytest.mark.parametrize("language", of_form("intake"))
def test_every_number_is_printed_once_blank_and_filled(
    when: datetime, glyphs: Read, visual_lines: Lines, language: str
) -> None:
    """Numbers stand at the left edge of their column, in the order of the fields."""
    for sheet in (blank(language), filled(language)):
        seen = [line for page in glyphs(render(sheet, when).pdf) for line in visual_lines(page).values()]
        assert len(NUMBERS) == len(FIELDS) == 36
        said = "".join(seen)
        for name in ("1Familienname", "7WiesindSiezuunsgekommen?", "36Zielgruppen"):
            assert said.count(name) == 1, name


@pytest.mark.parametrize("language", of_form("intake"))
def test_the_required_fields_are_named_by_their_numbers(language: str) -> None:
    """The sentence counts them by hand; it changes when the order of the fields does."""
    required = [str(NUMBERS[name]) for name in ("family_name", "access_way")]
    assert re.findall(r"\d+", Texts("intake", language).say("purpose.text")) == required == ["1", "7"]


@pytest.mark.parametrize("language", of_form("intake"))
def test_a_blank_names_nobody_and_is_archival(when: datetime, language: str) -> None:
    printed = render(blank(language), when)
    said = text_of(printed.pdf)
    assert "S-0007" in said
    assert "EB-7K3M-92QD" in said
    assert "Aktenzeichen" not in said
    assert render(blank(language), when).sha256 == printed.sha256
    with pikepdf.open(io.BytesIO(printed.pdf)) as pdf, pdf.open_metadata() as metadata:
        assert (metadata["pdfaid:conformance"], metadata["pdfuaid:part"]) == ("A", "1")


def test_a_ticked_box_is_told_to_those_who_listen(when: datetime) -> None:
    with pikepdf.open(io.BytesIO(render(filled(), when).pdf)) as pdf:
        alts = [str(item["/Alt"]) for item in pdf.objects if is_figure(item)]
    code, *ticks = sorted(alts)
    assert code.startswith("QR-Code")
    assert ticks == ["angekreuzt", "angekreuzt"]


def is_figure(item: pikepdf.Object) -> bool:
    return isinstance(item, pikepdf.Dictionary) and "/Alt" in item


def test_what_no_box_stands_for_is_written_behind_them(when: datetime) -> None:
    said = text_of(render(filled(marital_status=Answer("Ehe aufgehoben", "EA")), when).pdf)
    assert "Ehe aufgehoben" in said
    beside = Answer("SGB II", "sgb2", "Kindergeld")
    assert "Kindergeld" in text_of(render(filled(legal_circle=beside), when).pdf)


def test_a_native_name_stands_as_written(when: datetime) -> None:
    assert "نور" in text_of(render(filled(native_name=Answer("نور المصري")), when).pdf)


def test_long_words_stay_on_the_page(when: datetime, glyphs: Read) -> None:
    request = Answer("Ein langer Satz über die Wohnung. " * 150)
    pages = glyphs(render(filled(family_name=Answer(LONG_NAME), request=request), when).pdf)
    assert len(pages) <= 4
    for page in pages:
        assert all(60 < glyph.x < 560 and glyph.y > 20 for glyph in page)
    assert "".join(glyph.character for glyph in pages[-1]).count("Zielgruppen") == 1
