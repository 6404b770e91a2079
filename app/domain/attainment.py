# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Goal attainment scaling: levels written before the work, and what was attained over several goals.

Kiresuk and Sherman, Goal attainment scaling, Community Mental Health Journal 4 (1968), pages 443 to 453.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from app.domain.errors import InvalidInput

LEVELS = (-2, -1, 0, 1, 2)
WRITTEN_LEVELS = (-2, -1, 1, 2)
"""Level 0, the expected one, is what a goal says anyway: its `expected`."""

WEIGHTS = (1, 2, 3, 4, 5)
_CORRELATION = 0.3
"""Between the scales of one person, as the authors assume it."""


def check_levels(levels: Mapping[int, str], expected: str, weight: int) -> None:
    """A goal has all five levels or none."""
    if weight not in WEIGHTS:
        raise InvalidInput("weight", "goal.weight_out_of_range")
    if not levels:
        return
    if not expected.strip():
        raise InvalidInput("expected", "goal.expected_missing")
    if set(levels) != set(WRITTEN_LEVELS) or not all(words.strip() for words in levels.values()):
        raise InvalidInput("levels", "goal.levels_incomplete")


def result_of(level: int) -> str:
    """The plain result that a level stands for: as expected or better, a little less, much less."""
    if level not in LEVELS:
        raise InvalidInput("result", "goal.level_missing")
    return "reached" if level >= 0 else "partly" if level == -1 else "not_reached"


def t_score(attained: Sequence[tuple[int, int]]) -> float | None:
    """50 + 10 Σwx / √((1-ρ)Σw² + ρ(Σw)²) over (weight w, level x); 50 is as expected, None without goals."""
    if not attained:
        return None
    weights = [weight for weight, _ in attained]
    spread = (1 - _CORRELATION) * sum(w * w for w in weights) + _CORRELATION * sum(weights) ** 2
    return 50 + 10 * sum(weight * level for weight, level in attained) / math.sqrt(spread)
