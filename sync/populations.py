# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a catalogue may choose from: closed lists of populations and variables, and what excludes what.

All of it is frozen: a code is never renamed or reused, a population never counts anything else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Kind = Literal["stock", "flow"]

ANSWERS = 3
"""Of a person's several answers only the first three count."""


@dataclass(frozen=True)
class Variable:
    """A published characteristic in its one fixed grouping; codes are never renamed or reused."""

    code: str
    code_list: str
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Population:
    """Who is counted; `answers` are its permitted variables and how many codes of each a person may have.

    Everybody has a code of each, but for the `optional` ones.
    """

    code: str
    kind: Kind
    answers: Mapping[str, int]
    has_file: bool = True
    optional: frozenset[str] = frozenset()


_DIMENSIONS = (
    *("health", "language", "education", "work", "housing", "residence"),
    *("political", "cultural", "family", "discrimination", "mobility"),
)
SERVICE_TYPES = ("counselling", "email_phone", "outreach", "accompaniment", "registration", "case_conference")
WITHOUT_CLIENTS = ("actor_talk", "working_group", "workshop", "info_event", "migrant_organisations")
ACTIVITY_LINES = ("with_clients", *WITHOUT_CLIENTS)
"""Acts are exact by these lines; types with clients form one line, their split is a table of persons."""

_FIRST = (
    Variable("status", "case_status", ("active", "paused")),
    Variable(
        "livelihood",
        "livelihood",
        ("asylblg", "sgb2", "sgb12", "alg", "own_income", "family_support", "none", "unknown"),
    ),
    Variable(
        "residence",
        "residence",
        (
            *("procedure", "tolerated", "humanitarian", "temporary_protection", "other_title"),
            *("settled", "eu", "german", "none", "unknown"),
        ),
    ),
    Variable("age_band", "age_band", ("under_18", "18_27", "28_44", "45_64", "65_plus", "unknown")),
    Variable("sex", "sex", ("female", "male", "diverse", "unknown")),
    Variable(
        "reason",
        "closing_reason",
        ("goals_reached", "moved", "referred_on", "contact_lost", "withdrawn", "deceased", "other"),
    ),
    Variable(
        "target",
        "referral_target",
        (
            *("social_office", "integration_point", "jobcenter", "registration_office", "youth_office"),
            *("integration_commissioner", "foreigners_office", "naturalisation_office"),
            *("migration_counselling", "language_course", "municipal_office"),
            *("financial_counselling", "other"),
        ),
    ),
    Variable("service_type", "service_type", SERVICE_TYPES),
    Variable("topic", "topic", (*_DIMENSIONS, "social_space", "groups")),
    Variable("dimension", "life_dimension", _DIMENSIONS),
    Variable(
        "kind",
        "gap_kind",
        ("missing", "waiting", "no_places", "no_interpreter", "access", "unsuitable"),
    ),
)
"""What catalogue 1 knew."""

_SECOND = (
    # Groups that tell of health or orientation, and those an office made for itself, are `other`.
    Variable(
        "target_group",
        "target_group",
        (
            *("everyone", "newcomers", "catching_up", "refugees", "ukraine", "participation"),
            *("eu_citizens_18_27", "migrants_18_27", "household_member", "single_parent", "families"),
            "other",
        ),
    ),
    Variable("need", "life_dimension", _DIMENSIONS),
    Variable("need_change", "need_change", ("less", "same", "more", "not_again")),
    Variable("resource", "life_dimension", _DIMENSIONS),
    Variable("goal_dimension", "life_dimension", _DIMENSIONS),
    Variable("goal_state", "goal_state", ("open", "reached", "partly", "not_reached")),
    Variable(
        "language",
        "language_group",
        (
            *("german", "arabic", "persian", "turkish", "kurdish", "ukrainian", "russian", "english"),
            *("french", "romance", "balkan", "african", "other"),
        ),
    ),
    Variable("interpreter", "interpreter_need", ("needed", "not_needed")),
    Variable("uncovered", "uncovered_days", ("none", "to_14", "to_42", "to_91", "more", "unknown")),
    Variable("outcome", "referral_state", ("sent", "accepted", "declined", "attended", "ended")),
)
"""What came with catalogue 2."""

VARIABLES = {variable.code: variable for variable in (*_FIRST, *_SECOND)}

_PERSON = {"livelihood": ANSWERS, "residence": 1, "age_band": 1, "sex": 1}
_OF_A_CASE = {
    **{"target_group": 1, "need": 1, "need_change": 1, "resource": 1, "uncovered": 1},
    **{"goal_dimension": 1, "goal_state": 1, "language": 1, "interpreter": 1, "outcome": 1},
}
_SAID_OF_SOME = frozenset(_OF_A_CASE) - {"uncovered"}
"""Not everybody was assessed or referred, has a goal, a target group, a language: some lie in no cell."""

POPULATIONS = {
    population.code: population
    for population in (
        Population("open", "stock", {"status": 1} | _PERSON | _OF_A_CASE, optional=_SAID_OF_SOME),
        Population("new", "flow", _PERSON),
        Population("closed", "flow", {"reason": 1} | _PERSON),
        Population("referred", "flow", {"target": ANSWERS}),
        Population("changed_livelihood", "flow", {}),
        Population("served", "flow", {"service_type": ANSWERS}),
        Population(
            "short_advice",
            "flow",
            {"topic": ANSWERS, "target": ANSWERS, "service_type": 1},
            has_file=False,
            optional=frozenset({"topic", "target"}),
        ),
        # Only the first gap of a person and year, so that new and closed cases fit into the twelve cells.
        Population("gap", "flow", {"dimension": 1, "kind": 1}),
    )
}

EXCLUSIVE = (("open", "uncovered", ("none",), "livelihood", ("none", "unknown")),)
"""Nobody of a population has a code of both: whoever lacked no day has something to live on today."""
