# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Signed paper that came back: which pages of a scan belong to which form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.domain.document import DocumentLine

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"

_FORM_NUMBER = re.compile(r"[A-Z]{1,2}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}")


@dataclass(frozen=True)
class Part:
    """Pages of a scan that belong together, counted from 1; `number` None: no code says to which form."""

    number: str | None
    first: int
    last: int

    @property
    def pages(self) -> int:
        return self.last - self.first + 1


@dataclass(frozen=True)
class Paper:
    """A printed paper and whose it is; without a `file_id` it is a blank that nobody typed in yet."""

    document: DocumentLine
    file_id: str | None
    file_number: str
    initials: str


@dataclass(frozen=True)
class ScanLine:
    """What a list shows of a kept scan."""

    id: str
    document_id: str
    media_type: str
    pages: int
    sha256: str
    received_at: datetime


@dataclass(frozen=True)
class Scan(ScanLine):
    content: bytes


def form_numbers(texts: Sequence[str]) -> tuple[str, ...]:
    """The form numbers among the codes of a page; whatever else a code says is not for us."""
    return tuple(dict.fromkeys(text for text in texts if _FORM_NUMBER.fullmatch(text)))


def parts(codes: Sequence[tuple[str, ...]]) -> tuple[Part, ...]:
    """The form numbers of every page, cut into parts.

    Pages without a code belong to the form before; a page with codes of several forms is a part of its own.
    """
    found: list[Part] = []
    for page, numbers in enumerate(codes, 1):
        number = numbers[0] if len(numbers) == 1 else None
        goes_on = bool(found) and (not numbers or (number is not None and number == found[-1].number))
        if goes_on:
            found[-1] = Part(found[-1].number, found[-1].first, page)
        else:
            found.append(Part(number, page, page))
    return tuple(found)
