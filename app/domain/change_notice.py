# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whoever was told something hears of its rectification, restriction or erasure (Art. 19 DSGVO)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from app.domain.disclosure import Disclosure
from app.domain.errors import InvalidInput, Refusal

NORM = "notice_of_change"
Occasion = Literal["rectified", "restricted", "erased"]
OCCASIONS: tuple[Occasion, ...] = get_args(Occasion)


@dataclass(frozen=True)
class Change:
    """What the notice is about; `categories` are those that were rectified, otherwise it is all of it."""

    occasion: Occasion
    day: date
    categories: tuple[str, ...] = ()


@dataclass(frozen=True)
class Recipient:
    """What a body was told, the newest first, and when it last had such a notice."""

    service_id: str
    name: str
    told: tuple[Disclosure, ...]
    informed_on: date | None = None

    @property
    def categories(self) -> frozenset[str]:
        return frozenset(category for each in self.told for category in each.categories)

    def concerned(self, change: Change) -> tuple[Disclosure, ...]:
        """What of it the change is about; nothing: this body need not hear of it."""
        if change.occasion != "rectified":
            return self.told
        return tuple(each for each in self.told if set(each.categories) & set(change.categories))


def check_change(change: Change, recipient: Recipient) -> None:
    if change.occasion == "rectified" and not change.categories:
        raise InvalidInput("categories", "notice.nothing_rectified")
    if not recipient.concerned(change):
        raise Refusal("notice.not_concerned", recipient=recipient.name)
