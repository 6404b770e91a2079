# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Keyed connections, and the one place where the world's troubles with the file get their codes."""

from __future__ import annotations

import errno
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlcipher3 import dbapi2

from app.domain.errors import Trouble

if TYPE_CHECKING:
    from app.domain.code_lists import CodeLists

KEY_BYTES = 32
SALT_BYTES = 16
"""At the beginning of the file, in the clear: the page's authentication hangs on it, its secrecy does not."""

PLAIN_HEADER = b"SQLite format 3\0"
NO_ROOM_BELOW = 256 * 1024  # bytes left; under this a failing open is a full disk

_PAGE = re.compile(r"page (\d+)")

_SQLITE_CODES = {
    dbapi2.SQLITE_FULL: "vault.disk_full",
    dbapi2.SQLITE_CORRUPT: "vault.damaged",
    dbapi2.SQLITE_NOTADB: "vault.damaged",
    dbapi2.SQLITE_READONLY: "vault.read_only",
    dbapi2.SQLITE_PERM: "vault.read_only",
    dbapi2.SQLITE_BUSY: "vault.in_use",
    dbapi2.SQLITE_LOCKED: "vault.in_use",
    dbapi2.SQLITE_NOMEM: "vault.too_little_memory",
    dbapi2.SQLITE_CANTOPEN: "vault.io",
    dbapi2.SQLITE_IOERR: "vault.io",
}
_SQLITE_TEXTS = {
    "database or disk is full": dbapi2.SQLITE_FULL,
    "disk I/O error": dbapi2.SQLITE_IOERR,
    "attempt to write a readonly database": dbapi2.SQLITE_READONLY,
    "database disk image is malformed": dbapi2.SQLITE_CORRUPT,
    "file is not a database": dbapi2.SQLITE_NOTADB,
    "unable to open database file": dbapi2.SQLITE_CANTOPEN,
}
"""Errors of a backup come without their number, but with the text that SQLite has for it."""

_SYSTEM_CODES = {
    errno.ENOSPC: "vault.disk_full",
    errno.EDQUOT: "vault.disk_full",
    errno.EROFS: "vault.read_only",
    errno.EACCES: "vault.read_only",
    errno.EPERM: "vault.read_only",
    errno.ENOENT: "vault.gone",
}


ROWS_AT_ONCE = 200


def trouble_from(error: Exception, path: Path) -> Trouble | None:
    """The coded trouble behind a database or system error; None when the error is a bug of ours."""
    if isinstance(error, OSError):
        code = _SYSTEM_CODES.get(error.errno or 0, "vault.io")
    elif isinstance(error, dbapi2.Error):
        # The low byte of an extended code is its primary code (sqlite.org/rescode.html).
        number = getattr(error, "sqlite_errorcode", None) or _SQLITE_TEXTS.get(str(error), 0)
        code = _SQLITE_CODES.get(number & 0xFF, "")
    else:
        code = ""
    return Trouble(io_cause(path) if code == "vault.io" else code) if code else None


def io_cause(path: Path) -> str:
    """Why reading or writing failed, as far as the folder tells: SQLite says only "cannot open"."""
    try:
        if not path.exists():
            return "vault.gone"
        return "vault.disk_full" if shutil.disk_usage(path.parent).free < NO_ROOM_BELOW else "vault.io"
    except OSError:
        return "vault.io"


@contextmanager
def told_as_trouble(path: Path) -> Iterator[None]:
    """Turns database and system errors about `path` into `Trouble`; bugs pass unchanged."""
    try:
        yield
    except (dbapi2.Error, OSError) as error:
        raise trouble_from(error, path) or error from error


def _told(method: Callable[..., Any]) -> Callable[..., Any]:
    def call(cursor: Any, *args: Any) -> Any:
        try:
            return method(cursor, *args)
        except dbapi2.Error as error:
            raise trouble_from(error, cursor.connection.path) or error from error

    return call


class Cursor(dbapi2.Cursor):  # type: ignore[misc]  # the library has no type stubs
    """A cursor whose every error about the file is a `Trouble`, also in the middle of a result."""

    execute = _told(dbapi2.Cursor.execute)
    executemany = _told(dbapi2.Cursor.executemany)
    fetchone = _told(dbapi2.Cursor.fetchone)
    fetchmany = _told(dbapi2.Cursor.fetchmany)
    fetchall = _told(dbapi2.Cursor.fetchall)
    __next__ = _told(dbapi2.Cursor.__next__)

    def __iter__(self) -> Iterator[Any]:
        """Row by row, read so many at a time: asking for each alone takes as long as reading it."""
        while rows := self.fetchmany(ROWS_AT_ONCE):
            yield from rows


class Connection(dbapi2.Connection):  # type: ignore[misc]  # the library has no type stubs
    """One keyed connection to the file at `path`; rows are plain tuples.

    `code_lists` remembers what `storage.code_lists` read; whoever writes entries forgets it.
    """

    path: Path
    code_lists: CodeLists | None = None

    def cursor(self) -> Cursor:
        cursor: Cursor = super().cursor(Cursor)
        return cursor


