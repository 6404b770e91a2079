# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""File (Akte) and case (Fall): a person's file outlives its cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from app.domain.code_lists import CodeLists
from app.domain.dates import PartialDate, german
from app.domain.errors import InvalidInput, Refusal
from app.domain.goal import Result

PRELIMINARY_DAYS = 14
"""A file without a basis is preliminary and is erased after this many days."""

MOVED_AWAY = "moved"
"""The closing reason after which a person can still be handed over to the next office."""


@dataclass(frozen=True)
class File:
    """The person's Akte; without a basis it is preliminary until `erase_on`; withdrawal restricts it."""

    id: str
    client_id: str
    number: str
    basis: str | None
    basis_on: date | None
    opened_on: date
    erase_on: date | None
    restricted_on: date | None = None
    restricted_reason: str | None = None
    """Why the person asked for the restriction (Art. 18 DSGVO); None where everything was withdrawn."""

    @property
    def preliminary(self) -> bool:
        return self.basis is None

    @property
    def withdrawn_on(self) -> date | None:
        """Since when nothing the file stood on is left."""
        return self.restricted_on if self.restricted_reason is None else None


@dataclass(frozen=True)
class Case:
    id: str
    file_id: str
    number: int
    site_id: str
    status: str
    opened_on: date
    closed_on: date | None = None
    closing_reason: str | None = None
    closing_note: str = ""
    closing_agreed: str | None = None
    responsible: str | None = None
    """Who of the staff answers for it; None where that was never recorded."""


@dataclass(frozen=True)
class CaseLine:
    """One line of the case list."""

    case_id: str
    family_name: str
    given_names: str
    file_number: str
    birth_date: PartialDate | None
    status: str
    next_step: str
    next_due: date | None
    last_contact: date | None
    preliminary: bool


@dataclass(frozen=True)
class Opened:
    """What taking in a person made; `case_id` is always there, also for one not accepted (closed at once)."""

    client_id: str
    file_id: str
    case_id: str
    file_number: str


@dataclass(frozen=True)
class CaseOfFile:
    """One of the cases of a file, as the others name it."""

    case_id: str
    number: int
    opened_on: date
    closed_on: date | None
    closing_reason: str | None


@dataclass(frozen=True)
class Closing:
    """How a case ends: `agreed` says who sees it as finished, `results` what became of its goals by id.

    `end_referrals`: open referrals end too, otherwise their feedback is waited for. `ask_in_weeks`: a
    follow-up after the end.
    """

    reason: str
    day: date
    note: str = ""
    agreed: str = "both"
    results: Mapping[str, Result] = field(default_factory=dict)
    end_referrals: bool = False
    ask_in_weeks: int | None = None


AGREED = ("both", "office", "client")
LONGEST_WAIT_WEEKS = 52


def erase_day(opened_on: date) -> date:
    """The day on which a file that never got a basis is erased."""
    return opened_on + timedelta(days=PRELIMINARY_DAYS)


def file_number(site_code: str, year: int, number: int) -> str:
    """`<Standort>-<year>-<n>`; says nothing about the person."""
    return f"{site_code}-{year}-{number}"


def check_closing(case: Case, closing: Closing, lists: CodeLists, today: date) -> None:
    """Refuses to close what is closed, or on a day before the case began or after today."""
    require_open(case)
    lists.require("closing_reason", closing.reason, "reason", today)
    if closing.day < case.opened_on:
        raise InvalidInput("day", "case.closed_before_opened")
    if closing.day > today:
        raise InvalidInput("day", "case.day_in_future")
    if closing.agreed not in AGREED:
        raise InvalidInput("agreed", "case.agreed_missing")
    if closing.ask_in_weeks is not None and not 1 <= closing.ask_in_weeks <= LONGEST_WAIT_WEEKS:
        raise InvalidInput("ask_in_weeks", "case.ask_in_weeks", longest=LONGEST_WAIT_WEEKS)


def require_open(case: Case) -> None:
    """Nothing is added to a closed case; the way out is a new case in the same file."""
    if case.status == "closed":
        raise Refusal("case.closed")


def require_unrestricted(file: File) -> None:
    """Nothing is added any more; the way out is a new consent, or lifting what the person asked for."""
    if file.restricted_on is not None:
        code = "case.restricted" if file.restricted_reason is None else "case.restricted_by_right"
        raise Refusal(code, day=german(file.restricted_on))


def check_basis(basis: str, day: date, signed: bool, today: date) -> None:
    """Consent is a basis only once it is signed; a task stands on its own."""
    if basis not in ("consent", "task"):
        raise InvalidInput("basis", "case.basis_missing")
    if basis == "consent" and not signed:
        raise Refusal("case.basis_not_signed")
    if day > today:
        raise InvalidInput("day", "case.day_in_future")
