# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Bestandsaufnahme: a web of needs and the same in a table, filled or blank."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from app.domain.assessment import PRESSING
from app.forms import charts, letterhead
from app.forms.charts import Spoke
from app.forms.engine import Printed, print_form
from app.forms.languages import GERMAN
from app.forms.letterhead import Controller
from app.forms.passages import passage
from app.forms.texts import Texts

FORM = "assessment"
_RADAR_SIZE = 190


@dataclass(frozen=True)
class SheetScore:
    """One life dimension; steps are 1 to 5, or None where nothing was said.

    `short` stands in the drawing; of what is not `released` nothing but its name is printed.
    """

    dimension: str
    label: str
    short: str
    released: bool = True
    need: int | None = None
    own_need: int | None = None
    resource: int | None = None
    note: str = ""
    earlier_need: int | None = None

    @property
    def released_part(self) -> SheetScore:
        return self if self.released else SheetScore(self.dimension, self.label, self.short, released=False)

    @property
    def discussed(self) -> bool:
        return any(step is not None for step in (self.need, self.own_need, self.resource))


@dataclass(frozen=True)
class AssessmentSheet:
    """Without a day a blank; `earlier_on` is the day of the assessment it stands beside."""

    form_number: str
    controller: Controller
    client_name: str
    file_number: str
    scores: tuple[SheetScore, ...]
    printed_on: date
    held_on: date | None = None
    earlier_on: date | None = None

    @property
    def blank(self) -> bool:
        return self.held_on is None


def render(sheet: AssessmentSheet, timestamp: datetime) -> Printed:
    """What is not released stays away, whatever was handed over."""
    german = Texts(FORM, GERMAN, sheet.controller.wording)
    sheet = replace(sheet, scores=tuple(score.released_part for score in sheet.scores))
    return print_form(FORM, [german], _data(sheet, german), timestamp)


def _data(sheet: AssessmentSheet, german: Texts) -> dict[str, object]:
    about = letterhead.about(
        form_number=sheet.form_number,
        file_number=sheet.file_number,
        printed_on=f"{sheet.printed_on:%d.%m.%Y}",
    )
    return letterhead.frame(sheet.controller, about, [german]) | {
        "person": letterhead.fields(_person(sheet, german), [german]),
        "blank": sheet.blank,
        "chart": _chart(sheet, german),
        "table": _table(sheet, german),
        "rows": [_row(number, score, german) for number, score in enumerate(sheet.scores, 1)],
        "notes": {
            "heading": german.say("table.notes"),
            "all": [{"label": s.label, "text": passage(s.note)} for s in sheet.scores if s.note],
        },
        "scale": _scale(sheet, german),
        "pressing": german.say("table.pressing"),
    }


def _person(sheet: AssessmentSheet, german: Texts) -> dict[str, str]:
    """Of a blank the day is written by hand."""
    if sheet.held_on is None:
        return {"client": sheet.client_name, "held_on": ""}
    count = sum(score.discussed for score in sheet.scores)
    return {
        "client": sheet.client_name,
        "held_on": f"{sheet.held_on:%d.%m.%Y}",
        "discussed": german.say("value.discussed", count=count, all=len(sheet.scores)),
    }


def _chart(sheet: AssessmentSheet, german: Texts) -> dict[str, object] | None:
    """The needs, beside those of the earlier one, else beside the person's own view."""
    if sheet.held_on is None:
        return None
    webs = [(f"{sheet.held_on:%d.%m.%Y}", [score.need for score in sheet.scores])]
    if sheet.earlier_on is not None:
        earlier = [score.earlier_need for score in sheet.scores]
        webs.append((f"{sheet.earlier_on:%d.%m.%Y}", earlier))
    elif any(score.own_need is not None for score in sheet.scores):
        webs.append((german.say("chart.own_need"), [score.own_need for score in sheet.scores]))
    names = [name for name, _ in webs]
    spokes = [
        Spoke(score.short, tuple(needs[place] for _, needs in webs))
        for place, score in enumerate(sheet.scores)
    ]
    alt = german.say(f"chart.alt_{('one', 'two')[len(webs) - 1]}", first=names[0], second=names[-1])
    return {
        "heading": german.say("chart.heading"),
        "svg": charts.radar(spokes, names, _RADAR_SIZE).decode(),
        "alt": alt,
    }


def _table(sheet: AssessmentSheet, german: Texts) -> dict[str, object]:
    heads = [german.say(f"table.{name}") for name in ("dimension", "need", "own_need", "resource")]
    if sheet.earlier_on is not None:
        heads.append(german.say("table.earlier", day=sheet.earlier_on))
    return {
        "heading": german.say("table.heading"),
        "columns": [*heads, german.say("table.note")] if sheet.blank else heads,
        "earlier": sheet.earlier_on is not None,
    }


def _row(number: int, score: SheetScore, german: Texts) -> dict[str, object]:
    steps = (score.need, score.own_need, score.resource)
    return {
        "number": number,
        "label": score.label,
        "released": score.released,
        "discussed": score.discussed,
        "steps": list(steps),
        "pressing": score.need == PRESSING,
        "earlier": score.earlier_need,
        "said": german.say("table.not_discussed" if score.released else "table.not_released"),
    }


def _scale(sheet: AssessmentSheet, german: Texts) -> dict[str, object]:
    """Only what is needed to read this one."""
    told = {
        "steps": True,
        "not_discussed": not sheet.blank and any(s.released and not s.discussed for s in sheet.scores),
        "not_released": not all(score.released for score in sheet.scores),
    }
    said = [[german.say(f"scale.{name}")] for name, needed in told.items() if needed]
    return letterhead.section([german], "scale", *said)
