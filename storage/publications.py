# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the Kreis published last, by kind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from storage.connection import Connection


@dataclass(frozen=True)
class Publication:
    """`name` is that of its file in the exchange."""

    kind: str
    number: int
    name: str
    published_at: str


def newest(db: Connection, kind: str) -> Publication | None:
    row = db.execute(
        "SELECT kind, number, name, published_at FROM publication WHERE kind = ?", (kind,)
    ).fetchone()
    return Publication(*row) if row else None


def newest_at(db: Connection) -> datetime | None:
    """When anything was published last."""
    (at,) = db.execute("SELECT max(published_at) FROM publication").fetchone()
    return datetime.fromisoformat(at) if at else None


def raw(db: Connection, folder: str, publication: Publication) -> bytes:
    """The signed file."""
    (found,) = db.execute(
        "SELECT bytes FROM outgoing WHERE folder = ? AND name = ?", (folder, publication.name)
    ).fetchone()
    return bytes(found)


def replace(db: Connection, folder: str, new: Publication, raw: bytes) -> None:
    """The one before is put no more; where it was put it stays."""
    before = newest(db, new.kind)
    if before is not None:
        db.execute("DELETE FROM outgoing WHERE folder = ? AND name = ?", (folder, before.name))
    db.execute(
        "INSERT OR REPLACE INTO publication (kind, number, name, published_at) VALUES (?, ?, ?, ?)",
        (new.kind, new.number, new.name, new.published_at),
    )
    db.execute("INSERT INTO outgoing (folder, name, bytes) VALUES (?, ?, ?)", (folder, new.name, raw))
