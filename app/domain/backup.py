# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""When a backup is due, when the last one is too old, and which of the older ones stay."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from datetime import date, datetime, timedelta

from app.domain.dates import berlin_date

DUE_AFTER = timedelta(days=1)
STALE_AFTER = timedelta(days=7)
KEPT_FOR = timedelta(days=30)


def is_due(last: datetime | None, now: datetime) -> bool:
    """A clock that was put back must not hinder a backup for long."""
    return last is None or abs(now - last) >= DUE_AFTER


def is_stale(last: datetime | None, now: datetime) -> bool:
    return last is None or now - last > STALE_AFTER


def kept(made: Iterable[datetime], latest: datetime) -> frozenset[datetime]:
    """The newest of each of seven days and of four weeks, within thirty days of the one made just now.

    So long what was erased may live on in them. The two newest always stay: a clock that once was years
    ahead must not leave a single one.
    """
    newest_first = sorted(made, reverse=True)
    young = [moment for moment in newest_first if abs(latest - moment) <= KEPT_FOR]
    stay = (moment for name, most in _SPANS for moment in _newest_of_each(young, name)[:most])
    return frozenset((*stay, *newest_first[:2]))


def _newest_of_each(newest_first: list[datetime], name: Callable[[date], Hashable]) -> list[datetime]:
    spans: dict[Hashable, datetime] = {}
    for moment in newest_first:
        spans.setdefault(name(berlin_date(moment)), moment)
    return list(spans.values())


_SPANS: tuple[tuple[Callable[[date], Hashable], int], ...] = (
    (lambda day: day, 7),
    (lambda day: day.isocalendar()[:2], 4),
)
