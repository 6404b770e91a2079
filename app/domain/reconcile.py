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


def reconciled(found: Figures, complete: Collection[str]) -> Figures:
    """The same figures with one total a population; `complete` are tables with everybody once.

    A table that some site has not published yet is left as it is. The error of a cell grows by less than
    half a person, so its ± stays. Zero stays zero: nobody published anyone there.
    """
    tables = dict(found.tables)
    for population in {name.partition(".")[0] for name in tables}:
        own = {name: table for name, table in tables.items() if name.partition(".")[0] == population}
        tables |= _agreeing(own, [name for name in own if name in complete and _is_linked(own[name])])
    return replace(found, tables=tables)


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


def _is_linked(table: FigureTable) -> bool:
    """Every site that counts in N has published every cell, and somebody is in one."""
    cells = table.cells.values()
    return any(cell.value > 0 for cell in cells) and all(cell.cells == table.n.cells for cell in cells)


def _agreeing(own: Mapping[str, FigureTable], linked: list[str]) -> dict[str, FigureTable]:
    """All tables of a population with the common total; the linked ones add up to it."""
    if not linked:
        return dict(own)
    n = own[linked[0]].n
    total = max(0, _common_total(n.value, [own[name] for name in linked]))
    return {
        name: _with_total(table, total, name in linked) if table.n.cells == n.cells else table
        for name, table in own.items()
    }


def _common_total(n: int, tables: list[FigureTable]) -> int:
    """N weighs as one cell, a sum of m cells as the m-th part of one."""
    weighed = [(Fraction(n), Fraction(1))]
    for table in tables:
        values = [cell.value for cell in table.cells.values() if cell.value > 0]
        weighed.append((Fraction(sum(values)), Fraction(1, len(values))))
    return round(sum(value * weight for value, weight in weighed) / sum(weight for _, weight in weighed))


def _with_total(table: FigureTable, total: int, adds_up: bool) -> FigureTable:
    n = replace(table.n, value=total)
    if list(table.cells) == [""]:
        return replace(table, n=n, cells={"": replace(table.cells[""], value=total)})
    if not adds_up:
        return replace(table, n=n)
    values = spread({key: cell.value for key, cell in table.cells.items()}, total)
    return replace(table, n=n, cells={key: _worth(table.cells[key], value) for key, value in values.items()})


def _worth(cell: Figure, value: int) -> Figure:
    return replace(cell, value=value)
