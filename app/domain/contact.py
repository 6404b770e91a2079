# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Contacts: an encounter in a case, counted once as the act its kind stands for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.act import check_act
from app.domain.assessment import ART9_DIMENSIONS
from app.domain.code_lists import CodeLists
from app.domain.errors import InvalidInput, Refusal

COUNTED_ANSWERS = 3
"""Where a person can give several answers, the first three count (release rule 1c)."""


@dataclass(frozen=True)
class NewContact:
    """An encounter in a case; `follow_up_on` makes the follow-up it owns (without a title: a plain one)."""

    kind: str
    held_on: date
    text: str = ""
    minutes: int = 0
    target_participants: int = 1
    partner_participants: int = 0
    follow_up_on: date | None = None
    follow_up_title: str = ""
    topics: tuple[str, ...] = ()
    language: str | None = None
    present: str = ""


@dataclass(frozen=True)
class Contact:
    """What was recorded; `present` says who else was there, of the topics the first three count."""

    id: str
    case_id: str
    kind: str
    held_on: date
    text: str
    minutes: int
    target_participants: int
    partner_participants: int
    topics: tuple[str, ...] = ()
    language: str | None = None
    present: str = ""


def check_contact(new: NewContact, lists: CodeLists, today: date) -> None:
    """Kind, day, minutes and participants of an encounter; what is then to be done needs its day."""
    lists.require("contact_kind", new.kind, "kind", today)
    check_act(new.held_on, new.minutes, new.target_participants, new.partner_participants, today)
    if new.follow_up_on is None and new.follow_up_title.strip():
        raise InvalidInput("follow_up_on", "date.missing")
    if new.follow_up_on is not None and new.follow_up_on < new.held_on:
        raise InvalidInput("follow_up_on", "case.due_before_made")
    if new.language is not None:
        lists.require("language", new.language, "language", today)
    for code in new.topics:
        lists.require("topic", code, "topics", today)


def check_contact_topics(topics: tuple[str, ...], released: frozenset[str]) -> None:
    """A topic of Art. 9 stands at a person only with its release (`released` dimensions)."""
    if set(topics) & (ART9_DIMENSIONS - released):
        raise InvalidInput("topics", "assessment.not_released")


def check_correction(recorded_on: date, released: bool, today: date) -> None:
    """A slip is corrected on the day it was recorded, as long as it was not counted in a Meldung."""
    if released:
        raise Refusal("contact.released")
    if recorded_on != today:
        raise Refusal("contact.correction_closed", day=recorded_on)
