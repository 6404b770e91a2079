# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What can be concluded from what is known: whole numbers, bounds and sums, and their extremes (HiGHS)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

Terms = Mapping[int, int]
"""Unknowns with their factors: the sum of these."""

Row = tuple[int, int, Terms]
"""Least, greatest, and the sum that lies between."""

Point = NDArray[np.float64]
"""A value for every unknown that contradicts nothing."""

_MANY = 10**6
_WHOLE = 1e-6


class System:
    """Unknown whole numbers and what is known of them."""

    def __init__(self) -> None:
        self._low: list[int] = []
        self._high: list[int] = []
        self._rows: list[Row] = []

    @property
    def size(self) -> int:
        return len(self._low)

    def unknown(self, low: int = 0, high: int = _MANY) -> int:
        self._low.append(low)
        self._high.append(high)
        return len(self._low) - 1

    def require(self, terms: Terms, low: int = -_MANY, high: int = _MANY) -> None:
        """The sum of these lies between; both ends may be true."""
        self._rows.append((low, high, terms))

    def solver(self) -> Solver:
        return Solver(self._low, self._high, self._rows)


class Solver:
    """Points of a system; the linear relaxation first, whole numbers by branching where it is not whole."""

    def __init__(self, low: Sequence[int], high: Sequence[int], rows: Sequence[Row]) -> None:
        self._columns = len(low)
        self._every = np.arange(self._columns, dtype=np.int32)
        self._highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        self._highs.setOptionValue("output_flag", False)
        self._highs.setOptionValue("threads", 1)
        self._highs.setOptionValue("random_seed", 0)
        lengths = [len(terms) for _, _, terms in rows]
        starts = np.concatenate(([0], np.cumsum(lengths)))[:-1] if rows else np.zeros(0)
        self._highs.addVars(self._columns, np.array(low, float), np.array(high, float))
        self._highs.addRows(
            len(rows),
            np.array([low for low, _, _ in rows], float),
            np.array([high for _, high, _ in rows], float),
            sum(lengths),
            starts.astype(np.int32),
            np.array([column for _, _, terms in rows for column in terms], np.int32),
            np.array([factor for _, _, terms in rows for factor in terms.values()], float),
        )

    def lowest(self, cost: NDArray[np.float64]) -> Point | None:
        """A point at which this sum is least; None if what is known contradicts itself."""
        self._highs.changeColsCost(self._columns, self._every, cost)
        found = self._run()
        if found is None or _is_whole(found):
            return None if found is None else found.round()
        self._set_whole(highspy.HighsVarType.kInteger)
        found = self._run()
        self._set_whole(highspy.HighsVarType.kContinuous)
        return None if found is None else found.round()

    def _run(self) -> Point | None:
        self._highs.run()
        status = self._highs.getModelStatus()
        if status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible):
            return None
        if status != highspy.HighsModelStatus.kOptimal:
            raise ArithmeticError(f"HiGHS ended with {status.name}")
        return np.array(self._highs.getSolution().col_value)

    def _set_whole(self, kind: Any) -> None:
        kinds = np.full(self._columns, int(kind), dtype=np.uint8)
        self._highs.changeColsIntegrality(self._columns, self._every, kinds)


class Sums:
    """Many sums of the same unknowns, reckoned for a point at once."""

    def __init__(self, terms: Iterable[Terms], columns: int) -> None:
        self.terms = list(terms)
        self._columns = columns
        lengths = [len(each) for each in self.terms]
        self._starts = np.concatenate(([0], np.cumsum(lengths)))[:-1].astype(int)
        self._index = np.array([column for each in self.terms for column in each], int)
        self._factor = np.array([factor for each in self.terms for factor in each.values()], float)

    def at(self, point: Point) -> NDArray[np.float64]:
        return np.add.reduceat(self._factor * point[self._index], self._starts)

    def cost(self, weights: Mapping[int, float]) -> NDArray[np.float64]:
        """The weighted sum of some of these sums, as a cost of each unknown."""
        cost = np.zeros(self._columns)
        for place, weight in weights.items():
            for column, factor in self.terms[place].items():
                cost[column] += weight * factor
        return cost


def _is_whole(point: Point) -> bool:
    return bool(np.abs(point - point.round()).max(initial=0) < _WHOLE)
