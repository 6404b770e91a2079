# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Auskunft (Art. 15 DSGVO): which tables know something of a person, and how it is said to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import resources


@dataclass(frozen=True)
class Column:
    """How a value is said: by a code list, by words of its own, by a name from table `of`, or by `kind`."""

    name: str
    label: str
    list: str = ""
    words: Mapping[str, str] | None = None
    of: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Table:
    """Its rows hang on a person by column `by` of table `of`; `within`: they stand with that one's rows."""

    name: str
    heading: str
    columns: tuple[Column, ...]
    by: str = ""
    of: str = ""
    within: str = ""


@dataclass(frozen=True)
class Entry:
    """One value: as it is stored, and in words."""

    column: str
    label: str
    value: str
    words: str


@dataclass(frozen=True)
class Record:
    """What one row says, and the rows that belong to it."""

    entries: tuple[Entry, ...]
    parts: tuple[Chapter, ...] = ()


@dataclass(frozen=True)
class Chapter:
    name: str
    heading: str
    records: tuple[Record, ...]


@cache
def tables() -> tuple[Table, ...]:
    """All that are told, in the order of the paper."""
    return tuple(_table(name, entry) for name, entry in _catalogue()["table"].items())


def parts_of(table: str) -> tuple[Table, ...]:
    """The tables whose rows stand with the rows of this one."""
    return tuple(each for each in tables() if each.within == table)


def reasons_left_out(table: str) -> Mapping[str, str]:
    """Why a column is not told: for the completeness of the whole."""
    reasons = _catalogue()["reasons"]
    return {column: str(reasons[why]) for column, why in _catalogue()["table"][table]["without"].items()}


def tables_elsewhere() -> Mapping[str, str]:
    """Tables that do not hang on a person, or are told otherwise, and why."""
    found: Mapping[str, str] = _catalogue()["elsewhere"]
    return found


def as_data(chapters: tuple[Chapter, ...]) -> list[dict[str, Any]]:
    """The same for machines (Art. 15 Abs. 3, Art. 20 DSGVO): stored value and words beside each other."""
    return [
        {
            "table": chapter.name,
            "heading": chapter.heading,
            "records": [_record(each) for each in chapter.records],
        }
        for chapter in chapters
    ]


def _record(record: Record) -> dict[str, Any]:
    entries = {
        entry.column: {"label": entry.label, "value": entry.value, "words": entry.words}
        for entry in record.entries
    }
    return {"entries": entries} | ({"parts": as_data(record.parts)} if record.parts else {})


def _table(name: str, entry: Mapping[str, Any]) -> Table:
    columns = tuple(Column(column, **facts) for column, facts in entry["columns"].items())
    linked = {key: entry[key] for key in ("by", "of", "within") if key in entry}
    return Table(name, entry["heading"], columns, **linked)


@cache
def _catalogue() -> Mapping[str, Any]:
    return resources.toml("disclosure_info.toml")
