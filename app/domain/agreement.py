# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Zielvereinbarung: the versions of what both sides agreed, and who signed when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.errors import InvalidInput, Refusal
from app.domain.goal import Goal, NewGoal
from app.domain.signing import READ, Hearing


@dataclass(frozen=True)
class Agreement:
    """A version of the Zielvereinbarung; its printed bytes are kept as a document.

    `signed_on` by the client, `countersigned_on` by the case manager; `outdated`: a goal
    in it was changed or removed before anybody signed.
    """

    id: str
    case_id: str
    version: int
    language: str
    agreed_on: date
    review_on: date | None
    document_id: str
    signed_on: date | None = None
    countersigned_on: date | None = None
    outdated: bool = False

    @property
    def signed(self) -> bool:
        """By at least one side: what it says is fixed."""
        return self.signed_on is not None or self.countersigned_on is not None

    @property
    def signed_by_both(self) -> bool:
        return self.signed_on is not None and self.countersigned_on is not None


@dataclass(frozen=True)
class PaperAgreement:
    """A Zielvereinbarung written by hand and signed on a blank; a side that did not sign has no day."""

    goals: tuple[NewGoal, ...]
    signed_on: date
    countersigned_on: date | None = None
    review_on: date | None = None
    hearing: Hearing = READ

    @property
    def agreed_on(self) -> date:
        return min(day for day in (self.signed_on, self.countersigned_on) if day is not None)


def in_force(agreements: Sequence[Agreement]) -> Agreement | None:
    """The newest version that both sides signed; older ones are replaced by it."""
    return max(
        (each for each in agreements if each.signed_by_both), key=lambda each: each.version, default=None
    )


def check_agreement(goals: tuple[Goal, ...], review_on: date, agreed_on: date) -> None:
    """An agreement holds at least one goal; its review lies after it."""
    if not goals:
        raise Refusal("goal.none_open")
    if review_on <= agreed_on:
        raise InvalidInput("review_on", "goal.review_too_early")


def check_on_paper(paper: PaperAgreement, printed_on: date) -> None:
    """At least one goal; nobody signed before the print, and the review lies after the signatures."""
    if not paper.goals:
        raise InvalidInput("words_1", "goal.words_missing")
    if paper.countersigned_on is not None and paper.countersigned_on < printed_on:
        raise InvalidInput("countersigned_on", "goal.signed_before_printed")
    if paper.review_on is not None and paper.review_on <= paper.signed_on:
        raise InvalidInput("review_on", "goal.review_before_signature")


def check_signatures(
    agreement: Agreement, client: date | None, case_manager: date | None, today: date
) -> None:
    """Each side signs once, on or after the day of the print, and nobody signs what has changed since."""
    if agreement.outdated:
        raise Refusal("goal.agreement_outdated")
    if client is None and case_manager is None:
        raise InvalidInput("signed_on", "goal.signature_missing")
    _check_signature(agreement, "signed_on", client, today)
    _check_signature(agreement, "countersigned_on", case_manager, today)


def _check_signature(agreement: Agreement, side: str, day: date | None, today: date) -> None:
    if day is None:
        return
    before: date | None = getattr(agreement, side)
    if before is not None:
        raise Refusal("goal.already_signed", day=before)
    if day > today:
        raise InvalidInput(side, "case.day_in_future")
    if day < agreement.agreed_on:
        raise InvalidInput(side, "goal.signed_before_printed")
