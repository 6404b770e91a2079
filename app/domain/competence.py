# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which Standort answers for a person (domain 2): by the place of residence, never by anything else."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from app.domain.code_lists import CodeLists
from app.domain.errors import InvalidInput
from app.domain.site import Site

DISTRICT_DIGITS = 5
"""A municipality's key begins with its Kreis's; a city district's begins with its city's."""


@dataclass(frozen=True)
class Neighbour:
    """Another KIM case management in the directory, and the places whose people it answers for."""

    service_id: str
    name: str
    places: tuple[str, ...]


def area_of(site: Site, chosen: Collection[str]) -> tuple[str, ...]:
    """What was chosen for the Standort; nothing chosen means the whole Kreis of its municipality."""
    return tuple(chosen) or (site.municipality[:DISTRICT_DIGITS],)


def answers_for(area: Iterable[str], residence: str | None) -> bool:
    """Whether the residence lies in the area, or may lie there: „Köln“ may be any of its districts."""
    return not residence or any(_meet(place, residence) for place in area)


def neighbours_for(neighbours: Iterable[Neighbour], residence: str) -> tuple[Neighbour, ...]:
    """Who answers for that residence, the nearest first: its city district, its city, its Kreis."""
    fitting = [
        (max(len(place) for place in near), neighbour)
        for neighbour in neighbours
        if (near := [place for place in neighbour.places if residence.startswith(place)])
    ]
    return tuple(neighbour for _, neighbour in sorted(fitting, key=lambda one: (-one[0], one[1].name)))


def check_area(places: Collection[str], lists: CodeLists, today: date) -> None:
    """Known municipalities, each once."""
    for place in places:
        lists.require("municipality", place, "area", today)
    if len(set(places)) < len(places):
        raise InvalidInput("area", "competence.place_twice")


def _meet(place: str, residence: str) -> bool:
    return residence.startswith(place) or place.startswith(residence)
