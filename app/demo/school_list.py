# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""An Erfassungsliste: children of a shelter for whom the Jugendamt plans places; most have signed."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import islice

from app.demo.people import newcomers
from app.domain.client import Person
from app.domain.dates import PartialDate
from app.domain.registration import ListData, PersonData
from app.operations import registration
from app.operations.vaults import Vault

TITLE = "Schul- und Kitaplätze Unterkunft Mühlenweg"
SIGNED_FOR = ("name_contact", "family", "education_work")
PERSONS, UNSIGNED_EVERY = 14, 6
WANTED = ("Kita ab August", "Grundschule", "Kita ab Februar", "Seiteneinstieg Gesamtschule")


def write_school_list(vault: Vault, site_id: str, service_id: str, now: datetime) -> str:
    """Returns the id of the list; `service_id` is the Jugendamt."""
    day = now.date()
    list_id = registration.add_list(vault, ListData(site_id, TITLE, service_id), now=now)
    for number, (person, _) in enumerate(islice(newcomers(31, day, "05382060", "Siegburg"), PERSONS)):
        registration.add_person(vault, list_id, _row(person, number, day), now=now)
    return list_id


def _row(person: Person, number: int, day: date) -> PersonData:
    signed = number % UNSIGNED_EVERY != UNSIGNED_EVERY - 1
    return PersonData(
        person.family_name,
        person.given_names,
        PartialDate(day.year - 3 - number % 9, 1 + number % 12),
        nationality=person.nationalities[0],
        language=person.languages[0].code,
        address=f"Mühlenweg 40, Haus {1 + number % 3}, 53721 Siegburg",
        phone=person.channels[0].value,
        household=f"{2 + number % 4} Personen",
        school=WANTED[number % len(WANTED)],
        consented_on=day - timedelta(days=number) if signed else None,
        consented_categories=SIGNED_FOR if signed else (),
    )
