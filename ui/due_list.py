# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is due, by groups: Space does it, Alt+1 to Alt+5 put it off; an appointment has keys of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial

from app.domain.dates import german
from app.domain.follow_up import FollowUp, due_group
from app.operations import appointments, follow_ups
from ui.appointment_dialog import open_appointment
from ui.appointment_form import open_move_form
from ui.dates import short_day
from ui.errors import guard
from ui.follow_up_form import open_reschedule_form
from ui.removal import remove_with_undo
from ui.session import Session
from ui.theme import Role
from ui.widgets import Chip, Part, Row, RowList, group, show_toast

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
APPOINTMENT_KEYS = (
    ("Leertaste", "gekommen"),
    ("N", "nicht gekommen"),
    ("A", "abgesagt"),
    ("T", "Termin ansehen"),
    ("Alt+5", "verlegen"),
)
_LATER = {"Alt+1": 1, "Alt+2": 3, "Alt+3": 7, "Alt+4": 14}
_SOURCES = {
    "step": ("target", "Ziel"),
    "contact": ("speech", "Kontakt"),
    "referral": ("send", "Rückmeldung"),
    "agreement": ("flag", "Ziele"),
    "consent": ("shield", "Einwilligung"),
    "livelihood": ("clock", "Leistung"),
    "appointment": ("calendar", "Termin"),
}
_ENDED = {"missed": "nicht gekommen", "cancelled": "abgesagt"}
MakeRow = Callable[[FollowUp, date], Row]


class DueList(RowList):
    """Follow-ups with initials and file number only; never a name.

    `came` is called with an appointment that was kept, so that its contact can be written down.
    """

    def __init__(
        self,
        name: str,
        session: Session,
        open_case: Callable[[str], object],
        came: Callable[[str], object],
    ) -> None:
        super().__init__(name)
        self._session, self._came = session, came
        self._due: dict[object, FollowUp] = {}
        self.opened.connect(lambda key: open_case(self._due[key].case_id))
        self._bind_to("Space", self._done)
        self._bind_to("N", partial(self._end, "missed"))
        self._bind_to("A", partial(self._end, "cancelled"))
        self._bind_to("T", self._look_at)
        self._bind_to("Alt+5", self._ask_for_day)
        self._bind_to("Del", self._remove)
        for keys, days in _LATER.items():
            self._bind_to(keys, partial(self._put_off, days))

    def _bind_to(self, keys: str, act: Callable[[FollowUp], object]) -> None:
        self.bind(keys, lambda key: act(self._due[key]))

    def show_due(self, due: Sequence[FollowUp], *, grouped: bool = True, row: MakeRow | None = None) -> None:
        self._due = {follow_up.id: follow_up for follow_up in due}
        today, make = self._session.today(), row or due_row
        parts: list[Part] = []
        for code, word, tone in GROUPS:
            rows = [partial(make, each, today) for each in due if due_group(each.due_on, today) == code]
            parts += [group(word, len(rows), tone)] if rows and grouped else []
            parts += rows
        self.fill(parts)

    def _done(self, follow_up: FollowUp) -> None:
        session = self._session
        with guard(self):
            session.write(follow_ups.done, follow_up.id)
            said = "gekommen" if follow_up.is_appointment else "erledigt"
            self._tell(
                f"„{follow_up.title}“: {said}."
                if follow_up.is_appointment
                else f"„{follow_up.title}“ ist {said}.",
                lambda: session.write(follow_ups.undo_done, follow_up.id),
            )
            if follow_up.is_appointment and follow_up.source_id is not None:
                self._came(follow_up.source_id)

    def _remove(self, follow_up: FollowUp) -> None:
        """What was noted by mistake; what belongs to something else says so and stays."""
        if follow_up.is_appointment and follow_up.source_id is not None:
            remove_with_undo(self, self._session, "appointment", follow_up.source_id)
        else:
            remove_with_undo(self, self._session, "follow_up", follow_up.id, follow_up.title)

    def _end(self, state: str, follow_up: FollowUp) -> None:
        if not follow_up.is_appointment:
            return
        session = self._session
        with guard(self):
            session.write(appointments.end_appointment, follow_up.source_id, state)
            self._tell(
                f"„{follow_up.title}“: {_ENDED[state]}.",
                lambda: session.write(appointments.plan_again, follow_up.source_id),
            )

    def _look_at(self, follow_up: FollowUp) -> None:
        if follow_up.is_appointment and follow_up.source_id is not None:
            open_appointment(self, self._session, follow_up.source_id)

    def _ask_for_day(self, follow_up: FollowUp) -> None:
        if follow_up.is_appointment and follow_up.source_id is not None:
            open_move_form(self, self._session, follow_up.source_id)
        else:
            open_reschedule_form(self, self._session, follow_up)

    def _put_off(self, days: int, follow_up: FollowUp) -> None:
        session = self._session
        with guard(self):
            due_on = session.write(follow_ups.reschedule, follow_up.id, session.today() + timedelta(days))
            self._tell(
                f"„{follow_up.title}“ ist jetzt am {german(due_on)} fällig.",
                lambda: session.write(follow_ups.put_back, follow_up),
            )

    def _tell(self, sentence: str, undo: Callable[[], object]) -> None:
        window = self.window()

        def take_back() -> None:
            with guard(window):
                undo()

        show_toast(window, sentence, take_back)


def due_row(follow_up: FollowUp, today: date) -> Row:
    """The title, whose it is, and at an appointment where it is and whether somebody interprets."""
    late = (today - follow_up.due_on).days
    hour = f"{follow_up.due_at:%H:%M} Uhr" if follow_up.due_at and follow_up.due_on != today else ""
    about = (hour, follow_up.initials, follow_up.file_number, follow_up.place)
    return Row(
        follow_up.title,
        " · ".join(part for part in about if part),
        key=follow_up.id,
        lead=_when(follow_up, today),
        lead_tone="danger" if late > 0 else "muted",
        chip=due_chip(follow_up, late),
        keys=keys_of(follow_up),
    )


def keys_of(follow_up: FollowUp) -> tuple[tuple[str, str], ...]:
    return APPOINTMENT_KEYS if follow_up.is_appointment else KEYS


def due_chip(follow_up: FollowUp, late: int) -> Chip | None:
    """How many days it is late, else whether somebody interprets, else where it came from."""
    if late > 0:
        return Chip("warning", "1 Tag" if late == 1 else f"{late} Tage", "danger")
    if follow_up.interpreting == "booked":
        return Chip("speech", "Sprachmittlung gebucht", "success")
    if follow_up.interpreting == "missing":
        return Chip("speech", "Sprachmittlung fehlt", "warning")
    icon, word = _SOURCES.get(follow_up.source, ("", ""))
    return Chip(icon, word) if word else None


def _when(follow_up: FollowUp, today: date) -> str:
    if follow_up.due_on == today:
        return f"{follow_up.due_at:%H:%M}" if follow_up.due_at else "offen"
    return short_day(follow_up.due_on)
