# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every form in every language is one archival, accessible file (PDF/A-2a, PDF/UA-1)."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import pairwise

import pikepdf
import pytest

from app.forms.texts import Texts
from tests.forms.samples import BLANK, MAKERS, MINUTES, USUAL, Sample, every, printed, sheets
from tests.forms.tagged import Element, structure

SAMPLES = every(USUAL, BLANK, MINUTES)


@pytest.fixture(params=SAMPLES, ids=str, scope="module")
def sample(request: pytest.FixtureRequest) -> Sample:
    chosen: Sample = request.param
    return chosen


@pytest.fixture(scope="module")
def pdf(sample: Sample) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(printed(sample).pdf)) as opened:
        yield opened


@pytest.fixture(scope="module")
def elements(pdf: pikepdf.Pdf) -> list[Element]:
    return list(structure(pdf, with_words=False).every())


def test_every_form_has_a_sample() -> None:
    assert sheets() == MAKERS.keys()


def test_it_says_what_it_is(pdf: pikepdf.Pdf) -> None:
    metadata = pdf.open_metadata()
    found = [metadata[name] for name in ("pdfuaid:part", "pdfaid:part", "pdfaid:conformance")]
    assert found == ["1", "2", "A"]
    assert metadata["dc:title"].strip()
    assert str(pdf.Root.Lang) == "de"
    assert bool(pdf.Root.MarkInfo.Marked)
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)


def test_every_page_says_something(pdf: pikepdf.Pdf, elements: list[Element]) -> None:
    said_on = {each.page for each in elements if each.tag == "content"}
    assert said_on == set(range(len(pdf.pages)))


def test_every_font_is_in_the_file_and_knows_its_letters(pdf: pikepdf.Pdf) -> None:
    dictionaries = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary)]
    descriptors = [each for each in dictionaries if "/FontName" in each]
    fonts = [each for each in dictionaries if each.get("/Type") == "/Font" and "/DescendantFonts" in each]
    assert descriptors
    assert all("/FontFile2" in each or "/FontFile3" in each for each in descriptors)
    assert all("+Noto" in str(each.FontName) for each in descriptors)
    assert not [font.BaseFont for font in fonts if b"FFFD" in font.ToUnicode.read_bytes()]


def test_headings_go_down_one_step_at_a_time(elements: list[Element]) -> None:
    levels = [int(each.tag[1]) for each in elements if each.tag in ("H1", "H2", "H3", "H4")]
    assert levels[0] == 1
    assert all(below <= above + 1 for above, below in pairwise(levels)), levels


def test_every_table_begins_with_its_heads(elements: list[Element]) -> None:
    for table in (each for each in elements if each.tag == "Table"):
        rows = [each.children for each in table.every() if each.tag == "TR"]
        assert {cell.tag for cell in rows[0]} == {"TH"}
        assert all(cell.tag in ("TH", "TD") for row in rows for cell in row)


def test_every_picture_is_described(elements: list[Element]) -> None:
    assert [each for each in elements if each.tag == "Figure" and not each.alt.strip()] == []


def test_every_passage_names_its_language(elements: list[Element], sample: Sample) -> None:
    assert {"de", Texts(sample.form, sample.language).tag} <= {each.language for each in elements}
