# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Vertretung: who may open the copy of a file together, and what the absent office is told of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.domain.case import CaseLine
from app.domain.errors import InvalidInput

LONGEST_REASON = 500


@dataclass(frozen=True)
class Naming:
    """The units of both offices that have to agree."""

    deputy: str
    lead: str


@dataclass(frozen=True)
class CopyNotice:
    """One line of what lay beside the backups; `deputy` and `lead` are units, an alarm has neither."""

    sha256: str
    kind: str
    at: datetime
    copied_at: datetime | None = None
    request: str | None = None
    deputy: str | None = None
    asked_by: str = ""
    lead: str | None = None
    approved_by: str = ""
    reason: str = ""
    case_id: str | None = None
    seen: bool = False


@dataclass(frozen=True)
class Opening:
    """All that happened on one approval; `times` when the copy was opened, `files` what was taken over."""

    request: str
    copied_at: datetime | None
    deputy: str
    asked_by: str
    lead: str
    approved_by: str
    reason: str
    times: tuple[datetime, ...]
    files: tuple[str, ...]
    seen: bool


def check_reason(reason: str) -> str:
    """InvalidInput where none is given, or a whole letter is."""
    if not reason.strip():
        raise InvalidInput("reason", "deputy.reason_missing")
    if len(reason.strip()) > LONGEST_REASON:
        raise InvalidInput("reason", "deputy.reason_too_long", most=LONGEST_REASON)
    return reason.strip()


def due_first(lines: Iterable[CaseLine]) -> Sequence[CaseLine]:
    """What is soonest due comes first, then the rest as it was."""
    return sorted(lines, key=lambda each: each.next_due or date.max)
