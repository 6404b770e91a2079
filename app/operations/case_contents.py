# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is known of a case, in the form in which it travels, and back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

import msgspec

from app.domain.assessment import Assessment, Score
from app.domain.client import Address, Channel, Person, Residence, SpokenLanguage
from app.domain.dates import PartialDate
from app.domain.errors import Refusal
from app.domain.goal import NewGoal, NewStep
from app.domain.household import NewMember
from app.domain.livelihood import NewLivelihood
from app.domain.transfer import Facts
from sync import case_transfer as sent

_SIGNS = {code: None for code in (*range(32), *range(0x7F, 0xA0)) if code != ord("\n")} | {ord("\t"): " "}
"""What a text may hold from the clipboard and no receiver takes."""


def person(known: Person) -> sent.Person:
    place, stays = known.address, known.residence
    return sent.Person(
        family_name=clean(known.family_name),
        given_names=clean(known.given_names),
        former_names=clean(known.former_names),
        native_name=clean(known.native_name),
        birth_date=_iso(known.birth_date),
        sex=known.sex,
        marital_status=known.marital_status,
        arrived_in_germany=_iso(known.arrived_in_germany),
        arrived_in_municipality=_iso(known.arrived_in_municipality),
        works_in=clean(known.works_in),
        nationalities=known.nationalities,
        languages=tuple(
            msgspec.convert(each, sent.Language, from_attributes=True) for each in known.languages
        ),
        channels=tuple(
            sent.Channel(
                cast(sent.ChannelKind, each.kind),
                clean(each.value),
                each.may_call,
                clean(each.note),
                each.may_remind,
            )
            for each in known.channels
        ),
        address=sent.Address(
            clean(place.street), clean(place.postcode), clean(place.town), place.municipality
        ),
        residence=sent.Residence(stays.status, stays.expires_on) if stays else None,
    )


def household(facts: Facts) -> tuple[sent.Member, ...]:
    return tuple(
        sent.Member(
            each.relation, clean(each.given_names), clean(each.family_name), _iso(each.born), each.lives_here
        )
        for each in facts.household
    )


def livelihood(facts: Facts) -> tuple[sent.Circle, ...]:
    return tuple(
        sent.Circle(
            each.legal_circle,
            "applied" if each.state == "applied" else "granted",
            each.since,
            each.until,
            each.applied_on,
            clean(each.authority),
            clean(each.contact),
            clean(each.reference),
        )
        for each in facts.livelihood
    )


def assessment(known: Assessment | None) -> sent.Assessment | None:
    if known is None:
        return None
    scores = (
        sent.Score(each.dimension, each.need, each.resource, clean(each.note), each.own_need)
        for each in known.scores
    )
    return sent.Assessment(known.held_on, tuple(scores))


def goals(facts: Facts) -> tuple[sent.Goal, ...]:
    """Those still pursued, with what is left to do."""
    return tuple(
        sent.Goal(
            clean(each.words),
            each.dimension,
            each.set_on,
            clean(each.expected),
            tuple(
                sent.Step(clean(step.text), cast(sent.Owner, step.owner), step.due_on)
                for step in each.unfinished
            ),
        )
        for each in facts.goals
        if each.result is None
    )


def clean(text: str) -> str:
    return text.translate(_SIGNS)


def person_of(told: sent.Person) -> Person:
    """Refusal transfer.unreadable for a day that no calendar has."""
    return Person(
        family_name=told.family_name,
        given_names=told.given_names,
        former_names=told.former_names,
        native_name=told.native_name,
        birth_date=_partial(told.birth_date),
        sex=told.sex,
        marital_status=told.marital_status,
        arrived_in_germany=_partial(told.arrived_in_germany),
        arrived_in_municipality=_partial(told.arrived_in_municipality),
        works_in=told.works_in,
        nationalities=told.nationalities,
        languages=tuple(SpokenLanguage(**msgspec.structs.asdict(each)) for each in told.languages),
        channels=tuple(Channel(**msgspec.structs.asdict(each)) for each in told.channels),
        address=Address(**msgspec.structs.asdict(told.address)),
        residence=Residence(**msgspec.structs.asdict(told.residence)) if told.residence else None,
    )


def members_of(told: Iterable[sent.Member]) -> tuple[NewMember, ...]:
    return tuple(
        NewMember(each.relation, each.given_names, each.family_name, _partial(each.born), each.lives_here)
        for each in told
    )


def circles_of(told: Iterable[sent.Circle]) -> tuple[NewLivelihood, ...]:
    return tuple(NewLivelihood(**msgspec.structs.asdict(each)) for each in told)


def scores_of(told: sent.Assessment) -> tuple[Score, ...]:
    return tuple(Score(**msgspec.structs.asdict(each)) for each in told.scores)


def goals_of(told: Iterable[sent.Goal]) -> tuple[NewGoal, ...]:
    return tuple(
        NewGoal(
            each.words,
            each.dimension,
            each.set_on,
            each.expected,
            tuple(NewStep(step.text, step.owner, step.due_on) for step in each.steps),
        )
        for each in told
    )


def _iso(day: PartialDate | None) -> str | None:
    return day.iso() if day else None


def _partial(text: str | None) -> PartialDate | None:
    try:
        return PartialDate.from_iso(text) if text else None
    except ValueError as error:
        raise Refusal("transfer.unreadable") from error
