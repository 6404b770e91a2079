# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""When to try the way to the other side again: for ever, ever more rarely, but not against a closed door."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

STOPS = frozenset({"transport.login_refused", "transport.forbidden", "transport.proxy_login"})
"""Troubles that only a person can end: trying again may lock the account."""

LOOK_AGAIN = timedelta(minutes=10)
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=1)
_DOUBLINGS = 10


@dataclass(frozen=True)
class DeliveryState:
    """How the rounds over the way went; `trouble` is the code of the last one's, None after a success."""

    succeeded_at: datetime | None
    troubled_at: datetime | None
    trouble: str | None
    tries: int
    next_try_at: datetime

    @property
    def stopped(self) -> bool:
        """Nothing goes by itself before a person acts."""
        return self.trouble in STOPS


def after_success(now: datetime) -> DeliveryState:
    return DeliveryState(now, None, None, 0, now + LOOK_AGAIN)


def after_trouble(before: DeliveryState | None, trouble: str, now: datetime, chance: float) -> DeliveryState:
    """`chance` from 0 up to 1 spreads the offices: the pause lasts half to whole of its length."""
    known = before or DeliveryState(None, None, None, 0, now)
    longest = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(known.tries, _DOUBLINGS))
    pause = longest * (0.5 + chance / 2)
    return replace(
        known,
        troubled_at=now,
        trouble=trouble,
        tries=min(known.tries + 1, _DOUBLINGS),
        next_try_at=now + pause,
    )


def is_due(state: DeliveryState | None, now: datetime) -> bool:
    """Whether to try by itself now; a pause longer than any there is comes from a clock that was wrong."""
    if state is None:
        return True
    return not state.stopped and not now < state.next_try_at <= now + LONGEST_PAUSE
