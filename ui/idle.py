# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""How long nobody has touched the program, by whichever clock says longer, and whether the computer slept."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import datetime

from ui.session import Clock

COVER_AFTER = 5 * 60
LOCK_AFTER = 15 * 60
LOCK_AFTER_IN_CONVERSATION = 30 * 60
SLEPT_AFTER = 30
"""A wall clock that is ahead by more than this did not drift: the computer slept, or somebody set it."""


def awake_seconds() -> float:
    """A clock that stands still while the computer sleeps; Python's own does not on Windows."""
    if sys.platform == "win32":
        import ctypes

        ticks = ctypes.c_ulonglong()
        ctypes.windll.kernel32.QueryUnbiasedInterruptTime(ctypes.byref(ticks))
        return ticks.value / 10_000_000  # it counts in 100 ns
    return time.monotonic()


class IdleWatch:
    """Seconds since the last key or mouse movement; a sleeping computer counts as idle."""

    def __init__(self, clock: Clock, monotonic: Callable[[], float]) -> None:
        self._clock, self._monotonic = clock, monotonic
        self.begin()

    def begin(self) -> None:
        """Somebody has just unlocked: whatever the clocks did before is over."""
        self._touched = self._seen = self._now()

    def touch(self) -> None:
        """Somebody is there."""
        self._touched = self._now()

    def seconds(self) -> float:
        """How long nobody was there."""
        return max(self._since(self._touched))

    def slept(self) -> bool:
        """Whether the computer slept since this was last asked."""
        wall, awake = self._since(self._seen)
        self._seen = self._now()
        return wall - awake > SLEPT_AFTER

    def must_cover(self, *, conversation: bool) -> bool:
        """Cover after five minutes; in conversation only the key covers."""
        return not conversation and self.seconds() >= COVER_AFTER

    def must_lock(self, *, conversation: bool) -> bool:
        return self.seconds() >= (LOCK_AFTER_IN_CONVERSATION if conversation else LOCK_AFTER)

    def _now(self) -> tuple[datetime, float]:
        return self._clock(), self._monotonic()

    def _since(self, then: tuple[datetime, float]) -> tuple[float, float]:
        wall, ticks = then
        return (self._clock() - wall).total_seconds(), self._monotonic() - ticks
