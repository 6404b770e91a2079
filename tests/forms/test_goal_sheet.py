# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The goal agreement on paper."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import pikepdf
import pytest

from app.domain.errors import InvalidInput
from app.forms.goal_sheet import GoalSheet, Written, render

Sheet = Callable[..., GoalSheet]
Read = Callable[[bytes], list[list[Any]]]
Lines = Callable[[list[Any]], dict[int, str]]


def words(pdf: bytes, glyphs: Read) -> str:
    return "".join(glyph.character for page in glyphs(pdf) for glyph in page)


@pytest.mark.parametrize("language", ["de", "ar", "uk"])
def test_goals_steps_and_both_signatures_are_printed(
    goals: Sheet, when: datetime, glyphs: Read, visual_lines: Lines, language: str
) -> None:
    printed = render(goals(language), when)
    said = "".join(line for page in glyphs(printed.pdf) for line in visual_lines(page).values())
    for part in ("Ziel1:ArbeitundLebensunterhalt", "15.02.2022", "IHKMusterkreis", "02.05.2022", "DastunSie"):
        assert part in said
    assert (said.count("Ort,Datum"), said.count("UnterschriftCaseManagement")) == (2, 1)
    with pikepdf.open(io.BytesIO(printed.pdf)) as pdf, pdf.open_metadata() as metadata:
        assert (metadata["pdfaid:conformance"], metadata["pdfuaid:part"]) == ("A", "1")


def test_free_text_stays_as_written_with_its_values_in_order(
    goals: Sheet, when: datetime, glyphs: Read, visual_lines: Lines
) -> None:
    own_words = Written("Ich will arbeiten.", "أريد أن أعمل. هاتفي +49 211 1234-567 قبل 21.04.2022")
    page = glyphs(render(goals("ar", own_words), when).pdf)[0]
    right = "\n".join(visual_lines([glyph for glyph in page if glyph.x > 306]).values())
    assert "+492111234-567" in right
    assert "21.04.2022" in right


def test_what_only_one_wrote_is_printed_once(goals: Sheet, when: datetime, glyphs: Read) -> None:
    own_words = Written("", "Я хочу працювати електриком.")
    assert words(render(goals("uk", own_words), when).pdf, glyphs).count("Яхочупрацюватиелектриком.") == 1


def test_many_goals_run_over_pages_and_the_signatures_stay_together(
    goals: Sheet, when: datetime, glyphs: Read
) -> None:
    pages = [
        "".join(glyph.character for glyph in page) for page in glyphs(render(goals("uk", None, 6), when).pdf)
    ]
    assert len(pages) > 1
    assert [page.count("Ort,Datum") for page in pages] == [0] * (len(pages) - 1) + [2]
    assert "Unterschriften" in pages[-1]


def test_an_interpreter_signs_too(goals: Sheet, when: datetime, glyphs: Read) -> None:
    said = words(render(replace(goals("ar"), interpreter="Ahmad Karimi"), when).pdf, glyphs)
    assert "AhmadKarimi" in said
    assert said.count("Ort,Datum") == 3


def test_no_goal_no_paper(goals: Sheet, when: datetime) -> None:
    with pytest.raises(InvalidInput) as caught:
        render(goals(count=0), when)
    assert caught.value.code == "form.no_goals"
