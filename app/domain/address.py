# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where the person lived and lives: one address at a time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.domain.client import Address
from app.domain.code_lists import CodeLists
from app.domain.errors import InvalidInput
from app.domain.history import Period, standing
from app.domain.names import search_form

_STREET = re.compile(r"STRASSE|STR")


@dataclass(frozen=True)
class AddressPeriod(Period):
    """A blocked one (Auskunftssperre) is never passed on, also when it is no longer the last."""

    address: Address


@dataclass(frozen=True)
class NewAddress:
    """What the form says of a period."""

    address: Address
    since: date | None = None
    until: date | None = None


def check_address(new: NewAddress, lists: CodeLists, today: date) -> None:
    """A street, a place or at least a municipality of the list."""
    place = new.address
    if not (place.street.strip() or place.town.strip() or place.municipality):
        raise InvalidInput("street", "address.empty")
    if place.municipality:
        lists.require("municipality", place.municipality, "municipality", today)


def address_on(history: Sequence[AddressPeriod], day: date) -> Address:
    """What stands on this day; nothing known is an empty address."""
    found = standing(history, day)
    return found.address if found else Address()


def known_since(history: Iterable[AddressPeriod], day: date) -> tuple[Address, ...]:
    """The addresses of that day and of every day after it: a bar that came later counts for earlier words."""
    return tuple(each.address for each in history if each.until is None or each.until >= day)


def barred_with(address: Address, others: Iterable[Address]) -> Address:
    """Blocked as well where one of these is blocked at the same place: it would tell that one's place."""
    shared = any(other.blocked and _same_place(other, address) for other in others)
    return replace(address, blocked=address.blocked or shared)


def street_form(text: str) -> str:
    """A street as it is compared: „Hauptstr. 5 a“ is „Hauptstraße 5a“."""
    return _STREET.sub("STR", re.sub(r"\W+", "", search_form(text)))


def _same_place(one: Address, other: Address) -> bool:
    """What was left out of one of them does not make it another place."""
    return street_form(one.street) == street_form(other.street) and all(
        not a or not b or a == b
        for a, b in (
            (one.postcode.strip(), other.postcode.strip()),
            (search_form(one.town), search_form(other.town)),
        )
    )


def may_be_told(address: Address) -> bool:
    return not address.blocked
