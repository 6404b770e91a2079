# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Months as releases count them ("2026-11"), their quarters ("2026-4"), and what people choose from."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta

from app.operations import table_texts


def period_of(day: date) -> str:
    """The month of a day."""
    return f"{day:%Y-%m}"


def first_day(period: str) -> date:
    return date.fromisoformat(f"{period}-01")


def last_day(period: str) -> date:
    first = first_day(period)
    return first.replace(day=monthrange(first.year, first.month)[1])


def before(period: str) -> str:
    """The month before this one."""
    return period_of(first_day(period) - timedelta(days=1))


def up_to(last: str, count: int) -> list[str]:
    """So many months, the newest first."""
    months = [last]
    while len(months) < count:
        months.append(before(months[-1]))
    return months


def choices(periods: Iterable[str]) -> list[tuple[str, str]]:
    """As (period, „November 2026“)."""
    return [(period, table_texts.month(period)) for period in periods]


def quarter_of(period: str) -> str:
    """The quarter of a month: "2026-4"."""
    return f"{period[:4]}-{(int(period[5:]) + 2) // 3}"


def quarters(periods: Iterable[str]) -> list[tuple[str, str]]:
    """Those that hold one of these months, as (quarter, „4. Quartal 2026“), each once."""
    found = dict.fromkeys(map(quarter_of, periods))
    return [(quarter, f"{quarter[5:]}. Quartal {quarter[:4]}") for quarter in found]
