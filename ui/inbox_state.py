# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""How the state of a site's report is said: a word, an icon, a tone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import resources
from app.operations import table_texts
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
    "fork": ("warning", "verdächtig", "danger"),
    "quarantined": ("warning", "unlesbar", "danger"),
}
_HINTS = {
    "packet.gap": "Ein Paket davor fehlt noch.",
    "packet.fork": "Zwei Pakete tragen dieselbe Nummer. Das kann ein Angriff sein.",
    "release.other_catalogue": "Die Meldung gehört zu einem Katalog, den diese Datei nicht kennt.",
}
_TO_DO = {
    "fork": "Rufen Sie an, bevor Sie weitere Meldungen dieser Fallakte verwenden.",
    "quarantined": "Die Datei lässt sich seit Tagen nicht lesen. Bitten Sie, die Meldung neu zu übergeben.",
    "refused": "Die Quittung sagt dem Standort, warum. Er kann die Meldung neu verschließen.",
    "gap": "Ein Paket davor fehlt. Bitten Sie, unter Meldung noch einmal zu übergeben.",
    "incomplete": "Die Datei ist noch nicht ganz angekommen. Holen Sie später noch einmal ab.",
    "missing": "Bitte erinnern Sie diese Standorte.",
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


def to_do(lines: Iterable[InboxLine]) -> list[tuple[str, str, str, Tone]]:
    """Icon, who, what to do, tone: one for each state in which a person must act, the gravest first."""
    found: dict[str, list[InboxLine]] = {}
    for line in trouble_first(lines):
        if line.state in _TO_DO:
            found.setdefault(line.state, []).append(line)
    return [_act(state, of_state) for state, of_state in found.items()]


def _act(state: str, lines: list[InboxLine]) -> tuple[str, str, str, Tone]:
    icon, word, tone = _STATES[state]
    who = ", ".join(each.site for each in lines)
    return icon, f"{word[0].upper()}{word[1:]}: {who}", " ".join([_TO_DO[state], *_carried(lines)]), tone


def _carried(lines: list[InboxLine]) -> list[str]:
    """Which month counts until then, and where there is none."""
    months = {each.site: table_texts.month(each.carried_from) for each in lines if each.carried_from}
    never = [each.site for each in lines if not each.carried_from]
    said = []
    if len(set(months.values())) == 1:
        said.append(f"Bis dahin zählt der letzte Stand, {next(iter(months.values()))}.")
    elif months:
        named = ", ".join(f"{site} {month}" for site, month in months.items())
        said.append(f"Bis dahin zählt der letzte Stand: {named}.")
    if never:
        said.append(f"Noch ganz ohne Zahlen: {', '.join(never)}.")
    return said


def trouble_first(lines: Iterable[InboxLine]) -> list[InboxLine]:
    """By gravity, then by the name of the site."""
    return sorted(lines, key=lambda each: (_GRAVEST_FIRST.index(each.state), each.site))


def day_and_month(day: date | None) -> str:
    return f"{day:%d.%m.}" if day else "–"
