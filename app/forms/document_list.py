# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Unterlagenliste: what belongs into the person's folder by life area, and what of it is there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.forms import letterhead
from app.forms.engine import Printed, print_form
from app.forms.letterhead import Controller, in_each
from app.forms.texts import Texts, columns

FORM = "document_list"


@dataclass(frozen=True)
class ListedPaper:
    """`state` is there, requested or missing, empty on a blank; None where the person ticks it by hand."""

    paper: str
    state: str | None
    valid_until: date | None = None


@dataclass(frozen=True)
class ListedArea:
    dimension: str
    papers: tuple[ListedPaper, ...]


@dataclass(frozen=True)
class DocumentList:
    """`areas` in the order of the folder; what nobody needs is not among them."""

    form_number: str
    controller: Controller
    client_name: str
    file_number: str
    areas: tuple[ListedArea, ...]
    language: str
    printed_on: date


def render(sheet: DocumentList, timestamp: datetime) -> Printed:
    texts = columns(FORM, sheet.language, sheet.controller.wording)
    return print_form(FORM, texts, _data(sheet, texts), timestamp)


def _data(sheet: DocumentList, texts: Sequence[Texts]) -> dict[str, object]:
    about = letterhead.about(
        form_number=sheet.form_number,
        file_number=sheet.file_number,
        printed_on=f"{sheet.printed_on:%d.%m.%Y}",
    )
    return letterhead.frame(sheet.controller, about, texts) | {
        "person": letterhead.fields({"client": sheet.client_name}, texts),
        "intro": in_each(texts, "intro"),
        "state": in_each(texts, "label.state"),
        "areas": [_area(area, sheet.printed_on, texts) for area in sheet.areas],
    }


def _area(area: ListedArea, today: date, texts: Sequence[Texts]) -> dict[str, object]:
    by_hand = any(paper.state is None for paper in area.papers)
    return {
        "headings": in_each(texts, f"life_dimension.{area.dimension}"),
        "papers": [_paper(paper, today, texts) for paper in area.papers],
        "by_hand": in_each(texts, "health_by_hand") if by_hand else [],
    }


def _paper(paper: ListedPaper, today: date, texts: Sequence[Texts]) -> dict[str, object]:
    """What is over is no longer there."""
    over = paper.valid_until is not None and paper.valid_until < today
    return {
        "there": paper.state == "there" and not over,
        "words": in_each(texts, f"paper.{paper.paper}"),
        "state": in_each(texts, "requested") if paper.state == "requested" else [],
        "until": _until(paper.valid_until, over, texts),
    }


def _until(day: date | None, over: bool, texts: Sequence[Texts]) -> list[str]:
    return [] if day is None else in_each(texts, "expired" if over else "valid_until", day=day)
