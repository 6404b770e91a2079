# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every row that hangs on a person, by its key: what an intake brought, and whether it stands as it did.

Names of tables and columns come from the shipped catalogue, never from input.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from app.domain.disclosure_info import Table, tables
from storage.connection import Connection

Key = tuple[str, ...]
"""A table, then the values of its primary key."""

Rows = Mapping[Key, tuple[Any, ...]]


def rows_of(db: Connection, client_id: str) -> Rows:
    """Also what is withheld from the person's own information."""
    found: dict[Key, tuple[Any, ...]] = {}
    for table in tables():
        key = _key(db, table.name)
        marked = ", ".join(key)
        for row in db.execute(f"SELECT {marked}, * FROM {table.name} WHERE {_hangs(table)}", (client_id,)):
            found[table.name, *map(str, row[: len(key)])] = tuple(row[len(key) :])
    return found


def digest(rows: Rows) -> str:
    """One hash over all of them, in an order that does not depend on their place in the file."""
    whole = sha256()
    for key in sorted(rows):
        values = [sha256(each).hexdigest() if isinstance(each, bytes) else each for each in rows[key]]
        whole.update(json.dumps([key, values], ensure_ascii=False).encode() + b"\n")
    return whole.hexdigest()


def delete(db: Connection, keys: Iterable[Key]) -> None:
    """Within the caller's transaction, in any order: foreign keys are looked at in its end."""
    db.execute("PRAGMA defer_foreign_keys = ON")
    for name, *values in keys:
        where = " AND ".join(f"{column} = ?" for column in _key(db, name))
        db.execute(f"DELETE FROM {name} WHERE {where}", values)


def _hangs(table: Table) -> str:
    return f"{table.by} IN ({_ids(table.of)})" if table.by else "id = ?"


def _ids(name: str) -> str:
    table = next(each for each in tables() if each.name == name)
    return f"SELECT id FROM {name} WHERE {_hangs(table)}"


def _key(db: Connection, table: str) -> list[str]:
    columns = db.execute(f"PRAGMA table_info({table})").fetchall()
    return [name for place, name in sorted((place, name) for _, name, _, _, _, place in columns if place)]
