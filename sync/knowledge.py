# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What somebody who knows the method can know of one unit and site: only published figures come in.

Privacy rule 6b: the method, the whole ledger, the exact lines of acts, impossible combinations, and every
identity that follows from what the tables count. No offset and no true figure is among it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations, pairwise, product

from sync.inference import System, Terms
from sync.populations import EXCLUSIVE, POPULATIONS
from sync.protection import STEP, predicate
from sync.release import PublishedTable
from sync.tables import CellKey, Table

TIED = (
    ("open", "new", "closed"),
    ("served", "short_advice"),
    ("referred",),
    ("changed_livelihood",),
    ("gap",),
)
"""Populations whose figures bear on each other are judged together."""

_WAITING = 2 * STEP - 2
"""So many persons at most differ from a table that was not refreshed (rule 3: below 5 + w, w up to 4)."""

Figure = tuple[str, CellKey, date]
"""A cell of a table as of a day; () is N."""


@dataclass(frozen=True)
class Refresh:
    """A table as it was published anew on a day."""

    table: Table
    as_of: date
    values: Mapping[CellKey, int]


@dataclass(frozen=True)
class Target:
    """Something about persons that must stay open: a figure, a margin, a complement or a change."""

    name: str
    terms: Terms
    table: str


def refreshes(tables: Mapping[str, Table], published: Iterable[PublishedTable]) -> Iterator[Refresh]:
    """What is new in a release; what repeats says nothing more."""
    for shown in published:
        table = tables.get(shown.id)
        values = {tuple(cell.key.values()): cell.value for cell in shown.cells if cell.value is not None}
        if table is not None and shown.state == "refreshed" and shown.as_of is not None and values:
            yield Refresh(table, shown.as_of, values)


