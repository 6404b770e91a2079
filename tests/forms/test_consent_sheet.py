# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The consent on paper: every chosen row, nothing else, in the right order and place."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reportlab.graphics.barcode import qrencoder

from app.domain.errors import InvalidInput, Trouble
from app.forms import preview
from app.forms.consent_sheet import ConsentSheet, SheetRow, render
from app.forms.texts import Texts

Sheet = Callable[..., ConsentSheet]
Read = Callable[[bytes], list[list[Any]]]
Lines = Callable[[list[Any]], dict[int, str]]

CATEGORIES = (
    "name_contact",
    "residence",
    "benefits",
    "housing",
    "education_work",
    "family",
    "health",
    "orientation",
)
LONG_CONTACT = "Frau Großmann-Yıldırım, 02241 99-12345, beratung.integration@musterkreis-talheim.example"
COLUMN_GAP = 306  # points from the left edge: between the German and the client's column


def squeezed(text: str) -> str:
    return "".join(character for character in text if character.isprintable() and not character.isspace())


def words(pdf: bytes, glyphs: Read) -> str:
    return "".join(glyph.character for page in glyphs(pdf) for glyph in page)


@pytest.mark.parametrize("language", ["de", "ar", "uk"])
def test_a_usual_matrix_takes_two_pages_and_none_is_blank(
    consent: Sheet, when: datetime, language: str
) -> None:
    pages = preview.pages(render(consent(language), when).pdf, 1)
    assert len(pages) == 2
    for page in pages:
        assert len(page.rgb) == page.width * page.height * 3
        assert len(set(page.rgb)) > 10


def test_more_recipients_take_three_pages_and_repeat_the_head_of_the_table(
    consent: Sheet, when: datetime, glyphs: Read, visual_lines: Lines
) -> None:
    sheet = consent("uk")
    pages = glyphs(render(consent("uk", rows=sheet.rows * 4), when).pdf)
    heads = [
        page
        for page in pages
        if any("AngabenВідомості" in squeezed(line) for line in visual_lines(page).values())
    ]
    assert (len(pages), len(heads)) == (3, 2)


@pytest.mark.parametrize("language", ["de", "ar", "uk"])
def test_tagged_archivable_and_accessible(consent: Sheet, when: datetime, language: str) -> None:
    with pikepdf.open(io.BytesIO(render(consent(language), when).pdf)) as pdf:
        assert pdf.Root.StructTreeRoot.K is not None
        assert bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.Root.Lang) == "de"
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
            assert "Schweigepflichtentbindung" in metadata["dc:title"]
        fonts = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and "/FontName" in each]
        assert fonts
        assert all(any(key.startswith("/FontFile") for key in font.keys()) for font in fonts)  # noqa: SIM118
        assert tags(pdf) >= {"/H1", "/H2", "/Table", "/TH", "/TD", "/Figure"}


def test_every_passage_names_its_language(consent: Sheet, when: datetime) -> None:
    with pikepdf.open(io.BytesIO(render(consent("ar"), when).pdf)) as pdf:
        spoken = {
            str(each.Lang) for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and "/Lang" in each
        }
    assert {"de", "ar"} <= spoken


def tags(pdf: pikepdf.Pdf) -> set[str]:
    return {str(each.S) for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and "/S" in each}


def test_all_sixteen_elements_are_said(consent: Sheet, when: datetime, glyphs: Read) -> None:
    said = words(render(consent(), when).pdf, glyphs)
    for element in (
        "Verantwortlich für Ihre Daten: Musterkreis",
        "Fragen zum Datenschutz beantwortet: Datenschutzbeauftragte",
        "Leistungen sichern",
        "Angaben über meine Gesundheit",
        "in beide Richtungen",
        "Art. 6 Abs. 1 lit. a DSGVO",
        "haben Sie keine Nachteile",
        "Der Widerruf gilt für die Zukunft",
        "Frist in Jahren: 3",
        "Beschweren können Sie sich bei: Landesbeauftragte",
        "Länder außerhalb der EU",
        "von ihrer Schweigepflicht (§ 203 StGB)",
        "Sprachmittlung: Name, Unterschrift",
        "Gesetzliche Vertretung",
        "Fassung 2026-11",
        "nur anonyme, gerundete Zahlen",
        "§ 87 AufenthG",
    ):
        assert squeezed(element) in said, element
    assert said.count(squeezed("Ort, Datum")) == 2


