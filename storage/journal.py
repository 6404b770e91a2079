# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The journal: who did what, when, to which record; chained, so that rewriting it shows.

line_hash = SHA-256(salt ‖ line), chain = SHA-256(purpose ‖ previous chain ‖ seq as 8 bytes ‖ line_hash),
where the line is the canonical JSON of [at, staff id, action, record id]. An emptied line keeps its hashes.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

import msgspec

from app.domain.progress import Progress, Silent
from storage.connection import Connection
from storage.staff import Actor

PURPOSE = b"kim-bruecke/1/journal\0"
START = bytes(32)
TOLD_EVERY = 1000
"""Lines of the chain between two words of progress."""


@dataclass(frozen=True)
class Line:
    """One line; everything but the number is None once it has been emptied."""

    seq: int
    at: str | None
    staff_code: str | None
    action: str | None
    record_id: str | None


@dataclass(frozen=True)
class Head:
    """The last line's number and chain value: what a backup or packet anchors."""

    seq: int
    chain: bytes


def utc_text(now: datetime) -> str:
    """The moment as it is stored: ISO, UTC, whole seconds; a moment without zone is a bug."""
    if now.tzinfo is None:
        raise ValueError("the moment needs a time zone")
    return now.astimezone(UTC).isoformat(timespec="seconds")


def note(db: Connection, now: datetime, actor: Actor, action: str, record_id: str | None = None) -> None:
    """Adds a line inside the caller's transaction."""
    last = head(db)
    content = (utc_text(now), actor.id, action, record_id)
    salt = secrets.token_bytes(16)
    line_hash = _line_hash(salt, content)
    db.execute(
        "INSERT INTO journal (seq, at, staff_id, action, record_id, salt, line_hash, chain)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (last.seq + 1, *content, salt, line_hash, _chain(last.chain, last.seq + 1, line_hash)),
    )


def lines(db: Connection, limit: int) -> list[Line]:
    """The newest lines, newest first."""
    found = db.execute(
        "SELECT seq, at, staff.code, action, record_id"
        " FROM journal LEFT JOIN staff ON staff.id = journal.staff_id ORDER BY seq DESC LIMIT ?",
        (limit,),
    )
    return [Line(*row) for row in found]


@dataclass(frozen=True)
class Wanted:
    """`first_at` and `before` are stored moments, "" for no bound.

    With text a line has one of the `actions`, or is about a record whose id begins with it.
    """

    first_at: str = ""
    before: str = ""
    staff_id: str | None = None
    text: str = ""
    actions: tuple[str, ...] = ()


def find(db: Connection, wanted: Wanted, at_most: int) -> list[Line]:
    """The newest lines first; an emptied line is found as long as nothing is looked for."""
    where, values = _where(wanted)
    found = db.execute(
        "SELECT seq, at, staff.code, action, record_id FROM journal LEFT JOIN staff"
        f" ON staff.id = journal.staff_id {where} ORDER BY seq DESC LIMIT ?",
        (*values, at_most),
    )
    return [Line(*row) for row in found]


def actions(db: Connection) -> tuple[str, ...]:
    """Every action that some line has."""
    return tuple(row[0] for row in db.execute("SELECT DISTINCT action FROM journal WHERE action IS NOT NULL"))


def _where(wanted: Wanted) -> tuple[str, list[str]]:
    parts: list[tuple[str, list[str]]] = []
    if wanted.first_at:
        parts.append(("at >= ?", [wanted.first_at]))
    if wanted.before:
        parts.append(("at < ?", [wanted.before]))
    if wanted.staff_id:
        parts.append(("staff_id = ?", [wanted.staff_id]))
    if wanted.text:
        marks = ", ".join("?" * len(wanted.actions))
        either = f"(action IN ({marks}) OR substr(record_id, 1, ?) = ?)"
        parts.append((either, [*wanted.actions, str(len(wanted.text)), wanted.text]))
    where = " AND ".join(condition for condition, _ in parts)
    return f"WHERE {where}" if where else "", [value for _, values in parts for value in values]


def head(db: Connection) -> Head:
    row = db.execute("SELECT seq, chain FROM journal ORDER BY seq DESC LIMIT 1").fetchone()
    return Head(*row) if row else Head(0, START)


def epoch(db: Connection) -> str:
    """Which life of the file this is: the chain value at its last restore or rescue, "" before the first."""
    begun = "SELECT chain FROM journal WHERE action IN (?, ?) ORDER BY seq DESC LIMIT 1"
    row = db.execute(begun, ("vault.restored", "vault.salvaged")).fetchone()
    return row[0].hex() if row else ""


def check_chain(db: Connection, progress: Progress | None = None) -> int | None:
    """The number of the first line that does not fit, or None; only the part before an anchor is proven."""
    told, total, previous = progress or Silent(), head(db).seq, START
    found = db.execute(
        "SELECT seq, at, staff_id, action, record_id, salt, line_hash, chain FROM journal ORDER BY seq"
    )
    for expected, (seq, *content, salt, line_hash, chain) in enumerate(found, start=1):
        if expected % TOLD_EVERY == 0:
            told.advance(expected, total, "")
        emptied = salt is None and not any(content)
        whole = emptied or (salt is not None and _line_hash(salt, tuple(content)) == line_hash)
        if seq != expected or not whole or chain != _chain(previous, seq, line_hash):
            return expected
        previous = chain
    return None


def _line_hash(salt: bytes, content: tuple[str | None, ...]) -> bytes:
    return sha256(salt + msgspec.json.encode(content)).digest()


def _chain(previous: bytes, seq: int, line_hash: bytes) -> bytes:
    return sha256(PURPOSE + previous + seq.to_bytes(8, "big") + line_hash).digest()
