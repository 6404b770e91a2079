# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a person lives on, and what runs beside it: periods of a legal circle (Rechtskreis)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.domain.code_lists import CodeLists
from app.domain.errors import InvalidInput
from app.domain.history import Period

STATES = ("applied", "granted", "refused")
NOTHING = "none"
"""The circle that says: no benefit and no income."""


@dataclass(frozen=True)
class NewLivelihood:
    """What a form says of a period; `since` of an application is the day from which it was asked for."""

    legal_circle: str
    state: str = "granted"
    since: date | None = None
    until: date | None = None
    applied_on: date | None = None
    authority: str = ""
    contact: str = ""
    reference: str = ""


@dataclass(frozen=True)
class LivelihoodPeriod(Period):
    """From `since` to `until`, both included; several may run at once. Applied for is not granted."""

    legal_circle: str
    state: str = "granted"
    applied_on: date | None = None
    authority: str = ""
    contact: str = ""
    reference: str = ""

    @property
    def said(self) -> NewLivelihood:
        """What a form would say of it."""
        return NewLivelihood(
            self.legal_circle,
            self.state,
            self.since,
            self.until,
            self.applied_on,
            self.authority,
            self.contact,
            self.reference,
        )


def check_livelihood(new: NewLivelihood, lists: CodeLists, today: date) -> None:
    """A known circle and state, days in their order, and an application with its day."""
    lists.require("legal_circle", new.legal_circle, "legal_circle", today)
    if new.state not in STATES:
        raise InvalidInput("state", "code.missing")
    if new.state == "applied":
        _check_application(new, today)
    if new.legal_circle == NOTHING and new.since is None:
        raise InvalidInput("since", "livelihood.nothing_since")
    if new.since is not None and new.until is not None and new.until < new.since:
        raise InvalidInput("until", "history.ends_before_begin")


def check_end(period: LivelihoodPeriod, last_day: date) -> None:
    """Only what was granted ends, and not before it began."""
    if period.state != "granted":
        raise InvalidInput("until", "livelihood.not_granted")
    if period.since is not None and last_day < period.since:
        raise InvalidInput("until", "history.ends_before_begin")


def check_answer(period: LivelihoodPeriod) -> None:
    """An answer is given once, to an application."""
    if period.state != "applied":
        raise InvalidInput("state", "livelihood.answered")


def short_name(circle: str, lists: CodeLists) -> str:
    """SGB II, AsylbLG: as people say it where there is little room."""
    return str(lists.fact("legal_circle", circle, "short") or lists.label("legal_circle", circle))


def current(periods: Iterable[LivelihoodPeriod], day: date) -> tuple[LivelihoodPeriod, ...]:
    """What runs on this day, granted or applied for; what was refused does not run."""
    return tuple(p for p in periods if p.state != "refused" and p.holds(day))


def _check_application(new: NewLivelihood, today: date) -> None:
    if new.legal_circle == NOTHING:
        raise InvalidInput("state", "livelihood.nothing_applied_for")
    if new.applied_on is None:
        raise InvalidInput("applied_on", "date.missing")
    if new.applied_on > today:
        raise InvalidInput("applied_on", "case.day_in_future")
