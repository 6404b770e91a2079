# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The hand-over on paper."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pikepdf
import pytest

from app.domain.errors import Trouble
from app.domain.transfer import Block
from app.forms.handover_sheet import HandoverSheet, render
from app.forms.letterhead import Controller

Read = Callable[[bytes], list[list[Any]]]
BLOCKS = (
    Block("Name und Kontakt", (("Familienname", "Łukaszewicz-Großmann"), ("Geburtsdatum", "07.03.1990"))),
    Block("Wohnen", (("", "Ziel „Wohnung: mit Balkon“ (Wohnen)"),)),
)


@pytest.fixture
def sheet() -> HandoverSheet:
    return HandoverSheet(
        form_number="U-7K3M-92QD",
        controller=Controller("Stadt Musterstadt", "Integration", ("Markt 1",), "1", "a@b.example", "D", "L"),
        recipient=("Stadt Bonn", "Team Nord", "Mozartstraße 1", "53115 Bonn"),
        sender="Meral Böhm",
        purpose="Beratung abstimmen",
        basis="Einwilligung vom 20.11.2026 (E-7K3M-92QD)",
        blocks=BLOCKS,
        printed_on=date(2026, 11, 22),
    )


def words(pdf: bytes, glyphs: Read) -> str:
    return "".join(glyph.character for page in glyphs(pdf) for glyph in page)


def test_who_whom_what_for_and_two_signatures(sheet: HandoverSheet, when: datetime, glyphs: Read) -> None:
    printed = render(sheet, when)
    said = words(printed.pdf, glyphs)
    for part in ("MeralBöhm", "53115Bonn", "Beratungabstimmen", "Łukaszewicz-Großmann", "Wohnung:mitBalkon"):
        assert part in said
    assert said.count("Ort,Datum") == 2
    assert printed.language == "de"
    with pikepdf.open(io.BytesIO(printed.pdf)) as pdf, pdf.open_metadata() as metadata:
        assert (metadata["pdfaid:conformance"], metadata["pdfuaid:part"]) == ("A", "1")


def test_the_address_shows_in_the_window_of_an_envelope(
    sheet: HandoverSheet, when: datetime, glyphs: Read
) -> None:
    """DIN 5008, form B: 45 to 90 mm from the top."""
    (page,) = glyphs(render(sheet, when).pdf)
    said = words(render(sheet, when).pdf, glyphs)
    field = page[said.index("StadtBonn") : said.index("53115Bonn") + len("53115Bonn")]
    assert all(50 <= 297 - glyph.y * 25.4 / 72 <= 90 for glyph in field)


def test_nothing_known_says_so(sheet: HandoverSheet, when: datetime, glyphs: Read) -> None:
    assert "istnichtsbekannt" in words(render(replace(sheet, blocks=()), when).pdf, glyphs)


def test_much_runs_over_pages_and_the_signatures_stay_together(
    sheet: HandoverSheet, when: datetime, glyphs: Read
) -> None:
    many = tuple(Block(f"Art {n}", (("", "Ziel „Wohnung“ (Wohnen)"),) * 9) for n in range(9))
    pages = glyphs(render(replace(sheet, blocks=many), when).pdf)
    assert len(pages) > 1
    assert "".join(glyph.character for glyph in pages[-1]).count("Ort,Datum") == 2


def test_a_name_that_no_font_can_print_says_so(sheet: HandoverSheet, when: datetime, glyphs: Read) -> None:
    han = Block("Name und Kontakt", (("Familienname", "Nguyễn"), ("Name in eigener Schrift", "阮氏香")))
    said = words(render(replace(sheet, blocks=(han,)), when).pdf, glyphs)
    assert "Nguyễn" in said
    assert "nichtgedrucktwerdenkann" in said


def test_a_sign_elsewhere_is_a_trouble(sheet: HandoverSheet, when: datetime) -> None:
    with pytest.raises(Trouble, match=r"form\.missing_glyph"):
        render(replace(sheet, recipient=("阮",)), when)
