# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Right-to-left text is read as it was written, each passage whole, in its place and in its language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.forms import bidi, engine, preview, spoken
from app.forms.languages import languages
from app.forms.passages import passage
from tests.forms import pdfium_tags
from tests.forms.conftest import WHEN
from tests.forms.samples import BLANK, LONG, USUAL, Sample, every, given_to_template, made, printed, spoken_on
from tests.forms.tagged import passages, squeezed
from tests.forms.test_bidi import ARABIC, LATIN

TAGS = {each.tag for each in languages().values() if each.right_to_left}
SAMPLES = [each for each in every(USUAL, BLANK, LONG) if languages()[each.language].right_to_left]
ONE = Sample("consent", USUAL, "ar")
SLIPS = ("appointment_slip", "referral_slip")
PAGE = """
#import "layout.typ": *
#set document(title: "x")
#set page(height: auto)
#set text(font: latin, lang: "de")
#for line in data.lines { block(written(line)) }
"""


@pytest.mark.parametrize("sample", SAMPLES, ids=str)
def test_every_passage_is_read_as_it_was_written(sample: Sample) -> None:
    """What is said stands in the data letter by letter, and its glyphs show these letters and no others."""
    intended = {bidi.bare(each) for each in right_to_left(given_to_template(sample))}
    said = [each for each in spoken_on(sample) if each.actual]
    assert said
    assert [each.actual for each in said if each.actual not in intended] == []
    assert [each for each in said if set(each.drawn) != set(each.words)] == []


@pytest.mark.parametrize("sample", SAMPLES, ids=str)
def test_no_letter_is_left_to_its_glyphs(sample: Sample) -> None:
    others = (each for each in spoken_on(sample) if not each.actual)
    assert [each for each in others if bidi.has_right_to_left(each.words)] == []


@pytest.mark.parametrize("sample", SAMPLES, ids=str)
def test_every_passage_names_its_language(sample: Sample) -> None:
    """That of its column; where a person wrote something between German words nobody told which it is."""
    named = {each.language for each in spoken_on(sample) if each.actual}
    assert named <= {languages()[sample.language].tag, "und"}
    assert languages()[sample.language].tag in named


@pytest.mark.parametrize("sample", [each for each in SAMPLES if each.form not in SLIPS], ids=str)
def test_a_passage_comes_after_its_german(sample: Sample) -> None:
    """In the order of the German ones, each before the next."""
    german = dict(columns_of(given_to_template(sample)))
    read, place, paired = "", 0, 0
    for each in spoken_on(sample):
        if each.words in german:
            place = read.find(german[each.words], place)
            assert place >= 0, each.actual
            paired += 1
        elif not each.actual:
            read += each.words
    assert paired > 5


@pytest.mark.parametrize("sample", [each for each in SAMPLES if each.form in SLIPS], ids=str)
def test_a_slip_is_read_from_its_title_to_its_last_sentence(sample: Sample) -> None:
    data: Any = given_to_template(sample)
    names = ("title", "when", "rows", "sentences", "reading_aid")
    intended = right_to_left([data["parts"][0].get(name, data.get(name, "")) for name in names])
    said = [each.actual for each in spoken_on(sample) if each.actual]
    assert said == [bidi.bare(each) for each in intended]


@pytest.mark.parametrize("sample", [each for each in every(USUAL) if each in SAMPLES], ids=str)
def test_another_reader_is_told_the_same(sample: Sample) -> None:
    told = pdfium_tags.named_words(printed(sample).pdf)
    assert told == [(each.language, each.actual) for each in spoken_on(sample) if each.actual]


@settings(max_examples=8, deadline=None)
@given(st.lists(st.lists(st.one_of(ARABIC, LATIN), min_size=1, max_size=6), min_size=1, max_size=6))
def test_whatever_somebody_wrote_is_read_so(lines: list[list[str]]) -> None:
    texts = [f"س {' '.join(parts).strip()}" for parts in lines]
    pdf = engine.compile_pages(PAGE, {"lines": [passage(each, "ar") for each in texts]}, WHEN)
    assert [each.actual for each in passages(pdf)] == texts


def test_a_name_between_german_words_is_in_no_told_language() -> None:
    line = {"text": "Gespräch mit محمد علي", "rtl": False, "lang": "de"}
    (said,) = passages(engine.compile_pages(PAGE, {"lines": [line]}, WHEN))
    assert (said.language, said.actual, said.tag) == ("und", "Gespräch mit محمد علي", "Span")


def test_labels_beside_each_other_are_read_each_in_its_language() -> None:
    """Also those that run from the left: the small words over lines and values."""
    labels = [each for each in spoken_on(Sample("consent", USUAL, "uk")) if each.actual]
    assert {each.language for each in labels} == {"uk"}
    assert "Підпис" in [each.actual for each in labels]


def test_where_nobody_needs_it_the_engine_s_own_bytes_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    german = Sample("consent", USUAL, "de")
    monkeypatch.setattr(engine, "_written", lambda _: pytest.fail("written again"))
    assert made(german).pdf == printed(german).pdf


def test_nothing_of_it_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    said = preview.pages(printed(ONE).pdf, 2)
    assert preview.pages(as_the_engine_draws(ONE, monkeypatch), 2) == said


def test_as_the_engine_draws_it_it_is_not_read_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that the tests above are known to see it."""
    intended = [squeezed(bidi.bare(each)) for each in right_to_left(given_to_template(ONE))]
    words = "".join(each.words for each in passages(as_the_engine_draws(ONE, monkeypatch)))
    repaired = "".join(each.words for each in spoken_on(ONE))
    long = [each for each in intended if len(each) > 40 and each in repaired]
    assert len(long) > 10
    assert [each for each in long if each in words] == []


def as_the_engine_draws(sample: Sample, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """Without the passages' words."""
    with monkeypatch.context() as patched:
        patched.setattr(spoken, "FIRST_LINES", "#show math.equation: equation => equation.body\n")
        return made(sample).pdf


def right_to_left(data: object) -> list[str]:
    return [each for each in strings(data) if bidi.has_right_to_left(each)]


def strings(data: object) -> Iterator[str]:
    """Every text in it, in order."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict | list | tuple):
        for each in data.values() if isinstance(data, dict) else data:
            yield from strings(each)


def columns_of(data: object) -> Iterator[tuple[str, str]]:
    """Right-to-left words and the German ones they stand beside."""
    if isinstance(data, dict | list | tuple):
        for each in data.values() if isinstance(data, dict) else data:
            yield from columns_of(each)
    match data:
        case [str(german), str(other)] if bidi.has_right_to_left(other):
            yield squeezed(bidi.bare(other)), squeezed(bidi.bare(german))
