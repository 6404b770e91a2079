# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The hand-over of a case to a colleague of the same office: an internal act of which the person is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.errors import InvalidInput, Refusal


@dataclass(frozen=True)
class NewHandover:
    """`client_told_on` None: the person still has to be told, and a follow-up says so."""

    to_staff: str
    day: date
    client_told_on: date | None = None
    note: str = ""


@dataclass(frozen=True)
class Handover:
    id: str
    from_staff: str | None
    to_staff: str
    day: date
    client_told_on: date | None
    note: str


def check_handover(new: NewHandover, responsible: str | None, staff: frozenset[str], today: date) -> None:
    """To somebody who works here and does not answer for the case already, on no day to come."""
    if new.to_staff not in staff:
        raise InvalidInput("to_staff", "handover.colleague_missing")
    if new.to_staff == responsible:
        raise Refusal("handover.already_responsible")
    for field, day in (("day", new.day), ("client_told_on", new.client_told_on)):
        if day is not None and day > today:
            raise InvalidInput(field, "case.day_in_future")
