# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A second attacker, written apart from the program's own: it knows the rules and the plain releases only.

It narrows every unknown by bounds until nothing gives, then counts out every truth of each table that adds
up, day by day and between two days. It shares no line with `sync` and no solver.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce
from itertools import pairwise, product

import numpy as np
from numpy.typing import NDArray

ONE_ANSWER = {
    *("open.residence", "open.age_band_x_sex", "open.status_x_uncovered"),
    *("short_advice.service_type", "gap.dimension_x_kind"),
}
"""Tables in which everybody of the population lies in exactly one cell."""
ONE_AT_MOST = {
    *("open.target_group", "open.need_x_need_change", "open.resource"),
    *("open.goal_dimension_x_goal_state", "open.language_x_interpreter"),
}
STOCK_WAITS, REFRESHED_BY = 8, 5
"""Rule 3: at most eight persons differ from what was not refreshed, at least five from what was."""
LARGE_BLOCK = 30
MANY = 10**6

Unknown = tuple[str, ...]
Points = NDArray[np.bool_]
"""Which pairs (now, later) are possible, counted from the least of each."""


@dataclass
class Shown:
    """A table as it was refreshed."""

    name: str
    day: str
    flow: bool
    n: int
    cells: dict[tuple[tuple[str, str], ...], int]

    @property
    def population(self) -> str:
        return self.name.partition(".")[0]

    @property
    def scope(self) -> str:
        return self.day[:4] if self.flow else ""

    def unknown(self, key: tuple[tuple[str, str], ...]) -> Unknown:
        return ("x", self.name, repr(key), self.day)

    def offset(self, key: tuple[tuple[str, str], ...]) -> Unknown:
        return ("u", self.population, repr(sorted(key)), self.scope)


@dataclass
class Attack:
    """What every figure, margin and change of a unit and site can still be."""

    blocks: int = 0
    possible: dict[str, set[int]] = field(default_factory=dict)

    def learn(self, name: str, values: set[int]) -> None:
        self.possible[name] = values & self.possible.get(name, values)

    @property
    def protected(self) -> dict[str, int]:
        """How many values are left to what may be one to four persons, more or fewer."""
        return {
            name: len(values)
            for name, values in self.possible.items()
            if any(1 <= abs(value) <= 4 for value in values)
        }


def attack(payloads: Iterable[bytes]) -> Attack:
    """The releases of one unit and site in order, as plain bytes."""
    releases = [json.loads(raw) for raw in payloads]
    tables, acts = list(_refreshed(releases)), _acts(releases)
    bounds, sums = _what_is_known(tables, acts)
    if not _narrow(bounds, sums):
        raise ValueError("the figures contradict each other")
    result = Attack()
    _by_bounds(tables, bounds, result)
    for history in _histories(tables):
        for now, later in pairwise([*history[:1], *history]):
            _count_out(now, later, bounds, result)
    return result


# --- reading --------------------------------------------------------------------------------------------


def _refreshed(releases: Sequence[dict]) -> Iterator[Shown]:  # type: ignore[type-arg]
    for release in releases:
        for table in release["tables"]:
            if table["unit"] != "persons" or table["state"] != "refreshed":
                continue
            cells = {
                tuple(cell["key"].items()): cell["value"]
                for cell in table["cells"]
                if cell["value"] is not None
            }
            if cells:
                yield Shown(table["id"], table["as_of"], table["kind"] == "flow", table["n"], cells)


def _acts(releases: Sequence[dict]) -> dict[str, int]:  # type: ignore[type-arg]
    """Acts with clients, exact, summed up from the first release, by day."""
    total, found = 0, {}
    for release in releases:
        (table,) = (table for table in release["tables"] if table["unit"] == "acts")
        total += sum(cell["acts"] for cell in table["cells"] if cell["key"]["type"] == "with_clients")
        found[release["to"]] = total
    return found


def _histories(tables: Sequence[Shown]) -> Iterator[list[Shown]]:
    """The refreshes of each table that share their offsets, in order."""
    apart: defaultdict[tuple[str, str], list[Shown]] = defaultdict(list)
    for table in tables:
        apart[table.name, table.scope].append(table)
    yield from apart.values()


# --- bounds ---------------------------------------------------------------------------------------------

Bounds = dict[Unknown, list[int]]
Sum = tuple[dict[Unknown, int], int, int]


def _what_is_known(tables: Sequence[Shown], acts: dict[str, int]) -> tuple[Bounds, list[Sum]]:
    bounds: Bounds = {}
    sums: list[Sum] = []
    for table in tables:
        for key, value in table.cells.items():
            x, u = table.unknown(key), table.offset(key)
            bounds[x], bounds[u] = [max(0, value - 4), value + 4], [0, 4]
            sums.append(({x: 1, u: 1}, value, value + 4))
    totals = {
        (table.population, table.day): table.unknown(()) for table in tables if table.name == table.population
    }
    for table in tables:
        total = totals.get((table.population, table.day))
        if total is None:
            total = _between(table, tables, bounds, sums)
        if table.name != table.population:
            _adding_up(table, total, sums)
    for history in _histories(tables):
        for now, later in pairwise(history):
            sums += _growing(now, later)
    sums += _balance(totals) + _bounded_by_acts(totals, acts)
    return bounds, sums


