# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A person as the values of the form's fields, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.domain.client import Address, Person, Residence, SpokenLanguage
from app.domain.errors import InvalidInput
from ui.person_inputs import says_of_a_language, spoken_language


def person_of(values: Mapping[str, Any]) -> Person:
    """The person as the form's values say; InvalidInput for what stands there without what it belongs to."""
    return Person(
        family_name=values["family_name"],
        given_names=values["given_names"],
        former_names=values["former_names"],
        native_name=values["native_name"],
        birth_date=values["birth_date"],
        sex=values["sex"] or "unknown",
        marital_status=values["marital_status"],
        arrived_in_germany=values["arrived_in_germany"],
        arrived_in_municipality=values["arrived_in_municipality"],
        works_in=values["works_in"],
        nationalities=values["nationalities"],
        languages=_languages(values),
        channels=values["channels"],
        address=_address(values),
        residence=_residence(values),
    )


def _languages(values: Mapping[str, Any]) -> tuple[SpokenLanguage, ...]:
    """The language of counselling first, then the others."""
    said = values["language_level"], values["interpreter"], values["interpreter_kind"]
    if values["languages"]:
        return (spoken_language(values["languages"], *said), *values["more_languages"])
    if says_of_a_language(*said):
        raise InvalidInput("languages", "language.missing")
    return tuple(values["more_languages"])


def _address(values: Mapping[str, Any]) -> Address:
    return Address(
        values["street"], values["postcode"], values["town"], values["municipality"], values["blocked"]
    )


def _residence(values: Mapping[str, Any]) -> Residence | None:
    if values["residence"]:
        return Residence(values["residence"], values["residence_until"])
    if values["residence_until"]:
        raise InvalidInput("residence", "code.missing")
    return None


def fields_of(person: Person) -> dict[str, Any]:
    """What the form's fields show of a stored person."""
    first, *others = person.languages or (None,)
    return {
        "family_name": person.family_name,
        "given_names": person.given_names,
        "former_names": person.former_names,
        "native_name": person.native_name,
        "birth_date": person.birth_date,
        "sex": person.sex,
        "languages": first and first.code,
        "interpreter": first and first.interpreter_needed,
        "interpreter_kind": first and first.interpreter_kind,
        "language_level": first and first.level,
        "more_languages": others,
        "marital_status": person.marital_status,
        "nationalities": person.nationalities,
        "arrived_in_germany": person.arrived_in_germany,
        "arrived_in_municipality": person.arrived_in_municipality,
        "channels": person.channels,
        "street": person.address.street,
        "postcode": person.address.postcode,
        "town": person.address.town,
        "municipality": person.address.municipality,
        "blocked": person.address.blocked,
        "works_in": person.works_in,
        "residence": person.residence and person.residence.status,
        "residence_until": person.residence and person.residence.expires_on,
    }
