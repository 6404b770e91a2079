# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Small papers as pages: tagged and archival, whole with long content, signatures beside their text."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

import pikepdf
import pytest

from app.domain.code_lists import CodeLists
from app.forms import (
    dividers,
    document_list,
    interpreter_secrecy,
    letter_attendance,
    power_of_attorney,
    small_letters,
)
from app.forms.dividers import Dividers
from app.forms.document_list import DocumentList, ListedArea, ListedPaper
from app.forms.engine import Printed
from app.forms.interpreter_secrecy import InterpreterSecrecy
from app.forms.languages import of_form
from app.forms.letter import Envelope, address_lines
from app.forms.letter_attendance import AttendanceSheet
from app.forms.power_of_attorney import PowerOfAttorney
from app.forms.small_letters import SmallLetter, WantedTime

from .conftest import OFFICE, WHEN

Read = Callable[[bytes], list[list[Any]]]
LISTS = CodeLists.shipped()
TODAY = date(2026, 11, 22)
LONG_NAME = ("Łukaszewicz-Großmann von und zu Nguyễn-Östergård " * 5)[:200].strip()
LONG_TEXT = "Es geht um die Wohnung und um alles, was damit zusammenhängt. " * 80
MM = 72 / 25.4

AUTHORISATION = PowerOfAttorney(
    form_number="V-7K3M-92QD",
    controller=OFFICE,
    client_name="Nguyễn Thị Hương",
    birth_date="01.01.1994",
    address="Wiesenweg 3, 53721 Siegburg",
    file_number="SU-2026-014",
    case_manager="Meral Böhm",
    authority=("Jobcenter Musterkreis", "Ring 12", "53721 Talheim"),
    reference="38502//0012345",
    representation=False,
    matters="Bürgergeld",
    valid_until=date(2027, 6, 30),
    language="de",
    printed_on=TODAY,
)
SECRECY = InterpreterSecrecy(
    "D-7K3M-92QD", OFFICE, "Ahmad Karimi", "Dari", "Vor Ort", True, "SU-2026-014", "de", TODAY
)
ATTENDANCE = AttendanceSheet(
    "N-7K3M-92QD",
    OFFICE,
    "Nguyễn Thị Hương",
    "01.01.1994",
    TODAY,
    time(9, 30),
    time(10, 45),
    "",
    "Meral Böhm",
    "de",
    TODAY,
)
LETTER = SmallLetter(
    Envelope(
        "B-7K3M-92QD",
        OFFICE,
        ("Jobcenter Musterkreis", "Ring 12", "53721 Talheim"),
        "Meral Böhm",
        TODAY,
        "38502//0012345",
        "SU-2026-014",
    ),
    client="Nguyễn Thị Hương",
    particulars=(("Geburtsdatum", "01.01.1994"),),
    text="Der Nachweis folgt.",
    enclosures=("Mietvertrag",),
    basis="Einwilligung vom 01.09.2026",
    categories=("Name und Kontakt",),
    purpose="Leistungen sichern",
)


def every_paper() -> DocumentList:
    dimensions = [entry.code for entry in LISTS.every("life_dimension")]
    papers = LISTS.every("paper")
    areas = tuple(
        ListedArea(
            dimension,
            tuple(
                ListedPaper(each.code, None if each.facts.get("by_hand") else "missing")
                for each in papers
                if each.facts["dimension"] == dimension
            ),
        )
        for dimension in dimensions
    )
    return DocumentList("L-7K3M-92QD", OFFICE, "Nguyễn Thị Hương", "SU-2026-014", areas, "de", TODAY)


def papers_in(language: str) -> dict[str, Callable[[], Printed]]:
    folder = Dividers(
        "O-7K3M-92QD", OFFICE, tuple(entry.code for entry in LISTS.every("life_dimension")), language
    )
    return {
        "power_of_attorney": lambda: power_of_attorney.render(
            replace(AUTHORISATION, language=language), WHEN
        ),
        "interpreter_secrecy": lambda: interpreter_secrecy.render(replace(SECRECY, language=language), WHEN),
        "letter_attendance": lambda: letter_attendance.render(replace(ATTENDANCE, language=language), WHEN),
        "dividers": lambda: dividers.render(folder, WHEN),
        "document_list": lambda: document_list.render(replace(every_paper(), language=language), WHEN),
    }


def said(pdf: bytes, glyphs: Read) -> list[str]:
    return ["".join(glyph.character for glyph in page) for page in glyphs(pdf)]


@pytest.mark.parametrize("form", sorted(papers_in("de")))
def test_in_every_language_it_is_tagged_and_archival(form: str) -> None:
    for language in of_form(form):
        with pikepdf.open(io.BytesIO(papers_in(language)[form]().pdf)) as pdf:
            data = pdf.open_metadata()
            assert (data["pdfaid:part"], data["pdfaid:conformance"], data["pdfuaid:part"]) == ("2", "A", "1")
            assert "/StructTreeRoot" in pdf.Root


