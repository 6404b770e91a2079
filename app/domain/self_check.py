# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Mindestanforderungen an Dokumentation: what a case still lacks, for the case manager's own eyes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from app.domain.consent import Consent

QUIET = timedelta(days=90)
CONSENT_ENDS = timedelta(days=30)
TO_BEGIN = timedelta(days=28)
"""A case that is younger need not have an assessment and goals yet."""


@dataclass(frozen=True)
class Documented:
    """What is looked at: nothing but whether it is there, and since when."""

    opened_on: date
    basis: str | None
    erase_on: date | None
    consent: Consent | None
    has_birth_date: bool
    has_language: bool
    has_livelihood: bool
    assessed_on: date | None
    pursued_goals: int
    goals_without_step: int
    agreed_on: date | None
    agreement_signed: bool
    last_contact: date | None
    next_follow_up: date | None


@dataclass(frozen=True)
class Missing:
    """`code` names the sentence, `tab` where it can be put right, `day` what it is about.

    Beside the tabs of a case there are the forms "person" and "follow_up".
    """

    code: str
    tab: str
    day: date | None = None


def still_missing(case: Documented, today: date) -> tuple[Missing, ...]:
    """In the order of the process: basis, person, assessment, goals, agreement, contact, next step."""
    return (*_basis(case, today), *_person(case), *_work(case, today), *_contact(case, today))


def _basis(case: Documented, today: date) -> Iterator[Missing]:
    if case.basis is None:
        yield Missing("basis", "consent", case.erase_on)
    consent = case.consent
    if consent is not None and consent.status in ("printed", "oral"):
        yield Missing("unsigned", "consent")
    ends = consent.valid_until if consent is not None and consent.status == "signed" else None
    if ends is not None and ends <= today + CONSENT_ENDS:
        yield Missing("consent_over" if ends < today else "consent_ends", "consent", ends)


def _person(case: Documented) -> Iterator[Missing]:
    if not case.has_birth_date:
        yield Missing("birth_date", "person")
    if not case.has_language:
        yield Missing("language", "person")
    if not case.has_livelihood:
        yield Missing("livelihood", "circles")


def _work(case: Documented, today: date) -> Iterator[Missing]:
    beginning = today < case.opened_on + TO_BEGIN
    if case.assessed_on is None and not beginning:
        yield Missing("assessment", "assessment")
    if case.pursued_goals == 0 and not beginning:
        yield Missing("goal", "goals")
    if case.goals_without_step:
        yield Missing("step", "goals")
    if case.pursued_goals and case.agreed_on is None and not beginning:
        yield Missing("agreement", "goals")
    if case.agreed_on is not None and not case.agreement_signed:
        yield Missing("agreement_unsigned", "goals", case.agreed_on)


def _contact(case: Documented, today: date) -> Iterator[Missing]:
    last = case.last_contact or case.opened_on
    if last < today - QUIET:
        yield Missing("quiet", "timeline", last)
    if case.next_follow_up is None:
        yield Missing("next_step", "follow_up")
