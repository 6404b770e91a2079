# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Eigene Zahlen: exact counts for the own office, marked on every page that they must not leave it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.forms.engine import Printed, print_form
from app.forms.languages import GERMAN
from app.forms.texts import Texts

FORM = "own_figures"


@dataclass(frozen=True)
class Line:
    """A cell in words: how many persons truly, and what the Meldung says; None: nothing."""

    label: str
    exact: int
    released: int | None


@dataclass(frozen=True)
class Table:
    title: str
    lines: tuple[Line, ...]


def render(site: str, until: date, tables: Sequence[Table], timestamp: datetime) -> Printed:
    """Every table with its lines; one without lines says that nobody is in it."""
    text = Texts(FORM, GERMAN)
    data = {
        "title": text.say("title"),
        "about": text.say("about", site=site, day=f"{until:%d.%m.%Y}"),
        "warning": text.say("warning"),
        "mark": text.say("mark"),
        "columns": ["", text.say("column.exact"), text.say("column.released")],
        "nobody": text.say("nobody"),
        "tables": [
            {"title": table.title, "lines": [_line(line) for line in table.lines]} for table in tables
        ],
    }
    return print_form(FORM, [text], data, timestamp)


def _line(line: Line) -> list[str]:
    return [line.label, str(line.exact), "–" if line.released is None else str(line.released)]
