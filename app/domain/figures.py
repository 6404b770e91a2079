# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the Kreis may say of released figures: sums of published cells with their error, and exact acts.

Nothing here is protected anew; every number is arithmetic on what outstations published.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce
from itertools import groupby
from math import ceil, sqrt

MOST_OFF = 4
"""No published cell is further from its true count than this."""

VARIANCE = 6
"""The largest variance of one cell's error: r(5 - r) for the remainder r of its count by five."""

UNITS_TO_SHOW_ACTS = 3
"""Acts are shown only summed over this many reporting units that had some (release rule 7).

Each is one person's file; one without acts would hide nobody.
"""


@dataclass(frozen=True)
class PublishedTable:
    """One table of one release; a cell's key is its predicate (`livelihood=sgb2`), None not yet published."""

    kind: str
    refreshed: bool
    as_of: date | None
    n: int
    cells: Mapping[str, int | None]


@dataclass(frozen=True)
class Acts:
    """How many acts, and who took part."""

    acts: int = 0
    target_participants: int = 0
    partner_participants: int = 0

    def __add__(self, other: Acts) -> Acts:
        return Acts(
            self.acts + other.acts,
            self.target_participants + other.target_participants,
            self.partner_participants + other.partner_participants,
        )

    @property
    def participants(self) -> int:
        return self.target_participants + self.partner_participants


@dataclass(frozen=True)
class SiteRelease:
    """What one site of one outstation released for one period ("2022-03").

    Case files that became one office have one `outstation_id`.
    """

    outstation_id: str
    site_id: str
    period: str
    last_day: date
    partial: bool
    tables: Mapping[str, PublishedTable]
    acts: Mapping[str, Acts]


@dataclass(frozen=True)
class Figure:
    """A sum of published cells; `pending` of them are not published yet and count nothing."""

    value: int = 0
    cells: int = 0
    pending: int = 0

    def __add__(self, other: Figure) -> Figure:
        return Figure(self.value + other.value, self.cells + other.cells, self.pending + other.pending)

    @property
    def margin(self) -> int:
        """± at about 95 %: 1.96 · √(6 · cells), never more than 4 a cell.

        Offsets are independent and each cell's error has mean 0 and a variance of at most 6; cells that
        show zero are among them. The offsets are frozen, so it does not shrink over months; a difference of
        two values of the same cell has the same bounds as one value.
        """
        return min(MOST_OFF * self.cells, ceil(1.96 * sqrt(VARIANCE * self.cells)))


@dataclass(frozen=True)
class FigureTable:
    """A table over all sites: its inner cells in catalogue order, N, and how fresh its parts are."""

    id: str
    kind: str
    cells: Mapping[str, Figure]
    n: Figure
    as_of: tuple[date, ...]
    repeated: int
    carried: int

    @property
    def total(self) -> Figure:
        """The sum of the inner cells, so that what is printed adds up; N is a figure of its own."""
        return reduce(Figure.__add__, self.cells.values(), Figure())


@dataclass(frozen=True)
class ActMonth:
    """The acts that were released for one month, by type; `units` are those that had any."""

    month: str
    units: int
    by_type: Mapping[str, Acts]

    @property
    def total(self) -> Acts:
        return reduce(Acts.__add__, self.by_type.values(), Acts())


@dataclass(frozen=True)
class Movement:
    """How the stock of a span came about: before + new − closed + other = now, exactly.

    `other`: what rounding does not explain. `published`: closed cases were; otherwise they are arithmetic.
    """

    before: Figure
    new: Figure
    closed: Figure
    now: Figure
    other: int
    published: bool


@dataclass(frozen=True)
class Figures:
    """Everything the Kreis report says in numbers.

    A month in which fewer than three units had acts is not in `months` but in `withheld_months`: so no span
    of months, and no difference of two, shows fewer.
    """

    first: str
    last: str
    tables: Mapping[str, FigureTable]
    months: tuple[ActMonth, ...]
    withheld_months: tuple[str, ...]
    movement: Movement | None = None

    def is_from_all_sites(self, table: FigureTable) -> bool:
        """Whether as many sites report this table as report open or new cases; each catalogue has those."""
        everywhere = self.tables.get("open" if table.kind == "stock" else "new")
        return everywhere is None or table.n.cells >= everywhere.n.cells

    @property
    def acts_by_type(self) -> dict[str, Acts]:
        return _added(month.by_type for month in self.months)

    @property
    def acts(self) -> Acts:
        return reduce(Acts.__add__, (month.total for month in self.months), Acts())