def _between(table: Shown, tables: Sequence[Shown], bounds: Bounds, sums: list[Sum]) -> Unknown:
    """N of a day on which only its breakdown was refreshed: not far from the last N."""
    total: Unknown = ("n", table.population, "", table.day)
    bounds.setdefault(total, [0, MANY])
    earlier = [
        each
        for each in tables
        if (each.name, each.scope) == (table.population, table.scope) and each.day < table.day
    ]
    if earlier:
        low = 0 if table.flow else -STOCK_WAITS
        sums.append(({total: 1, earlier[-1].unknown(()): -1}, low, STOCK_WAITS))
    return total


def _adding_up(table: Shown, total: Unknown, sums: list[Sum]) -> None:
    cells = dict.fromkeys((table.unknown(key) for key in table.cells), 1)
    sums.extend(({cell: 1, total: -1}, -MANY, 0) for cell in cells)
    if table.name in ONE_ANSWER:
        sums.append((cells | {total: -1}, 0, 0))
    elif table.name in ONE_AT_MOST:
        sums.append((cells | {total: -1}, -MANY, 0))
    else:
        sums.append((cells | {total: -3}, -MANY, 0))


def _growing(now: Shown, later: Shown) -> Iterator[Sum]:
    """A flow only grows, and N by five at least."""
    if now.flow:
        for key in now.cells.keys() & later.cells.keys():
            least = REFRESHED_BY if not key else 0
            yield {later.unknown(key): 1, now.unknown(key): -1}, least, MANY


def _balance(totals: dict[tuple[str, str], Unknown]) -> list[Sum]:
    """open = before + new - closed, where all three were refreshed on both days of a year."""
    names = ("open", "new", "closed")
    days = sorted(
        set.intersection(*({day for name, day in totals if name == population} for population in names))
    )
    return [
        (
            {
                totals[name, day]: sign * way
                for name, sign in zip(names, (1, -1, 1), strict=True)
                for day, way in ((later, 1), (now, -1))
            },
            0,
            0,
        )
        for now, later in pairwise(days)
        if now[:4] == later[:4]
    ]


def _bounded_by_acts(totals: dict[tuple[str, str], Unknown], acts: dict[str, int]) -> list[Sum]:
    """Whoever was served or advised took part in an act."""
    every = ((day, [totals.get((name, day)) for name in ("served", "short_advice")]) for day in acts)
    return [
        (dict.fromkeys([each for each in found if each], 1), 0, acts[day])
        for day, found in every
        if any(found)
    ]


def _narrow(bounds: Bounds, sums: Sequence[Sum]) -> bool:
    """Bounds that follow from bounds, until none does; False if there is no truth."""
    changed = True
    while changed:
        changed = False
        for terms, low, high in sums:
            least = sum(min(factor * bound for bound in bounds[name]) for name, factor in terms.items())
            most = sum(max(factor * bound for bound in bounds[name]) for name, factor in terms.items())
            if least > high or most < low:
                return False
            for name, factor in terms.items():
                own = sorted(factor * bound for bound in bounds[name])
                ends = max(own[0], low - (most - own[1])), min(own[1], high - (least - own[0]))
                new = _divided(*ends, factor)
                if new != bounds[name]:
                    bounds[name], changed = new, True
    return True


