# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The release audit of one large office after a year: with what is remembered, anew, and target by target.

Every month of catalogue 2 is published by the real protection and the real audit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from time import perf_counter

from sync.audit import Memory, judge, ranges
from sync.knowledge import TIED, Knowledge, Refresh
from sync.replacement import settle
from sync.tables import Table
from tests.sync.simulated import Office

PERSONS, MONTHS = 400, 12
SAMPLE = 150


@dataclass(frozen=True)
class Measured:
    """Seconds of the last month, the same without memory, every target alone (reckoned up), and at worst."""

    targets: int
    remembered: float
    anew: float
    naive: float
    worst: float


def measure(persons: int = PERSONS, months: int = MONTHS) -> Measured:
    office = Office(7, persons)
    for month in range(1, months + 1):
        office.live(month)
    newest = max(each.as_of for each in office.history)
    past = [each for each in office.history if each.as_of < newest]
    new = [each for each in office.history if each.as_of == newest]
    memory: Memory = {}
    for group in TIED:
        judge(past, office.acts, group, memory=memory)
    ask = (past, new, office.acts, frozenset(TIED[0]), b"coin")
    remembered = _seconds(lambda: settle(*ask, dict(memory)))
    anew = _seconds(lambda: settle(*ask))
    naive, targets = _target_by_target(office.history, office)
    worst = _seconds(lambda: settle(past, hopeless(new), office.acts, ask[3], b"coin", dict(memory)))
    return Measured(targets, remembered, anew, naive, worst)


def hopeless(new: Iterable[Refresh]) -> list[Refresh]:
    """Every cell none and N a hundred: no move of two figures mends that, so the search goes to its end."""
    return [Refresh(each.table, each.as_of, dict(_blank(each.table, each))) for each in new]


def _blank(table: Table, refresh: Refresh) -> Iterable[tuple[tuple[str, ...], int]]:
    for key in refresh.values:
        yield key, 0 if table.variables else 10_000


def _target_by_target(history: list[Refresh], office: Office) -> tuple[float, int]:
    """Each alone at its least and greatest, reckoned up from a sample."""
    knowledge = Knowledge(history, office.acts, TIED[0], balanced=True)
    targets = sum(1 for _ in knowledge.targets())
    seconds = _seconds(lambda: list(islice(ranges(knowledge), SAMPLE)))
    return seconds * targets / min(SAMPLE, targets), targets


def _seconds(act: Callable[[], object]) -> float:
    begun = perf_counter()
    act()
    return perf_counter() - begun
