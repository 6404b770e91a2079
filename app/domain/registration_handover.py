# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Erfassungsliste: which of its cells may go to the list's recipient, and what stays of it afterwards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from app.domain.address import street_form
from app.domain.code_lists import CodeLists
from app.domain.errors import Refusal
from app.domain.names import search_form
from app.domain.registration import RegisteredPerson, RegistrationList, category_of, columns_in_order, words

PRESETS: Mapping[str, tuple[str, ...]] = {
    "appointments": (
        "family_name",
        "given_names",
        "born",
        "sex",
        "nationality",
        "language",
        "address",
        "phone",
    ),
    "school_childcare": ("family_name", "given_names", "born", "language", "address", "household", "school"),
}
"""What is needed for a purpose: an invitation to call at an office, planning places in school and Kita."""

FORMATS = ("xlsx", "pdf", "csv")


@dataclass(frozen=True)
class Wish:
    """What is to go, and what for."""

    columns: tuple[str, ...]
    purpose: str


@dataclass(frozen=True)
class Line:
    """A person who goes: each wanted category with its basis, "norm" or "consent"."""

    person: RegisteredPerson
    bases: Mapping[str, str]


@dataclass(frozen=True)
class Covered:
    """What may go: the columns at least one person has a basis for, in the order of the list."""

    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    left_out: tuple[RegisteredPerson, ...]
    missing: Mapping[str, int]
    """For how many of all persons a wanted category has no basis."""

    def cells(self, line: Line, lists: CodeLists) -> tuple[str, ...]:
        """The words of a row; what has no basis stays empty."""
        return tuple(
            words(line.person, column, lists) if category_of(column) in line.bases else ""
            for column in self.columns
        )


@dataclass(frozen=True)
class ClientBasis:
    """What the notices of a person with a file release here; a barred address is never passed on.

    `barred_street`: where the person lives, if that is barred. `restricted`: the file is kept only; then no
    norm of a list counts either.
    """

    released: frozenset[str]
    barred_street: str | None = None
    restricted: bool = False


@dataclass(frozen=True)
class Handover:
    """What left: all that stays of it when the persons are gone."""

    recipient: str
    at: datetime
    basis: str
    norm: str | None
    reason: str
    categories: tuple[str, ...]
    persons: int
    format: str
    sha256: str


def covered(
    listed: RegistrationList,
    persons: Iterable[RegisteredPerson],
    clients: Mapping[str, ClientBasis],
    columns: Iterable[str],
    lists: CodeLists,
    today: date,
) -> Covered:
    """Row by row and column by column: only what has a basis, and nobody without his or her name."""
    everybody = tuple(persons)
    wanted = [column for column in columns_in_order() if column in set(columns)]
    needed = tuple(dict.fromkeys(map(category_of, wanted)))
    bases = {
        person.id: {
            category: basis
            for category, basis in _bases(listed, person, clients, lists, today).items()
            if category in needed
        }
        for person in everybody
    }
    name = category_of("family_name")
    lines = tuple(Line(person, bases[person.id]) for person in everybody if name in bases[person.id])
    barred = tuple(_barred_home(each, clients) for each in everybody if _is_barred(each, clients))
    lacking = Counter(category for found in bases.values() for category in needed if category not in found)
    return Covered(
        tuple(column for column in wanted if any(category_of(column) in line.bases for line in lines)),
        tuple(_without_barred_address(line, clients, barred) for line in lines),
        tuple(person for person in everybody if name not in bases[person.id]),
        dict(lacking),
    )


def require_something(found: Covered, lists: CodeLists) -> None:
    """A Refusal that names the categories without a basis, where nothing would be left to hand over."""
    if not found.lines or not found.columns:
        missing = ", ".join(lists.label("data_category", category) for category in found.missing)
        raise Refusal("registration.no_basis", missing=missing or "–")


def _bases(
    listed: RegistrationList,
    person: RegisteredPerson,
    clients: Mapping[str, ClientBasis],
    lists: CodeLists,
    today: date,
) -> dict[str, str]:
    """A signature on the list, or for somebody with a file its own notices; then what the norm carries."""
    client = clients[person.client_id] if person.client_id is not None else None
    if client is not None and client.restricted:
        return {}
    if client is not None:
        agreed = client.released
    elif person.consented_on is not None and person.consented_on <= today:
        agreed = frozenset(person.consented_categories)
    else:
        agreed = frozenset()
    return dict.fromkeys(sorted(agreed), "consent") | dict.fromkeys(
        norm_categories(listed.norm, lists), "norm"
    )


def norm_categories(norm: str | None, lists: CodeLists) -> tuple[str, ...]:
    """What may be told in a list by this norm."""
    return tuple(str(lists.fact("statutory_norm", norm, "list_categories") or "").split()) if norm else ()


@dataclass(frozen=True)
class _Home:
    """Where a family lives whose address is barred, each in the form that is compared."""

    family_name: str
    address: str
    street: str

    def holds(self, person: RegisteredPerson) -> bool:
        """Whether this row, of the same name, would tell the barred address."""
        told = street_form(person.address)
        same_name = search_form(person.family_name) == self.family_name
        return same_name and (told == self.address or (bool(self.street) and self.street in told))


def _is_barred(person: RegisteredPerson, clients: Mapping[str, ClientBasis]) -> bool:
    return person.client_id is not None and clients[person.client_id].barred_street is not None


def _barred_home(person: RegisteredPerson, clients: Mapping[str, ClientBasis]) -> _Home:
    street = clients[person.client_id or ""].barred_street or ""
    return _Home(search_form(person.family_name), street_form(person.address), street_form(street))


def _without_barred_address(
    line: Line, clients: Mapping[str, ClientBasis], barred: tuple[_Home, ...]
) -> Line:
    """Neither the own barred address, nor that of somebody of the same name who lives there too."""
    if _is_barred(line.person, clients) or any(home.holds(line.person) for home in barred):
        return replace(line, person=replace(line.person, address=""))
    return line
