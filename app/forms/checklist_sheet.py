# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A checklist on paper: the items it is given and no others, never a total, never a verdict."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from app.forms import logos
from app.forms.engine import Printed, print_form
from app.forms.languages import GERMAN
from app.forms.letterhead import Controller
from app.forms.texts import Texts

FORM = "checklist"
_UNITS = re.compile(r"(§|Abs\.|Satz|Nr\.) ")
"""A number stays with its word."""
_STATES = ("met", "open", "unclear")


@dataclass(frozen=True)
class SheetItem:
    """`state` None: to be ticked by hand."""

    words: str
    source: str
    state: str | None
    said_on: str = ""


@dataclass(frozen=True)
class ChecklistSheet:
    """Without a recipient it is the person's own copy; what may not be told of the person is empty."""

    controller: Controller
    title: str
    norm: str
    as_of: str
    client_name: str
    born: str
    file_number: str
    case_manager: str
    recipient: str
    printed_on: date
    items: tuple[SheetItem, ...]


def render(page: ChecklistSheet, timestamp: datetime) -> Printed:
    texts = Texts(FORM, GERMAN)
    return print_form(FORM, [texts], _data(page, texts), timestamp)


def _data(page: ChecklistSheet, texts: Texts) -> dict[str, object]:
    heading = texts.say("title", norm=page.norm)
    about = {"case_manager": page.case_manager, "printed_on": f"{page.printed_on:%d.%m.%Y}"}
    person = {"client": page.client_name, "born": page.born, "file_number": page.file_number}
    return {
        "title": heading,
        "author": page.controller.name,
        "heading": heading,
        "subheading": texts.say("subtitle", title=page.title, as_of=page.as_of),
        "head": {
            "name": page.controller.name,
            "unit": page.controller.unit,
            "address": list(page.controller.address),
            "phone": page.controller.phone,
            "email": page.controller.email,
            "logo": logos.drawn(page.controller.logo),
        },
        "about": _rows(about, texts),
        "person": _rows(person, texts),
        "footer": f"{heading} · {page.as_of}",
        "page": [texts.say("label.page"), texts.say("label.of")],
        "notes": _notes(page, texts),
        "columns": [texts.say(f"column.{name}") for name in ("item", "state", "source")],
        "choices": [texts.say(f"state.{name}") for name in _STATES],
        "items": [_item(item, texts) for item in page.items],
    }


def _rows(values: dict[str, str], texts: Texts) -> list[list[str]]:
    return [[texts.say(f"label.{name}"), value] for name, value in values.items() if value]


def _notes(page: ChecklistSheet, texts: Texts) -> list[str]:
    if page.recipient:
        whose = [texts.say("for_recipient", recipient=page.recipient), texts.say("only_released")]
    else:
        whose = [texts.say("own_copy")]
    return [*whose, texts.say("no_verdict")]


def _item(item: SheetItem, texts: Texts) -> dict[str, str]:
    return {
        "words": item.words,
        "source": _UNITS.sub("\\1\u00a0", item.source),
        "state": texts.say(f"state.{item.state}") if item.state else "",
        "said_on": texts.say("state.said_on", day=item.said_on) if item.said_on else "",
    }
