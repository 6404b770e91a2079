# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Widerruf on one page: of everything or of chosen recipients, blank or filled, with what was told before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.forms import letterhead
from app.forms.engine import Printed, print_form
from app.forms.letterhead import Controller, in_each, section
from app.forms.texts import Texts, columns

FORM = "withdrawal"
EMPTY_ROWS = 4


@dataclass(frozen=True)
class Recipient:
    """One recipient with the data categories (codes); `chosen`: its release is withdrawn."""

    name: str
    categories: tuple[str, ...]
    chosen: bool = False


@dataclass(frozen=True)
class Told:
    day: date
    recipient: str
    categories: tuple[str, ...]


@dataclass(frozen=True)
class WithdrawalSheet:
    """What is printed; a blank has no person and names nobody.

    `consent_of` and `consent_number`: day and form number of the declaration; `told` is None where it is not
    to be listed; `spoken_on`: it was withdrawn by word on that day, and the sheet only records it.
    """

    form_number: str
    controller: Controller
    client_name: str
    birth_date: str
    file_number: str
    language: str
    printed_on: date
    consent_of: date | None = None
    consent_number: str = ""
    everything: bool = False
    recipients: tuple[Recipient, ...] = ()
    told: tuple[Told, ...] | None = None
    spoken_on: date | None = None
    set_number: str = ""


def render(sheet: WithdrawalSheet, timestamp: datetime) -> Printed:
    texts = columns(FORM, sheet.language, sheet.controller.wording)
    return print_form(FORM, texts, _data(sheet, texts), timestamp)


def _data(sheet: WithdrawalSheet, texts: Sequence[Texts]) -> dict[str, object]:
    about = letterhead.about(
        form_number=sheet.form_number,
        file_number=sheet.file_number,
        set_number=sheet.set_number,
        printed_on=f"{sheet.printed_on:%d.%m.%Y}",
    )
    person = {"client": sheet.client_name, "birth_date": sheet.birth_date}
    return letterhead.frame(sheet.controller, about, texts) | {
        "person": letterhead.fields(person, texts),
        "intro": section(texts, "intro", in_each(texts, "intro.text", phone=sheet.controller.phone)),
        "choice": _choice(sheet, texts),
        "effect": section(texts, "effect", *(in_each(texts, f"effect.{key}") for key in _EFFECTS)),
        "disclosed": _disclosed(sheet, texts),
        "declaration": section(texts, "declaration", _declaration(sheet, texts)),
        "words": {name: in_each(texts, f"signature.{name}") for name in _SIGNATURES},
    }


_EFFECTS = ("now", "before", "file")
_SIGNATURES = ("place_date", "client", "witness", "received")


def _choice(sheet: WithdrawalSheet, texts: Sequence[Texts]) -> dict[str, object]:
    some = any(each.chosen for each in sheet.recipients) and not sheet.everything
    return {
        "headings": in_each(texts, "choice.heading"),
        "everything": _everything(sheet, texts),
        "everything_ticked": sheet.everything,
        "some": in_each(texts, "choice.some"),
        "some_ticked": some,
        "columns": [in_each(texts, f"table.{name}") for name in ("recipient", "categories")],
        "recipients": [_recipient(each, texts) for each in sheet.recipients],
        "empty_rows": 0 if sheet.recipients else EMPTY_ROWS,
        "statistics": in_each(texts, "choice.statistics"),
    }


def _everything(sheet: WithdrawalSheet, texts: Sequence[Texts]) -> list[str]:
    if sheet.consent_of is None:
        return in_each(texts, "choice.everything")
    return in_each(texts, "choice.everything_of", day=sheet.consent_of, number=sheet.consent_number)


def _recipient(each: Recipient, texts: Sequence[Texts]) -> dict[str, object]:
    return {"name": each.name, "ticked": each.chosen, "categories": _categories(each.categories, texts)}


def _categories(codes: Sequence[str], texts: Sequence[Texts]) -> list[str]:
    return [", ".join(text.say(f"category.{code}") for code in codes) for text in texts]


def _disclosed(sheet: WithdrawalSheet, texts: Sequence[Texts]) -> dict[str, object]:
    return {
        "headings": in_each(texts, "disclosed.heading"),
        "intro": _disclosed_intro(sheet, texts),
        "columns": [in_each(texts, f"table.{name}") for name in ("day", "recipient", "categories")],
        "rows": [
            {
                "day": f"{told.day:%d.%m.%Y}",
                "name": told.recipient,
                "categories": _categories(told.categories, texts),
            }
            for told in sheet.told or ()
        ],
    }


def _disclosed_intro(sheet: WithdrawalSheet, texts: Sequence[Texts]) -> list[str]:
    if sheet.told is None:
        return in_each(texts, "disclosed.ask")
    return in_each(texts, "disclosed.intro" if sheet.told else "disclosed.none", day=sheet.printed_on)


def _declaration(sheet: WithdrawalSheet, texts: Sequence[Texts]) -> list[str]:
    if sheet.spoken_on is None:
        return in_each(texts, "declaration.text")
    return in_each(texts, "declaration.spoken", day=sheet.spoken_on)
