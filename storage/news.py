# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the Kreis says to all offices: the newest of each kind, and which files of it were read."""

from __future__ import annotations

from dataclasses import dataclass

from storage.connection import Connection


@dataclass(frozen=True)
class Item:
    """`waiting`: nobody has taken it yet; `contradicted`: the Kreis signed two of this number."""

    kind: str
    number: int
    sha256: str
    waiting: bool = True
    contradicted: bool = False


def newest(db: Connection) -> tuple[Item, ...]:
    """One of each kind at most."""
    rows = db.execute("SELECT kind, number, sha256, bytes IS NOT NULL, contradicted FROM news ORDER BY kind")
    return tuple(Item(row[0], row[1], row[2], bool(row[3]), bool(row[4])) for row in rows)


def of_kind(db: Connection, kind: str) -> Item | None:
    return next((each for each in newest(db) if each.kind == kind), None)


def raw(db: Connection, kind: str) -> bytes | None:
    """The signed file, until it is taken."""
    row = db.execute("SELECT bytes FROM news WHERE kind = ?", (kind,)).fetchone()
    return row[0] if row else None


def put(db: Connection, item: Item, raw: bytes, at: str) -> None:
    """In place of an older one of its kind."""
    db.execute(
        "INSERT OR REPLACE INTO news (kind, number, sha256, heard_at, bytes) VALUES (?, ?, ?, ?, ?)",
        (item.kind, item.number, item.sha256, at, raw),
    )


def contradict(db: Connection, kind: str) -> None:
    db.execute("UPDATE news SET contradicted = 1 WHERE kind = ?", (kind,))


def mark_taken(db: Connection, kind: str, number: int) -> None:
    """Up to this number, also where it came by another way."""
    db.execute("UPDATE news SET bytes = NULL WHERE kind = ? AND number <= ?", (kind, number))


def heard_files(db: Connection) -> frozenset[str]:
    return frozenset(name for (name,) in db.execute("SELECT name FROM heard_file"))


def remember_file(db: Connection, name: str) -> None:
    db.execute("INSERT INTO heard_file (name) VALUES (?) ON CONFLICT DO NOTHING", (name,))
