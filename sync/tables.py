# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The catalogue of what may leave: tables that are chosen of the program's populations and variables."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import product
from math import prod
from typing import Annotated

import msgspec
from msgspec import Meta

import resources
from app.domain.errors import Refusal
from sync.populations import ANSWERS, POPULATIONS, VARIABLES, WITHOUT_CLIENTS, Kind
from sync.strict import Record

CellKey = tuple[str, ...]
"""One code per variable of a table, in the table's order; () is N."""

CELLS_PER_PERSON = 12
"""In how many stock cells, and flow cells a year, one person may lie unless the officer says otherwise."""

SHIPPED = (1, 2)
"""The catalogues that come with the program; an old one stays loadable for ever."""

_MOST_BYTES = 256 * 1024
_LONGEST_LINE = 1000


class Table(Record, frozen=True):
    """Distinct persons of a population, crossed by at most two variables; none is N."""

    id: str
    population: str
    kind: Kind
    variables: tuple[str, ...]

    @property
    def answers(self) -> int:
        """In how many cells of this table one person may lie."""
        answers = POPULATIONS[self.population].answers
        return min(ANSWERS, prod(answers[variable] for variable in self.variables))

    @property
    def complete(self) -> bool:
        """Whether everybody of the population lies in one of its cells."""
        return POPULATIONS[self.population].optional.isdisjoint(self.variables)


@dataclass(frozen=True)
class Catalogue:
    """The tables that leave, in their order; `sha256` is that of the file."""

    number: int
    sha256: str
    tables: tuple[Table, ...]


class _File(Record, frozen=True):
    number: Annotated[int, Meta(ge=1, le=99_999)]
    table: tuple[Table, ...]


def cells(table: Table) -> list[CellKey]:
    """Every cell of a table in catalogue order."""
    return list(product(*(VARIABLES[variable].codes for variable in table.variables)))


def activity_line(activity_type: str) -> str:
    """The line of the exact activities on which this type is counted."""
    return activity_type if activity_type in WITHOUT_CLIENTS else "with_clients"


@cache
def shipped(number: int) -> Catalogue:
    """A catalogue that comes with the program."""
    return load(raw(number))


def raw(number: int) -> bytes:
    """The file of a catalogue that comes with the program."""
    return resources.path("tables", f"catalogue-{number}.toml").read_bytes()


def load(raw: bytes, earlier: Iterable[Catalogue] = (), limit: int = CELLS_PER_PERSON) -> Catalogue:
    """The catalogue in a TOML file, checked on its own and together with all `earlier` ones.

    A person's stock cells count over all of them, for ever; the flows of one year come from one catalogue.
    Raises Refusal with a code `catalogue.*` that says which rule it breaks (privacy rules 1, 2b and 9).
    """
    file = _read(raw)
    catalogue = Catalogue(file.number, hashlib.sha256(raw).hexdigest(), file.table)
    past = tuple(earlier)
    _require_newest(catalogue, past)
    for table in catalogue.tables:
        _require_permitted(table)
    _require_each_once(catalogue.tables)
    _require_totals(catalogue.tables)
    every = {table.id: table for held in (*past, catalogue) for table in held.tables}
    _require_each_once(tuple(every.values()))
    _require_no_stock_twin(every.values())
    stocks = [table for table in every.values() if table.kind == "stock"]
    _require_few_cells([*stocks, *(table for table in catalogue.tables if table.kind == "flow")], limit)
    return catalogue


def _read(raw: bytes) -> _File:
    """The file's content; bounded first, since a TOML reader needs minutes for one long dotted key."""
    if len(raw) > _MOST_BYTES or any(len(line) > _LONGEST_LINE for line in raw.splitlines()):
        raise Refusal("catalogue.unreadable")
    try:
        return msgspec.toml.decode(raw, type=_File)
    except (ValueError, RecursionError) as error:
        raise Refusal("catalogue.unreadable") from error


def _require_newest(catalogue: Catalogue, earlier: tuple[Catalogue, ...]) -> None:
    for held in earlier:
        same = (held.number, held.sha256) == (catalogue.number, catalogue.sha256)
        if catalogue.number <= held.number and not same:
            raise Refusal("catalogue.not_newer", number=catalogue.number, held=held.number)


def _require_permitted(table: Table) -> None:
    population = POPULATIONS.get(table.population)
    if population is None:
        raise Refusal("catalogue.unknown_population", table=table.id, population=table.population)
    if table.kind != population.kind:
        raise Refusal("catalogue.wrong_kind", table=table.id)
    if len(table.variables) > 2:
        raise Refusal("catalogue.too_many_variables", table=table.id)
    for variable in table.variables:
        if variable not in VARIABLES:
            raise Refusal("catalogue.unknown_variable", table=table.id, variable=variable)
        if variable not in population.answers:
            raise Refusal("catalogue.not_permitted", table=table.id, variable=variable)
    if len(set(table.variables)) < len(table.variables):
        raise Refusal("catalogue.alias", table=table.id, other=table.variables[0])
    if table.id != _computed_id(table):
        raise Refusal("catalogue.renamed", table=table.id, id=_computed_id(table))


def _computed_id(table: Table) -> str:
    """A table is named by what it counts, so that it cannot be renamed."""
    return ".".join([table.population, *filter(None, ["_x_".join(table.variables)])])


def _require_each_once(tables: tuple[Table, ...]) -> None:
    seen: dict[tuple[str, frozenset[str]], str] = {}
    for table in tables:
        what = (table.population, frozenset(table.variables))
        other = seen.setdefault(what, table.id)
        if other != table.id:
            raise Refusal("catalogue.alias", table=table.id, other=other)
    if len(seen) < len(tables):
        raise Refusal("catalogue.same_twice")


def _require_totals(tables: tuple[Table, ...]) -> None:
    """N stands before the tables that carry it."""
    totals: set[str] = set()
    for table in tables:
        if not table.variables:
            totals.add(table.population)
        if table.population not in totals:
            raise Refusal("catalogue.no_total", table=table.id)


def _require_no_stock_twin(tables: Iterable[Table]) -> None:
    """New and closed cases would give away single changes of a stock by the same variable."""
    tables = list(tables)
    stock = {variable for table in tables if table.kind == "stock" for variable in table.variables}
    for table in tables:
        if table.population in ("new", "closed") and (twins := stock.intersection(table.variables)):
            raise Refusal("catalogue.stock_has_it", table=table.id, variable=min(twins))


def _require_few_cells(tables: Iterable[Table], limit: int) -> None:
    """A file's person and a Kurzberatung are two persons: the latter has no name to be followed by."""
    counts: dict[tuple[str, bool], int] = {}
    for table in tables:
        whose = (table.kind, POPULATIONS[table.population].has_file)
        counts[whose] = counts.get(whose, 0) + table.answers
    for (kind, _), count in counts.items():
        if count > limit and kind == "stock":
            raise Refusal("catalogue.too_many_stock_cells", count=count, limit=limit)
        if count > limit:
            raise Refusal("catalogue.too_many_flow_cells", count=count, limit=limit)
