# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A draft: what is half typed, kept encrypted until it becomes a record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Draft:
    """`kind` is the form; `record_id` what it belongs to; `json` its fields as the form wrote them."""

    id: str
    kind: str
    record_id: str | None
    json: str
    caret: int
    at: datetime