@pytest.mark.parametrize("form", sorted(papers_in("de")))
def test_the_same_data_give_the_same_bytes(form: str) -> None:
    assert papers_in("de")[form]().sha256 == papers_in("de")[form]().sha256


def test_every_paper_of_the_list_has_its_words(glyphs: Read) -> None:
    pages = "".join(said(document_list.render(every_paper(), WHEN).pdf, glyphs))
    missing = [each.label for each in LISTS.every("paper") if "".join(each.label.split()) not in pages]
    assert missing == []


def test_long_names_and_matters_keep_the_signature_beside_its_text(glyphs: Read, when: datetime) -> None:
    sheet = replace(AUTHORISATION, client_name=LONG_NAME, matters=LONG_TEXT)
    pages = said(power_of_attorney.render(sheet, when).pdf, glyphs)
    assert len(pages) > 1
    assert [page.count("Ort,Datum") for page in pages] == [0] * (len(pages) - 1) + [1]
    assert "6.Kannichesmirandersüberlegen?" in pages[-1]


def test_a_narrow_and_a_wide_authorisation_show_both_boxes(glyphs: Read, when: datetime) -> None:
    for representation in (False, True):
        sheet = replace(AUTHORISATION, representation=representation)
        pages = "".join(said(power_of_attorney.render(sheet, when).pdf, glyphs))
        assert "Auskunft:DieBehörde" in pages
        assert "Vertretung:DieseStelle" in pages


def test_without_a_number_there_is_a_line_to_write_it(glyphs: Read, when: datetime) -> None:
    blank = power_of_attorney.render(replace(AUTHORISATION, reference=""), when)
    assert "MeinZeichendort" in "".join(said(blank.pdf, glyphs))
    assert "38502" not in "".join(said(blank.pdf, glyphs))


@pytest.mark.parametrize(
    ("law", "norm"), [("dsgvo", "Art.29DSGVO"), ("dsg_ekd", "§26DSG-EKD"), ("kdg", "§5KDG")]
)
def test_the_promise_names_the_law_of_the_controller(
    glyphs: Read, when: datetime, law: str, norm: str
) -> None:
    sheet = replace(SECRECY, controller=replace(OFFICE, law=law))
    assert norm in "".join(said(interpreter_secrecy.render(sheet, when).pdf, glyphs))


def test_the_address_stands_in_the_window_of_the_envelope(glyphs: Read, when: datetime) -> None:
    """DIN 5008 form B: 20 to 105 mm from the left, 62.7 to 90 mm from the top."""
    (page,) = glyphs(small_letters.render_accompanying(LETTER, when).pdf)
    line = "JobcenterMusterkreis"
    characters = [glyph for glyph in page if 20 * MM < glyph.x < 105 * MM]
    start = "".join(glyph.character for glyph in characters).index(line)
    found = characters[start : start + len(line)]
    tops = {297 - glyph.y / MM for glyph in found}
    assert all(62.7 < top < 90 for top in tops), tops
    assert min(glyph.x for glyph in found) / MM == pytest.approx(25, abs=0.6)


def test_a_long_letter_keeps_signature_and_basis_together(glyphs: Read, when: datetime) -> None:
    enclosures = tuple(f"Anlage {number} mit einem langen Namen" for number in range(60))
    letter = replace(LETTER, client=LONG_NAME, text=LONG_TEXT, enclosures=enclosures)
    pages = said(small_letters.render_accompanying(letter, when).pdf, glyphs)
    assert len(pages) > 1
    assert "GrundlagederWeitergabe" in pages[-1]
    assert "MitfreundlichenGrüßen" in pages[-1]


def test_who_asks_for_more_time_signs(glyphs: Read, when: datetime) -> None:
    wanted = WantedTime(date(2026, 11, 30), date(2026, 12, 14), date(2026, 11, 10))
    asked = "".join(said(small_letters.render_extension(LETTER, wanted, when).pdf, glyphs))
    assert "mitSchreibenvom10.11.2026" in asked
    assert "UnterschriftNguyễnThịHương" in asked
    authorised = replace(wanted, letter_day=None, authorised=(date(2026, 11, 1), "V-1234-5678"))
    asked = "".join(said(small_letters.render_extension(LETTER, authorised, when).pdf, glyphs))
    assert "SiehabenNguyễnThịHươngeineFristbiszum30.11.2026gesetzt." in asked
    assert "UnterschriftNguyễn" not in asked


def test_an_address_of_the_directory_becomes_lines() -> None:
    assert address_lines("Jobcenter", "", "Ring 12, 53721 Talheim\nDeutschland") == (
        "Jobcenter",
        "Ring 12",
        "53721 Talheim",
        "Deutschland",
    )


def test_every_life_area_has_its_divider(glyphs: Read, when: datetime) -> None:
    pages = said(papers_in("de")["dividers"]().pdf, glyphs)
    assert len(pages) == 12
    assert all(
        page.startswith(str(number)) or str(number) in page for number, page in enumerate(pages[1:], 1)
    )
    assert "MeineUnterlagen" in pages[0]
