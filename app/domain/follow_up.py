# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Follow-up: the only due date on the screen; a source owns at most one."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time

from app.domain.errors import InvalidInput
from app.domain.names import initials


@dataclass(frozen=True)
class NewFollowUp:
    case_id: str
    due_on: date
    title: str
    due_at: time | None = None


@dataclass(frozen=True)
class FollowUp:
    """A due line; `initials` and `file_number` are all that Heute shows of the person.

    `interpreting` (none, missing, booked) and `place` are those of the appointment that owns it.
    """

    id: str
    case_id: str
    due_on: date
    due_at: time | None
    title: str
    source: str
    family: str = field(repr=False)
    given: str = field(repr=False)
    file_number: str
    source_id: str | None = None
    place: str = ""
    interpreting: str = "none"

    @property
    def initials(self) -> str:
        return initials(self.family, self.given)

    @property
    def is_appointment(self) -> bool:
        return self.source == "appointment"


def check_follow_up(new: NewFollowUp) -> None:
    """A follow-up says what is to be done; a day in the past is allowed, it is then overdue."""
    if not new.title.strip():
        raise InvalidInput("title", "follow_up.title_missing")


def due_group(due_on: date, today: date) -> str:
    """overdue, today, week (the next seven days) or later."""
    days = (due_on - today).days
    if days < 0:
        return "overdue"
    if days == 0:
        return "today"
    return "week" if days <= 7 else "later"
