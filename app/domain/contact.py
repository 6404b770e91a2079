# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Contacts, short advice and activities: each is one act, counted once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.code_lists import CodeLists
from app.domain.errors import InvalidInput

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


@dataclass(frozen=True)
class Contact:
    id: str
    case_id: str
    kind: str
    held_on: date
    text: str
    minutes: int
    target_participants: int
    partner_participants: int


@dataclass(frozen=True)
class NewShortAdvice:
    """Kurzberatung: no name, no free text, no file."""

    site_id: str
    activity_type: str
    held_on: date
    language: str
    topics: tuple[str, ...]
    referral_targets: tuple[str, ...] = ()
    minutes: int = 0
    target_participants: int = 1
    partner_participants: int = 0


@dataclass(frozen=True)
class NewActivity:
    """An act that belongs to no case: network meeting, working group, workshop, event."""

    site_id: str
    activity_type: str
    held_on: date
    title: str = ""
    minutes: int = 0
    target_participants: int = 0
    partner_participants: int = 0


@dataclass(frozen=True)
class ActLine:
    """One line of what was done outside cases; short advice has no title, but may go on in a case."""

    id: str
    kind: str
    activity_type: str
    held_on: date
    title: str
    minutes: int
    participants: int
    continued: bool


def check_contact(new: NewContact, lists: CodeLists, today: date) -> None:
    """Kind, day, minutes and participants of an encounter."""
    lists.require("contact_kind", new.kind, "kind", today)
    _check_act(new.held_on, new.minutes, new.target_participants, new.partner_participants, today)
    if new.follow_up_on is not None and new.follow_up_on < new.held_on:
        raise InvalidInput("follow_up_on", "case.due_before_made")


def check_short_advice(new: NewShortAdvice, lists: CodeLists, today: date) -> None:
    """At least one topic; the type must be one with clients."""
    lists.require("activity_type", new.activity_type, "activity_type", today)
    if not lists.fact("activity_type", new.activity_type, "with_clients"):
        raise InvalidInput("activity_type", "activity.without_clients")
    lists.require("language", new.language, "language", today)
    if not new.topics:
        raise InvalidInput("topics", "activity.topic_missing")
    for code in new.topics:
        lists.require("topic", code, "topics", today)
    for code in new.referral_targets:
        lists.require("referral_target", code, "referral_targets", today)
    if new.target_participants < 1:
        raise InvalidInput("target_participants", "activity.nobody_there")
    _check_act(new.held_on, new.minutes, new.target_participants, new.partner_participants, today)


def check_activity(new: NewActivity, lists: CodeLists, today: date) -> None:
    """Only types without clients: what is done with a client belongs to a case or to short advice."""
    lists.require("activity_type", new.activity_type, "activity_type", today)
    if lists.fact("activity_type", new.activity_type, "with_clients"):
        raise InvalidInput("activity_type", "activity.with_clients")
    _check_act(new.held_on, new.minutes, new.target_participants, new.partner_participants, today)


def _check_act(held_on: date, minutes: int, target: int, partner: int, today: date) -> None:
    if held_on > today:
        raise InvalidInput("held_on", "case.day_in_future")
    if not 0 <= minutes <= 24 * 60:
        raise InvalidInput("minutes", "activity.minutes_out_of_range")
    if min(target, partner) < 0:
        raise InvalidInput("target_participants", "activity.negative_participants")
