# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Übergabeblatt: what another counselling office may know of a person who moves to it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from app.domain.transfer import Block
from app.forms import letterhead
from app.forms.engine import Printed, print_form
from app.forms.legible import numbers_unbroken, print_legible
from app.forms.letterhead import Controller
from app.forms.texts import Texts, columns

FORM = "handover"


@dataclass(frozen=True)
class HandoverSheet:
    """`recipient`: lines of an address; `blocks`: only what is covered; `basis`: consent or norm in words."""

    form_number: str
    controller: Controller
    recipient: tuple[str, ...]
    sender: str
    purpose: str
    basis: str
    blocks: tuple[Block, ...]
    printed_on: date


def render(sheet: HandoverSheet, timestamp: datetime) -> Printed:
    """One sheet in German, signed on both sides; what no font can print (a name in Han signs) says so."""
    texts = columns(FORM, "de")
    return print_legible(
        sheet.blocks,
        texts[0].say("unprintable"),
        lambda blocks: print_form(FORM, texts, _data(replace(sheet, blocks=blocks), texts), timestamp),
    )


def _data(sheet: HandoverSheet, texts: list[Texts]) -> dict[str, object]:
    (german,) = texts
    about = {"form_number": sheet.form_number, "printed_on": f"{sheet.printed_on:%d.%m.%Y}"}
    return letterhead.frame(sheet.controller, about, texts) | {
        "recipient": list(sheet.recipient),
        "facts": [
            [german.say("label.sender"), sheet.sender],
            [german.say("label.purpose"), sheet.purpose],
            [german.say("label.basis"), numbers_unbroken(sheet.basis)],
        ],
        "blocks": [{"heading": block.heading, "lines": block.lines} for block in sheet.blocks],
        "nothing": german.say("nothing"),
        "rules": letterhead.section(texts, "rules", [german.say("rules.text")]),
        "signature": {
            name: german.say(f"signature.{name}") for name in ("heading", "place_date", "sender", "recipient")
        },
    }