_Part = tuple[SiteRelease, SiteRelease | None]


def figures(releases: Iterable[SiteRelease], first: str, last: str) -> Figures:
    """The figures of the periods `first` to `last` from every release up to `last`."""
    held = sorted((r for r in releases if r.period <= last), key=lambda r: r.period)
    months = _months(r for r in held if r.period >= first)
    return Figures(
        first,
        last,
        {table: _table(table, held, first, last) for table in _table_ids(held)},
        tuple(month for month in months if month.units >= UNITS_TO_SHOW_ACTS),
        tuple(month.month for month in months if month.units < UNITS_TO_SHOW_ACTS),
    )


def latest_by_site(releases: Iterable[SiteRelease]) -> list[SiteRelease]:
    """The newest release of each site; a missing period is carried forward from it."""
    return list({r.site_id: r for r in sorted(releases, key=lambda r: r.period)}.values())


def _table_ids(held: Iterable[SiteRelease]) -> list[str]:
    return list(dict.fromkeys(table for release in held for table in release.tables))


def _table(table: str, held: list[SiteRelease], first: str, last: str) -> FigureTable:
    having = [release for release in held if table in release.tables]
    kind = having[-1].tables[table].kind
    parts = _flow_parts(having, first, last) if kind == "flow" else _stock_parts(having)
    values = [_difference(table, release, before) for release, before in parts]
    newest = latest_by_site(release for release, _ in parts)
    shown = [release.tables[table] for release in newest]
    return FigureTable(
        table,
        kind,
        _summed(part.cells for part in values),
        Figure(sum(part.n for part in values), len(values)),
        tuple(sorted({part.as_of for part in shown if part.as_of})),
        sum(not part.refreshed for part in shown),
        sum(release.period < last for release in newest),
    )


def _stock_parts(having: list[SiteRelease]) -> list[_Part]:
    return [(release, None) for release in latest_by_site(having)]


def _flow_parts(having: list[SiteRelease], first: str, last: str) -> list[_Part]:
    """Of each site and year in the span the newest release, with the newest one before the span."""
    parts: list[_Part] = []
    for year in range(int(first[:4]), int(last[:4]) + 1):
        of_year = [release for release in having if release.period.startswith(f"{year:04}-")]
        before = {r.site_id: r for r in latest_by_site(r for r in of_year if r.period < first)}
        parts += [(r, before.get(r.site_id)) for r in latest_by_site(of_year)]
    return parts


def _difference(table: str, release: SiteRelease, earlier: SiteRelease | None) -> PublishedTable:
    """What was published since `earlier`; what was not yet published then counts now."""
    now = release.tables[table]
    if earlier is None or table not in earlier.tables:
        return now
    before = earlier.tables[table]
    cells = {
        key: None if value is None else value - (before.cells.get(key) or 0)
        for key, value in now.cells.items()
    }
    return replace(now, n=now.n - before.n, cells=cells)


def _summed(parts: Iterable[Mapping[str, int | None]]) -> dict[str, Figure]:
    sums: dict[str, Figure] = {}
    for part in parts:
        for key, value in part.items():
            one = Figure(pending=1) if value is None else Figure(value, 1)
            sums[key] = sums.get(key, Figure()) + one
    return sums


def _months(releases: Iterable[SiteRelease]) -> list[ActMonth]:
    return [
        ActMonth(period, _units_with_acts(of_month), _added(r.acts for r in of_month))
        for period, group in groupby(releases, key=lambda release: release.period)
        for of_month in [list(group)]
    ]


def _units_with_acts(releases: Iterable[SiteRelease]) -> int:
    return len({r.outstation_id for r in releases if any(done.acts for done in r.acts.values())})


def _added(parts: Iterable[Mapping[str, Acts]]) -> dict[str, Acts]:
    sums: dict[str, Acts] = {}
    for part in parts:
        for activity_type, done in part.items():
            sums[activity_type] = sums.get(activity_type, Acts()) + done
    return sums
