# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The benchmark of the audit measures what it says, and the search for a replacement always ends."""

from __future__ import annotations

from datetime import date

from sync.knowledge import Refresh
from sync.replacement import TRIES, settle
from sync.tables import cells, shipped
from tests.benchmarks import audit


def test_it_measures_a_small_office() -> None:
    found = audit.measure(persons=40, months=2)
    assert found.targets > 100
    assert min(found.remembered, found.anew, found.naive, found.worst) > 0


def test_what_nothing_mends_repeats_after_so_many_tries() -> None:
    """Every open person in no cell of a complete table: no truth agrees, whichever two figures move."""
    tables = [table for table in shipped(2).tables if table.population == "open"]
    new = [Refresh(table, date(2022, 1, 31), dict.fromkeys(cells(table), 100)) for table in tables]
    told: list[tuple[int, int]] = []

    class Listener:
        def advance(self, done: int, total: int, _label: str) -> None:
            told.append((done, total))

    (settled,) = settle([], audit.hopeless(new), {}, frozenset({"open"}), b"coin", None, Listener())
    assert settled.repeats
    assert settled.refreshed == ()
    assert told == [(tried, TRIES) for tried in range(TRIES)]
