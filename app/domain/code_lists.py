# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The choices that rules accept on a day: shipped lists and the Kreis's own, as one value."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

import resources
from app.domain.errors import InvalidInput
from resources import CodeEntry, Fact


class CodeRow(NamedTuple):
    """One choice with its list: the shape in which lists lie in a vault."""

    list: str
    code: str
    label: str
    facts: Mapping[str, Fact]
    sort: int
    valid_from: str | None
    valid_to: str | None


@dataclass(frozen=True)
class CodeLists:
    """All lists by name; a name or code that is not there is a bug (KeyError), except in `require`."""

    _lists: Mapping[str, Mapping[str, CodeEntry]]

    @classmethod
    def of(cls, rows: Iterable[CodeRow]) -> CodeLists:
        lists: dict[str, dict[str, CodeEntry]] = defaultdict(dict)
        for row in sorted(rows, key=lambda row: (row.list, row.sort, row.code)):
            lists[row.list][row.code] = CodeEntry(*row[1:])
        return cls(MappingProxyType({name: MappingProxyType(entries) for name, entries in lists.items()}))

    @classmethod
    def shipped(cls) -> CodeLists:
        """The lists as the program brings them, before the Kreis adds its own."""
        return cls.of(
            CodeRow(codes.name, e.code, e.label, e.facts, e.sort, e.valid_from, e.valid_to)
            for codes in resources.code_lists().values()
            for e in codes.entries
        )

    def label(self, name: str, code: str) -> str:
        """What people read; ended codes keep theirs."""
        return self._lists[name][code].label

    def fact(self, name: str, code: str, fact: str) -> Fact | None:
        """A property of a choice, or None where the list does not say."""
        return self._lists[name][code].facts.get(fact)

    def every(self, name: str) -> tuple[CodeEntry, ...]:
        """All of a list, ended ones and those still to come too."""
        return tuple(self._lists[name].values())

    def entries(self, name: str, on: date) -> tuple[CodeEntry, ...]:
        """What can be chosen on this day, in the order of the screen."""
        return tuple(entry for entry in self._lists[name].values() if _holds(entry, on))

    def require(self, name: str, code: str, field: str, on: date) -> str:
        """The code itself, if it can be chosen on this day; InvalidInput says why not."""
        entry = self._lists[name].get(code)
        if entry is None:
            raise InvalidInput(field, "code.unknown" if code else "code.missing")
        if not _begun(entry, on):
            raise InvalidInput(field, "code.not_yet", label=entry.label, day=_day(entry.valid_from))
        if not _not_ended(entry, on):
            raise InvalidInput(field, "code.ended", label=entry.label, day=_day(entry.valid_to))
        return code


def _holds(entry: CodeEntry, on: date) -> bool:
    return _begun(entry, on) and _not_ended(entry, on)


def _begun(entry: CodeEntry, on: date) -> bool:
    return entry.valid_from is None or entry.valid_from <= on.isoformat()


def _not_ended(entry: CodeEntry, on: date) -> bool:
    return entry.valid_to is None or on.isoformat() <= entry.valid_to


def _day(iso: str | None) -> date | None:
    return None if iso is None else date.fromisoformat(iso)