class Knowledge:
    """The system of one group of tied populations; `acts` are exact, summed up in the year, by day.

    `balanced`: open = before + new - closed is believed too, which holds unless somebody comes twice.
    """

    def __init__(
        self,
        history: Sequence[Refresh],
        acts: Mapping[date, int],
        populations: Iterable[str],
        *,
        balanced: bool = False,
    ) -> None:
        self.system = System()
        self.figures: dict[Figure, int] = {}
        self._offsets: dict[tuple[str, str, int], int] = {}
        self._latent: dict[tuple[str, date], int] = {}
        self._of_table: defaultdict[str, list[Refresh]] = defaultdict(list)
        wanted = frozenset(populations)
        for refresh in sorted(history, key=lambda each: each.as_of):
            if refresh.table.population in wanted:
                self._of_table[refresh.table.id].append(refresh)
                self._read(refresh)
        for held in self._of_table.values():
            self._follow(held)
        for refresh in self._every():
            if refresh.table.variables:
                self._add_up(refresh)
        self._share_margins()
        self._exclude()
        if "served" in wanted:
            self._count_acts(acts)
        if balanced:
            self._balance()

    def targets(self) -> Iterator[Target]:
        for held in self._of_table.values():
            for refresh in held:
                yield from self._standing(refresh)
            for before, after in pairwise(held):
                if _same_scope(before, after):
                    yield from self._changes(before, after)

    def _every(self) -> Iterator[Refresh]:
        for held in self._of_table.values():
            yield from held

    def _read(self, refresh: Refresh) -> None:
        """published <= x + u <= published + 4, u frozen."""
        table, year = refresh.table, _year(refresh)
        for key, value in refresh.values.items():
            x = self.system.unknown(max(0, value - STEP + 1), value + STEP - 1)
            name = (table.population, predicate(table, key), year)
            if name not in self._offsets:
                self._offsets[name] = self.system.unknown(0, STEP - 1)
            self.system.require({x: 1, self._offsets[name]: 1}, value, value + STEP - 1)
            self.figures[table.id, key, refresh.as_of] = x

    def _follow(self, held: Sequence[Refresh]) -> None:
        """A flow only grows in its year, its N by five persons at least whenever it is refreshed."""
        for before, after in pairwise(held):
            if before.table.kind == "flow" and _same_scope(before, after):
                least = 0 if before.table.variables else STEP
                for key in before.values.keys() & after.values.keys():
                    self.system.require(self._change(before, after, key), low=least)

    def _change(self, before: Refresh, after: Refresh, key: CellKey) -> dict[int, int]:
        table = before.table.id
        return {self.figures[table, key, after.as_of]: 1, self.figures[table, key, before.as_of]: -1}

    def _total(self, population: str, day: date) -> int:
        """N on that day; where it was not refreshed then, what it can have been."""
        known = self.figures.get((population, (), day))
        if known is not None:
            return known
        if (population, day) not in self._latent:
            self._latent[population, day] = self._between_refreshes(population, day)
        return self._latent[population, day]

    def _between_refreshes(self, population: str, day: date) -> int:
        total = self.system.unknown()
        flow = POPULATIONS[population].kind == "flow"
        held = [each for each in self._of_table[population] if not flow or each.as_of.year == day.year]
        before = max((each.as_of for each in held if each.as_of < day), default=None)
        after = min((each.as_of for each in held if each.as_of > day), default=None)
        if before is not None:
            terms = {total: 1, self.figures[population, (), before]: -1}
            self.system.require(terms, 0 if flow else -_WAITING, _WAITING)
        if after is not None and flow:
            self.system.require({self.figures[population, (), after]: 1, total: -1}, low=0)
        return total

    def _add_up(self, refresh: Refresh) -> None:
        """Cells and N: one answer each adds up; of several each cell is at most N."""
        table = refresh.table
        cells = [self.figures[table.id, key, refresh.as_of] for key in refresh.values]
        total = self._total(table.population, refresh.as_of)
        if table.answers == 1 and table.complete:
            self.system.require(dict.fromkeys(cells, 1) | {total: -1}, 0, 0)
            return
        for cell in cells:
            self.system.require({cell: 1, total: -1}, high=0)
        self.system.require(dict.fromkeys(cells, 1) | {total: -table.answers}, high=0)
        if table.complete:
            self.system.require(dict.fromkeys(cells, 1) | {total: -1}, low=0)

    def _share_margins(self) -> None:
        """Two tables of the same day that share a variable have the same sums over it."""
        alike = [each for each in self._every() if each.table.variables and _adds_up(each.table)]
        for one, other in combinations(alike, 2):
            if (one.table.population, one.as_of) == (other.table.population, other.as_of):
                for variable in set(one.table.variables) & set(other.table.variables):
                    self._equal(self._margins(one, variable), self._margins(other, variable))

    def _exclude(self) -> None:
        """Who has the one code has none of the others: together they are at most N."""
        for population, one, codes, other, others in EXCLUSIVE:
            held = [each for each in self._every() if each.table.population == population]
            for this, that in product(held, held):
                if this.as_of == that.as_of and one in this.table.variables and other in that.table.variables:
                    total = self._total(population, this.as_of)
                    apart = self._with_code(this, one, codes) | self._with_code(that, other, others)
                    self.system.require({**apart, total: -1}, high=0)

    def _with_code(self, refresh: Refresh, variable: str, codes: Iterable[str]) -> dict[int, int]:
        margins = self._margins(refresh, variable)
        return {column: 1 for code in codes for column in margins[code]}

    def _equal(self, one: Mapping[str, Terms], other: Mapping[str, Terms]) -> None:
        for code, terms in one.items():
            self.system.require({**terms, **dict.fromkeys(other[code], -1)}, 0, 0)

    def _margins(self, refresh: Refresh, variable: str) -> dict[str, Terms]:
        place = refresh.table.variables.index(variable)
        margins: defaultdict[str, dict[int, int]] = defaultdict(dict)
        for key in refresh.values:
            margins[key[place]][self.figures[refresh.table.id, key, refresh.as_of]] = 1
        return dict(margins)

    def _count_acts(self, acts: Mapping[date, int]) -> None:
        """Whoever was served, or advised without a file, took part in an act of the year or was carried."""
        for day, number in acts.items():
            found = [self.figures.get((population, (), day)) for population in ("served", "short_advice")]
            columns = [column for column in found if column is not None]
            if columns:
                self.system.require(dict.fromkeys(columns, 1), high=number)

    def _balance(self) -> None:
        """open = before + new - closed between two days of a year on which all three were refreshed."""
        names = ("open", "new", "closed")
        days = [{each.as_of for each in self._of_table[name]} for name in names]
        for before, after in pairwise(sorted(set.intersection(*days))):
            if before.year == after.year:
                factors = zip(names, (1, -1, 1), strict=True)
                terms = {
                    self.figures[name, (), day]: factor * sign
                    for name, factor in factors
                    for day, sign in ((after, 1), (before, -1))
                }
                self.system.require(terms, 0, 0)

    def _standing(self, refresh: Refresh) -> Iterator[Target]:
        table, day = refresh.table, refresh.as_of
        for key in refresh.values:
            column = self.figures[table.id, key, day]
            yield Target(_name(table, key, day), {column: 1}, table.id)
            if table.variables:
                total = self._total(table.population, day)
                yield Target(f"not {_name(table, key, day)}", {total: 1, column: -1}, table.id)
        for name, terms in self._sums(refresh).items():
            yield Target(f"{table.id}|{name}|{day}", terms, table.id)

    def _changes(self, before: Refresh, after: Refresh) -> Iterator[Target]:
        table = before.table
        for key in before.values.keys() & after.values.keys():
            name = _name(table, key, after.as_of)
            yield Target(f"{name} since {before.as_of}", self._change(before, after, key), table.id)
        earlier, later = self._sums(before), self._sums(after)
        for name in earlier.keys() & later.keys():
            change = {**later[name], **dict.fromkeys(earlier[name], -1)}
            yield Target(f"{table.id}|{name}|{after.as_of} since {before.as_of}", change, table.id)

    def _sums(self, refresh: Refresh) -> dict[str, Terms]:
        """The margins of a cross that adds up."""
        if len(refresh.table.variables) < 2 or not _adds_up(refresh.table):
            return {}
        return {
            f"{variable}={code}": terms
            for variable in refresh.table.variables
            for code, terms in self._margins(refresh, variable).items()
        }


def _adds_up(table: Table) -> bool:
    return table.answers == 1 and table.complete


def _same_scope(before: Refresh, after: Refresh) -> bool:
    return _year(before) == _year(after)


def _year(refresh: Refresh) -> int:
    """Offsets of a stock stay for ever, those of a flow for its year."""
    return refresh.as_of.year if refresh.table.kind == "flow" else 0


def _name(table: Table, key: CellKey, day: date) -> str:
    return "|".join(filter(None, [table.population, predicate(table, key), day.isoformat()]))