def test_values_run_left_to_right_inside_arabic(
    consent: Sheet, when: datetime, glyphs: Read, visual_lines: Lines
) -> None:
    pages = glyphs(render(consent("ar"), when).pdf)
    right = [
        "\n".join(visual_lines([glyph for glyph in page if glyph.x > COLUMN_GAP]).values()) for page in pages
    ]
    assert "+492111234-567" in right[0]
    assert "§203StGB" in right[0]
    assert "Art.6Abs.1lit.aDSGVO" in right[0]
    assert "21.04.2022" in right[1]
    assert "30.06.2027" in right[1]


def test_arabic_paragraphs_stand_in_order_from_top_to_bottom(
    consent: Sheet, when: datetime, glyphs: Read, visual_lines: Lines
) -> None:
    first, second = glyphs(render(consent("ar"), when).pdf)
    right = [
        line
        for page in (first, second)
        for line in visual_lines([glyph for glyph in page if glyph.x > COLUMN_GAP]).values()
    ]
    order = [
        "Verantwortlicher",
        "Einwilligung",
        "Widerruf",
        "Schweigepflicht",
        "Ausländerbehörde",
        "Aufenthaltstitel",
    ]
    order += ["§87AufenthG", "Schweigepflichtentbindung"]
    found = [next(number for number, line in enumerate(right) if word in line) for word in order]
    assert found == sorted(found)


def test_arabic_starts_at_the_right_edge(consent: Sheet, when: datetime, glyphs: Read) -> None:
    """The first letter of the Arabic title is the rightmost of its line."""
    page = glyphs(render(consent("ar"), when).pdf)[0]
    title = Texts("consent", "ar").say("title")
    assert title[0] == "م"
    biggest = [glyph for glyph in page if glyph.x > COLUMN_GAP and 725 < glyph.y < 740]
    assert max(biggest, key=lambda glyph: glyph.x).character in ("م", "\ufee3", "\ufee1")


def test_same_data_same_bytes_in_another_process(consent: Sheet, when: datetime) -> None:
    sheet = consent("ar")
    script = (
        "from app.forms.consent_sheet import *\n"
        "from app.forms.letterhead import Controller\n"
        "import datetime\n"
        f"print(render({sheet!r}, {when!r}).sha256)"
    )
    other = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert other.stdout.strip() == render(sheet, when).sha256


def test_versions_follow_the_texts_and_not_the_data(consent: Sheet, when: datetime) -> None:
    german, arabic = render(consent("de"), when), render(consent("ar"), when)
    other = render(consent("de", client_name="Łukasz Ángström"), when)
    assert other.template_version == german.template_version != arabic.template_version
    assert other.text_version == german.text_version != arabic.text_version
    assert other.sha256 != german.sha256
    assert (arabic.form, arabic.language) == ("consent", "ar")


def test_a_missing_glyph_is_an_error_and_never_a_box(consent: Sheet, when: datetime) -> None:
    for name, codepoint in (("漢 Li", "U+6F22"), ("\ue000", "U+E000")):
        with pytest.raises(Trouble) as caught:
            render(consent("de", client_name=name), when)
        assert caught.value.code == "form.missing_glyph"
        assert caught.value.facts["codepoint"] == codepoint


def test_data_are_text_and_never_markup(consent: Sheet, when: datetime, glyphs: Read) -> None:
    tricky = '#read("/etc/passwd") $x$ *b* <a> \\ {form}'
    assert squeezed(tricky) in words(render(consent("de", client_name=tricky), when).pdf, glyphs)


def test_an_unreviewed_translation_says_so_in_both_languages(
    consent: Sheet, when: datetime, glyphs: Read, visual_lines: Lines
) -> None:
    page = glyphs(render(consent("uk"), when).pdf)[0]
    for language, is_its_side in (("de", lambda x: x < COLUMN_GAP), ("uk", lambda x: x > COLUMN_GAP)):
        side = "".join(visual_lines([glyph for glyph in page if is_its_side(glyph.x)]).values())
        assert squeezed(Texts("consent", language).say("reading_aid")) in side
    assert "Lesehilfe" not in words(render(consent("de"), when).pdf, glyphs)


def test_the_code_on_the_paper_is_that_of_the_form_number(consent: Sheet, when: datetime) -> None:
    page = preview.pages(render(consent("ar"), when).pdf, 4)[0]
    expected = matrix("KB-2026-0001-3F")
    assert sampled(page, len(expected)) == expected


