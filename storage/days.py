# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Days and hours as the file holds them: ISO text, or NULL where nothing is known."""

from __future__ import annotations

from datetime import date, time
from typing import overload

from app.domain.dates import PartialDate


def iso(day: date | PartialDate | None) -> str | None:
    if isinstance(day, PartialDate):
        return day.iso()
    return None if day is None else day.isoformat()


@overload
def day(text: str) -> date: ...
@overload
def day(text: None) -> None: ...
def day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def partial(text: str | None) -> PartialDate | None:
    return None if text is None else PartialDate.from_iso(text)


@overload
def hour(text: str) -> time: ...
@overload
def hour(text: None) -> None: ...
def hour(text: str | None) -> time | None:
    return None if text is None else time.fromisoformat(text)
