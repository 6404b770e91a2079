# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The person: names, birth, languages, and the histories that start at intake."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from app.domain.code_lists import CodeLists
from app.domain.dates import PartialDate
from app.domain.errors import InvalidInput
from app.domain.names import check_name


@dataclass(frozen=True)
class SpokenLanguage:
    """A language with its CEFR level; the first one is the language of counselling."""

    code: str
    level: str = "not_recorded"
    interpreter_needed: bool = False
    interpreter_kind: str | None = None


@dataclass(frozen=True)
class Channel:
    """A way to reach the person: whether one may call or remind there, and who may or may not."""

    kind: str
    value: str
    may_call: bool = True
    note: str = ""
    may_remind: bool = False


@dataclass(frozen=True)
class Address:
    """`blocked`: a register bar (Auskunftssperre); such an address is never passed on."""

    street: str = ""
    postcode: str = ""
    town: str = ""
    municipality: str | None = None
    blocked: bool = False


@dataclass(frozen=True)
class Residence:
    """A residence status from the code list; never mandatory."""

    status: str
    expires_on: date | None = None


@dataclass(frozen=True)
class Person:
    """What is recorded about a client; only the family name is mandatory."""

    family_name: str
    given_names: str = ""
    former_names: str = ""
    native_name: str = ""
    birth_date: PartialDate | None = None
    sex: str = "unknown"
    marital_status: str | None = None
    arrived_in_germany: PartialDate | None = None
    arrived_in_municipality: PartialDate | None = None
    works_in: str = ""
    nationalities: tuple[str, ...] = ()
    languages: tuple[SpokenLanguage, ...] = ()
    channels: tuple[Channel, ...] = ()
    address: Address = Address()
    residence: Residence | None = None


@dataclass(frozen=True)
class Client:
    id: str
    person: Person

    @property
    def display_name(self) -> str:
        """Given names before the family name, as one addresses a person."""
        return f"{self.person.given_names} {self.person.family_name}".strip()


def check_person(person: Person, lists: CodeLists, today: date) -> Person:
    """The person with names in NFC; raises InvalidInput at the first field that cannot be taken."""
    if not person.family_name.strip():
        raise InvalidInput("family_name", "case.family_name_missing")
    if person.birth_date is not None and person.birth_date.earliest > today:
        raise InvalidInput("birth_date", "case.birth_date_in_future")
    _check_codes(person, lists, today)
    return replace(
        person,
        family_name=check_name(person.family_name, "family_name"),
        given_names=check_name(person.given_names, "given_names"),
        former_names=check_name(person.former_names, "former_names"),
    )


def _check_codes(person: Person, lists: CodeLists, today: date) -> None:
    lists.require("sex", person.sex, "sex", today)
    for field, list_name, code in (
        ("marital_status", "marital_status", person.marital_status),
        ("municipality", "municipality", person.address.municipality),
        ("residence", "residence_status", person.residence and person.residence.status),
    ):
        if code:
            lists.require(list_name, code, field, today)
    for code in person.nationalities:
        lists.require("nationality", code, "nationalities", today)
    for language in person.languages:
        lists.require("language", language.code, "languages", today)
        lists.require("cefr", language.level, "languages", today)
        if language.interpreter_kind:
            lists.require("interpreter_kind", language.interpreter_kind, "interpreter_kind", today)
