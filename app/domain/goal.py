# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Goals in the client's words, their steps, and the signed agreement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.assessment import DIMENSIONS, require_released
from app.domain.errors import InvalidInput, Refusal

OWNERS = ("client", "case_manager", "third_party")
STEP_STATES = ("open", "done", "dropped")
RESULTS = ("reached", "partly", "not_reached")


@dataclass(frozen=True)
class NewStep:
    """A dated step owns its follow-up."""

    text: str
    owner: str = "client"
    due_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Step(NewStep):
    id: str
    state: str = "open"


@dataclass(frozen=True)
class NewGoal:
    words: str
    dimension: str
    set_on: date
    expected: str = ""
    steps: tuple[NewStep, ...] = ()


@dataclass(frozen=True)
class Goal:
    id: str
    case_id: str
    words: str
    dimension: str
    set_on: date
    expected: str
    steps: tuple[Step, ...]
    result: str | None = None
    result_on: date | None = None


@dataclass(frozen=True)
class Agreement:
    """A version of the Zielvereinbarung; its printed bytes are kept as a document."""

    id: str
    case_id: str
    version: int
    language: str
    agreed_on: date
    review_on: date | None
    signed_on: date | None
    document_id: str


def check_goal(new: NewGoal, released: frozenset[str], today: date) -> None:
    """A goal needs words and a dimension; an Art. 9 dimension also its release (`released` dimensions)."""
    if not new.words.strip():
        raise InvalidInput("words", "goal.words_missing")
    if new.dimension not in DIMENSIONS:
        raise InvalidInput("dimension", "goal.dimension_missing")
    require_released(new.dimension, released)
    if new.set_on > today:
        raise InvalidInput("set_on", "case.day_in_future")
    for step in new.steps:
        check_step(step, new.set_on)


def check_step(step: NewStep, set_on: date) -> None:
    """What, who, and if dated, not before the goal."""
    if not step.text.strip():
        raise InvalidInput("steps", "goal.step_text_missing")
    if step.owner not in OWNERS:
        raise InvalidInput("steps", "goal.step_owner_missing")
    if step.due_on is not None and step.due_on < set_on:
        raise InvalidInput("steps", "case.due_before_made")


def check_agreement(goals: tuple[Goal, ...], review_on: date, agreed_on: date) -> None:
    """An agreement holds at least one goal; its review lies after it."""
    if not goals:
        raise Refusal("goal.none_open")
    if review_on <= agreed_on:
        raise InvalidInput("review_on", "goal.review_too_early")


def check_agreement_signature(agreement: Agreement, day: date, today: date) -> None:
    """Signed once, on or after the day it was agreed and printed."""
    if agreement.signed_on is not None:
        raise Refusal("goal.already_signed", day=agreement.signed_on)
    if day > today:
        raise InvalidInput("signed_on", "case.day_in_future")
    if day < agreement.agreed_on:
        raise InvalidInput("signed_on", "goal.signed_before_printed")


def check_step_state(state: str) -> None:
    """A step is done or dropped, or open again."""
    if state not in STEP_STATES:
        raise InvalidInput("state", "code.unknown")


def check_result(result: str) -> None:
    """Reached, partly or not reached."""
    if result not in RESULTS:
        raise InvalidInput("result", "goal.result_missing")
