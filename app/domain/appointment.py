# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Appointments: planned, then kept, missed, cancelled or moved; a reminder never names its subject."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time

from app.domain.client import Channel
from app.domain.code_lists import CodeLists
from app.domain.contact import NewContact
from app.domain.errors import InvalidInput, Refusal

USUAL_MINUTES = 60
_SHORTEST, _LONGEST = 5, 24 * 60
_KEPT_OR_MISSED = ("came", "missed")
ENDS = (*_KEPT_OR_MISSED, "cancelled")
"""How a planned appointment ends; a moved one ends by the one that takes its place."""


@dataclass(frozen=True)
class NewAppointment:
    """`title` says what it is about and stays in the file; `interpreter_*` name the booked interpreting."""

    day: date
    at: time
    minutes: int = USUAL_MINUTES
    title: str = ""
    place: str = ""
    bring: str = ""
    interpreter_language: str | None = None
    interpreter_kind: str | None = None
    interpreter: str = ""
    interpreter_booked_on: date | None = None

    @property
    def interpreting(self) -> str:
        """none, missing or booked."""
        if self.interpreter_booked_on is not None:
            return "booked"
        return "missing" if self.interpreter_language or self.interpreter_kind else "none"


@dataclass(frozen=True, kw_only=True)
class Appointment(NewAppointment):
    """`moved_to` is the appointment that took its place."""

    id: str
    case_id: str
    state: str = "planned"
    state_on: date | None = None
    moved_to: str | None = None
    reminded_on: date | None = None
    initials: str
    file_number: str


def check_appointment(new: NewAppointment, lists: CodeLists, today: date) -> None:
    """A day from today on, five minutes to a day, interpreting from the lists."""
    if new.day < today:
        raise InvalidInput("day", "appointment.in_past")
    if not _SHORTEST <= new.minutes <= _LONGEST:
        raise InvalidInput("minutes", "appointment.minutes_out_of_range")
    if new.interpreter_language is not None:
        lists.require("language", new.interpreter_language, "interpreter_language", today)
    if new.interpreter_kind is not None:
        lists.require("interpreter_kind", new.interpreter_kind, "interpreter_kind", today)
    if new.interpreter_booked_on is not None and new.interpreter_booked_on > today:
        raise InvalidInput("interpreter_booked_on", "case.day_in_future")


def check_end(appointment: Appointment, state: str, today: date) -> None:
    """Only what is planned ends; whether somebody came shows on the day itself."""
    if state not in ENDS:
        raise InvalidInput("state", "appointment.state_unknown")
    require_planned(appointment)
    if state in _KEPT_OR_MISSED and appointment.day > today:
        raise Refusal("appointment.not_yet", day=appointment.day)


def as_contact(appointment: Appointment) -> NewContact:
    """What an appointment that was kept already says of its contact."""
    return NewContact(
        "talk",
        appointment.day,
        minutes=appointment.minutes,
        language=appointment.interpreter_language,
        present=appointment.interpreter,
    )


def require_planned(appointment: Appointment) -> None:
    if appointment.state != "planned":
        raise Refusal("appointment.over")


def require_may_remind(channels: Iterable[Channel]) -> None:
    """A reminder goes only where the person allowed it."""
    if not any(channel.may_remind for channel in channels):
        raise Refusal("appointment.no_reminder_allowed")
