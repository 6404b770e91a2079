# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Erfassungsliste for one recipient: the rows and columns that may go, and on what basis."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from app.forms.engine import Printed, print_form
from app.forms.languages import GERMAN
from app.forms.letterhead import Controller
from app.forms.texts import Texts

FORM = "registration_list"


@dataclass(frozen=True)
class ListSheet:
    """`norm` as it is cited, empty without one; `signed`: for some of it the persons signed."""

    sender: Controller
    recipient: str
    day: date
    norm: str
    reason: str
    signed: bool
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def render(sheet: ListSheet, timestamp: datetime) -> Printed:
    text = Texts(FORM, GERMAN)
    sender = ", ".join(part for part in (sheet.sender.name, sheet.sender.unit) if part)
    count = text.say("person" if len(sheet.rows) == 1 else "persons", count=len(sheet.rows))
    data = {
        "title": text.say("title"),
        "about": [
            [text.say("label.recipient"), sheet.recipient],
            [text.say("label.sender"), sender],
            [text.say("label.day"), f"{sheet.day:%d.%m.%Y}"],
            [text.say("label.content"), count],
            [text.say("label.basis"), " ".join(_basis(sheet, text))],
        ],
        "header": list(sheet.header),
        "rows": [list(row) for row in sheet.rows],
        "footer": text.say("footer", sender=sender, day=sheet.day),
        "page": [text.say("page"), text.say("of")],
    }
    return print_form(FORM, [text], data, timestamp)


def _basis(sheet: ListSheet, text: Texts) -> Iterator[str]:
    if sheet.norm:
        yield text.say("basis.norm", norm=sheet.norm, reason=sheet.reason)
    if sheet.signed:
        yield text.say("basis.consent")
