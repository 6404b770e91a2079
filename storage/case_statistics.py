# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the open cases of a site say in codes on a day: target group, assessment, goal, language and more.

Names and notes stop here as in `statistics`: opaque ids and codes pass.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from app.domain.code_lists import CodeLists
from app.domain.livelihood import LivelihoodPeriod
from app.domain.reporting_groups import OTHER, greatest, language_group, need_course, uncovered_band
from storage.connection import Connection
from storage.days import day as read_day

Codes = dict[str, dict[str, str]]
"""Codes by variable, by person."""

_OPEN = """
    WITH open_case AS (
        SELECT client_case.id AS case_id, file.client_id AS person
        FROM client_case JOIN file ON file.id = client_case.file_id
        WHERE client_case.site_id = :site AND client_case.opened_on <= :until
          AND (client_case.closed_on IS NULL OR client_case.closed_on > :until))"""

_TARGET_GROUPS = f"""{_OPEN}
    SELECT person, case_target_group.code,
        coalesce(facts ->> 'data_category', '') <> '' OR coalesce(facts ->> 'structural', 0)
    FROM open_case JOIN case_target_group ON case_target_group.case_id = open_case.case_id
    LEFT JOIN code_entry ON list = 'target_group' AND code_entry.code = case_target_group.code
    ORDER BY person, position"""

_SCORES = f"""{_OPEN}
    SELECT person, assessment.id, dimension, need, resource
    FROM open_case JOIN assessment ON assessment.case_id = open_case.case_id
    JOIN assessment_score ON assessment_id = assessment.id
    WHERE held_on <= :until ORDER BY person, held_on, assessment.rowid"""

_GOALS = f"""{_OPEN}
    SELECT person, dimension, iif(result_on <= :until, result, NULL)
    FROM open_case JOIN goal ON goal.case_id = open_case.case_id
    WHERE set_on <= :until
    ORDER BY person, iif(result_on <= :until, result_on, '') DESC, set_on, goal.rowid"""

_OUTCOMES = f"""{_OPEN}
    SELECT person, state
    FROM open_case JOIN referral ON referral.case_id = open_case.case_id
    WHERE made_on <= :until ORDER BY person, made_on, referral.rowid"""

_LANGUAGES = f"""{_OPEN}
    SELECT DISTINCT person, position, code, interpreter_needed
    FROM open_case JOIN client_language ON client_id = person ORDER BY person, position"""

_LIVELIHOODS = f"""{_OPEN}
    SELECT person, livelihood_period.id, valid_from, valid_to, legal_circle, state, applied_on
    FROM (SELECT DISTINCT person FROM open_case) LEFT JOIN livelihood_period ON client_id = person"""


def of_open_cases(db: Connection, site_id: str, until: date, lists: CodeLists) -> Codes:
    """Each person with an open case at the site on that day; what was not said has no code."""
    asked = {"site": site_id, "until": until.isoformat()}
    codes: Codes = defaultdict(dict)
    for found in (
        _target_groups(db, asked),
        _assessed(db, asked),
        _goals(db, asked),
        ((person, {"outcome": state}) for person, state in db.execute(_OUTCOMES, asked)),
        _languages(db, asked, until, lists),
        _uncovered(db, asked, until, lists),
    ):
        for person, said in found:
            codes[person] |= said
    return codes


_Said = Iterator[tuple[str, dict[str, str]]]


def _target_groups(db: Connection, asked: Mapping[str, Any]) -> _Said:
    """The one named first; what tells of health or orientation, or is the office's own, is another one."""
    shipped = {entry.code for entry in CodeLists.shipped().every("target_group")}
    first: dict[str, str] = {}
    for person, code, special in db.execute(_TARGET_GROUPS, asked):
        first.setdefault(person, OTHER if special or code not in shipped else code)
    for person, code in first.items():
        yield person, {"target_group": code}


def _assessed(db: Connection, asked: Mapping[str, Any]) -> _Said:
    """Where the need was greatest at first, how it stands there now, and the strongest resource.

    An assessment that says nothing of resources takes none away that an earlier one named.
    """
    held: defaultdict[str, dict[str, list[dict[str, int]]]] = defaultdict(dict)
    for person, assessment, dimension, need, resource in db.execute(_SCORES, asked):
        needs, resources = held[person].setdefault(assessment, [{}, {}])
        needs |= {dimension: need} if need else {}
        resources |= {dimension: resource} if resource else {}
    for person, assessments in held.items():
        yield person, _course([needs for needs, _ in assessments.values() if needs])
        named = [steps for _, steps in assessments.values() if steps]
        strongest = greatest(named[-1]) if named else None
        yield person, {"resource": strongest} if strongest else {}


def _course(needs: list[dict[str, int]]) -> dict[str, str]:
    dimension = greatest(needs[0]) if needs else None
    if dimension is None:
        return {}
    latest = needs[-1] if len(needs) > 1 else None
    return {"need": dimension, "need_change": need_course(dimension, needs[0], latest)}


def _goals(db: Connection, asked: Mapping[str, Any]) -> _Said:
    """The goal that was looked back on last, else the one that was set first."""
    first: dict[str, dict[str, str]] = {}
    for person, dimension, result in db.execute(_GOALS, asked):
        first.setdefault(person, {"goal_dimension": dimension, "goal_state": result or "open"})
    yield from first.items()


def _languages(db: Connection, asked: Mapping[str, Any], day: date, lists: CodeLists) -> _Said:
    """The language named first, and whether any talk needs interpreting."""
    first: dict[str, dict[str, str]] = {}
    for person, _, code, interpreter in db.execute(_LANGUAGES, asked):
        said = first.setdefault(
            person, {"language": language_group(code, day, lists), "interpreter": "not_needed"}
        )
        if interpreter:
            said["interpreter"] = "needed"
    yield from first.items()


def _uncovered(db: Connection, asked: Mapping[str, Any], day: date, lists: CodeLists) -> _Said:
    periods: defaultdict[str, list[LivelihoodPeriod]] = defaultdict(list)
    for person, period, since, until, circle, state, applied_on in db.execute(_LIVELIHOODS, asked):
        known = periods[person]
        if period is not None:
            known.append(
                LivelihoodPeriod(
                    period, read_day(since), read_day(until), circle, state, read_day(applied_on)
                )
            )
    for person, held in periods.items():
        yield person, {"uncovered": uncovered_band(held, day, lists)}
