# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A printed document: its very bytes are kept, so that printing again prints the same."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from app.domain.case_transfer import FROM_ELSEWHERE
from app.domain.errors import Refusal

STAYS_HERE = ("assessment", "intake")
"""Papers with notes and with fields that never leave: for the person, and for nobody else."""


@dataclass(frozen=True)
class DocumentLine:
    """What a list shows of a document; `withheld`: it went out to protect a child."""

    id: str
    form: str
    form_number: str | None
    language: str
    sha256: str
    created_at: datetime
    withheld: bool = field(default=False, kw_only=True)


@dataclass(frozen=True)
class Document(DocumentLine):
    pdf: bytes


def require_may_leave(form: str) -> None:
    """A paper goes as a whole, whatever categories are asked for."""
    if form.removeprefix(FROM_ELSEWHERE) in STAYS_HERE:
        raise Refusal("document.stays_here")
