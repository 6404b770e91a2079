# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Referral: Verweisberatung without data, Überleitung with data; the case stays in view."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from app.domain.assessment import DIMENSIONS, require_released
from app.domain.course import Course
from app.domain.disclosure import Norm, Request
from app.domain.errors import InvalidInput, Refusal
from app.domain.service import Service

FEEDBACK_AFTER = timedelta(days=14)
"""After this time one asks what became of a referral."""

NEXT_STATES = {
    "sent": ("accepted", "declined", "attended", "ended"),
    "accepted": ("attended", "declined", "ended"),
    "attended": ("ended",),
    "declined": (),
    "ended": (),
}


@dataclass(frozen=True)
class NewReferral:
    """`categories` empty: advice without data. Otherwise they go through the gate for `purpose`."""

    service_id: str
    dimension: str
    made_on: date
    categories: tuple[str, ...] = ()
    purpose: str = "counselling"
    note: str = ""
    feedback_due_on: date | None = None
    norm: Norm | None = None
    course_id: str | None = None

    @property
    def with_data(self) -> bool:
        return bool(self.categories)

    @property
    def request(self) -> Request:
        """What the gate is asked for."""
        return Request(self.service_id, self.categories, self.purpose, "referral", self.made_on)


@dataclass(frozen=True)
class Referral:
    """`state_reason`: why it was declined, or what came of it; `gap`: the kind of gap noted from it.

    `withheld`: made to protect a child, and not shown to the person before that is reviewed.
    """

    id: str
    case_id: str
    service_id: str
    recipient: str
    dimension: str
    with_data: bool
    disclosure_id: str | None
    made_on: date
    state: str
    state_on: date
    state_reason: str = ""
    note: str = ""
    course: str = ""
    gap: str | None = None
    withheld: bool = False


@dataclass(frozen=True)
class Awaited:
    """A referral of an open case of which nobody has heard: initials and file number only."""

    referral_id: str
    case_id: str
    initials: str
    file_number: str
    recipient: str
    made_on: date


def check_referral(new: NewReferral, released: frozenset[str], today: date) -> None:
    """A life dimension, of Art. 9 only with its release or a norm; made by today; feedback due afterwards."""
    if new.dimension not in DIMENSIONS:
        raise InvalidInput("dimension", "referral.dimension_missing")
    if new.norm is None:
        require_released(new.dimension, released)
    if new.made_on > today:
        raise InvalidInput("made_on", "case.day_in_future")
    if new.feedback_due_on is not None and new.feedback_due_on < new.made_on:
        raise InvalidInput("feedback_due_on", "case.due_before_made")


def check_recipient(new: NewReferral, recipient: Service, course: Course | None) -> None:
    """Nobody is referred to an offer that has ended, nor to another body's course."""
    if recipient.valid_to is not None and recipient.valid_to < new.made_on:
        raise InvalidInput("service_id", "service.ended", day=recipient.valid_to)
    if course is not None and course.service_id != recipient.id:
        raise InvalidInput("course_id", "code.unknown")


def check_state(referral: Referral, state: str, reason: str) -> None:
    """A declined referral says why: that is what the Kreis learns a gap from."""
    if state not in NEXT_STATES[referral.state]:
        raise Refusal("referral.no_way_back", state=referral.state)
    if state == "declined" and not reason.strip():
        raise InvalidInput("state_reason", "referral.reason_missing")
