# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Bestandsaufnahme on paper: one that was taken beside the one before it, or a blank for the next talk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from app.domain.assessment import DIMENSIONS, Assessment
from app.domain.case import require_unrestricted
from app.domain.dates import berlin_date
from app.domain.document import Document
from app.domain.errors import Refusal
from app.forms import assessment_sheet
from app.forms.assessment_sheet import AssessmentSheet, SheetScore
from app.operations.assessments import assessments, released, short_labels
from app.operations.documents import keep, letterhead, new_form_number
from storage import cases, clients, code_lists, journal
from storage.vault import Vault


def print_assessment(vault: Vault, case_id: str, assessment_id: str, now: datetime) -> Document:
    """All dimensions with need, own view, resource and note; what is not released today stays away."""
    today = berlin_date(now)
    found = assessments(vault, case_id, today)
    place = next((place for place, each in enumerate(found) if each.id == assessment_id), None)
    if place is None:
        raise Refusal("assessment.gone")
    shown, earlier = found[place], next(iter(found[place + 1 :]), None)
    scores = tuple(_score(one, shown, earlier) for one in _dimensions(vault, case_id, today))
    return _print(vault, case_id, scores, shown.held_on, earlier.held_on if earlier else None, now)


def print_blank_assessment(vault: Vault, case_id: str, now: datetime) -> Document:
    """The steps to be ticked and the notes to be written by hand."""
    return _print(vault, case_id, _dimensions(vault, case_id, berlin_date(now)), None, None, now)


def _print(
    vault: Vault,
    case_id: str,
    scores: Sequence[SheetScore],
    held_on: date | None,
    earlier_on: date | None,
    now: datetime,
) -> Document:
    file, today = cases.file_of(vault.db, case_id), berlin_date(now)
    require_unrestricted(file)
    sheet = AssessmentSheet(
        form_number=new_form_number("BA"),
        controller=letterhead(vault.db),
        client_name=clients.load_client(vault.db, file.client_id, today).display_name,
        file_number=file.number,
        scores=tuple(scores),
        printed_on=today,
        held_on=held_on,
        earlier_on=earlier_on,
    )
    printed = assessment_sheet.render(sheet, now)
    with vault.transaction() as db:
        document = keep(db, file.id, printed, sheet.form_number, now)
        journal.note(db, now, vault.actor, "assessment.printed", document.id)
    return document


def _dimensions(vault: Vault, case_id: str, today: date) -> tuple[SheetScore, ...]:
    """The eleven in their order, without any score."""
    lists, short = code_lists.load(vault.db), short_labels(vault)
    open_to_see = released(vault.db, case_id, today)
    return tuple(
        SheetScore(each, lists.label("life_dimension", each), short[each], each in open_to_see)
        for each in DIMENSIONS
    )


def _score(one: SheetScore, shown: Assessment, earlier: Assessment | None) -> SheetScore:
    if not one.released:
        return one
    score = shown.score(one.dimension)
    return replace(
        one,
        need=score.need,
        own_need=score.own_need,
        resource=score.resource,
        note=score.note,
        earlier_need=earlier.score(one.dimension).need if earlier else None,
    )
