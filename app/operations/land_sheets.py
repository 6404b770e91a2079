# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Übertragungsblatt Datenbank KIM: for the case manager's own eyes beside the screen, kept nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from app.domain.case import require_unrestricted
from app.domain.checklist import is_locked
from app.domain.code_lists import CodeLists
from app.domain.consent import released_categories
from app.domain.dates import berlin_date, german
from app.domain.errors import Trouble
from app.domain.intake import groups_to_see
from app.domain.transfer import Facts, category_of_dimension, known_fields
from app.forms import land_sheet
from app.forms.engine import Printed
from app.forms.land_sheet import FORM, LandSheet, Part
from app.forms.languages import GERMAN
from app.forms.texts import Texts
from app.operations.transfers import facts_of
from storage import cases, code_lists, consents, referrals, sites
from storage.vault import Vault

ROWS = 6
"""So many goals and referrals have room; the newest count."""

_LEFT = {
    "person": (
        "family_name", "given_names", "former_names", "native_name", "birth_date", "sex", "nationalities",
        "marital_status", "household",
    ),
    "contact": ("address", "channels"),
    "stay": ("arrived_in_germany", "arrived_in_municipality", "residence"),
    "livelihood": ("livelihood", "works_in"),
    "languages": ("languages", "language_levels"),
}  # fmt: skip

Rows = tuple[tuple[str, str], ...]


def land_page(vault: Vault, case_id: str, now: datetime) -> Printed:
    """One page with what is known; Art. 9 and 10 only while released, a blocked address never.

    A native name in a script that no font here has is left to the screen.
    """
    db, today = vault.db, berlin_date(now)
    file, lists, texts = cases.file_of(db, case_id), code_lists.load(db), Texts(FORM, GERMAN)
    require_unrestricted(file)
    facts = facts_of(vault, case_id, today)
    released = released_categories(consents.load_consents(db, file.id), today)
    known = known_fields(facts, lists)
    if facts.person.address.blocked:
        known["address"] = (texts.say("label.address"), texts.say("blocked"))
    page = LandSheet(
        file_number=file.number,
        case_manager=vault.actor.name,
        printed_on=today,
        basis=file.basis,
        basis_on=file.basis_on,
        left=_of_person(known),
        right=(
            Part("intake", _intake(vault, case_id, released, lists, texts)),
            Part("assessment", _assessment(facts, released, lists, texts)),
            Part("goals", _goals(facts, released, lists, texts)),
            Part("referrals", _referrals(vault, case_id, lists, texts)),
        ),
    )
    try:
        return land_sheet.render(page, now)
    except Trouble as trouble:
        if trouble.code != "form.missing_glyph" or not facts.person.native_name:
            raise
        known["native_name"] = (known["native_name"][0], texts.say("not_printable"))
        return land_sheet.render(replace(page, left=_of_person(known)), now)


def _of_person(known: Mapping[str, tuple[str, str]]) -> tuple[Part, ...]:
    return tuple(
        Part(name, tuple(known[field] for field in fields if field in known))
        for name, fields in _LEFT.items()
    )


def _intake(vault: Vault, case_id: str, released: frozenset[str], lists: CodeLists, texts: Texts) -> Rows:
    db, case = vault.db, cases.load_case(vault.db, case_id)
    note = cases.intake_note(db, case_id)
    groups = groups_to_see(cases.target_groups(db, case_id), released, lists)
    values = {
        "site": sites.site(db, case.site_id).name,
        "case_number": str(case.number),
        "opened_on": german(case.opened_on),
        "closed_on": german(case.closed_on) if case.closed_on else "",
        "intake_day": german(note.held_on) if note else "",
        "access_way": lists.label("access_way", note.access_way) if note else "",
        "target_groups": ", ".join(lists.label("target_group", code) for code in groups),
        "double_counselling": lists.label("double_counselling", note.double_counselling) if note else "",
    }
    return tuple((texts.say(f"label.{name}"), value) for name, value in values.items() if value)


def _assessment(facts: Facts, released: frozenset[str], lists: CodeLists, texts: Texts) -> Rows:
    if facts.assessment is None:
        return ()
    rows = [(texts.say("label.held_on"), german(facts.assessment.held_on))]
    for score in facts.assessment.scores:
        if _dimension_open(score.dimension, released, lists):
            steps = {"need": score.need, "resource": score.resource}
            words = [texts.say(f"value.{name}", **{name: step}) for name, step in steps.items() if step]
            rows += [(_short(score.dimension, lists), ", ".join(words))] if words else []
    return tuple(rows)


def _goals(facts: Facts, released: frozenset[str], lists: CodeLists, texts: Texts) -> Rows:
    shown = [goal for goal in facts.goals if _dimension_open(goal.dimension, released, lists)]
    rows = []
    for goal in shown[:ROWS]:
        state = lists.label("goal_result", goal.result) if goal.result else texts.say("value.pursued")
        rows.append((_short(goal.dimension, lists), f"„{goal.words}“, {state}"))
    return (*rows, *_more(shown, texts))


def _referrals(vault: Vault, case_id: str, lists: CodeLists, texts: Texts) -> Rows:
    found = referrals.of_case(vault.db, case_id)
    rows = [
        (german(each.made_on), f"{each.recipient}, {lists.label('referral_state', each.state)}")
        for each in found[:ROWS]
    ]
    return (*rows, *_more(found, texts))


def _dimension_open(dimension: str, released: frozenset[str], lists: CodeLists) -> bool:
    category = category_of_dimension(dimension)
    return category == "internal" or not is_locked(category, released, lists)


def _short(dimension: str, lists: CodeLists) -> str:
    return str(lists.fact("life_dimension", dimension, "short") or lists.label("life_dimension", dimension))


def _more(every: Sequence[object], texts: Texts) -> Iterable[tuple[str, str]]:
    left_out = len(every) - ROWS
    return [("", texts.say("more", count=left_out))] if left_out > 0 else []
