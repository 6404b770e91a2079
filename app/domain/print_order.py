# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What somebody wants of the printer: which one, how often, which pages, one side or both."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.errors import InvalidInput

MOST_COPIES = 99

_WRITES_A_FILE = re.compile(r"print to pdf|cups[-_]?pdf|^pdf$|xps document writer|onenote", re.IGNORECASE)
_RANGE = re.compile(r"(\d{1,4})(?:[-–](\d{1,4}))?")


@dataclass(frozen=True)
class PrintOrder:
    """`printer` empty: the system's usual one; `pages` empty: all of them."""

    printer: str = ""
    copies: int = 1
    pages: tuple[int, ...] = ()
    two_sided: bool = False


def check_order(order: PrintOrder) -> None:
    if not 1 <= order.copies <= MOST_COPIES:
        raise InvalidInput("copies", "print.copies", most=MOST_COPIES)


def writes_a_file(printer: str) -> bool:
    """Whether it only looks like a printer: what goes there is saved outside, and that is another act."""
    return bool(_WRITES_A_FILE.search(printer))


def parse_pages(typed: str, last: int) -> tuple[int, ...]:
    """The pages of "2-4, 6", each once and in order; nothing typed, or all of them, is ()."""
    chosen: set[int] = set()
    for part in re.split(r"[,;]", "".join(typed.split())):
        if part:
            chosen.update(_pages(part, last))
    return () if len(chosen) == last else tuple(sorted(chosen))


def written_pages(pages: Iterable[int]) -> str:
    """As printers read it: 2-4,6"""
    ranges: list[list[int]] = []
    for page in pages:
        if ranges and page == ranges[-1][-1] + 1:
            ranges[-1][1:] = [page]
        else:
            ranges.append([page])
    return ",".join("-".join(map(str, each)) for each in ranges)


def _pages(part: str, last: int) -> range:
    found = _RANGE.fullmatch(part)
    if found is None:
        raise InvalidInput("pages", "print.pages_unreadable")
    first, end = int(found[1]), int(found[2] or found[1])
    if not 1 <= first <= end <= last:
        raise InvalidInput("pages", "print.no_such_page", last=last)
    return range(first, end + 1)
