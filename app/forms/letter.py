# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What every business letter shares (DIN 5008, form B): `letter.typ` sets it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.forms import bidi, letterhead
from app.forms.letterhead import Controller
from app.forms.texts import Texts


@dataclass(frozen=True)
class Envelope:
    """Who writes to whom, and when; `recipient`: lines of the address field, `reference`: the recipient's."""

    form_number: str
    controller: Controller
    recipient: tuple[str, ...]
    case_manager: str
    day: date
    reference: str = ""
    file_number: str = ""


def frame(envelope: Envelope, text: Texts) -> dict[str, object]:
    """All that stands around the letter's own words; its texts need `subject`, `greeting` and the labels."""
    office = envelope.controller
    return letterhead.head(office, {"form_number": envelope.form_number}, text) | {
        "return_line": " · ".join((office.name, *office.address)),
        "recipient": list(envelope.recipient),
        "info": [[text.say(f"label.{name}"), value] for name, value in _information(envelope).items()],
        "subject": text.say("subject"),
        "greeting": text.say("greeting"),
    }


def address_lines(name: str, contact_person: str, address: str) -> tuple[str, ...]:
    """An institution of the directory as lines of the address field: a comma or a line end parts them."""
    parts = (part.strip() for part in address.replace("\n", ",").split(","))
    return tuple(line for line in (name, contact_person, *parts) if line)


def _information(envelope: Envelope) -> Mapping[str, str]:
    office = envelope.controller
    rows = {
        "reference": envelope.reference,
        "file_number": envelope.file_number,
        "case_manager": envelope.case_manager,
        "phone": office.phone,
        "email": office.email.replace("@", f"{bidi.MAY_WRAP}@"),
        "day": f"{envelope.day:%d.%m.%Y}",
    }
    return {name: value for name, value in rows.items() if value}
