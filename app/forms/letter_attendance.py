# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Terminbestätigung for the person's own hand: when somebody was or will be here, never what about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from app.forms import letterhead
from app.forms.engine import Printed, print_form
from app.forms.letterhead import Controller, in_each
from app.forms.passages import paragraphs
from app.forms.texts import Texts, columns

FORM = "letter_attendance"


@dataclass(frozen=True)
class AttendanceSheet:
    """A day after the one of printing is an appointment still to come; `note` in the case manager's words."""

    form_number: str
    controller: Controller
    client_name: str
    birth_date: str
    day: date
    begin: time
    end: time
    note: str
    case_manager: str
    language: str
    printed_on: date


def render(sheet: AttendanceSheet, timestamp: datetime) -> Printed:
    texts = columns(FORM, sheet.language, sheet.controller.wording)
    return print_form(FORM, texts, _data(sheet, texts), timestamp)


def _data(sheet: AttendanceSheet, texts: Sequence[Texts]) -> dict[str, object]:
    about = {"form_number": sheet.form_number, "printed_on": f"{sheet.printed_on:%d.%m.%Y}"}
    said = "invited" if sheet.day > sheet.printed_on else "attended"
    hours = {"begin": f"{sheet.begin:%H:%M}", "end": f"{sheet.end:%H:%M}"}
    person = {"client": sheet.client_name, "birth_date": sheet.birth_date}
    return letterhead.frame(sheet.controller, about, texts) | {
        "person": letterhead.fields({name: value for name, value in person.items() if value}, texts),
        "confirmed": in_each(texts, said, client=sheet.client_name, day=sheet.day, **hours),
        "note": {"labels": in_each(texts, "label.note"), "written": paragraphs(sheet.note)},
        "sentences": [in_each(texts, name) for name in ("purpose", "yours")],
        "signature": {name: in_each(texts, f"signature.{name}") for name in ("place_date", "case_manager")},
        "case_manager": sheet.case_manager,
    }
