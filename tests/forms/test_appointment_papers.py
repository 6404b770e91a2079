# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The slip in the person's language first, the reminder for the telephone, the list of a day."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

import pikepdf
import pytest

import resources
from app.forms import appointment_reminder, appointment_slip, day_list, preview
from app.forms.appointment_slip import AppointmentSlip
from app.forms.day_list import DayLine
from app.forms.letterhead import Controller

LANGUAGES = sorted(file.stem for file in resources.path("forms", "appointment_slip").glob("*.toml"))
OFFICE = Controller(
    "Musterkreis", "KIM Talheim", ("Platz 1", "53721 Talheim"), "+49 211 1234-567", "k@x.example", "", ""
)
MONDAY = date(2026, 11, 30)
HALF_A_PAGE = 421  # points from the top
Read = Callable[[bytes], list[list[Any]]]
Lines = Callable[[list[Any]], dict[int, str]]


def slip(language: str, **other: object) -> AppointmentSlip:
    usual: dict[str, object] = {
        "form_number": "T-7K3M-92QD",
        "controller": OFFICE,
        "client_name": "Nguyễn Thị Hương",
        "case_manager": "Meral Böhm",
        "day": MONDAY,
        "at": time(15, 0),
        "place": "Kaiserplatz 1, Zimmer 204",
        "bring": "Pass und Mietvertrag",
        "interpreting": True,
        "language": language,
    }
    return AppointmentSlip(**(usual | other))  # type: ignore[arg-type]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_slip_says_when_where_and_whom_to_call_on_half_a_page(
    when: datetime, glyphs: Read, visual_lines: Lines, language: str
) -> None:
    printed = appointment_slip.render(slip(language), when)
    (page,) = glyphs(printed.pdf)
    said = "".join(visual_lines(page).values())
    times = 1 if language == "de" else 2
    for part in ("30.11.2026", "15:00", "Kaiserplatz1,Zimmer204", "PassundMietvertrag", "+492111234-567"):
        assert said.count(part) >= times, part
    assert "IhrTermin" in said
    with pikepdf.open(io.BytesIO(printed.pdf)) as pdf, pdf.open_metadata() as metadata:
        assert (metadata["pdfaid:conformance"], metadata["pdfuaid:part"]) == ("A", "1")
        height = float(pdf.pages[0].mediabox[3])
    assert min(glyph.y for glyph in page) > height - HALF_A_PAGE


def test_the_persons_language_stands_above_the_german(
    when: datetime, glyphs: Read, visual_lines: Lines
) -> None:
    (page,) = glyphs(appointment_slip.render(slip("uk"), when).pdf)
    heights = visual_lines(page).items()
    ukrainian = next(y for y, line in heights if "Вашазустріч" in line)
    german = next(y for y, line in heights if "IhrTermin" in line)
    assert ukrainian > german


def test_what_was_not_written_takes_no_line(when: datetime, glyphs: Read, visual_lines: Lines) -> None:
    (page,) = glyphs(appointment_slip.render(slip("de", place="", bring="", interpreting=False), when).pdf)
    said = "".join(visual_lines(page).values())
    for word in ("Ort", "Bittemitbringen", "übersetzt"):
        assert word not in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reminder_is_one_short_message_a_telephone_can_dial_from(language: str) -> None:
    said = appointment_reminder.text(MONDAY, time(9, 5), "+49 211 1234-567", "Meral Böhm", language)
    assert "09:05" in said
    assert "+49 211 1234-567" in said  # no joiners that keep a telephone from seeing the number
    assert "\n" not in said
    assert len(said) <= 200
    assert not re.search(r"KIM|Integration|Jobcenter|\{|\}", said)


def test_no_translation_counts_as_reviewed_yet() -> None:
    assert [each for each in LANGUAGES if appointment_reminder.is_reviewed(each)] == ["de"]


def test_the_list_of_a_day_has_a_line_an_appointment(
    when: datetime, glyphs: Read, visual_lines: Lines
) -> None:
    lines = [
        DayLine(
            time(9, 0), 60, "T. N. · SU-2026-1", "Kaiserplatz 1", "booked", "Vietnamesisch, Lê Thu Trang"
        ),
        DayLine(time(11, 30), 30, "M. Ö. · SU-2026-14", "", "missing", "Türkisch"),
    ]
    printed = day_list.render(MONDAY, lines, "Meral Böhm", when)
    (page,) = glyphs(printed.pdf)
    said = "".join(line for _, line in sorted(visual_lines(page).items()))
    for part in ("Montag,30.11.2026", "09:00Uhr", "SU-2026-14", "gebucht", "fehlt:Türkisch", "eigenenAugen"):
        assert part in said


def test_a_full_day_runs_over_pages(when: datetime) -> None:
    lines = [DayLine(time(8, 0), 15, f"T. N. · SU-2026-{n}", "Ort " * 12, "none", "") for n in range(60)]
    assert len(preview.text_lengths(day_list.render(MONDAY, lines, "Meral Böhm", when).pdf)) > 1
