# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A candidate that the audit does not pass: the nearest multiples of five that pass, or everything repeats.

Privacy rule 6c: nothing is withheld, and the answer hangs on published figures and a keyed coin only.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, combinations

from app.domain.progress import Progress, Silent
from sync.audit import NOTHING, Memory, Verdict, judge, question
from sync.knowledge import TIED, Refresh
from sync.protection import ENOUGH, STEP, predicate
from sync.tables import CellKey

Moves = Mapping[tuple[str, CellKey], int]
"""By how much figures move: table and cell, five up or five down."""

TRIES = 80
"""So many candidates are judged; then everything repeats, so that the search always ends soon."""
_PAIRS = 20
"""So many of them at least are pairs of moves, where single ones do not help."""


@dataclass(frozen=True)
class Settled:
    """What of a group may leave: its refreshes as they stand now, none where everything repeats.

    `asked` is the question that the group's whole ledger will be from now on.
    """

    populations: tuple[str, ...]
    refreshed: tuple[Refresh, ...]
    moved: int
    repeats: bool
    verdict: Verdict
    asked: str


def settle(
    ledger: Sequence[Refresh],
    candidate: Sequence[Refresh],
    acts: Mapping[date, int],
    large: frozenset[str],
    coin: bytes,
    memory: Memory | None = None,
    progress: Progress | None = None,
) -> list[Settled]:
    """The answer for each group of tied populations that has something new.

    `large` are the populations whose published N has once reached 20 before: others show no cells below that.
    `memory` holds what was judged before; the answer is the same without it. `progress` may stop it.
    """
    memory, progress = {} if memory is None else memory, progress or Silent()
    groups = ((group, [each for each in candidate if each.table.population in group]) for group in TIED)
    return [
        _settled(_Case(ledger, new, acts, large, coin, group, memory), progress)
        for group, new in groups
        if new
    ]


@dataclass(frozen=True)
class _Case:
    """One group of tied populations, with all that its answer hangs on."""

    ledger: Sequence[Refresh]
    new: Sequence[Refresh]
    acts: Mapping[date, int]
    large: frozenset[str]
    coin: bytes
    group: tuple[str, ...]
    memory: Memory

    def judged(
        self,
        history: Sequence[Refresh],
        given: Mapping[str, int] = NOTHING,
        suspects: frozenset[str] = frozenset(),
    ) -> Verdict:
        return judge(history, self.acts, self.group, given=given, suspects=suspects, memory=self.memory)


def _settled(case: _Case, progress: Progress) -> Settled:
    past = _believable(case)
    given = {each.name: each.values for each in case.judged(past).narrow}
    verdict, suspects = Verdict(), frozenset[str]()
    candidates = _nearest(case.new, past, case.coin)
    tried, moves = 0, next(candidates, None)
    while moves is not None and tried < TRIES:
        progress.advance(tried, TRIES, "")
        moved = _with(case.new, moves, case.large)
        verdict = case.judged([*past, *moved], given, suspects)
        if verdict.passed:
            asked = question([*past, *moved], case.acts, case.group)
            return Settled(case.group, tuple(moved), len(moves), repeats=False, verdict=verdict, asked=asked)
        suspects |= {each.name for each in verdict.narrow}
        tried, moves = tried + 1, candidates.send(verdict)
    asked = question(past, case.acts, case.group)
    return Settled(case.group, (), 0, repeats=True, verdict=verdict, asked=asked)


def _bears_on(old: Refresh, new: Iterable[Refresh]) -> bool:
    """A flow begins anew with the year, its offsets too."""
    return old.table.kind == "stock" or old.as_of.year in {each.as_of.year for each in new}


def _believable(case: _Case) -> Sequence[Refresh]:
    """What left before there was an audit can contradict itself: then the newest of each table, else none."""
    past = [each for each in case.ledger if _bears_on(each, case.new)]
    newest = {each.table.id: each for each in sorted(past, key=lambda each: each.as_of)}
    for held in (past, tuple(newest.values())):
        if not case.judged(held).contradiction:
            return held
    return ()


