# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Zettel zur Verweisberatung: half a page in the client's language first, beneath it in German."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.forms import bidi, letterhead
from app.forms.engine import Printed, print_form
from app.forms.languages import GERMAN
from app.forms.letterhead import Controller
from app.forms.texts import Texts, columns

FORM = "referral_slip"
_ROWS = (
    "contact_person",
    "address",
    "phone",
    "email",
    "website",
    "opening_hours",
    "access_note",
    "course",
    "bring",
)


@dataclass(frozen=True)
class ReferralSlip:
    """Where to go, as the directory has it, and what to bring; nothing about the person stands here."""

    form_number: str
    controller: Controller
    institution: str
    contact_person: str
    address: str
    phone: str
    email: str
    website: str
    opening_hours: str
    access_note: str
    course: str
    bring: str
    language: str


def render(slip: ReferralSlip, timestamp: datetime) -> Printed:
    texts = columns(FORM, slip.language, slip.controller.wording)
    return print_form(FORM, texts, _data(slip, texts), timestamp)


def _data(slip: ReferralSlip, texts: list[Texts]) -> dict[str, object]:
    german, office = texts[0], slip.controller
    return {
        "title": f"{german.say('title')}, {slip.form_number}",
        "author": office.name,
        "office": [office.name, office.unit, " · ".join((*office.address, office.phone))],
        "about": [german.say("label.form_number"), slip.form_number],
        "head": letterhead.code_and_logo(office, slip.form_number),
        "qr_alt": german.say("qr_alt", number=slip.form_number),
        "institution": slip.institution,
        "parts": [_part(slip, text) for text in reversed(texts)],
        "reading_aid": not all(text.reviewed for text in texts),
        "rows": _rows(slip, texts[-1]),
    }


def _rows(slip: ReferralSlip, text: Texts) -> list[dict[str, object]]:
    """Once, under labels that the person reads: the directory's words are German anyway."""
    found = ((name, str(getattr(slip, name)).strip()) for name in _ROWS)
    return [_row(text, name, value) for name, value in found if value]


def _part(slip: ReferralSlip, text: Texts) -> dict[str, object]:
    return {
        "lang": text.tag,
        "rtl": text.right_to_left,
        "title": text.say("title"),
        "sentences": [text.say("told_nothing"), text.say("questions", phone=slip.controller.phone)],
        "reading_aid": text.say("reading_aid"),
    }


def _row(text: Texts, label: str, value: str) -> dict[str, object]:
    """A value runs as its own first letter does; a short one stays on one line."""
    rtl = bidi.reads_right_to_left(value)
    return {
        "label": text.say(f"label.{label}"),
        "text": bidi.isolate_runs(value) if rtl else bidi.unbroken(value),
        "rtl": rtl,
        "lang": text.tag if rtl else GERMAN,
    }
