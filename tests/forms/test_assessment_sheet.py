# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The Bestandsaufnahme on paper: the web, its twin as a table, and what stays away."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pikepdf
import pypdfium2
import pytest

from app.forms.assessment_sheet import AssessmentSheet, SheetScore, render

from .conftest import OFFICE

Read = Callable[[bytes], list[list[Any]]]
DAY, EARLIER = date(2026, 11, 20), date(2026, 5, 3)
NAMES = (
    "Gesundheit", "Sprache", "Bildung", "Arbeit", "Wohnen", "Aufenthalt", "Mitbestimmung", "Kultur",
    "Familie", "Schutz", "Mobilität",
)  # fmt: skip
CANARY = "Kanarienvogel"


def scores() -> tuple[SheetScore, ...]:
    """Health is not released, politics was not discussed."""
    found = [SheetScore(name, name, name, True, 3, 4, 2, "", 2) for name in NAMES]
    found[0] = SheetScore("health", "Gesundheit", "Gesundheit", released=False)
    found[4] = replace(found[4], need=5, note="Zu siebt in drei Zimmern.")
    found[6] = SheetScore("political", "Mitbestimmung", "Politik")
    return tuple(found)


def sheet(**other: Any) -> AssessmentSheet:
    usual = AssessmentSheet(
        "BA-7K3M-92QD", OFFICE, "Nour Al-Masri", "SU-2026-1", scores(), date(2026, 11, 22), DAY, EARLIER
    )
    return replace(usual, **other)


def text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as pages:
        return "\n".join(page.get_textpage().get_text_bounded() for page in pages)


def alts(pdf: bytes) -> list[str]:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        found = [each for each in document.objects if isinstance(each, pikepdf.Dictionary) and "/Alt" in each]
        return [str(each["/Alt"]).replace("\u00a0", " ") for each in found]


def test_all_eleven_stand_in_the_table_on_one_page(when: datetime, glyphs: Read) -> None:
    printed = render(sheet(), when)
    assert len(glyphs(printed.pdf)) == 1
    said = text_of(printed.pdf)
    for name in NAMES:
        assert name in said
    for words in ("9 von 11 Lebensbereichen", "nicht besprochen", "nicht freigegeben", "vordringlich"):
        assert words in said
    assert "Zu siebt in drei Zimmern." in said
    with pikepdf.open(io.BytesIO(printed.pdf)) as pdf, pdf.open_metadata() as metadata:
        assert (metadata["pdfaid:conformance"], metadata["pdfuaid:part"]) == ("A", "1")


def test_the_web_says_what_it_shows_and_where_its_figures_are(when: datetime) -> None:
    (web,) = [alt for alt in alts(render(sheet(), when).pdf) if "Netz" in alt]
    assert "20.11.2026 und 03.05.2026" in web
    assert "Tabelle" in web
    (alone,) = [alt for alt in alts(render(sheet(earlier_on=None), when).pdf) if "Netz" in alt]
    assert "20.11.2026 und Sicht der Person" in alone


def test_what_is_not_released_is_nowhere_in_the_file(when: datetime) -> None:
    """Also where the caller hands over a score that may not be seen."""
    secret = replace(scores()[0], need=5, own_need=5, resource=5, note=CANARY, earlier_need=5)
    printed = render(sheet(scores=(secret, *scores()[1:])), when)
    assert CANARY not in text_of(printed.pdf)
    assert render(sheet(), when).sha256 == printed.sha256


def test_a_blank_has_boxes_to_tick_and_no_web(when: datetime) -> None:
    blank = tuple(replace(each, need=None, own_need=None, resource=None, note="") for each in scores())
    printed = render(sheet(scores=blank, held_on=None, earlier_on=None), when)
    said = text_of(printed.pdf)
    assert not [alt for alt in alts(printed.pdf) if "Netz" in alt]
    assert "nicht besprochen" not in said
    assert "besprochen am" in said
    assert "Notiz" in said


@pytest.mark.parametrize("note", ["Ein langer Satz über die Wohnung. " * 150, "لدي موعد 21.04.2022 " * 20])
def test_long_notes_run_over_the_whole_width(when: datetime, glyphs: Read, note: str) -> None:
    found = tuple(replace(each, note=note) if each.released else each for each in scores())
    pages = glyphs(render(sheet(scores=found, client_name="von und zu " * 18), when).pdf)
    for page in pages:
        assert all(60 < glyph.x < 560 and glyph.y > 20 for glyph in page)
