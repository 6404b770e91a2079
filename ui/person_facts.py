# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is known about the person, as short lines: word and fact."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from app.domain.case_view import CaseView
from app.domain.client import Livelihood, Person, Residence
from app.domain.dates import german
from ui.person_inputs import CHANNELS, STATES

LabelOf = Callable[[str, str], str]


def person_facts(view: CaseView, label_of: LabelOf, today: date) -> list[tuple[str, str]]:
    """Only what is known; the names first as the person writes them."""
    return [(word, fact) for word, fact in _facts(view, label_of, today) if fact]


def _facts(view: CaseView, label_of: LabelOf, today: date) -> Iterator[tuple[str, str]]:
    person = view.client.person
    yield "Name in eigener Schrift", person.native_name
    yield "Frühere Namen", person.former_names
    yield "Geboren", person.birth_date.german() if person.birth_date else ""
    yield "Geschlecht", "" if person.sex == "unknown" else label_of("sex", person.sex)
    yield "Familienstand", label_of("marital_status", person.marital_status) if person.marital_status else ""
    yield "Staatsangehörigkeit", ", ".join(label_of("nationality", code) for code in person.nationalities)
    yield "Sprachen", ", ".join(_languages(person, label_of))
    yield from _reachable(person, label_of)
    yield "Aufenthalt", _residence(person.residence, label_of)
    yield "Lebt von", _livelihood(person.livelihood, label_of)
    yield "Haushalt", ", ".join(_household(person, label_of, today))
    yield "In Deutschland seit", person.arrived_in_germany.german() if person.arrived_in_germany else ""
    yield (
        "In der Kommune seit",
        person.arrived_in_municipality.german() if person.arrived_in_municipality else "",
    )
    yield "Arbeitet in", person.works_in
    yield "Zielgruppen", ", ".join(label_of("target_group", code) for code in view.target_groups)
    yield "Standort", view.site.name


def _languages(person: Person, label_of: LabelOf) -> Iterator[str]:
    for spoken in person.languages:
        level = "" if spoken.level == "not_recorded" else f" {label_of('cefr', spoken.level)}"
        yield f"{label_of('language', spoken.code)}{level}"


def _reachable(person: Person, label_of: LabelOf) -> Iterator[tuple[str, str]]:
    for channel in person.channels:
        warning = "" if channel.may_call else " (nicht anrufen)"
        yield dict(CHANNELS).get(channel.kind, "Anderer Weg"), f"{channel.value}{warning}"
    address = person.address
    place = " ".join(part for part in (address.postcode, address.town) if part)
    blocked = ["Auskunftssperre"] if address.blocked else []
    yield "Anschrift", ", ".join(part for part in (address.street, place, *blocked) if part)
    yield "Kommune", label_of("municipality", address.municipality) if address.municipality else ""


def _residence(residence: Residence | None, label_of: LabelOf) -> str:
    if residence is None:
        return ""
    until = f", bis {german(residence.expires_on)}" if residence.expires_on else ""
    return f"{label_of('residence_status', residence.status)}{until}"


def _livelihood(livelihood: Livelihood | None, label_of: LabelOf) -> str:
    if livelihood is None:
        return ""
    until = f", bis {german(livelihood.valid_to)}" if livelihood.valid_to else ""
    state = "" if livelihood.state == "granted" else f" ({dict(STATES)[livelihood.state]})"
    return f"{label_of('legal_circle', livelihood.legal_circle)}{state}{until}"


def _household(person: Person, label_of: LabelOf, today: date) -> Iterator[str]:
    for member in person.household:
        age = f" ({today.year - member.birth_year})" if member.birth_year else ""
        yield f"{label_of('relation', member.relation)}{age}"
