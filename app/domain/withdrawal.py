# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a withdrawal leaves to do: those who were told something before hear of it, once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from app.domain.consent import Consent, ReleaseRow
from app.domain.disclosure import Disclosure

NOTICE_NORM = "notice_of_withdrawal"


@dataclass(frozen=True)
class ToInform:
    """A recipient, what it was told under what was withdrawn since, and when it heard of the withdrawal."""

    service_id: str
    recipient: str
    withdrawn_on: date
    told: tuple[Disclosure, ...]
    informed_on: date | None = None

    @property
    def categories(self) -> frozenset[str]:
        return frozenset(category for each in self.told for category in each.categories)


def withdrawn_rows(consents: Iterable[Consent]) -> Iterator[tuple[ReleaseRow, date]]:
    """Every release that was given and taken back, alone or with its whole notice, with the day.

    A notice that a newer one replaced is taken back with it: what was told on its word was told as well.
    """
    older: set[ReleaseRow] = set()
    for consent in sorted(consents, key=lambda each: each.version):
        for row, day in _taken_back(consent):
            yield row, day
            yield from ((each, day) for each in older if _same_release(each, row))
            older = {each for each in older if not _same_release(each, row)}
        if consent.status == "replaced":
            older.update(row for row in consent.rows if row.decision == "given")


def _taken_back(consent: Consent) -> Iterator[tuple[ReleaseRow, date]]:
    for row in consent.rows:
        if row.withdrawn_on is not None:
            yield row, row.withdrawn_on
        elif consent.withdrawn_on is not None and row.decision == "given":
            yield row, consent.withdrawn_on


def _same_release(one: ReleaseRow, other: ReleaseRow) -> bool:
    return (one.service_id, one.category) == (other.service_id, other.category)
