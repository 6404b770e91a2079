# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The release audit (privacy rule 6): whatever may be one to four persons keeps five possible values.

It is computed from published figures only, so that its answer tells nothing that they do not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

import numpy as np

from sync.inference import Point, Solver, Sums
from sync.knowledge import Knowledge, Refresh, Target
from sync.protection import STEP

OPEN_VALUES = 5
NOTHING: Mapping[str, int] = MappingProxyType({})
_GLANCES = 12
"""Looks in random directions before a target is examined alone."""


@dataclass(frozen=True)
class Range:
    """What a target can be: the least and the greatest number of persons, both possible."""

    name: str
    low: int
    high: int

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


def judge(
    history: Sequence[Refresh],
    acts: Mapping[date, int],
    populations: Iterable[str],
    *,
    given: Mapping[str, int] = NOTHING,
    suspects: frozenset[str] = frozenset(),
) -> Verdict:
    """Whether everything published of these populations, taken together, leaves enough open.

    `given`: so many values a target had left before; it may not lose one more. `suspects` are looked at
    first, and the first that is narrow ends it.
    """
    populations = tuple(populations)
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
        chance = np.random.default_rng(0)
        for _ in range(_GLANCES):
            closed = np.flatnonzero(self._high - self._low < OPEN_VALUES - 1)
            if not len(closed):
                return
            weights = chance.choice((-1.0, 1.0), len(closed)) * chance.uniform(0.5, 1.5, len(closed))
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
        return Range(self.targets[place].name, int(self._low[place]), int(self._high[place]))

    def _look(self, weights: Mapping[int, float]) -> None:
        point = self._solver.lowest(self._sums.cost(weights))
        assert point is not None, "a system that has a point keeps it"
        self._see(point)

    def _see(self, point: Point) -> None:
        values = self._sums.at(point)
        self._low, self._high = np.minimum(self._low, values), np.maximum(self._high, values)
