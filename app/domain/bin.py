# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The Papierkorb: what was removed can come back for a while."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

BIN_DAYS = 30
"""So long what was removed can come back; then it is gone for good."""


@dataclass(frozen=True)
class BinLine:
    """One removed thing; `initials` and `file_number` are empty where it belongs to no case."""

    id: str
    kind: str
    record_id: str
    title: str
    case_id: str | None
    initials: str
    file_number: str
    removed_on: date
    erase_on: date


def erase_day(removed_on: date) -> date:
    """The day on which it is gone for good."""
    return removed_on + timedelta(days=BIN_DAYS)
