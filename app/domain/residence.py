# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The residence status as a history: one status at a time, each with the day its paper expires."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from app.domain.client import Residence
from app.domain.code_lists import CodeLists
from app.domain.errors import InvalidInput, Refusal
from app.domain.history import Period, standing

WARN_DAYS = 90
"""Before a title ends, where its list says nothing else (a Duldung: 21)."""

_GOES_ON = ("held_on", "goes_on_until")


@dataclass(frozen=True)
class ResidencePeriod(Period):
    """`until` is the last day it held; an expired one holds until its successor is recorded."""

    status: str
    expires_on: date | None = None

    @property
    def residence(self) -> Residence:
        return Residence(self.status, self.expires_on)


@dataclass(frozen=True)
class NewResidence:
    """What the form says of a period."""

    status: str
    since: date | None = None
    expires_on: date | None = None
    until: date | None = None


def check_residence(new: NewResidence, lists: CodeLists, today: date) -> None:
    """A known status whose paper does not expire before it began, and no end that lies ahead of it."""
    lists.require("residence_status", new.status, "status", today)
    if new.since is not None and new.expires_on is not None and new.expires_on < new.since:
        raise InvalidInput("expires_on", "residence.expires_before_begin")


def residence_on(history: Sequence[ResidencePeriod], day: date) -> Residence | None:
    found = standing(history, day)
    return found.residence if found else None


def ends_on(residence: Residence, lists: CodeLists) -> date | None:
    """The last day by its paper, or a later one to which all of its kind go on; None: it does not end."""
    held, until = (lists.fact("residence_status", residence.status, each) for each in _GOES_ON)
    if residence.expires_on is None or until is None or residence.expires_on < date.fromisoformat(str(held)):
        return residence.expires_on
    return max(residence.expires_on, date.fromisoformat(str(until)))


def in_force(history: Sequence[ResidencePeriod], lists: CodeLists) -> tuple[ResidencePeriod, ...]:
    """The same, each with the day on which the title ends in the place of the paper's."""
    return tuple(replace(period, expires_on=ends_on(period.residence, lists)) for period in history)


def warn_from(residence: Residence, lists: CodeLists) -> date | None:
    """The day from which its end is worth a warning; None for what does not end."""
    end = ends_on(residence, lists)
    return end - timedelta(days=warn_days(residence.status, lists)) if end else None


def warn_days(status: str, lists: CodeLists) -> int:
    return int(lists.fact("residence_status", status, "warn_days") or WARN_DAYS)


def require_duty_noted(before: str | None, after: str | None, duty_noted: bool, lists: CodeLists) -> None:
    """Before "ausreisepflichtig ohne Duldung" is written down, § 87 AufenthG has been pointed out."""
    if after is None or after == before or duty_noted:
        return
    if lists.fact("residence_status", after, "duty_to_report"):
        raise Refusal("residence.duty_to_report")
