# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Target groups as each Kreis has them: which ones hold where and when, and which may fit a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.client import Person
from app.domain.code_lists import CodeLists
from app.domain.competence import answers_for
from app.domain.dates import PartialDate, age_on
from app.domain.errors import InvalidInput, Refusal
from resources import CodeEntry

OWN = "own"
"""The fact of a group that the office added itself."""


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