def matrix(content: str) -> list[list[bool]]:
    code = qrencoder.QRCode(None, qrencoder.QRErrorCorrectLevel.M)
    code.addData(content)
    code.make()
    size = code.getModuleCount()
    return [[bool(code.isDark(row, column)) for column in range(size)] for row in range(size)]


def sampled(page: preview.PageImage, size: int) -> list[list[bool]]:
    """The dark and light modules in the top right corner of the page."""
    dark = [
        (x, y)
        for y in range(30, page.height // 9)
        for x in range(page.width * 5 // 6, page.width)
        if page.rgb[(y * page.width + x) * 3] < 100
    ]
    left, top = min(x for x, _ in dark), min(y for _, y in dark)
    step = (max(x for x, _ in dark) - left + 1) / size
    points = set(dark)
    middles = [(number + 0.5) * step for number in range(size)]
    return [[(int(left + x), int(top + y)) in points for x in middles] for y in middles]


def test_special_categories_are_allowed_in_words_of_their_own_or_ruled_out(
    consent: Sheet, when: datetime, glyphs: Read
) -> None:
    sheet = consent()
    with_health = words(render(sheet, when).pdf, glyphs)
    without = words(render(consent(rows=sheet.rows[:2]), when).pdf, glyphs)
    assert squeezed("Das gilt nur für: Praxis Dr. Şahin.") in with_health
    ruled_out = "Gesundheit, Religion, ethnische Herkunft oder sexuelle Orientierung tauschen wir mit dieser"
    assert squeezed(ruled_out) in without


@pytest.mark.parametrize(
    ("law", "norm"), [("dsgvo", "Art. 9 Abs. 2"), ("dsg_ekd", "§ 13 DSG-EKD"), ("kdg", "§ 11 KDG")]
)
def test_the_law_of_the_controller_is_named(
    consent: Sheet, when: datetime, glyphs: Read, law: str, norm: str
) -> None:
    sheet = consent()
    own = replace(sheet, controller=replace(sheet.controller, law=law))
    assert squeezed(norm) in words(render(own, when).pdf, glyphs)


def test_a_file_kept_as_a_task_needs_no_consent_to_itself(
    consent: Sheet, when: datetime, glyphs: Read
) -> None:
    said = words(render(consent(basis="task"), when).pdf, glyphs)
    assert squeezed("§ 9 TIntG") in said
    assert squeezed("dass eine Akte über mich geführt wird") not in said
    with pytest.raises(InvalidInput) as caught:
        render(consent(basis="task", rows=()), when)
    assert (caught.value.field, caught.value.code) == ("rows", "form.nothing_to_consent")


def test_without_recipients_only_the_file_is_consented_to(
    consent: Sheet, when: datetime, glyphs: Read
) -> None:
    said = words(render(consent(rows=()), when).pdf, glyphs)
    assert squeezed("mit keiner anderen Stelle") in said
    assert squeezed("Erklärung 2") not in said
    assert said.count(squeezed("Ort, Datum")) == 1


CHOSEN = st.lists(
    st.lists(st.sampled_from(CATEGORIES), min_size=1, max_size=5, unique=True).map(tuple),
    min_size=1,
    max_size=4,
)


@given(chosen=CHOSEN)
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_exactly_the_chosen_categories_are_ticked(
    consent: Sheet,
    when: datetime,
    glyphs: Read,
    visual_lines: Lines,
    chosen: list[tuple[str, ...]],
) -> None:
    rows = tuple(
        SheetRow(
            f"Integrationsbeauftragtenstelle {number}",
            LONG_CONTACT,
            categories,
            "counselling",
            "to",
            date(2027, 6, 30),
        )
        for number, categories in enumerate(chosen)
    )
    pages = glyphs(render(consent(rows=rows), when).pdf)
    german = Texts("consent", "de")
    expected = [squeezed(german.say(f"category.{each}")) for categories in chosen for each in categories]
    assert ticked(pages, visual_lines) == expected


def ticked(pages: list[list[Any]], visual_lines: Lines) -> list[str]:
    """The lines of the column "Angaben", from its head down to the end of the table."""
    found: list[str] = []
    for page in pages:
        heights = {line: y for y, line in visual_lines(page).items()}
        top = next((y for line, y in heights.items() if line == "StelleAngabenZweckundFristWahl"), 0)
        end = next((y for line, y in heights.items() if line == "BesondersgeschützteAngaben"), 60)
        column = [glyph for glyph in page if 186 < glyph.x < 345 and end + 3 < glyph.y < top - 3]
        found += visual_lines(column).values()
    return found
