# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Lets the n-th write fail once: a statement that writes, or a call that changes a file below some folders.

A statement fails with the error that SQLite gives for it, and on every second one SQLite has already rolled
back, as it does after some. A file refuses to be opened, renamed, removed or synced; or it opens and takes no
byte, by the system's own limit on the size of files.
"""

from __future__ import annotations

import errno
import os
import re
import resource
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from storage import connection

WRITING = re.compile(
    r"\s*(?:INSERT|UPDATE|DELETE|REPLACE|CREATE|DROP|ALTER|COMMIT|BEGIN IMMEDIATE|PRAGMA (?:rekey|wal_check))"
)
COMMIT = "COMMIT"
CHANGING = {"os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.truncate", "os.link"}
TO_WRITE = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC

OF_SQLITE = (
    (dbapi2.SQLITE_FULL, "database or disk is full"),
    (dbapi2.SQLITE_IOERR | 3 << 8, "disk I/O error"),
    (dbapi2.SQLITE_READONLY, "attempt to write a readonly database"),
    (dbapi2.SQLITE_IOERR | 4 << 8, "disk I/O error"),
)
OF_SYSTEM = (errno.ENOSPC, errno.EIO, errno.EROFS, errno.EDQUOT, errno.EACCES, errno.ENODEV)

_at_work: list[Faults] = []


class Faults:
    """Counts the writes from `arm` to `disarm`, and lets the wanted one fail."""

    def __init__(self, *roots: Path) -> None:
        self._roots = tuple(str(root.resolve()) for root in roots)
        self._wanted: int | str = 0
        self._opening: object = None
        self.is_on = False
        self.counted = 0
        self.fired = ""
        self.before_first: Callable[[], None] = lambda: None
        """Called before anything is changed."""

    def arm(self, wanted: int | str) -> None:
        """`wanted`: the number of the write from 1, or COMMIT for the first of those; 0 only counts."""
        self._wanted, self.is_on = wanted, True
        self.counted, self.fired = 0, ""

    def disarm(self) -> str:
        """Which write failed; empty if there were not that many."""
        self.is_on = False
        _let_files_grow()
        return self.fired

    @contextmanager
    def installed(self) -> Iterator[Faults]:
        """Between the program and its files until the block ends."""
        former = connection.Cursor.execute, connection.Cursor.executemany, os.fsync
        connection.Cursor.execute = self._told(former[0])
        connection.Cursor.executemany = self._told(former[1])
        os.fsync = self._fsync(former[2])  # type: ignore[assignment]
        _at_work.append(self)
        try:
            yield self
        finally:
            self.disarm()
            _at_work.remove(self)
            connection.Cursor.execute, connection.Cursor.executemany, os.fsync = former

    def _told(self, execute: Callable[..., Any]) -> Callable[..., Any]:
        def call(cursor: Any, statement: str, *more: Any) -> Any:
            if WRITING.match(statement) and self._is_due(statement.split()[0]):
                self._fail_in_sqlite(cursor)
            return execute(cursor, statement, *more)

        told: Callable[..., Any] = connection._told(call)
        return told

    def _fsync(self, real: Callable[[int], None]) -> Callable[[int], None]:
        def call(handle: int) -> None:
            self.file_changes("fsync", (Path(f"/proc/self/fd/{handle}").readlink(),))
            real(handle)

        return call

    def file_changes(self, event: str, arguments: tuple[Any, ...]) -> None:
        """What the interpreter tells before it happens (docs.python.org/3/library/audit_events.html)."""
        if not self.is_on or not self._is_below(arguments[0]):
            return
        if event == "open" and (not (arguments[2] or 0) & TO_WRITE or self._is_told_already(arguments)):
            return
        if self._is_due(event):
            number = OF_SYSTEM[self.counted % len(OF_SYSTEM)]
            raise OSError(number, os.strerror(number))
        if event == "open" and self._is_due("write"):
            resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))

    def _is_told_already(self, arguments: tuple[Any, ...]) -> bool:
        """`open` with an opener is told twice, the second time as `os.open`, without a mode."""
        path, mode, _ = arguments
        before, self._opening = self._opening, None if mode is None else path
        return mode is None and before == path

    def _is_due(self, what: str) -> bool:
        if not self.is_on:
            return False
        _let_files_grow()
        if not self.counted:
            self.before_first()
        self.counted += 1
        if self.fired or self._wanted not in (self.counted, what):
            return False
        self.fired = f"{self.counted} {what}"
        return True

    def _fail_in_sqlite(self, cursor: Any) -> None:
        number, text = OF_SQLITE[self.counted % len(OF_SQLITE)]
        if cursor.connection.in_transaction and self.counted % 2:
            dbapi2.Cursor(cursor.connection).execute("ROLLBACK")
        error = dbapi2.OperationalError(text)
        error.sqlite_errorcode = number
        raise error

    def _is_below(self, path: object) -> bool:
        if not isinstance(path, str | bytes | os.PathLike):
            return False
        return os.fsdecode(path).startswith(self._roots)


def _let_files_grow() -> None:
    hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))


def _heard(event: str, arguments: tuple[Any, ...]) -> None:
    if _at_work and (event == "open" or event in CHANGING):
        for faults in _at_work:
            faults.file_changes(event, arguments)


sys.addaudithook(_heard)  # for good: an interpreter does not forget a hook
