# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Figures that belong together agree: constrained least squares on published sums, then whole numbers.

A table in which everybody of its population lies in one cell counts the same persons as N does. Both were
rounded apart, so they differ; the best common total weighs each by how many cells its error comes from.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from fractions import Fraction
from math import floor

from app.domain.figures import Figure, Figures, FigureTable


def reconciled(found: Figures, complete: Collection[str], single: Collection[str] = ()) -> Figures:
    """The same figures with one total a population; `complete` are tables with everybody once.

    `single` are tables with nobody twice: they say no more persons than there are. A table that some site
    has not published yet is left as it is. The error of a cell grows by less than half a person, so its ±
    stays. Zero stays zero: nobody published anyone there.
    """
    tables = dict(found.tables)
    for population in dict.fromkeys(name.partition(".")[0] for name in tables):
        own = _of(tables, population)
        linked = _linked(own, complete)
        if linked:
            total = _common_total(own[linked[0]].n.value, [own[name] for name in linked])
            tables |= _with_total(own, own[linked[0]].n.cells, max(0, total), linked)
        tables |= _bounded(_of(tables, population), single)
    return replace(found, tables=tables)


def retotalled(found: Figures, population: str, n: Figure, complete: Collection[str]) -> Figures:
    """The same figures with another N of a population; what is linked with it adds up to it again."""
    own = _of(found.tables, population)
    changed = _with_total(own, n.cells, n.value, _linked(own, complete))
    return replace(found, tables={**found.tables, **changed})


def spread(values: Mapping[str, int], total: int) -> dict[str, int]:
    """Whole numbers near `values` that add up to `total`: the same for all that are not zero, none below it.

    Of several roundings the largest rests go up, and of equal ones the larger value.
    """
    free = [name for name, value in values.items() if value > 0]
    exact: dict[str, Fraction] = {}
    while free:
        shift = Fraction(total - sum(values[name] for name in free), len(free))
        exact = {name: values[name] + shift for name in free}
        if min(exact.values()) >= 0:
            break
        free = [name for name in free if exact[name] > 0]
    whole = {name: floor(value) for name, value in exact.items()}
    most = sorted(exact, key=lambda name: (whole[name] - exact[name], -values[name]))
    for name in most[: total - sum(whole.values())]:
        whole[name] += 1
    return {name: whole.get(name, 0) for name in values}


def _of(tables: Mapping[str, FigureTable], population: str) -> dict[str, FigureTable]:
    return {name: table for name, table in tables.items() if name.partition(".")[0] == population}


def _linked(own: Mapping[str, FigureTable], complete: Collection[str]) -> list[str]:
    return [name for name in own if name in complete and _is_published(own[name])]


def _is_published(table: FigureTable) -> bool:
    """Every site that counts in N has published every cell, and somebody is in one."""
    cells = table.cells.values()
    return any(cell.value > 0 for cell in cells) and all(cell.cells == table.n.cells for cell in cells)


def _bounded(own: Mapping[str, FigureTable], single: Collection[str]) -> dict[str, FigureTable]:
    """Tables with nobody twice, never with more than N."""
    return {
        name: _spread(table, table.n.value)
        for name, table in own.items()
        if name in single and _is_published(table) and table.total.value > table.n.value
    }


def _with_total(
    own: Mapping[str, FigureTable], sites: int, total: int, linked: Collection[str]
) -> dict[str, FigureTable]:
    """The tables of a population behind which as many sites stand, with this N; the linked ones add up."""
    return {
        name: _retotalled(table, total, name in linked)
        for name, table in own.items()
        if table.n.cells == sites
    }


def _common_total(n: int, tables: list[FigureTable]) -> int:
    """N weighs as one cell, a sum of m cells as the m-th part of one."""
    weighed = [(Fraction(n), Fraction(1))]
    for table in tables:
        values = [cell.value for cell in table.cells.values() if cell.value > 0]
        weighed.append((Fraction(sum(values)), Fraction(1, len(values))))
    return round(sum(value * weight for value, weight in weighed) / sum(weight for _, weight in weighed))


def _retotalled(table: FigureTable, total: int, adds_up: bool) -> FigureTable:
    n = replace(table.n, value=total)
    if list(table.cells) == [""]:
        return replace(table, n=n, cells={"": _worth(table.cells[""], total)})
    changed = replace(table, n=n)
    return _spread(changed, total) if adds_up else changed


def _spread(table: FigureTable, total: int) -> FigureTable:
    values = spread({key: cell.value for key, cell in table.cells.items()}, total)
    return replace(table, cells={key: _worth(table.cells[key], value) for key, value in values.items()})


def _worth(cell: Figure, value: int) -> Figure:
    return replace(cell, value=value)
