# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where packets lie and how the last rounds went, in words."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QWidget

import resources
from app.domain.dates import berlin_date
from app.domain.delivery import DeliveryState
from app.operations import district_rounds, ways
from app.operations.vaults import Role
from ui.dates import clock, near_day
from ui.session import Session
from ui.theme import Role as Colour
from ui.widgets import Icon, box, column, label, line

_NOTE = "Hier liegen nur verschlüsselte Pakete. Wer den Ordner verwaltet, kann sie nicht lesen."


def exchange_words(session: Session) -> QWidget:
    """The way that is set, that nobody can read what lies there, and how it went lately."""
    way, state = session.read(ways.transport), session.read(ways.delivery_state)
    said = label(way.address if way else "noch nicht gewählt", strong=way is not None, wrap=True)
    parts = column(said, gap=0.1)
    if way is not None and way.user:
        parts.addWidget(label(f"Angemeldet als {way.user}", "small", "muted", wrap=True))
    parts.addWidget(label(_NOTE, "small", "muted", wrap=True))
    if state is not None:
        by_itself = session.role is Role.DISTRICT and session.read(district_rounds.goes_by_itself)
        parts.addWidget(lately(state, session.now(), by_itself))
    return box(parts)


def lately(state: DeliveryState, now: datetime, by_itself: bool = False) -> QWidget:
    """The last success, else the last trouble with what happens next; `by_itself`: also after a success."""
    if state.trouble is None:
        assert state.succeeded_at is not None
        words = [f"Zuletzt gelungen: {_moment(state.succeeded_at, now)}."]
        if by_itself:
            words.append(f"Das Programm holt von selbst wieder ab: {_moment(state.next_try_at, now)}.")
        return _line("online", " ".join(words))
    words = [resources.message(state.trouble).what, _next(state, now)]
    if state.succeeded_at is not None:
        words.append(f"Zuletzt gelungen: {_moment(state.succeeded_at, now)}.")
    return _line("offline", " ".join(words))


def _next(state: DeliveryState, now: datetime) -> str:
    if state.stopped:
        return "Das Programm wartet, bis Sie es ändern oder selbst noch einmal versuchen."
    return f"Nächster Versuch: {_moment(state.next_try_at, now)}."


def _moment(at: datetime, now: datetime) -> str:
    return f"{near_day(berlin_date(at), berlin_date(now))}, {clock(at)} Uhr"


def _line(icon: str, words: str) -> QWidget:
    tone: Colour = "success" if icon == "online" else "warning"
    result = line(Icon(icon, tone), gap=0.5)
    result.addWidget(label(words, "small", wrap=True), 1)
    return box(result)
