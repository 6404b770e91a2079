# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Frozen threshold rounding and the batch rule: what is published of true counts of persons.

published = 5 * floor((x + u) / 5), u a secret offset 0 to 4 that is frozen per cell.
"""

from __future__ import annotations

import hashlib
import hmac
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal
from uuid import uuid4

import msgspec

from sync.release import Cell, PublishedTable
from sync.tables import Catalogue, CellKey, Table, cells

Members = Mapping[str, Sequence[CellKey]]
"""Person id to the cells the person lies in, the answers that count most first; N is the cell ()."""

STEP = 5
ENOUGH = 20
"""Published N from which on the other cells of its population carry values."""


@dataclass(frozen=True)
class TableState:
    """A table as last refreshed: what was published, and which persons lay where.

    `kept` are persons whose data were erased since, under names of their own: a flow goes on counting them.
    `carried` is what stayed unpublished at the end of the year before; of it cells count whom N carries.
    """

    year: int | None
    refreshes: int = 0
    as_of: date | None = None
    published: Mapping[str, int] = field(default_factory=dict)
    n_once_20: bool = False
    members: Mapping[str, tuple[CellKey, ...]] = field(default_factory=dict)
    kept: tuple[str, ...] = ()
    carried: Mapping[str, tuple[CellKey, ...]] = field(default_factory=dict)

    @property
    def n(self) -> int:
        """Published N, where this is the state of a table without variables."""
        return self.published.get("", 0)


def opening(table: Table, year: int) -> TableState:
    """The state before the first refresh: nothing published."""
    return TableState(year if table.kind == "flow" else None)


def state_bytes(state: TableState) -> bytes:
    """The state as JSON, to be kept inside the case file."""
    return msgspec.json.encode(state)


def read_state(raw: bytes) -> TableState:
    return msgspec.json.decode(raw, type=TableState)


def predicate(table: Table, key: CellKey) -> str:
    """What a cell asks for, its variables sorted: `livelihood=sgb2|status=active`; empty for N."""
    return "|".join(sorted(f"{variable}={code}" for variable, code in zip(table.variables, key, strict=True)))


def cell_id(table: Table, site: str, year: int, key: CellKey) -> str:
    """The canonical text of a cell; offsets hang on it, so it may never change (privacy rule 1b)."""
    return "|".join([_scope(table, site, year), table.population, *filter(None, [predicate(table, key)])])


def offset(key: bytes, identity: str) -> int:
    """HMAC-SHA256(offset key, cell id) mod 5."""
    return int.from_bytes(hmac.digest(key, identity.encode(), hashlib.sha256)) % STEP


@dataclass(frozen=True)
class Offsets:
    """What a unit rounds by: the offset sheet's value where it names the cell id, else its own key's."""

    key: bytes
    drawn: Mapping[str, int] = field(default_factory=dict)

    def of(self, identity: str) -> int:
        return self.drawn[identity] if identity in self.drawn else offset(self.key, identity)


def published(x: int, u: int) -> int:
    return STEP * ((x + u) // STEP)


def protect(
    table: Table,
    site: str,
    year: int,
    members: Members,
    before: TableState,
    offsets: Offsets,
    as_of: date,
    total: TableState | None = None,
) -> tuple[PublishedTable, TableState]:
    """What is published of the table now, and the state to remember.

    `total` is the new state of the population's table without variables, None for that table itself.
    The table is refreshed if enough persons differ from `before`, else it repeats byte for byte. From the
    year before, its cells count only persons whom N counts from there too: no cell holds more than N.
    """
    if opening(table, year).year != before.year:
        raise ValueError(f"{table.id}: state of {before.year} used in {year}")
    if (total is None) != (table.variables == ()):
        raise ValueError(f"{table.id}: N comes from the table without variables")
    if total is not None:
        before = _carrying_with(total, before)
    now = _counted(table, members, before)
    due = _differing(before.members, now) >= STEP + _surplus(table, site, year, before, offsets.key)
    if due and (total is None or total.n_once_20):
        state = _refreshed(table, site, year, now, before, offsets, as_of)
        return _shown(table, state, "refreshed", total), state
    return _shown(table, before, "repeated", total), before


def protect_all(
    catalogue: Catalogue,
    site: str,
    year: int,
    members: Mapping[str, Members],
    states: Mapping[str, TableState],
    offsets: Offsets,
    as_of: date,
) -> tuple[list[PublishedTable], dict[str, TableState]]:
    """`protect` for every table of the catalogue; all by table id; a new table has no state yet."""
    tables: list[PublishedTable] = []
    after: dict[str, TableState] = {}
    for table in catalogue.tables:
        before = states.get(table.id) or opening(table, year)
        total = after[table.population] if table.variables else None
        shown, after[table.id] = protect(table, site, year, members[table.id], before, offsets, as_of, total)
        tables.append(shown)
    return tables, after


def as_settled(
    catalogue: Catalogue,
    before: Mapping[str, TableState],
    after: Mapping[str, TableState],
    year: int,
    refreshed: Mapping[str, Mapping[str, int]],
) -> tuple[list[PublishedTable], dict[str, TableState]]:
    """The tables as the audit lets them stand: these refreshed with these figures, all others repeated."""
    states: dict[str, TableState] = {}
    shown: list[PublishedTable] = []
    for table in catalogue.tables:
        held = before.get(table.id) or opening(table, year)
        new = table.id in refreshed
        states[table.id] = _with_figures(after[table.id], refreshed[table.id], held) if new else held
        total = states[table.population] if table.variables else None
        shown.append(_shown(table, states[table.id], "refreshed" if new else "repeated", total))
    return shown, states


def adopted(table: Table, members: Members, before: TableState, shown: PublishedTable) -> TableState:
    """The state after figures that left in a file that is lost; `members` are who counts in the one at hand.

    The next refresh needs as many persons who differ from these as any other.
    """
    if shown.state == "repeated":
        return before
    values = {
        predicate(table, tuple(cell.key.values())): cell.value
        for cell in shown.cells
        if cell.value is not None
    }
    now = _counted(table, members, before)
    return replace(
        before,
        refreshes=before.refreshes + 1,
        as_of=shown.as_of,
        published=values,
        n_once_20=before.n_once_20 or shown.n >= ENOUGH,
        members=now,
        kept=tuple(name for name in before.kept if name in now),
    )


def next_year(table: Table, state: TableState, final: Members) -> TableState:
    """A flow's state for the new year; what `final`, the old year's members, has unpublished goes along."""
    if state.year is None:
        raise ValueError(f"{table.id} is a stock and has no year")
    unpublished = {
        person: tuple(key for key in keys if key not in state.members.get(person, ()))
        for person, keys in _counted(table, final, state).items()
    }
    return TableState(state.year + 1, carried={person: keys for person, keys in unpublished.items() if keys})


def forget(state: TableState, person: str) -> TableState:
    """The state without the id of a person whose data are erased; the counters stay as they are."""
    carried = {other: keys for other, keys in state.carried.items() if other != person}
    if person not in state.members:
        return replace(state, carried=carried)
    name = str(uuid4())
    members = {name if other == person else other: keys for other, keys in state.members.items()}
    return replace(state, members=members, carried=carried, kept=(*state.kept, name))


def _scope(table: Table, site: str, year: int) -> str:
    return f"stock|{site}" if table.kind == "stock" else f"flow|{year}|{site}"


def _carrying_with(total: TableState, before: TableState) -> TableState:
    """The state without what is carried over of persons whom N, published in the old year, has no more."""
    carried = {person: keys for person, keys in before.carried.items() if person in total.carried}
    return replace(before, carried=carried)


def _surplus(table: Table, site: str, year: int, before: TableState, offset_key: bytes) -> int:
    """The secret 0 to 4 persons above five that the next refresh waits for."""
    return offset(offset_key, f"batch|{_scope(table, site, year)}|{table.id}|{before.refreshes}")


def _counted(table: Table, members: Members, before: TableState) -> dict[str, tuple[CellKey, ...]]:
    """Every person who counts now, with at most the permitted number of cells, in a fixed order."""
    counted: dict[str, tuple[CellKey, ...]] = {}
    for person in sorted(before.carried.keys() | members.keys()):
        keys = dict.fromkeys((*before.carried.get(person, ()), *members.get(person, ())))
        if keys:
            counted[person] = tuple(sorted(list(keys)[: table.answers]))
    if table.kind == "flow":
        counted |= {name: before.members[name] for name in before.kept}
    return counted


def _differing(before: Mapping[str, tuple[CellKey, ...]], now: Mapping[str, tuple[CellKey, ...]]) -> int:
    return sum(before.get(person) != now.get(person) for person in before.keys() | now.keys())


def _refreshed(
    table: Table,
    site: str,
    year: int,
    now: dict[str, tuple[CellKey, ...]],
    before: TableState,
    offsets: Offsets,
    as_of: date,
) -> TableState:
    counts = Counter(key for keys in now.values() for key in keys)
    values = {
        predicate(table, key): published(counts.pop(key, 0), offsets.of(cell_id(table, site, year, key)))
        for key in cells(table)
    }
    if counts:
        raise ValueError(f"{table.id} has no cells {sorted(counts)}")
    return replace(
        before,
        refreshes=before.refreshes + 1,
        as_of=as_of,
        published=values,
        n_once_20=before.n_once_20 or values.get("", 0) >= ENOUGH,
        members=now,
        kept=tuple(name for name in before.kept if name in now),
    )


def _with_figures(state: TableState, figures: Mapping[str, int], before: TableState) -> TableState:
    large = before.n_once_20 or figures.get("", 0) >= ENOUGH
    return replace(state, published=figures, n_once_20=large)


def _shown(
    table: Table, state: TableState, how: Literal["refreshed", "repeated"], total: TableState | None
) -> PublishedTable:
    """The table as it leaves; before its first refresh N is 0 and every other cell null."""
    unpublished = 0 if total is None else None
    return PublishedTable(
        id=table.id,
        kind=table.kind,
        state=how,
        as_of=state.as_of,
        n=(total or state).n,
        cells=tuple(
            Cell(
                dict(zip(table.variables, key, strict=True)),
                state.published.get(predicate(table, key), unpublished),
            )
            for key in cells(table)
        ),
    )
