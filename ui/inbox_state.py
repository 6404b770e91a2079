# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""How the state of a site's report is said: a word, an icon, a tone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import resources
from app.operations.district import InboxLine
from ui import periods
from ui.theme import Tone
from ui.widgets import Cell

_STATES: dict[str, tuple[str, str, Tone]] = {
    "received": ("check", "eingegangen", "success"),
    "late": ("clock", "verspätet", "warning"),
    "missing": ("half", "fehlt", "warning"),
    "incomplete": ("clock", "unvollständig", "warning"),
    "gap": ("warning", "Lücke in der Folge", "danger"),
    "refused": ("warning", "abgelehnt", "danger"),
    "fork": ("warning", "abgezweigt", "danger"),
    "quarantined": ("warning", "in Quarantäne", "danger"),
}
_HINTS = {
    "packet.gap": "Ein Paket davor fehlt noch.",
    "packet.fork": "Zwei Pakete tragen dieselbe Nummer. Das kann ein Angriff sein.",
    "release.other_catalogue": "Die Meldung gehört zu einem Katalog, den diese Datei nicht kennt.",
}
_GRAVEST_FIRST = ("fork", "quarantined", "refused", "gap", "incomplete", "missing", "late", "received")


def state_chip(line: InboxLine, period: str) -> Cell:
    """The state as a chip for a table."""
    icon, word, tone = _STATES[line.state]
    if line.state == "late" and line.received_on is not None:
        days = (line.received_on - periods.last_day(period)).days
        word = f"verspätet, {days} Tage"
    return Cell(word, icon=icon, chip=tone)


def alarm_word(state: str) -> str:
    return _STATES[state][1]


def reason(code: str | None) -> str:
    """What is wrong, in a sentence; empty if nothing is."""
    if code is None:
        return ""
    return _HINTS.get(code) or resources.messages()[code]["what"]


def trouble_first(lines: Iterable[InboxLine]) -> list[InboxLine]:
    """By gravity, then by the name of the site."""
    return sorted(lines, key=lambda each: (_GRAVEST_FIRST.index(each.state), each.site))


def day_and_month(day: date | None) -> str:
    return f"{day:%d.%m.}" if day else "–"
