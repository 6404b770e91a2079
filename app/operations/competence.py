# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""By residence: what each Standort answers for, and who answers for the others."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from app.domain.competence import Neighbour, answers_for, area_of, check_area, neighbours_for
from app.domain.dates import berlin_date
from storage import code_lists, journal
from storage import competence as stored
from storage import sites as stored_sites
from storage.vault import Vault


def areas(vault: Vault) -> Mapping[str, tuple[str, ...]]:
    """The places chosen, by Standort; who is missing answers for the whole Kreis."""
    return stored.areas(vault.db)


def set_area(vault: Vault, site_id: str, places: tuple[str, ...], now: datetime) -> None:
    """What the Standort answers for; nothing chosen means its whole Kreis."""
    check_area(places, code_lists.load(vault.db), berlin_date(now))
    with vault.transaction() as db:
        stored.set_area(db, site_id, places)
        journal.note(db, now, vault.actor, "site.area_set", site_id)


def answers(vault: Vault, site_id: str, residence: str | None) -> bool:
    """Whether this Standort answers for who lives there; an unknown residence is nobody else's."""
    site = stored_sites.site(vault.db, site_id)
    return answers_for(area_of(site, stored.area(vault.db, site_id)), residence)


def neighbours(vault: Vault, residence: str, today: date) -> tuple[Neighbour, ...]:
    """The case managements next door that answer for who lives there, the nearest first."""
    return neighbours_for(stored.neighbours(vault.db, today), residence)


def every_neighbour(vault: Vault, today: date) -> tuple[Neighbour, ...]:
    """All case managements in the directory, by name."""
    return stored.neighbours(vault.db, today)
