# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Vollmacht und Auskunftsermächtigung, German alone or beside the client's language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.forms import letterhead
from app.forms.engine import Printed, print_form
from app.forms.letterhead import Controller, in_each
from app.forms.passages import paragraphs
from app.forms.texts import Texts, columns

FORM = "power_of_attorney"


@dataclass(frozen=True)
class PowerOfAttorney:
    """`representation`: also to act in the person's name; `address` empty where nobody may hear it."""

    form_number: str
    controller: Controller
    client_name: str
    birth_date: str
    address: str
    file_number: str
    case_manager: str
    authority: tuple[str, ...]
    reference: str
    representation: bool
    matters: str
    valid_until: date | None
    language: str
    printed_on: date


def render(sheet: PowerOfAttorney, timestamp: datetime) -> Printed:
    texts = columns(FORM, sheet.language, sheet.controller.wording)
    return print_form(FORM, texts, _data(sheet, texts), timestamp)


def _data(sheet: PowerOfAttorney, texts: Sequence[Texts]) -> dict[str, object]:
    about = {
        "form_number": sheet.form_number,
        "file_number": sheet.file_number,
        "printed_on": f"{sheet.printed_on:%d.%m.%Y}",
    }
    known = {"client": sheet.client_name, "birth_date": sheet.birth_date, "address": sheet.address}
    return letterhead.frame(sheet.controller, about, texts) | {
        "person": letterhead.fields({name: value for name, value in known.items() if value}, texts),
        "authority": {"labels": in_each(texts, "label.authority"), "lines": list(sheet.authority)},
        "reference": {"labels": in_each(texts, "label.reference"), "value": sheet.reference},
        "sections": _sections(sheet, texts),
        "signature": _signature(texts),
    }


def _sections(sheet: PowerOfAttorney, texts: Sequence[Texts]) -> list[dict[str, object]]:
    """Each with its ticked lines and, in the middle one, the matters as they were written."""
    office = {"unit": sheet.controller.unit, "name": sheet.controller.name}
    who = {"authority": sheet.authority[0], "case_manager": sheet.case_manager, **office}
    until = in_each(texts, "validity.until", day=sheet.valid_until) if sheet.valid_until else None
    return [
        _section(texts, "who", in_each(texts, "who.text", **who)),
        _section(texts, "scope", in_each(texts, "scope.limits"), in_each(texts, "scope.letters"))
        | {"ticks": _scope(sheet, texts)},
        _section(texts, "matters", in_each(texts, "matters.health"))
        | {"intro": in_each(texts, "matters.text"), "written": paragraphs(sheet.matters)},
        _section(texts, "our_side", in_each(texts, "our_side.text")),
        _section(texts, "validity", until or in_each(texts, "validity.no_end")),
        _section(texts, "withdrawal", in_each(texts, "withdrawal.text", phone=sheet.controller.phone)),
    ]


def _section(texts: Sequence[Texts], name: str, *sentences: list[str]) -> dict[str, object]:
    empty: dict[str, object] = {"ticks": [], "intro": [], "written": []}
    return empty | letterhead.section(texts, name, *sentences)


def _scope(sheet: PowerOfAttorney, texts: Sequence[Texts]) -> list[dict[str, object]]:
    """Both are on the paper, so that it shows what was left out."""
    given = {"information": True, "representation": sheet.representation}
    return [{"given": yes, "text": in_each(texts, f"scope.{name}")} for name, yes in given.items()]


def _signature(texts: Sequence[Texts]) -> dict[str, object]:
    names = ("understood", "place_date", "client", "representative", "interpreter")
    words: dict[str, object] = {name: in_each(texts, f"signature.{name}") for name in names}
    return words | {"headings": in_each(texts, "signature.heading")}
