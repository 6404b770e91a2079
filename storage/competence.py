# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a Standort answers for, and the case managements next door."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from app.domain.competence import Neighbour
from storage.connection import Connection
from storage.days import iso

_NEIGHBOURS = """
    SELECT s.id, s.institution || iif(s.name = '', '', ', ' || s.name), coalesce(r.code, s.municipality)
    FROM service AS s LEFT JOIN service_reach AS r ON r.service_id = s.id
    WHERE s.case_management = 1 AND coalesce(s.valid_from, :today) <= :today
      AND coalesce(s.valid_to, :today) >= :today
    ORDER BY 2, r.rowid"""


def area(db: Connection, site_id: str) -> tuple[str, ...]:
    """The places chosen for a Standort, in the order of their keys; empty where none was chosen."""
    return areas(db).get(site_id, ())


def areas(db: Connection) -> Mapping[str, tuple[str, ...]]:
    """The places chosen, by Standort."""
    found: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
    for site_id, place in db.execute("SELECT site_id, municipality FROM site_area ORDER BY municipality"):
        found[site_id] += (place,)
    return dict(found)


def set_area(db: Connection, site_id: str, places: Iterable[str]) -> None:
    db.execute("DELETE FROM site_area WHERE site_id = ?", (site_id,))
    db.executemany(
        "INSERT INTO site_area (site_id, municipality) VALUES (?, ?)", [(site_id, place) for place in places]
    )


def neighbours(db: Connection, today: date) -> tuple[Neighbour, ...]:
    """The entries of the directory that are a case management, where they say for which places."""
    places: defaultdict[tuple[str, str], tuple[str, ...]] = defaultdict(tuple)
    for service_id, name, place in db.execute(_NEIGHBOURS, {"today": iso(today)}):
        places[service_id, name] += (place,) if place else ()
    return tuple(Neighbour(service_id, name, found) for (service_id, name), found in places.items())
