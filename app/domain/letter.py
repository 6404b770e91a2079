# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Small letters: to a body of the directory through the gate, or for the person's own hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from app.domain.disclosure import Norm, Request
from app.domain.errors import InvalidInput

NAMED_BY = "name_contact"
"""A letter about a person names this person."""


@dataclass(frozen=True)
class NewLetter:
    """What leaves: `request.categories` cover the person's particulars and what `text` speaks of."""

    request: Request
    text: str
    reference: str = ""
    enclosures: tuple[str, ...] = ()
    norm: Norm | None = None


@dataclass(frozen=True)
class Extension:
    """Of the deadline that a letter of `letter_day` sets."""

    deadline: date
    until: date
    letter_day: date | None = None


@dataclass(frozen=True)
class Attendance:
    """A visit that was, or a time that is agreed; never what it is about."""

    day: date
    begin: time
    end: time
    note: str = ""


def check_letter(new: NewLetter) -> None:
    """Without the name nobody there knows whom it is about."""
    if NAMED_BY not in new.request.categories:
        raise InvalidInput("categories", "letter.name_not_covered")


def check_accompanying(new: NewLetter) -> None:
    check_letter(new)
    if not (new.text.strip() or any(each.strip() for each in new.enclosures)):
        raise InvalidInput("text", "letter.empty")


def check_extension(new: NewLetter, extension: Extension, today: date) -> None:
    """A later day than the one that was set, a reason, and a letter that has arrived."""
    check_letter(new)
    if extension.letter_day is not None and extension.letter_day > today:
        raise InvalidInput("letter_day", "case.day_in_future")
    if extension.until <= extension.deadline or extension.until <= today:
        raise InvalidInput("until", "letter.not_later")
    if not new.text.strip():
        raise InvalidInput("text", "letter.reason_missing")


def check_attendance(attendance: Attendance) -> None:
    if attendance.end <= attendance.begin:
        raise InvalidInput("end", "letter.ends_before_it_begins")
