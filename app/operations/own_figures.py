# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""„Eigene Zahlen (intern, exakt)“: what is true in this file beside what was released; it stays here."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from app.domain.code_lists import CodeLists
from app.forms import own_figures as paper
from app.operations import printing, release_audit, table_texts
from app.operations.release_candidate import exact
from storage import code_lists, releases, sites
from storage.vault import Vault
from sync.release import PublishedTable, decode
from sync.tables import CellKey, Table, cells


@dataclass(frozen=True)
class OwnRow:
    """`released` is what the newest Meldung said; None where it said nothing."""

    label: str
    exact: int
    released: int | None


@dataclass(frozen=True)
class OwnTable:
    """Only cells in which somebody lies, or which were released with more than none."""

    title: str
    rows: tuple[OwnRow, ...]


def own_figures(vault: Vault, site_id: str, until: date) -> tuple[OwnTable, ...]:
    """Every table of the catalogue, counted exactly as of that day; reading changes and sends nothing."""
    lists = code_lists.load(vault.db)
    catalogue = release_audit.catalogue_of(vault.db, site_id, until.year)
    counted, released = exact(vault.db, site_id, until), _released(vault, site_id, until)
    return tuple(
        _table(table, counted[table.id], released.get(table.id, {}), lists) for table in catalogue.tables
    )


def sheet(vault: Vault, site_id: str, until: date, now: datetime) -> bytes:
    """The same on paper for the own office, marked on every page; kept nowhere."""
    place = next(site.name for site in sites.sites(vault.db) if site.id == site_id)
    shown = [
        paper.Table(each.title, tuple(paper.Line(row.label, row.exact, row.released) for row in each.rows))
        for each in own_figures(vault, site_id, until)
    ]
    return paper.render(place, until, shown, now).pdf


def print_sheet(vault: Vault, pdf: bytes, deliver: printing.Deliver, now: datetime) -> None:
    printing.print_sheet(vault, pdf, "reporting.own_figures_printed", deliver, now)


def _table(
    table: Table, counted: Counter[CellKey], released: dict[CellKey, int | None], lists: CodeLists
) -> OwnTable:
    rows = tuple(
        OwnRow(
            table_texts.cell(dict(zip(table.variables, key, strict=True)), lists),
            counted[key],
            released.get(key),
        )
        for key in cells(table)
        if not table.variables or counted[key] or released.get(key)
    )
    return OwnTable(table_texts.dated_title(table.id, table.kind, lists), rows)


def _released(vault: Vault, site_id: str, until: date) -> dict[str, dict[CellKey, int | None]]:
    """What the newest Meldung of the year said; a stock of the year before still stands."""
    periods = [each for each in releases.periods(vault.db, site_id) if each <= f"{until:%Y-%m}"]
    done = releases.released(vault.db, site_id, periods[-1]) if periods else None
    if done is None:
        return {}
    same_year = done.period[:4] == f"{until:%Y}"
    return {
        table.id: _values(table)
        for table in decode(done.payload).person_tables()
        if same_year or table.kind == "stock"
    }


def _values(table: PublishedTable) -> dict[CellKey, int | None]:
    return {tuple(cell.key.values()): cell.value for cell in table.cells}
