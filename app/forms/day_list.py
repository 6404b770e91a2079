# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Tagesliste: the appointments of a day for one's own eyes, with initials and file numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from app.forms.appointment_reminder import WEEKDAYS
from app.forms.engine import Printed, print_form
from app.forms.languages import GERMAN
from app.forms.texts import Texts

FORM = "day_list"


@dataclass(frozen=True)
class DayLine:
    """`interpreting` is none, missing or booked; `interpreter` says in which language, how and by whom."""

    at: time
    minutes: int
    who: str
    place: str
    interpreting: str
    interpreter: str


def render(day: date, lines: Sequence[DayLine], case_manager: str, timestamp: datetime) -> Printed:
    """One line an appointment; it says nothing about what it is for."""
    text = Texts(FORM, GERMAN)
    weekday = text.say(f"weekday.{WEEKDAYS[day.weekday()]}")
    data = {
        "title": text.say("title"),
        "day": f"{weekday}, {day:%d.%m.%Y}",
        "about": text.say("about", case_manager=case_manager),
        "columns": [text.say(f"column.{name}") for name in ("time", "who", "place", "interpreting")],
        "lines": [_line(line, text) for line in lines],
        "own_eyes": text.say("own_eyes"),
    }
    return print_form(FORM, [text], data, timestamp)


def _line(line: DayLine, text: Texts) -> list[str]:
    lasts = text.say("lasts", time=f"{line.at:%H:%M}", minutes=line.minutes)
    booked = "" if line.interpreting == "none" else text.say(f"interpreting.{line.interpreting}")
    interpreting = ": ".join(word for word in (booked, line.interpreter) if word)
    return [lasts, line.who, line.place or "–", interpreting or "–"]
