# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Acts without a case: short advice, meetings, events; each is counted once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.code_lists import CodeLists
from app.domain.errors import InvalidInput, Refusal


@dataclass(frozen=True)
class NewShortAdvice:
    """Kurzberatung: no name, no free text, no file; `channel` is a kind of contact counting as its type."""

    site_id: str
    activity_type: str
    held_on: date
    language: str
    topics: tuple[str, ...]
    referral_targets: tuple[str, ...] = ()
    minutes: int = 0
    target_participants: int = 1
    partner_participants: int = 0
    channel: str | None = None


@dataclass(frozen=True)
class NewActivity:
    """An act that belongs to no case: network meeting, workshop, event, the registration of a whole group."""

    site_id: str
    activity_type: str
    held_on: date
    title: str = ""
    minutes: int = 0
    target_participants: int = 0
    partner_participants: int = 0


@dataclass(frozen=True)
class ActLine:
    """One line of what was done outside cases; short advice has no title, but may go on in a case.

    `released`: a Meldung has counted it, and is not changed by what is changed here.
    """

    id: str
    kind: str
    activity_type: str
    held_on: date
    title: str
    minutes: int
    target_participants: int
    partner_participants: int
    continued: bool
    site_id: str
    released: bool

    @property
    def participants(self) -> int:
        return self.target_participants + self.partner_participants


def check_changeable(released: bool) -> None:
    """What a Meldung has counted stays as it was counted."""
    if released:
        raise Refusal("activity.released")


def check_short_advice(new: NewShortAdvice, lists: CodeLists, today: date) -> None:
    """At least one topic; the type must be one with clients, and the one its channel counts as."""
    lists.require("activity_type", new.activity_type, "activity_type", today)
    if new.channel is not None:
        lists.require("contact_kind", new.channel, "channel", today)
        if lists.fact("contact_kind", new.channel, "activity_type") != new.activity_type:
            raise InvalidInput("channel", "activity.channel_counts_otherwise")
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
    check_act(new.held_on, new.minutes, new.target_participants, new.partner_participants, today)


def check_activity(new: NewActivity, lists: CodeLists, today: date) -> None:
    """What is done with one client belongs to a case or to short advice; a group needs its number."""
    lists.require("activity_type", new.activity_type, "activity_type", today)
    if lists.fact("activity_type", new.activity_type, "with_clients"):
        if not lists.fact("activity_type", new.activity_type, "without_file"):
            raise InvalidInput("activity_type", "activity.with_clients")
        if new.target_participants < 1:
            raise InvalidInput("target_participants", "activity.nobody_there")
    check_act(new.held_on, new.minutes, new.target_participants, new.partner_participants, today)


def check_act(held_on: date, minutes: int, target: int, partner: int, today: date) -> None:
    """Day, minutes and participants of any act."""
    if held_on > today:
        raise InvalidInput("held_on", "case.day_in_future")
    if not 0 <= minutes <= 24 * 60:
        raise InvalidInput("minutes", "activity.minutes_out_of_range")
    if min(target, partner) < 0:
        raise InvalidInput("target_participants", "activity.negative_participants")
