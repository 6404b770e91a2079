# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A printed document: its very bytes are kept, so that printing again prints the same."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


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
