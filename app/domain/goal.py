# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Goals in the client's words, their steps, and what became of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from app.domain.assessment import DIMENSIONS, require_released
from app.domain.attainment import check_levels, result_of
from app.domain.errors import InvalidInput, Refusal

OWNERS = ("client", "case_manager", "third_party")
STEP_STATES = ("open", "done", "dropped")
RESULTS = ("reached", "partly", "not_reached")

Result = str | int
"""One of RESULTS, or a level from -2 to 2 of a goal that has a scale."""


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
    """`expected` says how one will know; `levels` are the other four of a scale, or none (see attainment)."""

    words: str
    dimension: str
    set_on: date
    expected: str = ""
    steps: tuple[NewStep, ...] = ()
    levels: Mapping[int, str] = field(default_factory=dict)
    weight: int = 1


@dataclass(frozen=True)
class Goal:
    """`level` is what was reached on its scale; `continues` the goal that it goes on from."""

    id: str
    case_id: str
    words: str
    dimension: str
    set_on: date
    expected: str
    steps: tuple[Step, ...]
    result: str | None = None
    result_on: date | None = None
    levels: Mapping[int, str] = field(default_factory=dict)
    weight: int = 1
    level: int | None = None
    continues: str | None = None
    in_signed_agreement: bool = False

    @property
    def may_change(self) -> bool:
        """Its words can still be put differently."""
        return self.result is None and not self.in_signed_agreement

    @property
    def unfinished(self) -> tuple[Step, ...]:
        """The steps that another goal can take over: the open ones, or those dropped when this one ended."""
        state = "open" if self.result is None else "dropped"
        return tuple(step for step in self.steps if step.state == state)


def check_goal(new: NewGoal, released: frozenset[str], today: date) -> None:
    """A goal needs words and a dimension; an Art. 9 dimension also its release (`released` dimensions)."""
    if not new.words.strip():
        raise InvalidInput("words", "goal.words_missing")
    if new.dimension not in DIMENSIONS:
        raise InvalidInput("dimension", "goal.dimension_missing")
    require_released(new.dimension, released)
    check_levels(new.levels, new.expected, new.weight)
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


def check_step_day(goal: Goal, step: Step, due_on: date | None) -> None:
    """Another day is for a step that is still to be done."""
    if step.state != "open":
        raise Refusal("goal.step_not_open")
    check_step(NewStep(step.text, step.owner, due_on), goal.set_on)


def require_pursued(goal: Goal) -> None:
    """Steps belong to a goal that has no result yet."""
    if goal.result is not None:
        raise Refusal("goal.has_result")


def require_changeable(goal: Goal) -> None:
    """What somebody signed, or what has ended, keeps its words."""
    require_pursued(goal)
    if goal.in_signed_agreement:
        raise Refusal("goal.signed")


def require_unfinished(goal: Goal, steps: tuple[str, ...]) -> None:
    """Only unfinished steps go on into another goal."""
    if not set(steps) <= {step.id for step in goal.unfinished}:
        raise Refusal("goal.step_not_open")


def check_step_state(state: str) -> None:
    """A step is done or dropped, or open again."""
    if state not in STEP_STATES:
        raise InvalidInput("state", "code.unknown")


def check_result(result: str) -> None:
    """Reached, partly or not reached."""
    if result not in RESULTS:
        raise InvalidInput("result", "goal.result_missing")


def outcome(goal: Goal, result: Result) -> tuple[str, int | None]:
    """The plain result, and the level where it was measured on the goal's scale."""
    if isinstance(result, int):
        if not goal.levels:
            raise InvalidInput("result", "goal.level_missing")
        return result_of(result), result
    check_result(result)
    return result, None
