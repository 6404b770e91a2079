# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where the person lived and lives: one address at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.domain.client import Address
from app.domain.code_lists import CodeLists
from app.domain.errors import InvalidInput
from app.domain.history import Period, standing
from app.domain.names import search_form


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


def barred_with(address: Address, others: Iterable[Address]) -> Address:
    """Blocked as well where somebody of the household is blocked there: it would tell that one's place."""
    shared = any(other.blocked and _place(other) == _place(address) for other in others)
    return replace(address, blocked=address.blocked or shared)


def _place(address: Address) -> str:
    return search_form(f"{address.street} {address.postcode} {address.town}")


def may_be_told(address: Address) -> bool:
    return not address.blocked
