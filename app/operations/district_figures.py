# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The Kreis's figures: of a span of months, of all sites or of an area, made to agree with each other."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from app.domain.figures import UNITS_TO_SHOW_ACTS, Figures, SiteRelease
from app.domain.figures import figures as computed
from app.domain.reconcile import reconciled
from app.operations import table_texts
from app.operations.release_intake import catalogues
from storage import Connection, district, released
from storage.district import ReportedSite
from storage.vault import Vault

OF_PEOPLE = ("open", "gap")
"""Populations that say who the clients are and what they lack; all others say what somebody did."""

_MUNICIPALITY, _SITE = "municipality:", "site:"


@dataclass(frozen=True)
class Area:
    """Part of the Kreis: a municipality as the Kreis names it, or one site."""

    key: str
    label: str
    sites: frozenset[str]


def figures(
    vault: Vault, first: str, last: str, area: str = "", tables: Collection[str] | None = None
) -> Figures:
    """The sums of these months; see `app.domain.figures`. `tables`: only those, if that is enough.

    An area has no acts, and of fewer than three case files no figures of work: they would be one person's.
    """
    db = vault.db
    held = released.releases_for(db, first, last, _with_their_kin(db, tables))
    if area:
        held = _of_area(held, areas(vault)[area].sites)
    found = reconciled(computed(held, first, last), complete_tables(db))
    return _without_work(found, held) if area else found


def areas(vault: Vault) -> dict[str, Area]:
    """By key: the municipalities that have a name, then every site."""
    sites = district.sites(vault.db)
    places = sorted({site.municipality for site in sites if site.municipality})
    found = [
        Area(_MUNICIPALITY + place, place, frozenset(s.id for s in sites if s.municipality == place))
        for place in places
    ]
    named = [
        Area(_SITE + site.id, site.name or table_texts.word("unnamed_site"), frozenset({site.id}))
        for site in sites
    ]
    return {area.key: area for area in (*found, *named)}


def broken_down(vault: Vault) -> tuple[str, ...]:
    """Every table of persons that came and is more than a total."""
    return tuple(name for name in released.table_ids(vault.db) if "." in name)


def site(vault: Vault, site_id: str) -> ReportedSite:
    return next(each for each in district.sites(vault.db) if each.id == site_id)


def complete_tables(db: Connection) -> frozenset[str]:
    """Tables in which everybody of their population lies in exactly one cell."""
    every = (table for catalogue in catalogues(db) for table in catalogue.tables)
    return frozenset(table.id for table in every if table.variables and table.complete and table.answers == 1)


def has_work_of_one(area: Area, vault: Vault) -> bool:
    """Whether so few case files are behind an area that figures of work would be one person's."""
    units = {site.outstation_id for site in district.sites(vault.db) if site.id in area.sites}
    return len(units) < UNITS_TO_SHOW_ACTS


def _with_their_kin(db: Connection, tables: Collection[str] | None) -> frozenset[str]:
    """All tables of the same populations: they are made to agree together."""
    every = released.table_ids(db)
    if tables is None:
        return frozenset(every)
    wanted = {name.partition(".")[0] for name in tables}
    return frozenset(name for name in every if name.partition(".")[0] in wanted)


def _of_area(held: Iterable[SiteRelease], sites: frozenset[str]) -> tuple[SiteRelease, ...]:
    return tuple(release for release in held if release.site_id in sites)


def _without_work(found: Figures, held: Iterable[SiteRelease]) -> Figures:
    """No acts: the rest of the Kreis could be subtracted. No persons of work below three case files."""
    enough = len({release.outstation_id for release in held}) >= UNITS_TO_SHOW_ACTS
    tables = {
        name: table for name, table in found.tables.items() if enough or name.partition(".")[0] in OF_PEOPLE
    }
    return replace(found, tables=tables, months=(), withheld_months=())
