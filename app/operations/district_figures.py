# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The Kreis's figures: of a span of months, of all sites or of an area, made to agree with each other."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from app.domain.figures import UNITS_TO_SHOW_ACTS, Figure, Figures, FigureTable, SiteRelease
from app.domain.figures import figures as computed
from app.domain.movement import moved
from app.domain.reconcile import reconciled
from app.domain.span import Span
from app.operations import table_texts
from app.operations.release_intake import catalogues
from storage import Connection, district, mergers, released
from storage.district import ReportedSite
from storage.vault import Vault
from sync.tables import Table

OF_PEOPLE = ("open", "gap")
"""Populations that say who the clients are and what they lack; all others say what somebody did."""

_MUNICIPALITY, _SITE = "municipality:", "site:"


@dataclass(frozen=True)
class Area:
    """Part of the Kreis: a municipality as the Kreis names it, one site, or those of a merged office."""

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
    found = agreed(db, held, first, last)
    return _without_work(found, held) if area else found


def agreed(db: Connection, held: Collection[SiteRelease], first: str, last: str) -> Figures:
    """The sums of these months, with one total a population and stocks that follow from the flows."""
    complete, single = complete_tables(db), single_tables(db)
    month = Span(first, first).before().first
    found, before = (
        reconciled(computed(held, *span), complete, single) for span in ((first, last), (month, month))
    )
    return moved(found, before, complete)


def areas(vault: Vault) -> dict[str, Area]:
    """By key: the municipalities that have a name, then every site; those of a merged office are one."""
    sites = district.sites(vault.db)
    places = sorted({site.municipality for site in sites if site.municipality})
    found = [
        Area(_MUNICIPALITY + place, place, frozenset(s.id for s in sites if s.municipality == place))
        for place in places
    ]
    named = [
        Area(_SITE + shown[0].id, names_of(shown), frozenset(site.id for site in shown))
        for shown in shown_sites(vault.db)
    ]
    return {area.key: area for area in (*found, *named)}


def shown_sites(db: Connection) -> tuple[tuple[ReportedSite, ...], ...]:
    """Every site, by name; all of case files that became one stand together."""
    merged, shown = mergers.merged(db), dict[str, list[ReportedSite]]()
    units = {*merged, *merged.values()}
    for site in district.sites(db):
        unit = site.outstation_id
        shown.setdefault(merged.get(unit, unit) if unit in units else site.id, []).append(site)
    return tuple(map(tuple, shown.values()))


def names_of(sites: Iterable[ReportedSite]) -> str:
    return ", ".join(dict.fromkeys(site.name or table_texts.word("unnamed_site") for site in sites))


def broken_down(vault: Vault) -> tuple[str, ...]:
    """Every table of persons that came and is more than a total; a crossed one by each of its variables too.

    The latter are named „open.need_x_need_change/need“.
    """
    found = [name for name in released.table_ids(vault.db) if "." in name]
    return tuple(each for name in found for each in (name, *_margins(name)))


def by_one_variable(table: FigureTable, variable: str) -> FigureTable:
    """The cells of a crossed table, summed over its other variable."""
    cells: dict[str, Figure] = {}
    for key, figure in table.cells.items():
        (kept,) = (part for part in key.split("|") if part.startswith(f"{variable}="))
        cells[kept] = cells.get(kept, Figure()) + figure
    return replace(table, id=f"{table.id.partition('.')[0]}.{variable}", cells=cells)


def site(vault: Vault, site_id: str) -> ReportedSite:
    return next(each for each in district.sites(vault.db) if each.id == site_id)


def complete_tables(db: Connection) -> frozenset[str]:
    """Tables in which everybody of their population lies in exactly one cell."""
    return frozenset(table.id for table in _single(db) if table.complete)


def single_tables(db: Connection) -> frozenset[str]:
    """Tables in which nobody lies in two cells."""
    return frozenset(table.id for table in _single(db))


def has_work_of_one(area: Area, vault: Vault) -> bool:
    """Whether so few case files are behind an area that figures of work would be one person's."""
    merged = mergers.merged(vault.db)
    senders = {site.outstation_id for site in district.sites(vault.db) if site.id in area.sites}
    units = {merged.get(sender, sender) for sender in senders}
    return len(units) < UNITS_TO_SHOW_ACTS


def _margins(name: str) -> tuple[str, ...]:
    variables = table_texts.variables(name)
    return tuple(f"{name}/{variable}" for variable in variables) if len(variables) > 1 else ()


def _single(db: Connection) -> Iterable[Table]:
    every = (table for catalogue in catalogues(db) for table in catalogue.tables)
    return (table for table in every if table.variables and table.answers == 1)


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
    movement = found.movement if enough else None
    return replace(found, tables=tables, months=(), withheld_months=(), movement=movement)
