# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Terminzettel: half a page in the client's language first, beneath it in German."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from app.forms import bidi, letterhead
from app.forms.appointment_reminder import WEEKDAYS
from app.forms.engine import Printed, print_form
from app.forms.languages import GERMAN
from app.forms.letterhead import Controller
from app.forms.texts import Texts, columns

FORM = "appointment_slip"
_ROWS = {"client": "client_name", "place": "place", "bring": "bring", "case_manager": "case_manager"}
_BY_HAND = {"weekday": "_" * 12, "day": "__.__.____", "time": "__:__"}


@dataclass(frozen=True)
class AppointmentSlip:
    """`place` and `bring` as somebody wrote them; what the appointment is about does not stand here.

    A blank has no day; it has lines for everything but the office.
    """

    form_number: str
    controller: Controller
    client_name: str
    case_manager: str
    day: date | None
    at: time | None
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
        "head": letterhead.code_and_logo(office, slip.form_number),
        "qr_alt": german.say("qr_alt", number=slip.form_number),
        "parts": _parts(slip, texts),
        "reading_aid": [] if all(text.reviewed for text in texts) else _reading_aid(texts),
    }


def _parts(slip: AppointmentSlip, texts: list[Texts]) -> list[dict[str, object]]:
    """The person's language first; a blank has its lines once."""
    first, *others = (_part(slip, text) for text in reversed(texts))
    return [first, *(part | {"when": "", "rows": []} if slip.day is None else part for part in others)]


def _part(slip: AppointmentSlip, text: Texts) -> dict[str, object]:
    rows = [_row(text, name, getattr(slip, field), by_hand=slip.day is None) for name, field in _ROWS.items()]
    return {
        "lang": text.tag,
        "rtl": text.right_to_left,
        "title": text.say("title"),
        "when": _when(slip, text),
        "rows": [row for row in rows if row is not None],
        "sentences": _sentences(slip, text),
    }


def _when(slip: AppointmentSlip, text: Texts) -> str:
    """A blank has room for the day and the hour."""
    if slip.day is None or slip.at is None:
        return text.say("when", **_BY_HAND)
    weekday = text.say(f"weekday.{WEEKDAYS[slip.day.weekday()]}")
    return text.say("when", weekday=weekday, day=slip.day, time=f"{slip.at:%H:%M}")


def _row(text: Texts, label: str, value: str, *, by_hand: bool) -> dict[str, object] | None:
    """Nothing where nothing was written, or a line to write on; a value runs as its own first letter does."""
    if not value and not by_hand:
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
