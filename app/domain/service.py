# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A service: an offer in the directory (Anlaufstellen), to whom one refers or tells something."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz

from app.domain.code_lists import CodeLists
from app.domain.errors import InvalidInput

DISTRICT_DIGITS = 5
"""A whole Kreis is the first digits that all its municipalities share."""

_ALIKE = 90


@dataclass(frozen=True)
class ServiceData:
    """`needs_written_consent`: the body is bound by § 67b SGB X, an oral consent does not reach it.

    `reach`: municipalities, or whole Kreise by their five digits, for whose people it is there.
    `case_management`: a neighbouring KIM case management, to which people who move are handed.
    """

    institution: str
    referral_target: str
    name: str = ""
    legal_circle: str | None = None
    phone: str = ""
    email: str = ""
    address: str = ""
    municipality: str | None = None
    needs_written_consent: bool = False
    contact_person: str = ""
    website: str = ""
    opening_hours: str = ""
    access_note: str = ""
    topics: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    reach: tuple[str, ...] = ()
    case_management: bool = False
    valid_from: date | None = None
    valid_to: date | None = None

    @property
    def full_name(self) -> str:
        """Jobcenter Musterkreis, Team 4"""
        return ", ".join(part for part in (self.institution, self.name) if part)

    def is_valid(self, day: date) -> bool:
        """Whether the offer is there on that day."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day <= self.valid_to)

    def serves(self, municipality: str) -> bool:
        """Whether it is there for people of a municipality: its reach, else its own place, else everybody."""
        places = self.reach or ((self.municipality,) if self.municipality else ())
        return not places or municipality in places or municipality[:DISTRICT_DIGITS] in places


@dataclass(frozen=True, kw_only=True)
class Service(ServiceData):
    id: str


@dataclass(frozen=True)
class Need:
    """What one looks for; `day` None: also what is over or still to come."""

    words: str = ""
    topic: str | None = None
    language: str | None = None
    municipality: str | None = None
    day: date | None = None


@dataclass(frozen=True)
class FoundServices:
    """The first of what was found, and how many there are in all."""

    shown: tuple[Service, ...]
    count: int


def check_service(data: ServiceData, lists: CodeLists, today: date) -> None:
    """An offer needs a name and the kind of body it is; known codes; an end that is not before its start."""
    if not data.institution.strip():
        raise InvalidInput("institution", "case.institution_missing")
    lists.require("referral_target", data.referral_target, "referral_target", today)
    if data.legal_circle:
        lists.require("legal_circle", data.legal_circle, "legal_circle", today)
    if data.municipality:
        lists.require("municipality", data.municipality, "municipality", today)
    for field, name, codes in (("topics", "topic", data.topics), ("languages", "language", data.languages)):
        for code in codes:
            lists.require(name, code, field, today)
    for code in set(data.reach) - set(districts(lists, today)):
        lists.require("municipality", code, "reach", today)
    if data.valid_from and data.valid_to and data.valid_to < data.valid_from:
        raise InvalidInput("valid_to", "service.ends_before_it_begins")


def check_same_recipient(known: Service, data: ServiceData) -> None:
    """A notice names its recipient: under the same entry it stays this body, bound as strictly."""
    for field in ("institution", "name"):
        if getattr(known, field) != getattr(data, field):
            raise InvalidInput(field, "service.stands_in_a_notice")
    if known.needs_written_consent and not data.needs_written_consent:
        raise InvalidInput("needs_written_consent", "service.stands_in_a_notice")


def districts(lists: CodeLists, on: date) -> dict[str, str]:
    """The Kreise of the known municipalities: five digits and name."""
    return {
        str(entry.facts["district_key"]): str(entry.facts["district"])
        for entry in lists.entries("municipality", on)
    }


def look_alikes(services: Iterable[Service], institution: str, name: str) -> tuple[Service, ...]:
    """Entries that may be the same offer, the likest first; spelling and the order of words may differ."""
    wanted = f"{institution} {name}".casefold().strip()
    likeness = {
        service: fuzz.token_sort_ratio(wanted, f"{service.institution} {service.name}".casefold())
        for service in services
    }
    return tuple(
        service for service, ratio in sorted(likeness.items(), key=lambda each: -each[1]) if ratio >= _ALIKE
    )
