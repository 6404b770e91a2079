# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The sheet for a Fallkonferenz: groups and numbers instead of a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.forms.engine import Printed, print_form
from app.forms.languages import GERMAN
from app.forms.texts import Texts

FORM = "conference"
_HEADINGS = ("person", "needs", "goals", "question", "result")


@dataclass(frozen=True)
class Household:
    """How many live together, the person included."""

    adults: int
    children: int
    school_children: int


@dataclass(frozen=True)
class Need:
    """Of one life dimension, by its label; None where that side was not discussed."""

    dimension: str
    need: int | None
    resource: int | None


@dataclass(frozen=True)
class GoalState:
    """A goal by its dimension's label; `result` is a label, empty while it is pursued."""

    dimension: str
    result: str
    steps: int
    steps_done: int


@dataclass(frozen=True)
class ConferenceSheet:
    """Age, residence and livelihood are labels of groups; `since` and `held_in` are months (11/2026)."""

    number: str
    printed_in: str
    age_band: str
    household: Household
    residence: str
    livelihood: str
    since: str
    held_in: str
    needs: tuple[Need, ...]
    goals: tuple[GoalState, ...]
    question: str


def render(sheet: ConferenceSheet, timestamp: datetime) -> Printed:
    text = Texts(FORM, GERMAN)
    data = {
        "title": text.say("title"),
        "number": text.say("number", number=sheet.number, month=sheet.printed_in),
        "warning": text.say("warning"),
        "headings": {name: text.say(f"heading.{name}") for name in _HEADINGS},
        "person": _person(sheet, text),
        "needs": _needs(sheet, text),
        "goals": [[goal.dimension, _state(goal, text)] for goal in sheet.goals],
        "no_goals": text.say("goals.none"),
        "question": sheet.question,
    }
    return print_form(FORM, [text], data, timestamp)


def _person(sheet: ConferenceSheet, text: Texts) -> list[list[str]]:
    facts = {
        "age_band": sheet.age_band,
        "household": _household(sheet.household, text),
        "residence": sheet.residence,
        "livelihood": sheet.livelihood,
        "since": sheet.since,
    }
    return [[text.say(f"person.{name}"), fact[:1].upper() + fact[1:]] for name, fact in facts.items()]


def _household(household: Household, text: Texts) -> str:
    if household.adults + household.children == 1:
        return text.say("household.alone")
    parts = [
        text.say(f"household.{one if count == 1 else many}", count=count)
        for one, many, count in (
            ("adult", "adults", household.adults),
            ("child", "children", household.children),
        )
        if count
    ]
    if household.school_children:
        parts.append(text.say("household.school", count=household.school_children))
    return ", ".join(parts)


def _needs(sheet: ConferenceSheet, text: Texts) -> dict[str, object]:
    return {
        "columns": [text.say(f"needs.{name}") for name in ("dimension", "need", "resource")],
        "rows": [
            {"dimension": each.dimension, "need": each.need, "resource": each.resource}
            for each in sheet.needs
        ],
        "held_in": text.say("needs.held_in", month=sheet.held_in),
        "none": text.say("needs.none"),
    }


def _state(goal: GoalState, text: Texts) -> str:
    if goal.result:
        return goal.result
    if not goal.steps:
        return text.say("goals.open_without_steps")
    return text.say("goals.open", done=goal.steps_done, count=goal.steps)
