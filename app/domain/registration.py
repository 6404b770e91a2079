# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Erfassungsliste: persons who are no cases, in a list with a recipient and an end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

import resources
from app.domain.code_lists import CodeLists
from app.domain.dates import PartialDate, german
from app.domain.errors import InvalidInput, Refusal
from app.domain.names import check_name, search_form
from app.domain.service import Service

KEPT_DAYS, WARN_DAYS = 90, 14
"""So long after the first hand-over the persons are kept, and so long before their end it is said."""


@dataclass(frozen=True)
class ListData:
    """`service_id`: who receives it; `norm` with `reason`: on whose request and why, once for the list."""

    site_id: str
    title: str
    service_id: str | None = None
    norm: str | None = None
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class RegistrationList(ListData):
    """`erase_on`: once it was handed over; `erased_on`: from then on only counts are left."""

    id: str
    begun_on: date
    erase_on: date | None = None
    erased_on: date | None = None


@dataclass(frozen=True)
class PersonData:
    """A row; a signature counts for the list's recipient and the categories. `client_id`: has a file."""

    family_name: str
    given_names: str = ""
    born: PartialDate | None = None
    sex: str = "unknown"
    nationality: str | None = None
    language: str | None = None
    arrived_on: PartialDate | None = None
    address: str = ""
    phone: str = ""
    household: str = ""
    school: str = ""
    consented_on: date | None = None
    consented_categories: tuple[str, ...] = ()
    client_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class RegisteredPerson(PersonData):
    id: str
    list_id: str
    position: int
    import_id: str | None = None


@dataclass(frozen=True)
class ListLine:
    """A list among others."""

    list: RegistrationList
    persons: int
    recipient: str
    handed_over_on: date | None


@dataclass(frozen=True)
class FoundPersons:
    """The first of what was found, and how many there are in all."""

    shown: tuple[RegisteredPerson, ...]
    count: int


@dataclass(frozen=True)
class Import:
    """Persons that came in together and can go together."""

    id: str
    at: datetime
    persons: int


def check_list(data: ListData, recipient: Service | None, lists: CodeLists, today: date) -> ListData:
    """A title without names; a norm only with who asks and why, and only that kind of body may ask by it."""
    if not data.title.strip():
        raise InvalidInput("title", "registration.title_missing")
    if data.norm is not None:
        lists.require("statutory_norm", data.norm, "norm", today)
        if recipient is None:
            raise InvalidInput("service_id", "registration.recipient_missing")
        if lists.fact("statutory_norm", data.norm, "list_recipient") != recipient.referral_target:
            raise InvalidInput("norm", "registration.norm_not_for_recipient", recipient=recipient.institution)
        if not data.reason.strip():
            raise InvalidInput("reason", "disclosure.reason_missing")
    return replace(data, title=data.title.strip(), reason=data.reason.strip())


def check_person(data: PersonData, lists: CodeLists, today: date) -> PersonData:
    """Names in NFC; raises InvalidInput at the first field that cannot be taken."""
    if not data.family_name.strip():
        raise InvalidInput("family_name", "case.family_name_missing")
    for field in ("born", "arrived_on"):
        if (day := getattr(data, field)) is not None and day.earliest > today:
            raise InvalidInput(field, "case.day_in_future")
    for field, name in (("sex", "sex"), ("nationality", "nationality"), ("language", "language")):
        if code := getattr(data, field):
            lists.require(name, code, field, today)
    _check_signature(data, today)
    return replace(
        data,
        family_name=check_name(data.family_name, "family_name"),
        given_names=check_name(data.given_names, "given_names"),
    )


def _check_signature(data: PersonData, today: date) -> None:
    """A day and what was signed for belong together."""
    if data.consented_on is None and data.consented_categories:
        raise InvalidInput("consented_on", "registration.day_missing")
    if data.consented_on is not None and data.consented_on > today:
        raise InvalidInput("consented_on", "case.day_in_future")
    if data.consented_on is not None and not data.consented_categories:
        raise InvalidInput("consented_categories", "registration.categories_missing")
    if set(data.consented_categories) - set(categories()):
        raise InvalidInput("consented_categories", "code.unknown")


def registered(
    data: PersonData, person_id: str, list_id: str, position: int, import_id: str | None = None
) -> RegisteredPerson:
    """The row of a list for this person."""
    values = {field.name: getattr(data, field.name) for field in fields(PersonData)}
    return RegisteredPerson(id=person_id, list_id=list_id, position=position, import_id=import_id, **values)


def require_not_erased(listed: RegistrationList) -> None:
    if listed.erased_on is not None:
        raise Refusal("registration.erased", day=listed.erased_on)


def erase_day(handed_over_on: date) -> date:
    return handed_over_on + timedelta(days=KEPT_DAYS)


def goes_soon(listed: RegistrationList, today: date) -> bool:
    """Whether it is time to say that its persons are going to be erased."""
    if listed.erased_on is not None or listed.erase_on is None:
        return False
    return (listed.erase_on - today).days <= WARN_DAYS


def name_form(data: PersonData) -> str:
    """How a person of a list is found again; the same spelling as for persons with a file."""
    return search_form(f"{data.family_name} {data.given_names}")


def words(data: PersonData, column: str, lists: CodeLists) -> str:
    """A cell as people read it; what is not known is empty."""
    return word(column, getattr(data, column), lists)


def word(column: str, value: Any, lists: CodeLists) -> str:
    """A value of this column as people read it."""
    if isinstance(value, PartialDate):
        return value.german()
    if isinstance(value, date):
        return german(value)
    code_list = _columns()[column].get("list")
    if code_list is None or not value:
        return value or ""
    return "" if value == "unknown" else lists.label(str(code_list), value)


def columns_in_order() -> tuple[str, ...]:
    """What can be handed over, as it stands in the list."""
    return tuple(column for column in _columns() if category_of(column) != "internal")


def fields_in_order() -> tuple[str, ...]:
    """What can be read from a table: the columns, and the day of a signature."""
    return tuple(_columns())


def categories() -> tuple[str, ...]:
    """The data categories a list can hold at all; none of them is a special one."""
    return tuple(dict.fromkeys(map(category_of, columns_in_order())))


def category_of(column: str) -> str:
    """KeyError for a column nobody decided on."""
    return str(_columns()[column]["category"])


def label_of(column: str) -> str:
    return str(_columns()[column]["label"])


def code_list_of(column: str) -> str | None:
    found = _columns()[column].get("list")
    return None if found is None else str(found)


def headers_of(column: str) -> tuple[str, ...]:
    """How others call it in their tables: small letters, nothing else."""
    return tuple(_columns()[column]["headers"])


@cache
def _columns() -> Mapping[str, Any]:
    table: Mapping[str, Any] = resources.toml("field_categories.toml")["registration"]
    return table
