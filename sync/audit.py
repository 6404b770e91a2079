# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The release audit (privacy rule 6): whatever may be one to four persons keeps five possible values.

It is computed from published figures only, so that its answer tells nothing that they do not.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

import msgspec
import numpy as np

from sync.inference import Point, Solver, Sums
from sync.knowledge import Knowledge, Refresh, Target
from sync.protection import STEP

OPEN_VALUES = 5
METHOD = 2
"""Counts up with everything that can change a verdict: what is remembered of an older method is not asked."""
NOTHING: Mapping[str, int] = MappingProxyType({})
_IN_VAIN = 2
"""So many looks in random directions that open nothing, and the rest is examined one by one."""


@dataclass(frozen=True)
class Range:
    """What a target can be: the least and the greatest number of persons, both possible."""

    name: str
    low: int
    high: int
    table: str = ""

    @property
    def values(self) -> int:
        return self.high - self.low + 1

    @property
    def protected(self) -> bool:
        """Whether it may be one to four persons, more or fewer."""
        return any(self.low <= sign * small <= self.high for small in range(1, STEP) for sign in (1, -1))

    @property
    def safe(self) -> bool:
        return not self.protected or self.values >= OPEN_VALUES


@dataclass(frozen=True)
class Verdict:
    """`contradiction`: no truth at all agrees with the figures. `narrow`: targets that say too much."""

    contradiction: bool = False
    narrow: tuple[Range, ...] = ()
    examined: int = 0

    @property
    def passed(self) -> bool:
        return not self.contradiction and not self.narrow


Memory = MutableMapping[str, Verdict]
"""Whole verdicts by what was asked: who keeps them does not judge the same ledger twice."""


def judge(
    history: Sequence[Refresh],
    acts: Mapping[date, int],
    populations: Iterable[str],
    *,
    given: Mapping[str, int] = NOTHING,
    suspects: frozenset[str] = frozenset(),
    memory: Memory | None = None,
) -> Verdict:
    """Whether everything published of these populations, taken together, leaves enough open.

    `given`: so many values a target had left before; it may not lose one more. `suspects` are looked at
    first, and the first that is narrow ends it; that verdict is not whole and not remembered.
    """
    populations = tuple(populations)
    asked = question(history, acts, populations, given)
    if memory is not None and asked in memory:
        return memory[asked]
    verdict = _judged(history, acts, populations, given, suspects)
    if memory is not None and (verdict.passed or not suspects):
        memory[asked] = verdict
    return verdict


def question(
    history: Sequence[Refresh],
    acts: Mapping[date, int],
    populations: tuple[str, ...],
    given: Mapping[str, int] = NOTHING,
) -> str:
    """The SHA-256 of all that a verdict hangs on."""
    own = [each for each in history if each.table.population in populations]
    days = {each.as_of for each in own} if "served" in populations else set[date]()
    figures = [(each.table.id, each.as_of, sorted(each.values.items())) for each in own]
    bounds = sorted((day, number) for day, number in acts.items() if day in days)
    asked = msgspec.json.encode((METHOD, populations, figures, bounds, sorted(given.items())))
    return hashlib.sha256(asked).hexdigest()


def _judged(
    history: Sequence[Refresh],
    acts: Mapping[date, int],
    populations: tuple[str, ...],
    given: Mapping[str, int],
    suspects: frozenset[str],
) -> Verdict:
    balanced = Knowledge(history, acts, populations, balanced=True)
    verdict = _judge(balanced, given, suspects)
    if verdict.contradiction:
        verdict = _judge(Knowledge(history, acts, populations), given, suspects)
    return verdict


def ranges(knowledge: Knowledge) -> Iterator[Range]:
    """Every target with the least and greatest value that is possible, exactly."""
    examination = _Examination(list(knowledge.targets()), knowledge)
    for place in range(len(examination.targets)):
        examination.examine(place)
        yield examination.range(place)


def _judge(knowledge: Knowledge, given: Mapping[str, int], suspects: frozenset[str]) -> Verdict:
    targets = list(knowledge.targets())
    if not targets:
        return Verdict()
    examination = _Examination(targets, knowledge)
    if examination.contradiction:
        return Verdict(contradiction=True)
    first = (examination.settled(place) for place, target in enumerate(targets) if target.name in suspects)
    if narrow := next((each for each in first if _loses(each, given)), None):
        return Verdict(narrow=(narrow,), examined=len(suspects))
    examination.glance()
    found = [examination.settled(place) for place in range(len(targets))]
    return Verdict(narrow=tuple(each for each in found if _loses(each, given)), examined=len(found))


def _loses(found: Range, given: Mapping[str, int]) -> bool:
    return not found.safe and found.values < given.get(found.name, OPEN_VALUES)


class _Examination:
    """Possible truths, gathered until each target is known to be open, or not to be."""

    def __init__(self, targets: list[Target], knowledge: Knowledge) -> None:
        self.targets = targets
        self._solver: Solver = knowledge.system.solver()
        self._sums = Sums([target.terms for target in targets], knowledge.system.size)
        start = self._solver.lowest(np.zeros(knowledge.system.size))
        self.contradiction = start is None
        self._low = np.full(len(targets), np.inf)
        self._high = np.full(len(targets), -np.inf)
        if start is not None:
            self._see(start)

    def glance(self) -> None:
        """Truths in random directions: most targets show five values of themselves at once."""
        chance, in_vain, before = np.random.default_rng(0), 0, len(self.targets) + 1
        while in_vain < _IN_VAIN:
            closed = np.flatnonzero(self._high - self._low < OPEN_VALUES - 1)
            in_vain = 0 if len(closed) < before else in_vain + 1
            before = len(closed)
            if not before:
                return
            weights = chance.choice((-1.0, 1.0), before) * chance.uniform(0.5, 1.5, before)
            self._look(dict(zip(closed.tolist(), weights.tolist(), strict=True)))

    def settled(self, place: int) -> Range:
        """Five values seen are enough; else its least and greatest are looked for."""
        if self.range(place).values < OPEN_VALUES:
            self.examine(place)
        return self.range(place)

    def examine(self, place: int) -> None:
        for sign in (1.0, -1.0):
            self._look({place: sign})

    def range(self, place: int) -> Range:
        target = self.targets[place]
        return Range(target.name, int(self._low[place]), int(self._high[place]), target.table)

    def _look(self, weights: Mapping[int, float]) -> None:
        point = self._solver.lowest(self._sums.cost(weights))
        assert point is not None, "a system that has a point keeps it"
        self._see(point)

    def _see(self, point: Point) -> None:
        values = self._sums.at(point)
        self._low, self._high = np.minimum(self._low, values), np.maximum(self._high, values)
