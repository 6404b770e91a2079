# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The papers that the tests print."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pypdfium2
import pytest

from app.forms.consent_sheet import ConsentSheet, SheetRow
from app.forms.district_report import (
    Chapter,
    Count,
    DistrictReport,
    Figures,
    Headline,
    Line,
    Outstation,
    Share,
    Text,
)
from app.forms.goal_sheet import GoalSheet, SheetGoal, SheetStep, Written
from app.forms.letterhead import Controller

WHEN = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
OFFICE = Controller(
    name="Musterkreis",
    unit="KIM Case Management Talheim",
    address=("Kaiserplatz 1", "53721 Talheim"),
    phone="+49 211 1234-567",
    email="kim@musterkreis.example",
    officer="Datenschutzbeauftragte, Tel. 02241 13-2222, datenschutz@musterkreis.example",
    authority="Landesbeauftragte für Datenschutz und Informationsfreiheit NRW, 40213 Düsseldorf",
)
ROWS = (
    SheetRow(
        "Jobcenter Musterkreis",
        "Team 4, Frau Özdemir",
        ("name_contact", "residence", "benefits", "education_work"),
        "secure_benefits",
        "both",
        date(2027, 6, 30),
    ),
    SheetRow(
        "Lernbrücke e. V.",
        "Sprachkurse",
        ("name_contact", "education_work"),
        "course_place",
        "to",
        date(2027, 6, 30),
    ),
    SheetRow("Praxis Dr. Şahin", "", ("name_contact", "health"), "health_care", "from", date(2027, 1, 31)),
    SheetRow(
        "Wohngeldstelle Talheim",
        "",
        ("name_contact", "housing", "family"),
        "housing_search",
        "to",
        date(2022, 4, 21),
    ),
)


@pytest.fixture
def when() -> datetime:
    return WHEN


def a_consent(language: str = "de", **other: object) -> ConsentSheet:
    """A usual sheet of four recipients; anything about it can be said otherwise."""
    usual: dict[str, object] = {
        "form_number": "KB-2026-0001-3F",
        "notice_version": "2026-11",
        "controller": OFFICE,
        "client_name": "Nguyễn Thị Hương",
        "birth_date": "01.01.1994",
        "file_number": "SU-2026-014",
        "basis": "consent",
        "rows": ROWS,
        "storage_years": 3,
        "printed_on": date(2026, 11, 22),
    }
    return ConsentSheet(language=language, **(usual | other))  # type: ignore[arg-type]


def some_goals(language: str = "de", words: Written | None = None, count: int = 1) -> GoalSheet:
    steps = (
        SheetStep(Written("Lebenslauf schreiben"), "client", date(2022, 2, 15)),
        SheetStep(Written("Abschluss anerkennen lassen"), "third_party", None, "IHK Musterkreis"),
    )
    goal = SheetGoal(
        "work",
        words or Written("Ich möchte wieder als Elektriker arbeiten."),
        Written("Ein Praktikum hat begonnen."),
        steps,
    )
    return GoalSheet(
        form_number="ZV-2026-0001-3F",
        controller=OFFICE,
        client_name="Nguyễn Thị Hương",
        file_number="SU-2026-014",
        case_manager="Frau Özdemir",
        goals=(goal,) * count,
        review_on=date(2022, 5, 2),
        language=language,
        printed_on=date(2022, 1, 10),
    )


@pytest.fixture
def consent() -> Callable[..., ConsentSheet]:
    return a_consent


@pytest.fixture
def goals() -> Callable[..., GoalSheet]:
    return some_goals


@pytest.fixture
def report() -> DistrictReport:
    return a_report()


