# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Special categories (Art. 9 GDPR): noted and seen only while a signed release of the category stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.domain.code_lists import CodeLists
from app.domain.errors import Refusal

LIST = "special_fact"


@dataclass(frozen=True)
class SpecialCategory:
    """One category with all its choices; `noted` is empty while it is not released."""

    category: str
    choices: tuple[str, ...]
    released: bool
    noted: tuple[str, ...] = ()


def category_of(code: str, lists: CodeLists) -> str:
    """The data category that has to be released for this fact."""
    return str(lists.fact(LIST, code, "data_category"))


def check_special(code: str, released: frozenset[str], lists: CodeLists, today: date) -> str:
    """The category of a known fact, if it is released."""
    category = category_of(lists.require(LIST, code, LIST, today), lists)
    if category not in released:
        raise Refusal("special.not_released")
    return category


def special_categories(
    noted: Iterable[str], released: frozenset[str], lists: CodeLists, today: date
) -> tuple[SpecialCategory, ...]:
    """What may be seen today, category by category."""
    there = set(noted)
    by_category: dict[str, list[str]] = {}
    for entry in lists.entries(LIST, today):
        by_category.setdefault(category_of(entry.code, lists), []).append(entry.code)
    return tuple(
        SpecialCategory(
            category,
            tuple(codes),
            category in released,
            tuple(code for code in codes if category in released and code in there),
        )
        for category, codes in by_category.items()
    )
