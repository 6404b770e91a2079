# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Checklists on the way to a residence right or to German citizenship: three words an item, never a verdict.

What the file knows is shown beside an item with its reason; what person and case manager say stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import resources
from app.domain.code_lists import CodeLists
from app.domain.errors import InvalidInput

KINDS = ("stag10", "aufenthg25a", "aufenthg25b")
STATES = ("met", "open", "unclear")


@dataclass(frozen=True)
class Question:
    """An item as it ships; `from_file` names a rule of `checklist_hints` with its numbers."""

    code: str
    source: str
    words: str
    category: str
    hint: str
    from_file: Mapping[str, Any] | None


@dataclass(frozen=True)
class Sheet:
    """One checklist as it ships; `authority` is the referral target that decides."""

    kind: str
    title: str
    norm: str
    as_of: str
    authority: str
    questions: tuple[Question, ...]

    def question(self, code: str) -> Question:
        """InvalidInput for an item that this list has not."""
        found = next((question for question in self.questions if question.code == code), None)
        if found is None:
            raise InvalidInput("item", "code.unknown")
        return found


@dataclass(frozen=True)
class Suggestion:
    """What the file says of an item, and why; it answers nothing by itself."""

    state: str
    reason: str


@dataclass(frozen=True)
class Item:
    """`state` None: not discussed; `locked`: no signed release lets it be written down."""

    code: str
    source: str
    words: str
    category: str
    hint: str
    state: str | None
    said_on: date | None
    from_file: Suggestion | None
    locked: bool


@dataclass(frozen=True)
class Checklist:
    sheet: Sheet
    items: tuple[Item, ...]

    @property
    def answered(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.state is not None)


@cache
def sheet(kind: str) -> Sheet:
    """InvalidInput for a list that does not ship."""
    if kind not in KINDS:
        raise InvalidInput("kind", "code.unknown")
    data = resources.toml("checklists", f"{kind}.toml")
    return Sheet(
        kind,
        data["title"],
        data["norm"],
        data["as_of"],
        data["authority"],
        tuple(_question(entry) for entry in data["item"]),
    )


def check_answer(state: str | None) -> None:
    """One of three words, or None to take it back."""
    if state is not None and state not in STATES:
        raise InvalidInput("state", "code.unknown")


def is_locked(category: str, released: frozenset[str], lists: CodeLists) -> bool:
    """Art. 9 and 10 DSGVO: written down, and shown, only while a signed release stands."""
    return bool(lists.fact("data_category", category, "art9")) and category not in released


def _question(entry: Mapping[str, Any]) -> Question:
    return Question(
        entry["code"],
        entry["source"],
        entry["words"],
        entry["category"],
        entry.get("hint", ""),
        entry.get("from_file"),
    )
