# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Information sheet, withdrawal, pictograms, blank consents and the notice of a withdrawal, on paper."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from itertools import product
from typing import Any

import pikepdf
import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.forms import consent_sheet, information_sheet, withdrawal_notice, withdrawal_sheet
from app.forms.consent_sheet import ConsentSheet, SheetRow
from app.forms.information_sheet import InformationSheet
from app.forms.languages import of_form
from app.forms.letter import Envelope
from app.forms.pictogram_sheet import PICTURES
from app.forms.texts import Texts
from app.forms.withdrawal_notice import WithdrawalNotice
from app.forms.withdrawal_sheet import Recipient, Told, WithdrawalSheet
from tests.forms import samples
from tests.forms.samples import USUAL, Sample

from .conftest import OFFICE, ROWS

Sheet = Callable[..., ConsentSheet]
Read = Callable[[bytes], list[list[Any]]]
Lines = Callable[[list[Any]], dict[int, str]]
COLUMN_GAP = 306
DAY = date(2026, 11, 22)
FORMS = ("information", "withdrawal", "pictograms")
PRINTED = [(form, language) for form in FORMS for language in of_form(form)]
LONG_NAME = ("Wolfeschlegelsteinhausen " * 8).strip()


def information(language: str = "de", **other: Any) -> InformationSheet:
    return replace(InformationSheet("I-7K3M-92QD", OFFICE, "consent", 3, language, DAY), **other)


def withdrawal(language: str = "de", **other: Any) -> WithdrawalSheet:
    recipients = tuple(Recipient(row.recipient, row.categories, place == 0) for place, row in enumerate(ROWS))
    told = (Told(date(2026, 10, 1), "Jobcenter Musterkreis", ("name_contact", "benefits")),)
    usual = WithdrawalSheet(
        "W-7K3M-92QD",
        OFFICE,
        "Nguyễn Thị Hương",
        "01.01.1994",
        "SU-2026-14",
        language,
        DAY,
        date(2026, 9, 1),
        "E-7K3M-92QD",
        recipients=recipients,
        told=told,
    )
    return replace(usual, **other)


def printed(form: str, language: str) -> bytes:
    """The usual one, set once for all tests."""
    return samples.printed(Sample(form, USUAL, language)).pdf


