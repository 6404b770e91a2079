# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The Kreis's register: Dienstleistungsketten in six steps, meetings with their decisions, tasks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from app.domain.code_lists import CodeLists
from app.domain.errors import InvalidInput

STEPS = ("survey", "analysis", "planning", "implementation", "evaluation", "adjustment")
SOURCES = ("releases", "workshop", "service")


@dataclass(frozen=True)
class Chain:
    """`steps`: when a step was done. `continuity`, `effect`, `quality`: the answers of the evaluation."""

    title: str
    dimension: str
    kind: str
    begun_on: date
    source: str = "releases"
    responsible: str = ""
    measures: str = ""
    continuity: str = ""
    effect: str = ""
    quality: str = ""
    steps: Mapping[str, date] = field(default_factory=dict)
    ended_on: date | None = None
    id: str = ""

    @property
    def step(self) -> str | None:
        """Where it stands: the first step that is not done; None once all six are."""
        return next((step for step in STEPS if step not in self.steps), None)


@dataclass(frozen=True)
class Meeting:
    """`participants`: offices and functions, a line each; `decisions` in their order."""

    held_on: date
    body: str
    participants: str = ""
    agenda: str = ""
    minutes: str = ""
    decisions: tuple[str, ...] = ()
    id: str = ""


@dataclass(frozen=True)
class Task:
    """What somebody was asked to do; `meeting_id`: where it was agreed."""

    text: str
    responsible: str = ""
    due_on: date | None = None
    done_on: date | None = None
    meeting_id: str | None = None
    id: str = ""


def check_chain(chain: Chain, lists: CodeLists, today: date) -> None:
    """A name, a gap, and steps that were done one after the other, none before the chain began or to come."""
    if not chain.title.strip():
        raise InvalidInput("title", "register.title_missing")
    lists.require("life_dimension", chain.dimension, "dimension", today)
    lists.require("gap_kind", chain.kind, "kind", today)
    if chain.source not in SOURCES:
        raise InvalidInput("source", "code.unknown")
    _check_steps(chain, today)


def check_meeting(meeting: Meeting) -> None:
    if not meeting.body.strip():
        raise InvalidInput("body", "register.body_missing")


def check_task(task: Task) -> None:
    if not task.text.strip():
        raise InvalidInput("text", "register.task_missing")


def lines_of(text: str) -> tuple[str, ...]:
    """What was typed line by line, without empty ones."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _check_steps(chain: Chain, today: date) -> None:
    if chain.begun_on > today:
        raise InvalidInput("begun_on", "case.day_in_future")
    for step, day in chain.steps.items():
        if day > today:
            raise InvalidInput(step, "case.day_in_future")
        if day < chain.begun_on:
            raise InvalidInput(step, "register.step_before_begin")
    for earlier, later in pairwise(STEPS):
        if later in chain.steps and earlier not in chain.steps:
            raise InvalidInput(later, "register.step_skipped")
        if later in chain.steps and chain.steps[later] < chain.steps[earlier]:
            raise InvalidInput(later, "register.step_before_last")