def a_report() -> DistrictReport:
    months = (("Januar", 205, 300), ("Februar", 258, 400), ("März", 430, 650), ("April", 340, 524))
    course = Figures(
        "Verlauf nach Monaten",
        "Tätigkeiten, genaue Zählung",
        "Monat",
        ("Maßnahmen", "Beteiligte"),
        tuple(Line(name, (Count(acts), Count(people))) for name, acts, people in months),
        (Count(1233), Count(1874)),
    )
    targets = (("Jobcenter", 120), ("Ausländerbehörde", 140), ("Einbürgerungsbehörde", 10))
    referrals = Figures(
        "Verweisberatungen",
        "Personen, in Fünferschritten, ±",
        "Anlaufstelle",
        ("Personen",),
        tuple(Line(name, (Count(persons, 12, protected=True),)) for name, persons in targets),
    )
    costs = Figures(
        "Aufwand und Ertrag",
        "in Euro",
        "Posten",
        ("2022",),
        (Line("Personal vor Ort", (Count(41247221, shown="412.472,21 €"),)),),
        (Count(41247221, shown="412.472,21 €"),),
        drawn=None,
        total_label="Saldo zulasten des Kreises",
    )
    return DistrictReport(
        district="Musterkreis",
        period_from=date(2022, 1, 1),
        period_to=date(2022, 4, 21),
        headlines=(
            Headline("Maßnahmen", 1233, "nach Vorlage der Datenschutzerklärung"),
            Headline(
                "Beteiligte",
                1874,
                "bis zum 21.04.2022",
                (Share("Zielgruppen", 1630, 87), Share("Kooperationspartner", 244, 13)),
            ),
        ),
        chapters=(
            Chapter("Tätigkeiten", ("Alle Standorte zusammen.",), (course,), ("Annahme.",)),
            Chapter("Personen", (), (referrals,)),
            Chapter(
                "Finanzielle Auswirkungen",
                figures=(costs,),
                texts=(Text("Was KIM kostet", ("Das Land trägt den größten Teil.", "Den Rest der Kreis.")),),
            ),
        ),
        outstations=(
            Outstation("Nordstadt", "received", date(2022, 4, 21)),
            Outstation("Hafen", "carried_forward", date(2022, 3, 31)),
            Outstation("Seefeld", "missing"),
        ),
        created_on=date(2022, 4, 28),
        partial_note="Der April ist nur bis zum 21.04.2022 erfasst.",
    )


@dataclass(frozen=True)
class Glyph:
    """A printed character and where its left edge and its foot stand, in points from bottom left."""

    character: str
    x: float
    y: float


@pytest.fixture
def glyphs() -> Callable[[bytes], list[list[Glyph]]]:
    """Every visible character of every page, as pdfium sees it."""

    def read(pdf: bytes) -> list[list[Glyph]]:
        with pypdfium2.PdfDocument(pdf) as document:
            return [_glyphs(page.get_textpage()) for page in document]

    return read


@pytest.fixture
def visual_lines() -> Callable[[list[Glyph]], dict[int, str]]:
    """What stands on each line from left to right, whatever its language, by height, top line first."""

    def lines(page: list[Glyph]) -> dict[int, str]:
        found: dict[int, list[Glyph]] = {}
        for glyph in page:
            found.setdefault(next((y for y in found if abs(y - glyph.y) < 3), round(glyph.y)), []).append(
                glyph
            )
        ordered = {y: sorted(found[y], key=lambda glyph: glyph.x) for y in sorted(found, reverse=True)}
        return {y: "".join(glyph.character for glyph in line) for y, line in ordered.items()}

    return lines


def _glyphs(page: pypdfium2.PdfTextPage) -> list[Glyph]:
    found = []
    for index in range(page.count_chars()):
        character = chr(pypdfium2.raw.FPDFText_GetUnicode(page, index))
        x, y = _origin(page, index)
        if character.isprintable() and not character.isspace():
            found.append(Glyph(character, x, y))
    return found


def _origin(page: pypdfium2.PdfTextPage, index: int) -> tuple[float, float]:
    x, y = pypdfium2.raw.c_double(), pypdfium2.raw.c_double()
    pypdfium2.raw.FPDFText_GetCharOrigin(page, index, x, y)
    return x.value, y.value
