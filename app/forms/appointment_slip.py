# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Terminzettel: half a page in the client's language first, beneath it in German."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from app.forms import bidi, charts
from app.forms.appointment_reminder import WEEKDAYS
from app.forms.engine import Printed, print_form
from app.forms.languages import GERMAN
from app.forms.letterhead import Controller
from app.forms.texts import Texts, columns

FORM = "appointment_slip"


@dataclass(frozen=True)
class AppointmentSlip:
    """`place` and `bring` as somebody wrote them; what the appointment is about does not stand here."""

    form_number: str
    controller: Controller
    client_name: str
    case_manager: str
    day: date
    at: time
    place: str
    bring: str
    interpreting: bool
    language: str


def render(slip: AppointmentSlip, timestamp: datetime) -> Printed:
    texts = columns(FORM, slip.language, slip.controller.wording)
    return print_form(FORM, texts, _data(slip, texts), timestamp)


def _data(slip: AppointmentSlip, texts: list[Texts]) -> dict[str, object]:
    german, office = texts[0], slip.controller
    return {
        "title": f"{german.say('title')}, {slip.form_number}",
        "author": office.name,
        "office": [office.name, office.unit, " · ".join((*office.address, office.phone))],
        "about": [german.say("label.form_number"), slip.form_number],
        "qr": charts.qr_code(slip.form_number).decode(),
        "qr_alt": german.say("qr_alt", number=slip.form_number),
        "parts": [_part(slip, text) for text in reversed(texts)],
        "reading_aid": [] if all(text.reviewed for text in texts) else _reading_aid(texts),
    }


def _part(slip: AppointmentSlip, text: Texts) -> dict[str, object]:
    weekday = text.say(f"weekday.{WEEKDAYS[slip.day.weekday()]}")
    rows = [
        _row(text, "client", slip.client_name),
        _row(text, "place", slip.place),
        _row(text, "bring", slip.bring),
        _row(text, "case_manager", slip.case_manager),
    ]
    return {
        "lang": text.tag,
        "rtl": text.right_to_left,
        "title": text.say("title"),
        "when": text.say("when", weekday=weekday, day=slip.day, time=f"{slip.at:%H:%M}"),
        "rows": [row for row in rows if row is not None],
        "sentences": _sentences(slip, text),
    }


def _row(text: Texts, label: str, value: str) -> dict[str, object] | None:
    """Nothing where nothing was written; a value runs as its own first letter does."""
    if not value:
        return None
    rtl = bidi.reads_right_to_left(value)
    return {
        "label": text.say(f"label.{label}"),
        "text": bidi.isolate_runs(value) if rtl else value,
        "rtl": rtl,
        "lang": text.tag if rtl else GERMAN,
    }


def _sentences(slip: AppointmentSlip, text: Texts) -> list[str]:
    interpreting = [text.say("interpreting")] if slip.interpreting else []
    return [*interpreting, text.say("cancel", phone=slip.controller.phone)]


def _reading_aid(texts: list[Texts]) -> list[dict[str, object]]:
    return [
        {"lang": text.tag, "rtl": text.right_to_left, "text": text.say("reading_aid")}
        for text in reversed(texts)
    ]