def _nearest(
    new: Sequence[Refresh], ledger: Sequence[Refresh], coin: bytes
) -> Generator[Moves | None, Verdict, None]:
    """As it is, then so that no flow falls, then one figure moved, then two; None when there is no more.

    It is told the verdict on each, and moves only figures of the tables in which something was narrow.
    """
    verdict = yield {}
    rising = _rising(new, ledger)
    if rising:
        verdict = yield rising
    narrow = {each.table for each in verdict.narrow}
    bearing = [each for each in new if not narrow or not each.table.variables or each.table.id in narrow]
    single = [move for move in _single(bearing, coin) if move[0] not in rising]
    for figure, by in single[: TRIES - _PAIRS]:
        yield {**rising, figure: by}
    pairs = (pair for pair in combinations(single, 2) if pair[0][0] != pair[1][0])
    for pair in pairs:
        yield {**rising, **dict(pair)}
    yield None


def _rising(new: Iterable[Refresh], ledger: Sequence[Refresh]) -> Moves:
    """A correction can make a flow smaller than was published; it stays where it was, its N goes on."""
    moves: dict[tuple[str, CellKey], int] = {}
    for refresh in new:
        last = _last(refresh, ledger)
        if refresh.table.kind == "flow" and last is not None:
            least = 0 if refresh.table.variables else STEP
            short = {key: last.values[key] + least - value for key, value in refresh.values.items()}
            moves |= {(refresh.table.id, key): by for key, by in short.items() if by > 0}
    return moves


def _last(refresh: Refresh, ledger: Iterable[Refresh]) -> Refresh | None:
    same = (
        each
        for each in ledger
        if each.table.id == refresh.table.id
        and each.as_of.year == refresh.as_of.year
        and each.values.keys() == refresh.values.keys()
    )
    return max(same, key=lambda each: each.as_of, default=None)


def _single(new: Sequence[Refresh], coin: bytes) -> list[tuple[tuple[str, CellKey], int]]:
    """Flows first, then N, then stock; among equals the coin decides, also which way comes first."""
    figures = [(refresh, key) for refresh in new for key in refresh.values]
    figures.sort(key=lambda figure: (_rank(figure[0]), _toss(coin, *figure)))
    both = chain.from_iterable(_ways(refresh, key, coin) for refresh, key in figures)
    return [((refresh.table.id, key), by) for refresh, key, by in both]


def _ways(refresh: Refresh, key: CellKey, coin: bytes) -> Iterator[tuple[Refresh, CellKey, int]]:
    first = STEP if _toss(coin, refresh, key)[0] % 2 else -STEP
    for by in (first, -first):
        if refresh.values[key] + by >= 0:
            yield refresh, key, by


def _rank(refresh: Refresh) -> int:
    if not refresh.table.variables:
        return 1
    return 0 if refresh.table.kind == "flow" else 2


def _toss(coin: bytes, refresh: Refresh, key: CellKey) -> bytes:
    """Keyed by the figure and its day, never by what it says."""
    name = f"audit|{refresh.table.population}|{predicate(refresh.table, key)}|{refresh.as_of}"
    return hmac.digest(coin, name.encode(), hashlib.sha256)


def _with(new: Sequence[Refresh], moves: Moves, large: frozenset[str]) -> list[Refresh]:
    """The refreshes so moved; cells of a population that thereby stays small are not published yet."""
    moved = [
        replace(
            each,
            values={key: value + moves.get((each.table.id, key), 0) for key, value in each.values.items()},
        )
        for each in new
    ]
    enough = large | {
        each.table.population for each in moved if not each.table.variables and each.values[()] >= ENOUGH
    }
    return [each for each in moved if not each.table.variables or each.table.population in enough]
