# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Bildblatt: what a consent means in eight pictures, for those who cannot read; of no person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.forms import letterhead
from app.forms.engine import Printed, print_form
from app.forms.letterhead import Controller, in_each
from app.forms.texts import columns

FORM = "pictograms"
PICTURES = ("write", "decide", "talk", "no_harm", "stop", "closed", "limits", "sign")


@dataclass(frozen=True)
class PictogramSheet:
    form_number: str
    controller: Controller
    language: str
    printed_on: date


def render(sheet: PictogramSheet, timestamp: datetime) -> Printed:
    texts = columns(FORM, sheet.language, sheet.controller.wording)
    about = letterhead.about(form_number=sheet.form_number, printed_on=f"{sheet.printed_on:%d.%m.%Y}")
    data = letterhead.frame(sheet.controller, about, texts) | {
        "intro": in_each(texts, "intro.text"),
        "pictures": [
            {
                "name": name,
                "words": in_each(texts, f"picture.{name}"),
                "alt": texts[0].say(f"alt.{name}"),
            }
            for name in PICTURES
        ],
    }
    return print_form(FORM, texts, data, timestamp)