def pages(pdf: bytes) -> list[str]:
    """What stands on each page, without the spaces that only lay it out."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [squeezed(page.get_textpage().get_text_bounded()) for page in document]


def squeezed(text: str) -> str:
    return "".join(each for each in text if each.isprintable() and not each.isspace())


@pytest.mark.parametrize(("form", "language"), PRINTED)
def test_every_language_is_tagged_archivable_and_short(form: str, language: str) -> None:
    pdf = printed(form, language)
    assert len(pages(pdf)) <= (1 if form == "pictograms" else 2)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert bool(opened.Root.MarkInfo.Marked)
        metadata = opened.open_metadata()
        found = [metadata[name] for name in ("pdfuaid:part", "pdfaid:part", "pdfaid:conformance")]
        spoken = {
            str(each.Lang)
            for each in opened.objects
            if isinstance(each, pikepdf.Dictionary) and "/Lang" in each
        }
    assert found == ["1", "2", "A"]
    assert {"de", Texts(form, language).tag} <= spoken


@pytest.mark.parametrize("language", of_form("withdrawal"))
def test_the_withdrawal_is_declared_on_its_first_page(
    language: str, when: datetime, glyphs: Read, visual_lines: Lines
) -> None:
    """The German column, as pdfium mixes what stands beside right-to-left text."""
    first = [
        each for each in glyphs(printed("withdrawal", language))[0] if each.x < COLUMN_GAP or language == "de"
    ]
    said = "".join(visual_lines(first).values())
    for words in (
        "Das widerrufe ich",
        "Ich widerrufe, was ich oben angekreuzt habe.",
        "Ort, Datum",
        "Bei einem Zeichen",
    ):
        assert squeezed(words) in said, words


@pytest.mark.parametrize(
    ("law", "basis", "there", "away"),
    [
        ("dsgvo", "consent", ("Art. 13 DSGVO", "Art. 6 Abs. 1 lit. a"), ("Art. 21", "§ 3 DSG NRW")),
        ("dsgvo", "task", ("Art. 21 DSGVO", "§ 3 DSG NRW", "Art. 6 Abs. 1 lit. a"), ("KDG",)),
        ("dsg_ekd", "task", ("§ 17 DSG-EKD", "§ 25 DSG-EKD"), ("DSGVO", "KDG")),
        ("kdg", "consent", ("§ 15 KDG", "§§ 6, 8 KDG"), ("DSGVO", "§ 23 KDG")),
    ],
)
def test_the_information_says_what_article_13_asks_by_its_law(
    when: datetime, law: str, basis: str, there: tuple[str, ...], away: tuple[str, ...]
) -> None:
    sheet = information(basis=basis, controller=replace(OFFICE, law=law, joint="Kreis Nachbarstadt"))
    said = "".join(pages(information_sheet.render(sheet, when).pdf))
    always = (
        "Musterkreis, KIM Case Management Talheim",
        "Gemeinsam mit uns verantwortlich: Kreis Nachbarstadt",
        "Fragen zum Datenschutz beantwortet: Datenschutzbeauftragte",
        "Wozu brauchen wir Ihre Daten?",
        "Wer bekommt Ihre Daten?",
        "Länder außerhalb der EU",
        "Frist in Jahren: 3",
        "Ihre Einwilligung können Sie jederzeit widerrufen",
        "Beschweren können Sie sich bei: Landesbeauftragte",
        "Müssen Sie uns etwas sagen?",
        "nie ein Computer allein",
        "§ 87 AufenthG",
        "§ 88 AufenthG",
        "Dann zählen wir Sie nicht mit",
    )
    assert [each for each in (*always, *there) if squeezed(each) not in said] == []
    assert [each for each in away if squeezed(each) in said] == []


def test_a_blank_withdrawal_names_nobody_and_has_rows_to_write_in(when: datetime) -> None:
    blank = withdrawal(
        client_name="",
        birth_date="",
        file_number="",
        consent_of=None,
        consent_number="",
        recipients=(),
        told=None,
    )
    (said,) = pages(withdrawal_sheet.render(replace(blank, set_number="S-0007"), when).pdf)
    assert squeezed("Alles, was ich erlaubt habe: die Einwilligung") in said
    assert "S-0007" in said
    assert "Aktenzeichen" not in said
    assert squeezed("sagen wir Ihnen gern") in said


def test_a_spoken_withdrawal_of_everything_says_so(when: datetime) -> None:
    sheet = withdrawal(everything=True, spoken_on=DAY, told=())
    (said,) = pages(withdrawal_sheet.render(sheet, when).pdf)
    assert squeezed("Mündlich erklärt am 22.11.2026") in said
    assert squeezed("Bis zum 22.11.2026 haben wir nichts weitergegeben") in said


@pytest.mark.parametrize("language", ["de", "ar"])
def test_sixty_recipients_and_a_long_name_stay_on_the_pages(language: str, when: datetime) -> None:
    many = tuple(
        Recipient(f"Stelle {number} {LONG_NAME}", ("name_contact", "family")) for number in range(60)
    )
    told = tuple(Told(DAY, each.name, each.categories) for each in many)
    pdf = withdrawal_sheet.render(
        withdrawal(language, recipients=many, told=told, client_name=LONG_NAME), when
    ).pdf
    said = pages(pdf)
    assert "Stelle59" in "".join(said)
    assert inside(pdf)
    signed = next(page for page in said if squeezed("Ort, Datum") in page)
    assert squeezed("Ich widerrufe, was ich oben angekreuzt habe.") in signed


def inside(pdf: bytes) -> bool:
    """Whether every character stands within the page."""
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            text, (width, height) = page.get_textpage(), page.get_size()
            boxes = [text.get_charbox(index) for index in range(text.count_chars())]
            if any(
                left < 0 or bottom < 0 or right > width or top > height for left, bottom, right, top in boxes
            ):
                return False
    return True


def test_the_pictograms_have_words_and_descriptions(when: datetime) -> None:
    pdf = printed("pictograms", "de")
    (said,) = pages(pdf)
    german = Texts("pictograms", "de")
    assert [name for name in PICTURES if squeezed(german.say(f"picture.{name}")) not in said] == []
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        alts = {
            str(each.Alt)
            for each in opened.objects
            if isinstance(each, pikepdf.Dictionary) and "/Alt" in each
        }
    assert {german.say(f"alt.{name}") for name in PICTURES} <= alts


def test_a_blank_consent_offers_rows_to_fill_in_but_nothing_special(consent: Sheet, when: datetime) -> None:
    usual = {"client_name": "", "birth_date": "", "file_number": "", "set_number": "S-0007"}
    sheet = consent(rows=ROWS[:1], empty_rows=3, **usual)
    said = "".join(pages(consent_sheet.render(sheet, when).pdf))
    assert said.count("Zweck") >= 3
    assert said.count("Wohnen") == 3
    assert said.count("Leistungen") == 5  # once chosen and once its purpose, three times to fill in
    assert "Gesundheit" in said  # ruled out in words
    assert said.count("Gesundheit") == 1
    assert "S-0007" in said
    assert squeezed("Stellen, die von Hand eingetragen sind") in said


def test_a_consent_says_all_limits_of_confidentiality(consent: Sheet, when: datetime) -> None:
    said = "".join(pages(consent_sheet.render(consent(), when).pdf))
    for norm in ("§ 203 StGB", "§ 4 KKG", "§ 138 StGB", "§ 87 AufenthG", "§ 88 AufenthG"):
        assert squeezed(norm) in said, norm
    assert squeezed("Bei einem Zeichen: Zeugin oder Zeuge") in said


RECIPIENTS = ("Jobcenter Rotbach", "Jugendamt Blauental", "Verein Grünfeld", "Praxis Gelbstein")
CHOICES = list(
    product(RECIPIENTS, ("name_contact", "benefits", "housing", "family", "health", "orientation"))
)


@given(chosen=st.lists(st.sampled_from(CHOICES), min_size=1, max_size=8, unique=True))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_chosen_no_other_recipient_and_category_is_on_paper(
    consent: Sheet, when: datetime, chosen: list[tuple[str, str]]
) -> None:
    """Counted, so that a category of one recipient cannot hide behind another's."""
    rows = tuple(
        SheetRow(
            name, "", tuple(each for to, each in chosen if to == name), "counselling", "to", date(2027, 6, 30)
        )
        for name in dict.fromkeys(to for to, _ in chosen)
    )
    said = "".join(pages(consent_sheet.render(consent(rows=rows), when).pdf))
    assert {name for name in RECIPIENTS if squeezed(name) in said} == {to for to, _ in chosen}
    table = said.split("ZweckundFristWahl", 1)[1].split(squeezed("Besonders geschützte Angaben"))[0]
    german = Texts("consent", "de")
    for category in {each for _, each in CHOICES}:
        word = squeezed(german.say(f"category.{category}"))
        assert table.count(word) == sum(each == category for _, each in chosen), category


def test_a_notice_of_withdrawal_is_a_letter(when: datetime) -> None:
    envelope = Envelope(
        "M-7K3M-92QD", OFFICE, ("Jobcenter Musterkreis", "Gasse 2", "53721 Talheim"), "Meral Böhm", DAY
    )
    told = ((date(2026, 10, 1), "Brief", "Name, Kontakt"),)
    notice = WithdrawalNotice(envelope, DAY, told, "Nguyễn Thị Hương", "01.01.1994")
    (said,) = pages(withdrawal_notice.render(notice, when).pdf)
    for expected in (
        "Widerruf einer Einwilligung",
        "geboren am 01.01.1994",
        "Art. 7 Abs. 3 DSGVO",
        "Art. 19 DSGVO",
        "Gasse 2",
    ):
        assert squeezed(expected) in said, expected
    nameless = "".join(
        pages(withdrawal_notice.render(replace(notice, client_name="", birth_date=""), when).pdf)
    )
    assert "Hương" not in nameless
    assert squeezed("ohne Namen") in nameless
