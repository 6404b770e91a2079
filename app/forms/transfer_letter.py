# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Überleitung: a letter (DIN 5008, form B) with what is covered, and a part for the receiver's answer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast

from app.domain.transfer import Block
from app.forms import letter
from app.forms.engine import Printed, print_form
from app.forms.languages import GERMAN
from app.forms.legible import numbers_unbroken, print_legible
from app.forms.letter import Envelope
from app.forms.texts import Texts

FORM = "transfer"
_ANSWERS = ("accepted", "declined")
_LINES = ("contact", "day")


@dataclass(frozen=True)
class TransferLetter:
    """`blocks`: only what is covered; `basis`: consent or norm in words.

    `answer_released`: the receiver may answer about the person without asking first.
    """

    envelope: Envelope
    purpose: str
    course: str
    basis: str
    answer_released: bool
    blocks: tuple[Block, ...]


def render(transfer: TransferLetter, timestamp: datetime) -> Printed:
    """In German, for the body that receives it; what no font can print says so."""
    text = Texts(FORM, GERMAN)
    return print_legible(
        transfer.blocks,
        text.say("unprintable"),
        lambda blocks: print_form(FORM, [text], _data(replace(transfer, blocks=blocks), text), timestamp),
    )


def _data(transfer: TransferLetter, text: Texts) -> dict[str, object]:
    envelope = transfer.envelope
    facts = {
        "purpose": transfer.purpose,
        "course": transfer.course,
        "basis": numbers_unbroken(transfer.basis),
    }
    frame = letter.frame(envelope, text)
    info = [[text.say("label.our_reference"), envelope.form_number]]
    return frame | {
        "info": [*info, *cast("list[list[str]]", frame["info"])],
        "request": text.say("request"),
        "facts": [[text.say(f"label.{name}"), value] for name, value in facts.items() if value],
        "blocks": [{"heading": block.heading, "lines": block.lines} for block in transfer.blocks],
        "nothing": text.say("nothing"),
        "rules": text.say("rules"),
        "closing": text.say("closing"),
        "sender": envelope.case_manager,
        "answer": _answer(transfer, text),
    }


def _answer(transfer: TransferLetter, text: Texts) -> dict[str, object]:
    office = transfer.envelope.controller
    back = ", ".join((office.name, office.unit, *office.address))
    return {
        "heading": text.say("answer.heading", number=transfer.envelope.form_number),
        "released": text.say(f"answer.{'released' if transfer.answer_released else 'ask_first'}"),
        "choices": [text.say(f"answer.{name}") for name in _ANSWERS],
        "reason": text.say("answer.reason"),
        "lines": [text.say(f"answer.{name}") for name in _LINES],
        "back": text.say("answer.back", address=back),
    }
