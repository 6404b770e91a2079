# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""How long nobody has touched the program: by monotonic or wall clock, whichever says longer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from ui.session import Clock

COVER_AFTER = 5 * 60
LOCK_AFTER = 15 * 60
LOCK_AFTER_IN_CONVERSATION = 30 * 60


class IdleWatch:
    """Seconds since the last key or mouse movement; a sleeping computer counts as idle."""

    def __init__(self, clock: Clock, monotonic: Callable[[], float]) -> None:
        self._clock, self._monotonic = clock, monotonic
        self._touched: tuple[datetime, float] = (clock(), monotonic())

    def touch(self) -> None:
        """Somebody is there."""
        self._touched = self._clock(), self._monotonic()

    def seconds(self) -> float:
        """How long nobody was there."""
        wall, ticks = self._touched
        return max((self._clock() - wall).total_seconds(), self._monotonic() - ticks)

    def must_cover(self, *, conversation: bool) -> bool:
        """Cover after five minutes; in conversation only the key covers."""
        return not conversation and self.seconds() >= COVER_AFTER

    def must_lock(self, *, conversation: bool) -> bool:
        return self.seconds() >= (LOCK_AFTER_IN_CONVERSATION if conversation else LOCK_AFTER)
