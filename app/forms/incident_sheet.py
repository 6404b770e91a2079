# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The report of a breach to the authority (Art. 33 Abs. 3 DSGVO), as far as the file knows it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.forms.engine import Printed, print_form
from app.forms.languages import GERMAN
from app.forms.texts import Texts

FORM = "incident"
DEADLINE = timedelta(hours=72)


@dataclass(frozen=True)
class IncidentSheet:
    """`persons` is None where the file holds no clients; `changed_on` is None before the key is changed."""

    controller: tuple[str, ...]
    officer: str
    authority: str
    cause: str
    noticed_on: date
    persons: int | None
    changed_on: date | None
    staff_code: str
    printed_on: date


def render(sheet: IncidentSheet, timestamp: datetime) -> Printed:
    """One page, unless names are very long; what the file cannot know has lines to write on."""
    text = Texts(FORM, GERMAN)
    data = {
        "title": text.say("title"),
        "subtitle": text.say("subtitle"),
        "deadline": text.say("deadline", day=_german(sheet.noticed_on + DEADLINE)),
        "about": _about(sheet, text),
        "parts": _parts(sheet, text),
        "footer": text.say("footer"),
    }
    return print_form(FORM, [text], data, timestamp)


def _about(sheet: IncidentSheet, text: Texts) -> list[list[str]]:
    values = {
        "controller": ", ".join(sheet.controller),
        "officer": sheet.officer,
        "authority": sheet.authority,
        "noticed": _german(sheet.noticed_on),
        "made": _german(sheet.printed_on),
        "staff": sheet.staff_code,
    }
    return [[text.say(f"label.{name}"), value or text.say("none")] for name, value in values.items()]


def _parts(sheet: IncidentSheet, text: Texts) -> list[dict[str, object]]:
    def part(name: str, sentences: Iterable[str], lines: int) -> dict[str, object]:
        said = list(sentences)
        return {
            "heading": text.say(f"heading.{name}"),
            "sentences": said,
            "lines": [text.say("by_hand")] * lines,
        }

    every = ("categories", "staff") if sheet.persons is not None else ("staff",)
    whom = (
        text.say("whom.district") if sheet.persons is None else text.say("whom.persons", count=sheet.persons)
    )
    changed = sheet.changed_on
    done = text.say("done.changed", day=_german(changed)) if changed else text.say("done.waits")
    after = (text.say(f"done.{name}") for name in ("sheet", "people") if changed)
    todo = ("officer", "authority", "persons", "copies", "police")
    return [
        part("what", [text.say(f"cause.{sheet.cause}")], 2),
        part("whom", [whom, *(text.say(f"whom.{name}") for name in every)], 1),
        part("consequences", (text.say(f"consequences.{name}") for name in ("sealed", "risk")), 1),
        part("done", [done, *after], 1),
        part("todo", (text.say(f"todo.{name}") for name in todo), 0),
    ]


def _german(day: date) -> str:
    return f"{day:%d.%m.%Y}"