def _divided(low: int, high: int, factor: int) -> list[int]:
    """The whole numbers that times the factor lie between."""
    if factor < 0:
        low, high, factor = -high, -low, -factor
    return [-(-low // factor), high // factor]


def _by_bounds(tables: Sequence[Shown], bounds: Bounds, result: Attack) -> None:
    for table in tables:
        for key in table.cells:
            low, high = bounds[table.unknown(key)]
            result.learn(f"{table.name} {key!r} {table.day}", set(range(low, high + 1)))


# --- counting out ---------------------------------------------------------------------------------------


def _count_out(now: Shown, later: Shown, bounds: Bounds, result: Attack) -> None:
    """Every truth of two refreshes of a table (or of one, twice): cells, margins and changes.

    What is not in a block, sums with other tables and days among it, comes in by the bounds.
    """
    exact = now.name in ONE_ANSWER
    same_cells = now.cells.keys() == later.cells.keys()
    if not (exact or now.name in ONE_AT_MOST) or len(now.cells) > LARGE_BLOCK or not same_cells:
        return
    result.blocks += 1
    total = _total(now, later, bounds)
    for grouping in ({repr(key): [key] for key in now.cells}, *_margins(now)):
        parts = [
            reduce(_plus, (_pairs(now, later, key, bounds) for key in keys)) for keys in grouping.values()
        ]
        lows = [
            (sum(_low(now, key, bounds) for key in keys), sum(_low(later, key, bounds) for key in keys))
            for keys in grouping.values()
        ]
        left = _possible(parts, lows, total, exact=exact)
        for part, low, points in zip(grouping, lows, left, strict=True):
            _judge_part(f"{later.name} {part} {later.day}", np.argwhere(points) + low, now, later, result)


def _judge_part(name: str, pairs: NDArray[np.int64], now: Shown, later: Shown, result: Attack) -> None:
    result.learn(name, set(pairs[:, 1].tolist()))
    if now is not later:
        result.learn(f"{name} since {now.day}", set((pairs[:, 1] - pairs[:, 0]).tolist()))


def _margins(table: Shown) -> Iterator[dict[str, list[tuple[tuple[str, str], ...]]]]:
    variables = {len(key) for key in table.cells}
    for place in range(max(variables)) if max(variables) > 1 else ():
        margin: defaultdict[str, list[tuple[tuple[str, str], ...]]] = defaultdict(list)
        for key in table.cells:
            margin[repr(key[place])].append(key)
        yield dict(margin)


def _low(table: Shown, key: tuple[tuple[str, str], ...], bounds: Bounds) -> int:
    return bounds[table.unknown(key)][0]


def _pairs(now: Shown, later: Shown, key: tuple[tuple[str, str], ...], bounds: Bounds) -> Points:
    """The numbers a cell can have had on both days under one offset."""
    (low, high), (low_later, high_later) = bounds[now.unknown(key)], bounds[later.unknown(key)]
    points = np.zeros((high - low + 1, high_later - low_later + 1), bool)
    least, most = bounds[now.offset(key)]
    for u in range(least, most + 1):
        for first, second in product(range(now.cells[key] - u, now.cells[key] - u + 5), repeat=2):
            x, y = first, second - now.cells[key] + later.cells[key]
            fits = low <= x <= high and low_later <= y <= high_later
            if fits and not (now is later and x != y) and not (now.flow and y < x):
                points[x - low, y - low_later] = True
    return points


def _total(now: Shown, later: Shown, bounds: Bounds) -> set[tuple[int, int]] | None:
    """The pairs N can have had; None if it was not refreshed on both days."""
    names = [("x", now.population, "()", table.day) for table in (now, later)]
    ranges = [range(bounds[name][0], bounds[name][1] + 1) if name in bounds else None for name in names]
    if ranges[0] is None or ranges[1] is None:
        return None
    pairs = set(product(*ranges))  # type: ignore[arg-type]
    shown = [now.n, later.n]
    return {
        pair
        for pair in pairs
        if (now is not later or pair[0] == pair[1])
        and any(all((x + u) // 5 * 5 == y for x, y in zip(pair, shown, strict=True)) for u in range(5))
    }


def _plus(one: Points, other: Points) -> Points:
    """Every sum of a point of the one and a point of the other."""
    size = tuple(a + b - 1 for a, b in zip(one.shape, other.shape, strict=True))
    product_ = np.fft.rfft2(one, size) * np.fft.rfft2(other, size)
    return np.asarray(np.fft.irfft2(product_, size) > 0.5)


def _possible(
    pairs: Sequence[Points],
    origins: Sequence[tuple[int, int]],
    total: set[tuple[int, int]] | None,
    *,
    exact: bool,
) -> list[Points]:
    """Of each part the points that some choice of all others completes to a possible N."""
    if total is None:
        return list(pairs)
    before = [np.ones((1, 1), bool)]
    for each in pairs:
        before.append(_plus(before[-1], each))
    first, second = (sum(origin[axis] for origin in origins) for axis in (0, 1))
    wanted = np.zeros(before[-1].shape, bool)
    for n, m in total:
        a, b = n - first, m - second
        if exact and 0 <= a < wanted.shape[0] and 0 <= b < wanted.shape[1]:
            wanted[a, b] = True
        elif not exact and a >= 0 and b >= 0:
            wanted[: a + 1, : b + 1] = True
    left: list[Points] = []
    for each, reached in zip(reversed(pairs), reversed(before[:-1]), strict=True):
        left.append(each & _minus(wanted, reached, each.shape))
        wanted = _minus(wanted, each, reached.shape)
    return left[::-1]


def _minus(wanted: Points, given: Points, shape: tuple[int, ...]) -> Points:
    """The points of that shape which some point of `given` carries into `wanted`."""
    turned = _plus(wanted, given[::-1, ::-1])
    start = tuple(size - 1 for size in given.shape)
    return turned[start[0] : start[0] + shape[0], start[1] : start[1] + shape[1]]
