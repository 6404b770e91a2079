# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is known about the person, as short lines: word and fact."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from app.domain.case_view import CaseView
from app.domain.client import Person, Residence
from app.domain.dates import PartialDate, age_on, german
from app.domain.household import Member, school_children, single_parent
from app.domain.intake import IntakeNote
from ui.person_inputs import CHANNELS

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
    yield "Haushalt", household_line(view.household, label_of, today)
    yield "In Deutschland seit", person.arrived_in_germany.german() if person.arrived_in_germany else ""
    yield (
        "In der Kommune seit",
        person.arrived_in_municipality.german() if person.arrived_in_municipality else "",
    )
    yield "Arbeitet in", person.works_in
    yield "Zielgruppen", ", ".join(label_of("target_group", code) for code in view.target_groups)
    yield "Standort", view.site.name
    yield "Überwiesen von", _sender(view.intake, label_of)


def _sender(intake: IntakeNote | None, label_of: LabelOf) -> str:
    """Who sent the person along, and on what basis."""
    if intake is None or not intake.sender or intake.sender_basis is None:
        return ""
    return f"{intake.sender} ({label_of('sender_basis', intake.sender_basis)})"


def _languages(person: Person, label_of: LabelOf) -> Iterator[str]:
    for spoken in person.languages:
        level = "" if spoken.level == "not_recorded" else f" {label_of('cefr', spoken.level)}"
        kind = spoken.interpreter_kind
        how = label_of("interpreter_kind", kind) if kind else ""
        interpreter = f" (Sprachmittlung {how[:1].lower()}{how[1:]})" if how else ""
        yield f"{label_of('language', spoken.code)}{level}{interpreter}"


def _reachable(person: Person, label_of: LabelOf) -> Iterator[tuple[str, str]]:
    for channel in person.channels:
        limits = [*([] if channel.may_call else ["nicht anrufen"]), *filter(None, [channel.note])]
        limited = f" ({'; '.join(limits)})" if limits else ""
        yield dict(CHANNELS).get(channel.kind, "Anderer Weg"), f"{channel.value}{limited}"
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


def household_line(members: Sequence[Member], label_of: LabelOf, today: date) -> str:
    """Who lives there, then what follows from it."""
    here = ", ".join(_member(member, label_of, today) for member in members if member.lives_here)
    return "; ".join(part for part in (here, *household_words(members, today)) if part)


def household_words(members: Sequence[Member], today: date) -> list[str]:
    """What the household means for entitlements: single parent, children who have to go to school."""
    pupils = len(school_children(members, today))
    alone = ["alleinerziehend"] if single_parent(members, today) else []
    at_school = {0: [], 1: ["1 Kind im Schulalter"]}.get(pupils, [f"{pupils} Kinder im Schulalter"])
    return [*alone, *at_school]


def _member(member: Member, label_of: LabelOf, today: date) -> str:
    who = " ".join(part for part in (label_of("relation", member.relation), member.given_names) if part)
    return f"{who} ({years_old(member.born, today)})" if member.born else who


def years_old(born: PartialDate, today: date) -> str:
    """The age, or both that a partial date leaves open: 7 or 6 bis 7."""
    age = age_on(born, today)
    return str(age) if age is not None else f"{today.year - born.year - 1} bis {today.year - born.year}"
