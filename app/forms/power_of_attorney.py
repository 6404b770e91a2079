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
_DAY_BY_HAND = "__.__.____"
_EMPTY_LINES = 3


@dataclass(frozen=True)
class PowerOfAttorney:
    """`representation`: also to act in the person's name; `address` empty where nobody may hear it.

    A blank names no authority and no person: everything but the office is written and ticked by hand.
    """

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

    @property
    def blank(self) -> bool:
        return not self.authority


def render(sheet: PowerOfAttorney, timestamp: datetime) -> Printed:
    texts = columns(FORM, sheet.language, sheet.controller.wording)
    return print_form(FORM, texts, _data(sheet, texts), timestamp)


def _data(sheet: PowerOfAttorney, texts: Sequence[Texts]) -> dict[str, object]:
    about = letterhead.about(
        form_number=sheet.form_number,
        file_number=sheet.file_number,
        printed_on=f"{sheet.printed_on:%d.%m.%Y}",
    )
    known = {"client": sheet.client_name, "birth_date": sheet.birth_date, "address": sheet.address}
    asked = {name: value for name, value in known.items() if value or sheet.blank}
    return letterhead.frame(sheet.controller, about, texts) | {
        "person": letterhead.fields(asked, texts),
        "authority": {"labels": in_each(texts, "label.authority"), "lines": list(sheet.authority)},
        "reference": {"labels": in_each(texts, "label.reference"), "value": sheet.reference},
        "sections": _sections(sheet, texts),
        "signature": _signature(texts),
    }


def _sections(sheet: PowerOfAttorney, texts: Sequence[Texts]) -> list[dict[str, object]]:
    """Each with its ticked lines and, in the middle one, the matters as they were written."""
    return [
        _section(texts, "who", _who(sheet, texts)),
        _section(texts, "scope", in_each(texts, "scope.limits"), in_each(texts, "scope.letters"))
        | {"ticks": _scope(sheet, texts)},
        _section(texts, "matters", in_each(texts, "matters.health"))
        | {
            "intro": in_each(texts, "matters.text"),
            "written": paragraphs(sheet.matters),
            "empty_lines": _EMPTY_LINES if sheet.blank else 0,
        },
        _section(texts, "our_side", in_each(texts, "our_side.text")),
        _validity(sheet, texts),
        _section(texts, "withdrawal", in_each(texts, "withdrawal.text", phone=sheet.controller.phone)),
    ]


def _section(texts: Sequence[Texts], name: str, *sentences: list[str]) -> dict[str, object]:
    empty: dict[str, object] = {"ticks": [], "intro": [], "written": [], "empty_lines": 0}
    return empty | letterhead.section(texts, name, *sentences)


def _who(sheet: PowerOfAttorney, texts: Sequence[Texts]) -> list[str]:
    office = {"unit": sheet.controller.unit, "name": sheet.controller.name}
    if sheet.blank:
        return in_each(texts, "who.blank", case_manager=sheet.case_manager, **office)
    return in_each(texts, "who.text", authority=sheet.authority[0], case_manager=sheet.case_manager, **office)


def _scope(sheet: PowerOfAttorney, texts: Sequence[Texts]) -> list[dict[str, object]]:
    """Both are on the paper, so that it shows what was left out."""
    given = {"information": not sheet.blank, "representation": sheet.representation}
    return [{"given": yes, "text": in_each(texts, f"scope.{name}")} for name, yes in given.items()]


def _validity(sheet: PowerOfAttorney, texts: Sequence[Texts]) -> dict[str, object]:
    """A day, or none; of a blank one of the two is ticked."""
    no_end = in_each(texts, "validity.no_end")
    if sheet.blank:
        until = in_each(texts, "validity.until", day=_DAY_BY_HAND)
        choice = [{"given": False, "text": words} for words in (until, no_end)]
        return _section(texts, "validity") | {"ticks": choice}
    ends = sheet.valid_until
    return _section(texts, "validity", in_each(texts, "validity.until", day=ends) if ends else no_end)


def _signature(texts: Sequence[Texts]) -> dict[str, object]:
    names = ("understood", "place_date", "client", "representative", "interpreter")
    words: dict[str, object] = {name: in_each(texts, f"signature.{name}") for name in names}
    return words | {"headings": in_each(texts, "signature.heading")}
