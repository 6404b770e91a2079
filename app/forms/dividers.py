# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Dividers for the person's folder: a cover and one page for each life area, without a name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.forms import letterhead
from app.forms.engine import Printed, print_form
from app.forms.letterhead import Controller, in_each
from app.forms.texts import Texts, columns

FORM = "dividers"


@dataclass(frozen=True)
class Dividers:
    """`dimensions`: codes in the order of the folder."""

    form_number: str
    controller: Controller
    dimensions: tuple[str, ...]
    language: str


def render(sheet: Dividers, timestamp: datetime) -> Printed:
    texts = columns(FORM, sheet.language, sheet.controller.wording)
    return print_form(FORM, texts, _data(sheet, texts), timestamp)


def _data(sheet: Dividers, texts: Sequence[Texts]) -> dict[str, object]:
    about = {"form_number": sheet.form_number}
    return letterhead.frame(sheet.controller, about, texts) | {
        "name": in_each(texts, "label.name"),
        "contents": in_each(texts, "label.contents"),
        "keep": in_each(texts, "keep"),
        "belongs_in": in_each(texts, "belongs_in"),
        "parts": [_part(dimension, texts) for dimension in sheet.dimensions],
    }


def _part(dimension: str, texts: Sequence[Texts]) -> dict[str, object]:
    return {
        "titles": in_each(texts, f"life_dimension.{dimension}"),
        "holds": in_each(texts, f"holds.{dimension}"),
    }
