# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Gap (Angebotslücke): what single cases show about missing offers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.assessment import DIMENSIONS, require_released
from app.domain.code_lists import CodeLists
from app.domain.errors import InvalidInput


@dataclass(frozen=True)
class NewGap:
    """`note` stays in the case file; only dimension and kind are ever counted."""

    site_id: str
    dimension: str
    kind: str
    noted_on: date
    case_id: str | None = None
    referral_id: str | None = None
    note: str = ""


@dataclass(frozen=True)
class Gap:
    id: str
    case_id: str | None
    dimension: str
    kind: str
    noted_on: date
    note: str


def check_gap(new: NewGap, released: frozenset[str], lists: CodeLists, today: date) -> None:
    """A gap names a life dimension and a kind; of a case, a dimension of Art. 9 only with its release."""
    if new.dimension not in DIMENSIONS:
        raise InvalidInput("dimension", "gap.dimension_missing")
    if new.case_id is not None:
        require_released(new.dimension, released)
    lists.require("gap_kind", new.kind, "kind", today)
    if new.noted_on > today:
        raise InvalidInput("noted_on", "case.day_in_future")
