# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The Kreis report on paper."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import pikepdf

from app.forms import preview
from app.forms.district_report import Count, DistrictReport, Headline, Outstation, render

Read = Callable[[bytes], list[list[Any]]]
Lines = Callable[[list[Any]], dict[int, str]]


def pages_in_words(pdf: bytes, glyphs: Read) -> list[str]:
    return ["".join(glyph.character for glyph in page) for page in glyphs(pdf)]


def test_the_cover_says_who_when_and_the_two_totals_with_their_spans(
    report: DistrictReport, when: datetime, glyphs: Read
) -> None:
    cover = pages_in_words(render(report, when).pdf, glyphs)[0]
    for part in (
        "Musterkreis",
        "01.01.2022bis21.04.2022",
        "DerAprilistnurbiszum21.04.2022erfasst.",
        "1.233MaßnahmennachVorlagederDatenschutzerklärung",
        "1.874Beteiligtebiszum21.04.2022",
        "Zielgruppen:1.630(87%)",
        "Kooperationspartner:244(13%)",
    ):
        assert part in cover


def test_one_activity_more_is_printed(report: DistrictReport, when: datetime, glyphs: Read) -> None:
    more = replace(report, headlines=(Headline("Maßnahmen", 1234, "bisher"), *report.headlines[1:]))
    cover = pages_in_words(render(more, when).pdf, glyphs)[0]
    assert "1.234" in cover
    assert "1.233" not in cover


def test_persons_carry_their_deviation_and_small_figures_are_words(
    report: DistrictReport, when: datetime, glyphs: Read, visual_lines: Lines
) -> None:
    lines = [line for page in glyphs(render(report, when).pdf) for line in visual_lines(page).values()]
    assert "Jobcenter120±12" in lines
    assert "Einbürgerungsbehördeunter20" in lines
    assert not [line for line in lines if line.startswith("Einbürgerungsbehörde1")]
    assert "Summe1.2331.874" in lines


def test_only_protected_figures_below_twenty_become_words() -> None:
    assert Count(0, 12, protected=True).in_words
    assert Count(15, 12, protected=True).in_words
    assert not Count(20, 12, protected=True).in_words
    assert not Count(15).in_words


def test_every_outstation_is_named_with_its_state(
    report: DistrictReport, when: datetime, glyphs: Read, visual_lines: Lines
) -> None:
    lines = [line for page in glyphs(render(report, when).pdf) for line in visual_lines(page).values()]
    assert "1von3StandortenhatfürdiesenZeitraumgemeldet." in lines
    assert "Nordstadteingegangen21.04.2022" in lines
    assert "HafenletzterStandfortgeschrieben31.03.2022" in lines
    assert "Seefeldfehlt–" in lines
    complete = replace(report, outstations=(Outstation("Nordstadt", "received"),))
    assert "DereinzigeStandorthat" in "".join(pages_in_words(render(complete, when).pdf, glyphs))


def test_charts_have_words_for_those_who_cannot_see_them(report: DistrictReport, when: datetime) -> None:
    with pikepdf.open(io.BytesIO(render(report, when).pdf)) as pdf, pdf.open_metadata() as metadata:
        spoken = [
            str(each.Alt) for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and "/Alt" in each
        ]
        assert sum("Balkendiagramm: V" in words for words in spoken) == 2
        assert (metadata["pdfaid:part"], metadata["pdfuaid:part"]) == ("2", "1")


def test_no_page_is_blank_and_the_same_data_give_the_same_bytes(
    report: DistrictReport, when: datetime
) -> None:
    printed = render(report, when)
    assert render(report, when).pdf == printed.pdf
    assert all(len(set(page.rgb)) > 10 for page in preview.pages(printed.pdf, 0.5))


def test_the_method_is_part_of_the_report(report: DistrictReport, when: datetime, glyphs: Read) -> None:
    said = "".join(pages_in_words(render(report, when).pdf, glyphs))
    assert "WiedieZahlenentstehen" in said
    assert "VielfachesvonfünF".casefold() in said.casefold()
