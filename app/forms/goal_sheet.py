# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Zielvereinbarung, German alone or beside the client's language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.domain.assessment import DIMENSIONS
from app.domain.errors import InvalidInput
from app.forms import letterhead
from app.forms.engine import Printed, print_form
from app.forms.letterhead import Controller, in_each
from app.forms.passages import passage
from app.forms.texts import Texts, columns

FORM = "goals"
_FIELDS = ("words", "dimension", "expected", "levels", "steps")
_DAY_BY_HAND = "__.__.____"
_LEVEL_NAMES = {2: "much_more", 1: "more", 0: "expected", -1: "less", -2: "much_less"}


@dataclass(frozen=True)
class Written:
    """Free text as somebody wrote it; the client's column stays away where nobody wrote it."""

    german: str
    client: str = ""


@dataclass(frozen=True)
class SheetStep:
    """Who does what until when; `owner` is a code, `owner_name` says which third party."""

    what: Written
    owner: str
    until: date | None
    owner_name: str = ""


@dataclass(frozen=True)
class SheetGoal:
    """A goal in the client's words, in one life dimension, and how success shows.

    `levels` are the other four of its scale (-2 … +2), or none; `continues_since` is the day of the goal that
    it goes on from.
    """

    dimension: str
    words: Written
    expected: Written
    steps: tuple[SheetStep, ...]
    levels: tuple[tuple[int, Written], ...] = ()
    continues_since: date | None = None


@dataclass(frozen=True)
class GoalSheet:
    """What was agreed; a blank of a set has a `set_number`, nobody's name, and `empty_goals` to fill in."""

    form_number: str
    controller: Controller
    client_name: str
    file_number: str
    case_manager: str
    goals: tuple[SheetGoal, ...]
    review_on: date | None
    language: str
    printed_on: date
    interpreter: str = ""
    set_number: str = ""
    empty_goals: int = 0


def render(sheet: GoalSheet, timestamp: datetime) -> Printed:
    """The sheet to sign; InvalidInput if no goal is agreed and none is to be."""
    if not sheet.goals and not sheet.empty_goals:
        raise InvalidInput("goals", "form.no_goals")
    texts = columns(FORM, sheet.language, sheet.controller.wording)
    return print_form(FORM, texts, _data(sheet, texts), timestamp)


def _data(sheet: GoalSheet, texts: Sequence[Texts]) -> dict[str, object]:
    about = letterhead.about(
        form_number=sheet.form_number,
        set_number=sheet.set_number,
        file_number=sheet.file_number,
        printed_on=f"{sheet.printed_on:%d.%m.%Y}",
    )
    return letterhead.frame(sheet.controller, about, texts) | {
        "person": letterhead.fields({"client": sheet.client_name, "case_manager": sheet.case_manager}, texts),
        "purpose": letterhead.section(texts, "purpose", in_each(texts, "purpose.text")),
        "words": {name: in_each(texts, f"goal.{name}") for name in _FIELDS},
        "step_columns": [in_each(texts, f"goal.{name}") for name in ("what", "who", "until")],
        "goals": [_goal(number, goal, texts) for number, goal in enumerate(sheet.goals, 1)],
        "empty": [_empty(len(sheet.goals) + place, texts) for place in range(1, sheet.empty_goals + 1)],
        "dimensions": [in_each(texts, f"life_dimension.{dimension}") for dimension in DIMENSIONS],
        "agreements": _agreements(sheet, texts),
        "signature": _signature(texts),
        "interpreter": sheet.interpreter,
    }


def _goal(number: int, goal: SheetGoal, texts: Sequence[Texts]) -> dict[str, object]:
    dimension = f"life_dimension.{goal.dimension}"
    return {
        "number": number,
        "headings": [
            text.say("goal.heading", number=number, dimension=text.say(dimension)) for text in texts
        ],
        "words": _written(goal.words, texts),
        "continues": in_each(texts, "goal.continues", day=since) if (since := goal.continues_since) else [],
        "expected": [] if goal.levels else _written(goal.expected, texts),
        "levels": _levels(goal, texts),
        "steps": [_step(step, texts) for step in goal.steps],
    }


def _empty(number: int, texts: Sequence[Texts]) -> dict[str, object]:
    return {"number": number, "headings": in_each(texts, "goal.blank", number=number)}


def _levels(goal: SheetGoal, texts: Sequence[Texts]) -> list[dict[str, object]]:
    """The whole scale from the best down; what is expected is its middle."""
    if not goal.levels:
        return []
    scale = sorted([*goal.levels, (0, goal.expected)], key=lambda step: -step[0])
    return [
        {
            "sign": f"{level:+d}".replace("-", "−") if level else "0",
            "names": in_each(texts, f"level.{_LEVEL_NAMES[level]}"),
            "text": _written(words, texts),
            "expected": level == 0,
        }
        for level, words in scale
    ]


def _step(step: SheetStep, texts: Sequence[Texts]) -> dict[str, object]:
    return {
        "what": _written(step.what, texts),
        "owner": in_each(texts, f"owner.{step.owner}"),
        "name": step.owner_name,
        "until": f"{step.until:%d.%m.%Y}" if step.until else "–",
    }


def _written(written: Written, texts: Sequence[Texts]) -> list[dict[str, object]]:
    spoken = zip((text.tag for text in texts), (written.german, written.client), strict=False)
    return [passage(text, language) for language, text in spoken if text]


def _agreements(sheet: GoalSheet, texts: Sequence[Texts]) -> list[dict[str, object]]:
    day = sheet.review_on or _DAY_BY_HAND
    review = letterhead.section(texts, "review", in_each(texts, "review.text", day=day))
    sides = [letterhead.section(texts, side, in_each(texts, f"{side}.text")) for side in ("ours", "yours")]
    return [*sides, review]


def _signature(texts: Sequence[Texts]) -> dict[str, object]:
    names = ("place_date", "client", "case_manager", "interpreter", "interpreter_signature")
    words: dict[str, object] = {name: in_each(texts, f"signature.{name}") for name in names}
    return words | {"headings": in_each(texts, "signature.heading")}
