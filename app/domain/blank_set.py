# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Prenumbered blanks (Blanko-Sätze) for a visit without a computer: printed, signed there, typed in once."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.domain.consent import WantedRelease
from app.domain.errors import InvalidInput, Refusal

FORMS = ("information", "consent", "intake", "goals")
"""The sheets of a set, in the order in which they lie on each other."""

MOST = 50
"""So many sets are printed in one go."""

_NAME = re.compile(r"(?:S[ -]?)?0*(?P<number>[1-9][0-9]{0,6})", re.IGNORECASE)


@dataclass(frozen=True)
class BlankSet:
    """`rows` stand on its consent; `form_numbers` in the order of FORMS; used or discarded it is over.

    `basis` is what its sheets say the file stands on: the consent, or the task.
    """

    id: str
    number: int
    language: str
    printed_on: date
    rows: tuple[WantedRelease, ...]
    form_numbers: tuple[str, ...]
    used_on: date | None = None
    discarded_on: date | None = None
    basis: str = "consent"

    @property
    def name(self) -> str:
        return set_name(self.number)

    @property
    def is_open(self) -> bool:
        return self.used_on is None and self.discarded_on is None


@dataclass(frozen=True)
class WantedSets:
    """What to print; a row without a day of its own counts until `valid_until`."""

    count: int
    language: str
    rows: tuple[WantedRelease, ...] = ()
    valid_until: date | None = None
    basis: str = "consent"


def set_name(number: int) -> str:
    """S-0007"""
    return f"S-{number:04}"


def number_in(text: str) -> int | None:
    """The number of a set as people write it (S-0007, s 7, 7); None of anything else."""
    found = _NAME.fullmatch(text.strip())
    return int(found["number"]) if found else None


def rows_by_recipient(rows: Iterable[WantedRelease]) -> tuple[tuple[WantedRelease, ...], ...]:
    """As they stand on the sheet: what shares recipient, purpose, direction and day has one yes or no."""
    grouped: defaultdict[tuple[object, ...], list[WantedRelease]] = defaultdict(list)
    for row in rows:
        grouped[row.service_id, row.purpose, row.direction, row.valid_until].append(row)
    return tuple(tuple(group) for group in grouped.values())


def check_count(count: int) -> None:
    if not 1 <= count <= MOST:
        raise InvalidInput("count", "blank_set.count", most=MOST)


def require_open(one: BlankSet) -> None:
    """A set is typed in once, and never after it was discarded."""
    if one.used_on is not None:
        raise Refusal("blank_set.used", name=one.name, day=f"{one.used_on:%d.%m.%Y}")
    if one.discarded_on is not None:
        raise Refusal("blank_set.discarded", name=one.name, day=f"{one.discarded_on:%d.%m.%Y}")


def check_signed_on(one: BlankSet, signed_on: date, today: date, field: str = "signed_on") -> None:
    """What was signed with the set was signed after it was printed, and not in the future."""
    if signed_on > today:
        raise InvalidInput(field, "case.day_in_future")
    if signed_on < one.printed_on:
        raise InvalidInput(field, "blank_set.signed_before_printed", day=f"{one.printed_on:%d.%m.%Y}")


def check_by_hand(rows: Iterable[WantedRelease], allowed: frozenset[str]) -> None:
    """Into an empty row only what has a box there; Art. 9 and 10 data ask for a sheet that names them."""
    if any(row.category not in allowed for row in rows):
        raise InvalidInput("by_hand", "blank_set.special_by_hand")
