# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The releases of a Kreis, attacked by somebody who knows the method: for the data protection officer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.domain.errors import Refusal
from app.operations.release_audit import acts_by_day
from sync import tables
from sync.audit import OPEN_VALUES, Range, judge
from sync.knowledge import TIED, refreshes
from sync.release import Release, decode


@dataclass(frozen=True)
class Attacked:
    """One unit and site: how many releases, and what of it leaves too little open, the narrowest first."""

    unit: str
    site: str
    releases: int
    examined: int
    contradictions: int
    narrow: tuple[Range, ...]

    @property
    def exact(self) -> int:
        """How many figures are known for certain."""
        return sum(each.values == 1 for each in self.narrow)

    @property
    def least(self) -> int:
        """The fewest possible values of a protected figure; five stands for five or more."""
        return min((each.values for each in self.narrow), default=OPEN_VALUES)


def read_releases(paths: Iterable[Path]) -> list[Release]:
    """The plain releases in these files and folders; a Refusal for what is none."""
    found = [decode(path.read_bytes()) for path in _files(paths)]
    if not found:
        raise Refusal("audit.no_releases")
    return found


def attack(releases: Sequence[Release]) -> Iterator[Attacked]:
    """Each unit and site by itself: offsets are their own, so figures of others tell nothing of them."""
    apart: defaultdict[tuple[str, str], list[Release]] = defaultdict(list)
    for release in releases:
        apart[release.unit, release.site].append(release)
    for (unit, site), own in sorted(apart.items()):
        yield _attacked(unit, site, sorted(own, key=lambda release: release.period))


def _attacked(unit: str, site: str, own: Sequence[Release]) -> Attacked:
    known = {table.id: table for release in own for table in _catalogue(release).tables}
    history = [each for release in own for each in refreshes(known, release.person_tables())]
    verdicts = [judge(history, acts_by_day(own), group) for group in TIED]
    narrow = sorted(
        (each for verdict in verdicts for each in verdict.narrow), key=lambda each: (each.values, each.name)
    )
    return Attacked(
        unit,
        site,
        len({release.period for release in own}),
        sum(verdict.examined for verdict in verdicts),
        sum(verdict.contradiction for verdict in verdicts),
        tuple(narrow),
    )


def _catalogue(release: Release) -> tables.Catalogue:
    used = release.catalogue
    try:
        catalogue = tables.shipped(used.number)
    except FileNotFoundError:
        raise Refusal("audit.unknown_catalogue", number=used.number) from None
    if catalogue.sha256 != used.sha256:
        raise Refusal("audit.unknown_catalogue", number=used.number)
    return catalogue


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        yield from sorted(path.rglob("*.json")) if path.is_dir() else [path]
