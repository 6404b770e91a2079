# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Übertragungsblatt: what is typed into the Land's database, on one page, in the order of typing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.forms.engine import Printed, print_form
from app.forms.languages import GERMAN
from app.forms.texts import Texts

FORM = "land_sheet"


@dataclass(frozen=True)
class Part:
    """A heading by its name, and rows of label and value."""

    name: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class LandSheet:
    """`basis`: consent or task with its day, or None for a preliminary file."""

    file_number: str
    case_manager: str
    printed_on: date
    basis: str | None
    basis_on: date | None
    left: tuple[Part, ...]
    right: tuple[Part, ...]


def render(page: LandSheet, timestamp: datetime) -> Printed:
    texts = Texts(FORM, GERMAN)
    about = {
        "file_number": page.file_number,
        "case_manager": page.case_manager,
        "printed_on": f"{page.printed_on:%d.%m.%Y}",
    }
    data = {
        "title": texts.say("title"),
        "subtitle": texts.say("subtitle"),
        "author": "KIM-Brücke",
        "about": [[texts.say(f"label.{name}"), value] for name, value in about.items()],
        "basis": texts.say(f"basis_{page.basis or 'none'}", day=page.basis_on or ""),
        "warn": page.basis is None,
        "halves": [_parts(half, texts) for half in (page.left, page.right)],
        "footer": f"{texts.say('title')} · {page.file_number}",
        "page": [texts.say("label.page"), texts.say("label.of")],
    }
    return print_form(FORM, [texts], data, timestamp)


def _parts(parts: Sequence[Part], texts: Texts) -> list[dict[str, object]]:
    nothing = [["", texts.say("nothing")]]
    return [
        {
            "heading": texts.say(f"section.{part.name}"),
            "rows": [list(row) for row in part.rows] or nothing,
        }
        for part in parts
    ]
