# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The text that goes with a referral: covered fields and nothing else.

Every field has its data category in `resources/field_categories.toml`; one that is not listed fails.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import Any

import resources
from app.domain.assessment import Assessment, Score
from app.domain.client import Address, Channel, Person, Residence, SpokenLanguage
from app.domain.code_lists import CodeLists
from app.domain.dates import PartialDate, german
from app.domain.goal import Goal
from app.domain.household import Member
from app.domain.livelihood import LivelihoodPeriod

_NO_LEVEL = SpokenLanguage("de").level


@dataclass(frozen=True)
class Facts:
    """What is known of the case that could be passed on at all."""

    person: Person
    file_number: str
    assessment: Assessment | None
    goals: tuple[Goal, ...]
    household: tuple[Member, ...] = ()
    """As a third party may be told of it: `household.without_adult_name`."""
    livelihood: tuple[LivelihoodPeriod, ...] = ()
    """What runs now, granted or applied for."""


@dataclass(frozen=True)
class Head:
    """Who passes on, to whom, what for, on what basis: of the client nothing but a course to visit."""

    recipient: str
    sender: str
    day: str
    purpose: str
    basis: str
    course: str = ""
    handover: bool = False


@dataclass(frozen=True)
class Block:
    """One data category in words, and what is known in it: field and words, or a sentence without a field."""

    heading: str
    lines: tuple[tuple[str, str], ...]


def transfer_text(head: Head, facts: Facts, categories: Iterable[str], lists: CodeLists) -> str:
    """The exact text that leaves: the head, then each of these categories with what is known in it."""
    blocks = covered_blocks(facts, categories, lists)
    told = ["\n  ".join((block.heading, *map(_line, block.lines))) for block in blocks] or [_word("nothing")]
    return "\n\n".join(["\n".join(_head(head)), *told, "\n".join(_foot(head))]) + "\n"


def covered_blocks(facts: Facts, categories: Iterable[str], lists: CodeLists) -> tuple[Block, ...]:
    """Each of these categories in which something is known; of all others not a word."""
    found = list(_lines(facts, lists))
    blocks = (
        Block(
            lists.label("data_category", wanted),
            tuple(line for category, line in found if category == wanted),
        )
        for wanted in dict.fromkeys(categories)
    )
    return tuple(block for block in blocks if block.lines)


def only_covered(facts: Facts, categories: Collection[str]) -> Facts:
    """The facts as if nothing were known beyond what the text tells of these categories."""
    return replace(
        facts,
        person=_covered_person(facts.person, categories),
        file_number=facts.file_number if category_of_field("file_number") in categories else "",
        assessment=_covered_steps(facts.assessment, categories),
        goals=tuple(
            replace(goal, expected="", steps=(), levels={}, weight=1)
            for goal in facts.goals
            if goal.result is None and category_of_dimension(goal.dimension) in categories
        ),
        household=facts.household if category_of_field("household") in categories else (),
        livelihood=tuple(
            replace(period, authority="", contact="", reference="")
            for period in facts.livelihood
            if category_of_field("livelihood") in categories
        ),
    )


def known_fields(facts: Facts, lists: CodeLists) -> dict[str, tuple[str, str]]:
    """What is known of the person by field, as label and words: for the office's own eyes."""
    found = {name: "; ".join(words) for name, words in _values(facts, lists).items()}
    return {name: (str(_table()["field"][name]["label"]), words) for name, words in found.items() if words}


def category_of_field(name: str) -> str:
    """The data category of a field of person, file or intake; KeyError if nobody decided on it."""
    return str(_table()["field"][name]["category"])


def category_of_dimension(dimension: str) -> str:
    """The data category of goals and needs in a life dimension."""
    return str(_table()["dimension"][dimension])


def _covered_person(person: Person, categories: Collection[str]) -> Person:
    """Every field of another category is as in somebody of whom only the name is known."""
    nobody = Person(person.family_name)
    covered = [field.name for field in fields(Person) if category_of_field(field.name) in categories]
    told = replace(nobody, **{name: getattr(person, name) for name in covered})
    with_levels = category_of_field("language_levels") in categories
    return replace(
        told,
        address=Address() if told.address.blocked else told.address,
        channels=tuple(Channel(each.kind, each.value, each.may_call) for each in told.channels),
        languages=tuple(
            SpokenLanguage(each.code, each.level if with_levels else _NO_LEVEL, each.interpreter_needed)
            for each in told.languages
        ),
    )


def _covered_steps(assessment: Assessment | None, categories: Collection[str]) -> Assessment | None:
    if assessment is None:
        return None
    scores = tuple(
        replace(score, note="", own_need=None)
        for score in assessment.scores
        if category_of_dimension(score.dimension) in categories and (score.need or score.resource)
    )
    return replace(assessment, scores=scores) if scores else None


