# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The pseudonymised sheet for a Fallkonferenz; what comes of it is a contact of the kind conference."""

from __future__ import annotations

from datetime import date, datetime

from app.domain.assessment import Assessment
from app.domain.case import require_open, require_unrestricted
from app.domain.case_view import CaseView
from app.domain.code_lists import CodeLists
from app.domain.conference import check_question
from app.domain.dates import berlin_date
from app.domain.document import Document
from app.domain.goal import Goal
from app.domain.household import is_minor, school_children
from app.forms import conference_sheet
from app.forms.conference_sheet import ConferenceSheet, GoalState, Household, Need
from app.operations.assessments import released
from app.operations.cases import case_view
from app.operations.documents import keep, new_form_number
from storage import assessments, code_lists, goals, identities, journal, statistics
from storage.vault import Vault

_NUMBERED = "K"


def prepare_sheet(vault: Vault, case_id: str, question: str, now: datetime) -> Document:
    """Groups, numbers and the question, in which nothing of this file may stand; its bytes are kept."""
    today = berlin_date(now)
    view = case_view(vault, case_id, today)
    require_open(view.case)
    require_unrestricted(view.file)
    check_question(question, identities.round_case(vault.db, case_id))
    sheet = _sheet(vault, view, question, today)
    printed = conference_sheet.render(sheet, now)
    with vault.transaction() as db:
        document = keep(db, view.file.id, printed, sheet.number, now)
        journal.note(db, now, vault.actor, "conference.prepared", case_id)
    return document


def _sheet(vault: Vault, view: CaseView, question: str, today: date) -> ConferenceSheet:
    db, lists, case_id = vault.db, code_lists.load(vault.db), view.case.id
    groups = statistics.groups_of(db, view.client.id, today, lists)
    shown = released(db, case_id, today)
    newest = next(iter(assessments.of_case(db, case_id)), None)
    return ConferenceSheet(
        number=new_form_number(_NUMBERED),
        printed_in=_month(today),
        age_band=lists.label("age_band", groups[0]["age_band"]),
        household=_household(view, today),
        residence=lists.label("residence", groups[0]["residence"]),
        livelihood=", ".join(lists.label("livelihood", group["livelihood"]) for group in groups),
        since=_month(view.case.opened_on),
        held_in=_month(newest.held_on) if newest else "",
        needs=_needs(newest, shown, lists) if newest else (),
        goals=tuple(_state(goal, lists) for goal in goals.of_case(db, case_id) if goal.dimension in shown),
        question=" ".join(question.split()),
    )


def _household(view: CaseView, today: date) -> Household:
    here = [member for member in view.household if member.lives_here]
    born = [member.born for member in here] + [view.client.person.birth_date]
    children = sum(is_minor(each, today) for each in born)
    return Household(len(born) - children, children, len(school_children(here, today)))


def _needs(assessment: Assessment, shown: frozenset[str], lists: CodeLists) -> tuple[Need, ...]:
    return tuple(
        Need(lists.label("life_dimension", score.dimension), score.need, score.resource)
        for score in assessment.scores
        if score.dimension in shown and (score.need or score.resource)
    )


def _state(goal: Goal, lists: CodeLists) -> GoalState:
    steps = [step for step in goal.steps if step.state != "dropped"]
    return GoalState(
        lists.label("life_dimension", goal.dimension),
        lists.label("goal_result", goal.result) if goal.result else "",
        len(steps),
        sum(step.state == "done" for step in steps),
    )


def _month(day: date) -> str:
    return f"{day:%m/%Y}"