def connect(path: Path, key: bytes) -> Connection:
    """A connection to an existing file by its raw 32-byte key; `vault.damaged` if the key does not fit.

    It may move between threads, because unlocking runs beside the windows; use it in one at a time.
    """
    return _connected(path, key, "mode=rw", _AT_WORK)


def connect_to_fill(path: Path, key: bytes, salt: bytes = b"") -> Connection:
    """A connection to a new, empty file that nobody else knows, also where no locks are to be had.

    With the `salt` of another file, pages of the two are authentic in each other's place.
    """
    pragmas = ("journal_mode = OFF", "synchronous = FULL")
    return _connected(path, key, "mode=rw&nolock=1", pragmas, salt)


def connect_to_look(path: Path, key: bytes) -> Connection:
    """A connection to a closed file that nobody changes; it leaves no trace and takes no locks."""
    return _connected(path, key, "mode=ro&immutable=1", ("query_only = ON", "temp_store = MEMORY"))


def keep_out_of_swap() -> None:
    """From now on SQLCipher locks what memory it takes and wipes what it gives back, in every connection.

    It cannot be undone; single statements take up to six times as long. The system may allow less memory to
    be locked than there is; the rest stays as it was.
    """
    with closing(dbapi2.connect(":memory:")) as db:
        db.execute("PRAGMA cipher_memory_security = ON").fetchall()


_AT_WORK = (
    "journal_mode = WAL",
    "locking_mode = NORMAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "cache_size = -65536",
    "temp_store = MEMORY",
)


def damaged_pages(path: Path, key: bytes) -> list[int]:
    """The numbers of the pages that are not authentic under this key, also in a file that does not open."""
    with closing(_unprepared(path, "mode=ro&immutable=1")) as db:
        _unlock(db, key)
        found = db.execute("PRAGMA cipher_integrity_check").fetchall()
    return [int(number[1]) for (text,) in found if (number := _PAGE.search(text))]


def _connected(path: Path, key: bytes, how: str, pragmas: Iterable[str], salt: bytes = b"") -> Connection:
    if len(key) != KEY_BYTES:
        raise ValueError("a data key has 32 bytes")
    db = _unprepared(path, how)
    try:
        _prepare(db, key + salt, pragmas)
    except BaseException:
        db.close()
        raise
    return db


def _unprepared(path: Path, how: str) -> Connection:
    with told_as_trouble(path):
        db: Connection = dbapi2.connect(
            f"{_uri(path)}?{how}",
            uri=True,
            timeout=0,
            isolation_level=None,
            check_same_thread=False,
            factory=Connection,
        )
    db.path = path
    return db


def _uri(path: Path) -> str:
    """SQLite knows no host in it: a Windows share stands behind an empty one (sqlite.org/uri.html)."""
    uri = path.absolute().as_uri()
    return uri if uri.startswith("file:///") else uri.replace("file:", "file://", 1)


def _prepare(db: Connection, raw_key: bytes, pragmas: Iterable[str]) -> None:
    _unlock(db, raw_key)
    db.execute("SELECT count(*) FROM sqlite_master").fetchone()
    for pragma in pragmas:
        db.execute(f"PRAGMA {pragma}").fetchall()


def _unlock(db: Connection, raw_key: bytes) -> None:
    db.set_key(f"x'{raw_key.hex()}'")  # as text: 32 bare bytes would be taken for a passphrase
    db.execute("PRAGMA cipher_log_level = NONE")
    if not db.execute("PRAGMA cipher_version").fetchone():
        raise Trouble("vault.no_cipher")


def rekey(db: Connection, key: bytes) -> None:
    """Every page under another key, all of them or none; SQLCipher says "ok" to both.

    Which it was, only a new connection tells. This one is to be closed: after a failure it is of no use.
    """
    db.execute(f"PRAGMA rekey = \"x'{key.hex()}'\"").fetchall()


def refuse_plain(path: Path) -> None:
    """Raises unless the file at `path` is there and does not start like an unencrypted database."""
    with told_as_trouble(path), path.open("rb") as file:
        header = file.read(len(PLAIN_HEADER))
    if header == PLAIN_HEADER:
        raise Trouble("vault.not_encrypted")
    if len(header) < len(PLAIN_HEADER):
        raise Trouble("vault.damaged")


def create_empty(path: Path) -> None:
    """Makes the empty file that only its owner may read, in the place of an older one."""
    discard(path)
    with told_as_trouble(path):
        path.touch(mode=0o600, exist_ok=False)


def discard(path: Path) -> None:
    """Removes a database file with its journals, which would otherwise be mixed into the next one there."""
    with told_as_trouble(path):
        for suffix in ("", "-wal", "-shm", "-journal"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
