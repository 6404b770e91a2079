# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whether a file is as new as it was when this computer last had it: an older copy put back is noticed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True)
class Mark:
    """How far a file has come: `counter` only grows within an epoch; a restore begins another epoch."""

    epoch: str
    counter: int


@dataclass(frozen=True)
class Kept:
    """What the computer remembers: the newest mark, and the epochs that a later one has ended."""

    newest: Mark
    ended: tuple[str, ...] = ()


class Verdict(Enum):
    FIRST = "first"
    FRESH = "fresh"
    OLDER = "older"
    ENDED = "ended"
    OTHER = "other"

    @property
    def is_alarm(self) -> bool:
        """Another epoch is only a note: the file was restored, on this computer or elsewhere."""
        return self in (Verdict.OLDER, Verdict.ENDED)


def judge(kept: Kept | None, now: Mark) -> Verdict:
    if kept is None:
        return Verdict.FIRST
    if now.epoch == kept.newest.epoch:
        return Verdict.OLDER if now.counter < kept.newest.counter else Verdict.FRESH
    return Verdict.ENDED if now.epoch in kept.ended else Verdict.OTHER


def remembered(kept: Kept | None, now: Mark) -> Kept:
    """What is remembered once this state is the valid one, also after an alarm was looked at."""
    if kept is None:
        return Kept(now)
    others = {*kept.ended, kept.newest.epoch} - {now.epoch}
    return Kept(now, tuple(sorted(others)))
