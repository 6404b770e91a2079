# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The file written anew while everybody works on: a fresh copy grows beside it, then its pages are taken in.

SQLite's own `VACUUM` in place lets nobody else write until it is through (decision 0024).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

from app.domain.progress import Progress
from storage.connection import Connection, connect_to_look, create_empty, discard, told_as_trouble

STEP_PAGES = 256  # 1 MiB: somebody who wants to write waits for one step at most
_PRAGMAS = (
    "cache_size = -2048",  # what was taken in goes to the WAL at each step, not all of it at the last
    "wal_autocheckpoint = 0",
)


class _Overtaken(Exception):
    """Somebody else wants to write."""


@contextmanager
def fresh_copy(db: Connection, key: bytes) -> Iterator[Connection]:
    """All rows of the file in fresh pages, under the same key, in a file beside it that goes afterwards."""
    path = db.path.with_name(f"{db.path.name}.anew")
    create_empty(path)
    try:
        db.execute("VACUUM INTO ?", (str(path),))
        with closing(connect_to_look(path, key)) as copy:
            yield copy
    finally:
        discard(path)


def take_in(db: Connection, copy: Connection, is_wanted: Callable[[], bool], progress: Progress) -> bool:
    """Every page of the copy into the file, or none: False once somebody else `is_wanted` at the file."""

    def step(_status: int, left: int, total: int) -> None:
        if left:
            progress.advance(total - left, total, "")
            if is_wanted():
                raise _Overtaken

    for pragma in _PRAGMAS:
        db.execute(f"PRAGMA {pragma}").fetchall()
    try:
        with told_as_trouble(db.path):
            copy.backup(db, pages=STEP_PAGES, progress=step, sleep=0)
    except _Overtaken:
        return False
    return True


def changes(db: Connection) -> int:
    """Another number once another connection has written (sqlite.org/pragma.html#pragma_data_version)."""
    return int(db.execute("PRAGMA data_version").fetchone()[0])


def fold(db: Connection) -> None:
    """As much of the WAL into the file as goes while others write."""
    db.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
