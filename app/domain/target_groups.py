# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Target groups as each Kreis has them: which ones hold where and when, and which may fit a person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from app.domain.client import Person
from app.domain.code_lists import CodeLists
from app.domain.competence import answers_for
from app.domain.dates import PartialDate, age_on
from app.domain.errors import InvalidInput, Refusal
from resources import CodeEntry

OWN, OF_DISTRICT, SAID_TO = "own", "district", "said_to"
"""Facts of a group: the office added it, or the Kreis did; until when that last said it holds (ISO)."""


@dataclass(frozen=True)
class NewGroup:
    """A group of the office's own; without `areas` (keys of Kreise or municipalities) it holds everywhere.

    `data_category`: the special one (Art. 9) it tells of; chosen with its release only.
    """

    label: str
    areas: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    min_age: int | None = None
    max_age: int | None = None
    data_category: str | None = None


def groups_at(lists: CodeLists, municipality: str, on: date) -> tuple[CodeEntry, ...]:
    """What can be chosen for a person at a Standort in this municipality."""
    return tuple(
        entry
        for entry in lists.entries("target_group", on)
        if holds_at(entry, municipality) and not entry.facts.get("structural")
    )


def holds_at(entry: CodeEntry, municipality: str) -> bool:
    """Whether the concept of this place, of one within it, or of its Kreis names the group; or all do."""
    areas = str(entry.facts.get("areas", "")).split()
    return not areas or bool(municipality and answers_for(areas, municipality))


def suggested(
    groups: tuple[CodeEntry, ...], person: Person, lists: CodeLists, on: date
) -> tuple[CodeEntry, ...]:
    """The groups with bounds that all hold for what is known of the person; never one of Art. 9."""
    return tuple(
        group for group in groups if "data_category" not in group.facts and _fits(group, person, lists, on)
    )


def check_group(new: NewGroup, lists: CodeLists, today: date) -> None:
    """A name no other group has at the same time, an end that is not before its beginning."""
    if not new.label.strip():
        raise InvalidInput("label", "target_group.label_missing")
    standing = {entry.label.casefold() for entry in lists.entries("target_group", today)}
    if new.label.strip().casefold() in standing:
        raise InvalidInput("label", "target_group.label_taken")
    if new.valid_from and new.valid_to and new.valid_to < new.valid_from:
        raise InvalidInput("valid_to", "target_group.ends_before_it_begins")
    if new.min_age is not None and new.max_age is not None and new.max_age < new.min_age:
        raise InvalidInput("max_age", "target_group.ages_swapped")
    if new.data_category is not None:
        lists.require("data_category", new.data_category, "data_category", today)


@dataclass(frozen=True)
class GroupUpdate:
    """What a new list of the Kreis changes, as the entries would stand afterwards.

    `kept` ended here, or go on, by the office's own will and stay so.
    """

    new: tuple[CodeEntry, ...]
    changed: tuple[CodeEntry, ...]
    ended: tuple[CodeEntry, ...]
    kept: tuple[CodeEntry, ...]


def compare_groups(said: Iterable[CodeEntry], held: Iterable[CodeEntry], last_day: date) -> GroupUpdate:
    """Only entries of the Kreis are touched; one that is missing ends on `last_day`. None is ever removed."""
    here = {entry.code: entry for entry in held if entry.facts.get(OF_DISTRICT)}
    named = {entry.code: entry for entry in said}
    found: dict[str, list[CodeEntry]] = {"new": [], "changed": [], "ended": [], "kept": []}
    for entry in named.values():
        known = here.get(entry.code)
        if known is None:
            found["new"].append(entry)
        elif (stands := _as_it_stands(entry, known)) != known:
            found["changed"].append(stands)
        elif known.valid_to != entry.valid_to:
            found["kept"].append(known)
    gone = [entry for code, entry in here.items() if code not in named and entry.valid_to is None]
    found["ended"] += [_until(entry, last_day) for entry in gone]
    return GroupUpdate(**{name: tuple(entries) for name, entries in found.items()})


def _as_it_stands(said: CodeEntry, known: CodeEntry) -> CodeEntry:
    """What the Kreis says, with the end that the office chose, if it did, and the place it has."""
    untouched = known.valid_to == (known.facts.get(SAID_TO) or None)
    return replace(said, sort=known.sort, valid_to=said.valid_to if untouched else known.valid_to)


def _until(entry: CodeEntry, day: date) -> CodeEntry:
    last = max(day.isoformat(), entry.valid_from or "")
    return replace(entry, valid_to=last, facts={**entry.facts, SAID_TO: last})


def check_end(entry: CodeEntry, last_day: date) -> None:
    """A group ends on or after the day it began, and only once."""
    if entry.valid_to is not None and entry.valid_to < last_day.isoformat():
        raise Refusal("target_group.ended_already", day=date.fromisoformat(entry.valid_to))
    if entry.valid_from is not None and last_day.isoformat() < entry.valid_from:
        raise InvalidInput("last_day", "target_group.ends_before_it_begins")


def _fits(group: CodeEntry, person: Person, lists: CodeLists, on: date) -> bool:
    facts = group.facts
    bounds = [
        _in_ages(person.birth_date, facts.get("min_age"), facts.get("max_age"), on)
        if "min_age" in facts or "max_age" in facts
        else None,
        _here_for(person.arrived_in_germany, int(facts["years_here"]), on) if "years_here" in facts else None,
        _has_status(person, str(facts["residence"]), lists) if "residence" in facts else None,
    ]
    return True in bounds and False not in bounds


def _in_ages(birth: PartialDate | None, youngest: object, oldest: object, on: date) -> bool:
    return bool(birth) and all(
        int(str(youngest or 0)) <= age <= int(str(oldest or 200)) for age in _full_years(birth, on)
    )


def _here_for(arrived: PartialDate | None, years: int, on: date) -> bool:
    """Arrived less than so many years ago, whatever day of the month or year it was."""
    return bool(arrived) and all(stay < years for stay in _full_years(arrived, on))


def _full_years(since: PartialDate | None, on: date) -> tuple[int, ...]:
    """The most and the fewest full years that a partly known day leaves."""
    ends = (since.earliest, min(since.latest, on)) if since else ()
    years = (age_on(PartialDate(day.year, day.month, day.day), on) for day in ends)
    return tuple(-1 if stay is None else stay for stay in years)


def _has_status(person: Person, groups: str, lists: CodeLists) -> bool:
    status = person.residence and person.residence.status
    return bool(status) and lists.fact("residence_status", str(status), "group") in groups.split()
