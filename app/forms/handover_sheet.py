# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Übergabeblatt: what another counselling office may know of a person who moves to it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from app.domain.errors import Trouble
from app.domain.transfer import Block
from app.forms import letterhead
from app.forms.engine import Printed, print_form
from app.forms.letterhead import Controller
from app.forms.texts import Texts, columns

FORM = "handover"


@dataclass(frozen=True)
class HandoverSheet:
    """`recipient`: lines of an address; `blocks`: only what is covered; `norm`: in place of a consent."""

    form_number: str
    controller: Controller
    recipient: tuple[str, ...]
    sender: str
    purpose: str
    norm: str | None
    blocks: tuple[Block, ...]
    printed_on: date


def render(sheet: HandoverSheet, timestamp: datetime) -> Printed:
    """One sheet in German, signed on both sides; what no font can print (a name in Han signs) says so."""
    texts = columns(FORM, "de")
    try:
        return print_form(FORM, texts, _data(sheet, texts), timestamp)
    except Trouble as trouble:
        legible = _without(sheet, str(trouble.facts.get("character", "")), texts[0].say("unprintable"))
        if legible == sheet:
            raise
        return render(legible, timestamp)


def _data(sheet: HandoverSheet, texts: list[Texts]) -> dict[str, object]:
    (german,) = texts
    about = {"form_number": sheet.form_number, "printed_on": f"{sheet.printed_on:%d.%m.%Y}"}
    return letterhead.frame(sheet.controller, about, texts) | {
        "recipient": list(sheet.recipient),
        "facts": [
            [german.say("label.sender"), sheet.sender],
            [german.say("label.purpose"), sheet.purpose],
            [german.say("label.basis"), sheet.norm or german.say("consent")],
        ],
        "blocks": [{"heading": block.heading, "lines": block.lines} for block in sheet.blocks],
        "nothing": german.say("nothing"),
        "rules": letterhead.section(texts, "rules", [german.say("rules.text")]),
        "signature": {
            name: german.say(f"signature.{name}") for name in ("heading", "place_date", "sender", "recipient")
        },
    }


def _without(sheet: HandoverSheet, character: str, instead: str) -> HandoverSheet:
    """The same sheet with other words where this character stands."""

    def legible(line: tuple[str, str]) -> tuple[str, str]:
        return (line[0], instead) if character and character in line[1] else line

    return replace(sheet, blocks=tuple(replace(b, lines=tuple(map(legible, b.lines))) for b in sheet.blocks))
