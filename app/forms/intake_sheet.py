# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Erfassungsbogen Erstberatung, blank or filled: numbered fields in the order in which they are typed in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from app.forms import letterhead
from app.forms.engine import Printed, print_form
from app.forms.letterhead import Controller, in_each
from app.forms.passages import passage
from app.forms.texts import Texts, columns

FORM = "intake"

PARTS = (
    (
        "person",
        (
            ("family_name", "given_names"),
            ("birth_date", "sex"),
            ("languages", "municipality"),
            ("access_way",),
            ("request",),
        ),
    ),
    (
        "more",
        (
            ("former_names", "native_name"),
            ("marital_status",),
            ("nationalities",),
            ("arrived_in_germany", "arrived_in_municipality"),
            ("language_level",),
            ("interpreter", "interpreter_kind"),
            ("more_languages",),
        ),
    ),
    ("reach", (("channels",),)),
    ("home", (("street", "postcode"), ("town", "works_in"), ("blocked",))),
    ("stay", (("residence", "residence_until"),)),
    ("living", (("legal_circle",), ("state", "since", "until"))),
    (
        "talk",
        (("held_on", "site_id"), ("sender", "sender_basis"), ("double_counselling",), ("target_groups",)),
    ),
)
"""Headings with their lines of fields, as on screen."""

FIELDS = tuple(name for _, lines in PARTS for line in lines for name in line)
NUMBERS = {name: number for number, name in enumerate(FIELDS, 1)}

_LEVELS = ("A1", "A2", "B1", "B2", "C1", "C2")
_CHOICES = {
    "sex": ("female", "male", "diverse", "unknown"),
    "access_way": (
        "foreigners_office", "jobcenter", "department", "self", "outreach", "walk_in", "other_counselling",
        "volunteers", "school_childcare",
    ),
    "marital_status": ("LD", "VH", "VW", "GS", "LP"),
    "language_level": ("none", "alphabetisation", *_LEVELS),
    "interpreter": ("yes",),
    "interpreter_kind": ("on_site", "phone", "video", "staff", "family"),
    "blocked": ("yes",),
    "legal_circle": ("asylblg", "sgb2", "sgb12", "alg", "own_income", "family_support", "none"),
    "state": ("applied", "granted"),
    "sender_basis": ("consent", "norm", "unknown"),
    "double_counselling": ("none", "mbe", "jmd", "jobcenter", "youth_welfare"),
}  # fmt: skip
_OPEN = ("access_way", "marital_status", "legal_circle", "double_counselling")
_WAYS = ("phone", "email")


@dataclass(frozen=True)
class Answer:
    """What stands in a field: words, or the code of a box with its words; `more` goes behind the boxes."""

    text: str
    code: str = ""
    more: str = ""


@dataclass(frozen=True)
class WayToReach:
    """A number or address of the person; `kind` is phone, email or other."""

    kind: str
    value: str
    may_call: bool
    may_remind: bool
    note: str = ""


@dataclass(frozen=True)
class IntakeSheet:
    """Without answers a blank; `set_number` of a blank, `file_number` of a filled one."""

    form_number: str
    controller: Controller
    language: str
    printed_on: date
    set_number: str = ""
    file_number: str = ""
    answers: Mapping[str, Answer] = field(default_factory=dict)
    ways: tuple[WayToReach, ...] = ()

    @property
    def blank(self) -> bool:
        return not self.answers


def render(sheet: IntakeSheet, timestamp: datetime) -> Printed:
    texts = columns(FORM, sheet.language, sheet.controller.wording)
    return print_form(FORM, texts, _data(sheet, texts), timestamp)


def _data(sheet: IntakeSheet, texts: Sequence[Texts]) -> dict[str, object]:
    about = letterhead.about(
        form_number=sheet.form_number,
        set_number=sheet.set_number,
        file_number=sheet.file_number,
        printed_on=f"{sheet.printed_on:%d.%m.%Y}",
    )
    return letterhead.frame(sheet.controller, about, texts) | {
        "purpose": letterhead.section(texts, "purpose", in_each(texts, "purpose.text")),
        "ticked": texts[0].say("option.ticked"),
        "blank": sheet.blank,
        "parts": [_part(name, lines, sheet, texts) for name, lines in PARTS],
    }


def _part(
    name: str, lines: Sequence[Sequence[str]], sheet: IntakeSheet, texts: Sequence[Texts]
) -> dict[str, object]:
    rows = [[_field(each, sheet, texts) for each in line] for line in lines]
    return {"headings": in_each(texts, f"{name}.heading"), "lines": rows}


def _field(name: str, sheet: IntakeSheet, texts: Sequence[Texts]) -> dict[str, object]:
    answer = sheet.answers.get(name, Answer(""))
    shown: dict[str, object] = {"number": NUMBERS[name], "labels": in_each(texts, f"field.{name}")}
    if name == "channels":
        return shown | {"kind": "ways", "ways": _ways(sheet, texts)}
    if name in _CHOICES:
        return shown | {"kind": "choice"} | _choice(name, answer, texts)
    kind = "words" if name == "request" else "line"
    return shown | {"kind": kind, "value": [passage(answer.text)] if answer.text else []}


def _choice(name: str, answer: Answer, texts: Sequence[Texts]) -> dict[str, object]:
    """What no box stands for is written behind the last one."""
    options = [
        {"words": _option(name, code, texts), "ticked": code == answer.code} for code in _CHOICES[name]
    ]
    other = ", ".join(filter(None, ("" if answer.code in _CHOICES[name] else answer.text, answer.more)))
    return {
        "options": options,
        "other": in_each(texts, "option.other") if name in _OPEN else [],
        "other_value": [passage(other)] if other else [],
    }


def _option(name: str, code: str, texts: Sequence[Texts]) -> list[str]:
    """Levels are named alike in every language."""
    return [code] if code in _LEVELS else in_each(texts, f"{name}.{code}")


def _ways(sheet: IntakeSheet, texts: Sequence[Texts]) -> list[dict[str, object]]:
    """Two lines to write on, or a line for each way that is known."""
    known = sheet.ways if not sheet.blank else tuple(WayToReach(kind, "", False, False) for kind in _WAYS)
    return [
        {
            "kind": in_each(texts, f"channels.{way.kind}" if way.kind in _WAYS else "option.other"),
            "value": [passage(way.value)] if way.value else [],
            "allowed": [
                {"words": in_each(texts, "channels.may_call"), "ticked": way.may_call},
                {"words": in_each(texts, "channels.may_remind"), "ticked": way.may_remind},
            ],
            "note": [passage(way.note)] if way.note else [],
        }
        for way in known
    ]