def _head(head: Head) -> Iterator[str]:
    yield _word("handover" if head.handover else "title")
    yield _word("recipient", recipient=head.recipient)
    yield _word("sender", sender=head.sender)
    yield _word("day", day=head.day)
    yield _word("purpose", purpose=head.purpose)
    if head.course:
        yield _word("course", course=head.course)


def _foot(head: Head) -> Iterator[str]:
    if head.basis:
        yield _word("basis", basis=head.basis)
    yield _word("closing")


def _line(line: tuple[str, str]) -> str:
    return ": ".join(part for part in line if part)


def _lines(facts: Facts, lists: CodeLists) -> Iterator[tuple[str, tuple[str, str]]]:
    """Every fact as category and line, in the order of the table."""
    values = _values(facts, lists)
    for name in _table()["field"]:
        text = "; ".join(values.pop(name, ()))
        if text:
            yield category_of_field(name), (str(_table()["field"][name]["label"]), text)
    if values:
        raise KeyError(f"no data category for {sorted(values)}")
    yield from ((category, ("", sentence)) for category, sentence in _by_dimension(facts, lists))


def _values(facts: Facts, lists: CodeLists) -> dict[str, list[str]]:
    """The words of every field; those of codes come from the lists."""
    person = facts.person
    own = {
        "address": _address(person.address),
        "channels": [_channel(c.value, c.may_call) for c in person.channels],
        "languages": [
            _language(lists.label("language", s.code), s.interpreter_needed) for s in person.languages
        ],
        "nationalities": [lists.label("nationality", code) for code in person.nationalities],
        "residence": _residence(person.residence, lists),
    }
    plain = {
        field.name: _plain(field.name, getattr(person, field.name), lists)
        for field in fields(Person)
        if field.name not in own
    }
    more = {
        "file_number": [facts.file_number],
        "language_levels": _levels(person, lists),
        "household": [_member(member, lists) for member in facts.household],
        "livelihood": [_livelihood(period, lists) for period in facts.livelihood],
    }
    return plain | own | more


def _plain(name: str, value: object, lists: CodeLists) -> list[str]:
    if isinstance(value, PartialDate):
        return [value.german()]
    code_list = _table()["field"][name].get("list")
    if not value or (code_list and value == "unknown"):
        return []
    return [lists.label(code_list, str(value)) if code_list else str(value)]


def _address(address: Address) -> list[str]:
    """A blocked address (Auskunftssperre) is never passed on."""
    if address.blocked:
        return []
    town = f"{address.postcode} {address.town}".strip()
    return [", ".join(part for part in (address.street, town) if part)]


def _channel(value: str, may_call: bool) -> str:
    return value if may_call else _word("not_to_be_called", value=value)


def _language(label: str, interpreter_needed: bool) -> str:
    return _word("interpreter", language=label) if interpreter_needed else label


def _levels(person: Person, lists: CodeLists) -> list[str]:
    return [
        _word("level", language=lists.label("language", s.code), level=lists.label("cefr", s.level))
        for s in person.languages
        if s.level != "not_recorded"
    ]


def _residence(residence: Residence | None, lists: CodeLists) -> list[str]:
    if residence is None:
        return []
    status = lists.label("residence_status", residence.status)
    if residence.expires_on is None:
        return [status]
    return [_word("residence_until", status=status, day=german(residence.expires_on))]


def _livelihood(period: LivelihoodPeriod, lists: CodeLists) -> str:
    circle, state = lists.label("legal_circle", period.legal_circle), _words()["state"][period.state]
    if period.until is None:
        return _word("livelihood", circle=circle, state=state)
    return _word("livelihood_until", circle=circle, state=state, day=german(period.until))


def _member(member: Member, lists: CodeLists) -> str:
    relation = lists.label("relation", member.relation)
    who = f"{relation} {member.name}" if member.name else relation
    return who if member.born is None else _word("member", who=who, born=member.born.german())


def _by_dimension(facts: Facts, lists: CodeLists) -> Iterator[tuple[str, str]]:
    """Goals that are still pursued, and the last assessment's steps, never its notes."""
    for goal in facts.goals:
        if goal.result is None:
            dimension = lists.label("life_dimension", goal.dimension)
            line = _word("goal", words=goal.words, dimension=dimension)
            yield category_of_dimension(goal.dimension), line
    for score in facts.assessment.scores if facts.assessment else ():
        if score.discussed:
            yield category_of_dimension(score.dimension), _score(score, lists)


def _score(score: Score, lists: CodeLists) -> str:
    dimension = lists.label("life_dimension", score.dimension)
    if score.need is None:
        return _word("resource", dimension=dimension, resource=score.resource)
    name = "need" if score.resource is None else "need_and_resource"
    return _word(name, dimension=dimension, need=score.need, resource=score.resource)


def _word(name: str, **values: object) -> str:
    return str(_words()[name]).format_map(values)


@cache
def _words() -> Mapping[str, Any]:
    return resources.toml("texts", "transfer.toml")


@cache
def _table() -> Mapping[str, Any]:
    return resources.toml("field_categories.toml")
