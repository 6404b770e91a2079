# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The code lists as this file holds them."""

from __future__ import annotations

from collections.abc import Iterable

from storage.connection import Connection

# list, code, label, facts as canonical JSON, sort, valid_from, valid_to
Row = tuple[str, str, str, str, int, str | None, str | None]


def rows(db: Connection) -> list[Row]:
    """Every entry of every list, in the order of the lists."""
    return [
        (list_name, code, label, facts, sort, valid_from, valid_to)
        for list_name, code, label, facts, sort, valid_from, valid_to in db.execute(
            "SELECT list, code, label, facts, sort, valid_from, valid_to FROM code_entry"
            " ORDER BY list, sort, code"
        )
    ]


def put(db: Connection, entries: Iterable[Row]) -> None:
    """Adds the entries or brings them up to date; none is ever removed."""
    db.executemany(
        "INSERT INTO code_entry (list, code, label, facts, sort, valid_from, valid_to)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (list, code) DO UPDATE SET label = excluded.label, facts = excluded.facts,"
        " sort = excluded.sort, valid_from = excluded.valid_from, valid_to = excluded.valid_to",
        list(entries),
    )
    db.code_lists = None


def set_end(db: Connection, list_name: str, code: str, last_day: str | None) -> None:
    """An entry holds up to this day (ISO), or again without end."""
    db.execute("UPDATE code_entry SET valid_to = ? WHERE list = ? AND code = ?", (last_day, list_name, code))
    db.code_lists = None
