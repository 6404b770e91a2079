# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The Überleitung as a letter, and the slip of a Verweisberatung."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pikepdf
import pytest

from app.domain.transfer import Block
from app.forms import referral_slip, transfer_letter
from app.forms.languages import of_form
from app.forms.letter import Envelope
from app.forms.letterhead import Controller
from app.forms.referral_slip import ReferralSlip
from app.forms.transfer_letter import TransferLetter

Read = Callable[[bytes], list[list[Any]]]
OFFICE = Controller(
    "Stadt Musterstadt", "Integration", ("Markt 1", "53721 Musterstadt"), "02241 1", "a@b.example", "D", "L"
)
RECIPIENT = ("Jobcenter Musterkreis", "Team 4", "Frau Özdemir", "Rathausgasse 2", "53721 Talheim")
MILLIMETRE = 72 / 25.4
A4_HEIGHT = 297 * MILLIMETRE


@pytest.fixture
def letter() -> TransferLetter:
    return TransferLetter(
        envelope=Envelope("R-7K3M-92QD", OFFICE, RECIPIENT, "Meral Böhm", date(2026, 11, 22)),
        purpose="Leistungen sichern",
        course="",
        basis="Einwilligung und Entbindung von der Schweigepflicht vom 22.11.2026 (E-7K3M-92QD)",
        answer_released=True,
        blocks=(Block("Name und Kontakt", (("Familienname", "Łukaszewicz-Großmann"),)),),
    )


@pytest.fixture
def slip() -> ReferralSlip:
    return ReferralSlip(
        form_number="V-7K3M-92QD",
        controller=OFFICE,
        institution="Haus der Sprachen, Kurse für Eltern",
        contact_person="Frau Özdemir",
        address="Rathausgasse 2, 53721 Talheim",
        phone="+49 2241 55-1234",
        email="post@sprachen.example",
        website="",
        opening_hours="Mo bis Do 9 bis 12 Uhr",
        access_note="mit Termin",
        course="",
        bring="Ausweis",
        language="de",
    )


def words(page: list[Any]) -> str:
    return "".join(glyph.character for glyph in page)


def test_the_address_stands_in_the_window_of_an_envelope(
    letter: TransferLetter, when: datetime, glyphs: Read
) -> None:
    """DIN 5008, form B: the field of addresses lies 45 to 90 mm from the top, 20 to 105 mm from the left."""
    (page,) = glyphs(transfer_letter.render(letter, when).pdf)
    said = words(page)
    begin = said.index("JobcenterMusterkreis")
    ends = said.index("53721Talheim") + len("53721Talheim")
    for glyph in page[begin:ends]:
        assert 45 <= (A4_HEIGHT - glyph.y) / MILLIMETRE <= 90
        assert 20 <= glyph.x / MILLIMETRE <= 105


def test_basis_answer_and_reference_stand_there(letter: TransferLetter, when: datetime, glyphs: Read) -> None:
    said = words(glyphs(transfer_letter.render(letter, when).pdf)[0])
    for part in ("vom22.11.2026(E-7K3M-92QD)", "IhreAntwortzuR-7K3M-92QD", "MeralBöhm", "damiteinverstanden"):
        assert part in said.replace("\u2060", ""), part
    quiet = words(glyphs(transfer_letter.render(replace(letter, answer_released=False), when).pdf)[0])
    assert "BittefragenSiediePerson,bevorSieunsantworten" in quiet


def test_much_runs_on_and_signature_and_answer_stay_whole(
    letter: TransferLetter, when: datetime, glyphs: Read
) -> None:
    goal = ("", f"Ziel „{'Ich möchte wieder als Elektriker arbeiten. ' * 116}“ (Arbeit)")
    long_name = ("Familienname", ("Łukaszewicz-Großmann von und zu Nguyễn-Östergård " * 5)[:200])
    blocks = (Block("Name und Kontakt", (long_name,)), Block("Bildung und Arbeit", (goal,)))
    pages = glyphs(transfer_letter.render(replace(letter, blocks=blocks), when).pdf)
    assert len(pages) == 2
    last = words(pages[-1])
    answer = last.index("IhreAntwort")
    assert last.index("MitfreundlichenGrüßen") < last.index("MeralBöhm") < answer
    assert "Bittezurückan" in last[answer:]


def test_sixty_rows_keep_headings_with_their_rows(
    letter: TransferLetter, when: datetime, glyphs: Read
) -> None:
    blocks = tuple(Block(f"Überschrift{n}", (("Feld", f"Wert{n}"),) * 3) for n in range(20))
    for page in glyphs(transfer_letter.render(replace(letter, blocks=blocks), when).pdf):
        said = words(page)
        for number in range(20):
            if f"Überschrift{number}Feld" not in said:
                assert not said.partition("Unser")[0].endswith(f"Überschrift{number}")


def test_nothing_known_says_so_and_han_signs_say_what_they_are(
    letter: TransferLetter, when: datetime, glyphs: Read
) -> None:
    assert "istnichtsbekannt" in words(
        glyphs(transfer_letter.render(replace(letter, blocks=()), when).pdf)[0]
    )
    han = replace(letter, blocks=(Block("Name und Kontakt", (("Name in eigener Schrift", "阮氏香"),)),))
    assert "nichtgedrucktwerdenkann" in words(glyphs(transfer_letter.render(han, when).pdf)[0])


@pytest.mark.parametrize("language", of_form(referral_slip.FORM))
def test_the_slip_fits_on_half_a_page_in_every_language(
    slip: ReferralSlip, when: datetime, glyphs: Read, language: str
) -> None:
    printed = referral_slip.render(replace(slip, language=language), when)
    (page,) = glyphs(printed.pdf)
    assert "HausderSprachen" in words(page)
    assert "V-7K3M-92QD" in words(page).replace("\u2060", "")
    assert min(glyph.y for glyph in page) > A4_HEIGHT / 2
    assert "nichtsüberSiegesagt" in words(page)


def test_a_slip_of_long_words_is_still_set(slip: ReferralSlip, when: datetime, glyphs: Read) -> None:
    long = "Rechtsschutzversicherungsgesellschaften und mehr " * 12
    made = replace(slip, institution=long, opening_hours=long, access_note=long, bring=long)
    said = "".join(words(page) for page in glyphs(referral_slip.render(made, when).pdf))
    assert said.count("Rechtsschutzversicherungsgesellschaften") == 48
    assert "RufenSieunsan" in said


@pytest.mark.parametrize("form", ["letter", "slip"])
def test_archival_and_accessible(
    letter: TransferLetter, slip: ReferralSlip, when: datetime, form: str
) -> None:
    printed = transfer_letter.render(letter, when) if form == "letter" else referral_slip.render(slip, when)
    with pikepdf.open(io.BytesIO(printed.pdf)) as pdf, pdf.open_metadata() as metadata:
        assert (metadata["pdfaid:conformance"], metadata["pdfuaid:part"]) == ("A", "1")
        assert str(pdf.Root.Lang).startswith("de")
    assert (
        printed.pdf
        == (
            transfer_letter.render(letter, when) if form == "letter" else referral_slip.render(slip, when)
        ).pdf
    )
