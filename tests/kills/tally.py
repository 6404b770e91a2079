# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What became of every kill of this run, for the lines at its end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

_TALLIES: dict[str, Tally] = {}


@dataclass
class Tally:
    """Of one act: how often it was killed, what was told as done, what of it is missing, what is broken."""

    act: str
    kills: int = 0
    told: int = 0
    lost: int = 0
    broken: int = 0

    @classmethod
    def of(cls, act: str) -> Tally:
        return _TALLIES.setdefault(act, cls(act))

    def count(self, *, told: int, lost: int = 0, broken: bool = False) -> None:
        """One kill; `broken`: the file does not open, or is not whole."""
        self.kills, self.told = self.kills + 1, self.told + told
        self.lost, self.broken = self.lost + lost, self.broken + broken

    def require_nothing_lost(self) -> None:
        assert (self.lost, self.broken) == (0, 0), self


def lines() -> Iterator[str]:
    """A table of this run; empty if nothing was killed."""
    if _TALLIES:
        yield f"{'killed while':<24}{'kills':>8}{'told done':>12}{'lost':>8}{'broken':>8}"
    whole = Tally("in all")
    for each in sorted(_TALLIES.values(), key=lambda each: each.act):
        yield f"{each.act:<24}{each.kills:>8}{each.told:>12}{each.lost:>8}{each.broken:>8}"
        for name in ("kills", "told", "lost", "broken"):
            setattr(whole, name, getattr(whole, name) + getattr(each, name))
    if _TALLIES:
        yield f"{whole.act:<24}{whole.kills:>8}{whole.told:>12}{whole.lost:>8}{whole.broken:>8}"
