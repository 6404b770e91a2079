# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The person's own papers: what is there, asked for, or not needed; about health nothing is noted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.code_lists import CodeLists
from app.domain.errors import InvalidInput

STATES = ("there", "requested", "not_needed")


@dataclass(frozen=True)
class ClientPaper:
    """`paper` is a code of its list; `valid_until` the last day of what is there."""

    paper: str
    state: str
    valid_until: date | None
    noted_on: date

    def is_over(self, day: date) -> bool:
        return self.valid_until is not None and self.valid_until < day


def check_paper(paper: str, state: str, valid_until: date | None, lists: CodeLists, today: date) -> None:
    """A known paper that may be noted, and a last day only of what is there.

    What is about health (Art. 9 DSGVO) is ticked by hand on the paper.
    """
    lists.require("paper", paper, "paper", today)
    if by_hand(paper, lists):
        raise InvalidInput("paper", "paper.by_hand")
    if state not in STATES:
        raise InvalidInput("state", "paper.state_missing")
    if valid_until is not None and state != "there":
        raise InvalidInput("valid_until", "paper.not_there")


def by_hand(paper: str, lists: CodeLists) -> bool:
    return bool(lists.fact("paper", paper, "by_hand"))


def in_dimension(dimension: str, lists: CodeLists, on: date) -> tuple[str, ...]:
    """The codes of what belongs in under a life dimension, in the order of the folder."""
    entries = lists.entries("paper", on)
    return tuple(entry.code for entry in entries if entry.facts["dimension"] == dimension)
