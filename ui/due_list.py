# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is due, by groups: Space does it, Alt+1 to Alt+5 put it off, Enter opens the case."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial

from PySide6.QtWidgets import QWidget

from app.domain.dates import german
from app.domain.follow_up import FollowUp, due_group
from app.operations import follow_ups
from ui.dates import short_day
from ui.errors import guard
from ui.follow_up_form import open_reschedule_form
from ui.session import Session
from ui.theme import Role
from ui.widgets import Chip, Row, RowList, group, show_toast

GROUPS: tuple[tuple[str, str, Role], ...] = (
    ("overdue", "Überfällig", "danger"),
    ("today", "Heute", "muted"),
    ("week", "Nächste 7 Tage", "muted"),
    ("later", "Später", "muted"),
)
KEYS = (
    ("Leertaste", "erledigt"),
    ("Alt+1", "morgen"),
    ("2", "+3"),
    ("3", "+7"),
    ("4", "+14"),
    ("5", "Datum"),
)
_LATER = {"Alt+1": 1, "Alt+2": 3, "Alt+3": 7, "Alt+4": 14}
_SOURCES = {
    "step": ("target", "Ziel"),
    "contact": ("speech", "Kontakt"),
    "referral": ("send", "Rückmeldung"),
    "agreement": ("flag", "Ziele"),
    "consent": ("shield", "Einwilligung"),
}


class DueList(RowList):
    """Follow-ups with initials and file number only; never a name."""

    def __init__(self, name: str, session: Session, open_case: Callable[[str], object]) -> None:
        super().__init__(name)
        self._session = session
        self._due: dict[object, FollowUp] = {}
        self.opened.connect(lambda key: open_case(self._due[key].case_id))
        self.bind("Space", lambda key: self._done(self._due[key]))
        self.bind("Alt+5", lambda key: open_reschedule_form(self, session, self._due[key]))
        for keys, days in _LATER.items():
            self.bind(keys, partial(self._put_off, days))

    def show_due(self, due: Sequence[FollowUp], *, grouped: bool = True) -> None:
        self._due = {follow_up.id: follow_up for follow_up in due}
        today = self._session.today()
        parts: list[QWidget] = []
        for code, word, tone in GROUPS:
            rows = [_row(f, today) for f in due if due_group(f.due_on, today) == code]
            parts += [group(word, len(rows), tone)] if rows and grouped else []
            parts += rows
        self.fill(parts)

    def _done(self, follow_up: FollowUp) -> None:
        with guard(self):
            self._session.write(follow_ups.done, follow_up.id)
            session = self._session
            show_toast(
                self,
                f"„{follow_up.title}“ ist erledigt.",
                lambda: session.write(follow_ups.undo_done, follow_up.id),
            )

    def _put_off(self, days: int, key: object) -> None:
        follow_up = self._due[key]
        with guard(self):
            session, before = self._session, follow_up.due_on
            due_on = session.write(follow_ups.reschedule, follow_up.id, session.today() + timedelta(days))
            show_toast(
                self,
                f"„{follow_up.title}“ ist jetzt am {german(due_on)} fällig.",
                lambda: session.write(follow_ups.reschedule, follow_up.id, before),
            )


def _row(follow_up: FollowUp, today: date) -> Row:
    late = (today - follow_up.due_on).days
    return Row(
        follow_up.title,
        f"{follow_up.initials} · {follow_up.file_number}",
        key=follow_up.id,
        lead=_when(follow_up, today),
        lead_tone="danger" if late > 0 else "muted",
        chip=_chip(follow_up, late),
        keys=KEYS,
    )


def _when(follow_up: FollowUp, today: date) -> str:
    if follow_up.due_on == today:
        return f"{follow_up.due_at:%H:%M}" if follow_up.due_at else "offen"
    return short_day(follow_up.due_on)


def _chip(follow_up: FollowUp, late: int) -> Chip | None:
    if late > 0:
        return Chip("warning", "1 Tag" if late == 1 else f"{late} Tage", "danger")
    icon, word = _SOURCES.get(follow_up.source, ("", ""))
    return Chip(icon, word) if word else None
