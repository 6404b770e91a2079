# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The encrypted file, opened: create, unlock, work in transactions, close."""

from __future__ import annotations

import os
import secrets
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Event, RLock

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.domain.errors import InvalidInput, Refusal, Trouble
from app.domain.progress import Progress
from storage import journal, key_slots, migrate, recovery_key, rewriting, slot_files, slot_memory, staff
from storage.connection import (
    KEY_BYTES,
    SALT_BYTES,
    Connection,
    connect,
    connect_to_fill,
    connect_to_look,
    create_empty,
    discard,
    io_cause,
    refuse_plain,
    rekey,
    told_as_trouble,
)
from storage.key_slots import Cost, Keys, Slots, calibrated
from storage.lock import FileLock
from storage.migrate import Role
from storage.place import refuse_unsafe_place
from storage.staff import Actor


@dataclass(frozen=True)
class Person:
    """Someone who gets a password of their own."""

    code: str
    name: str


class Vault:
    """An open file; from `open_…` to `close` this process is its only one."""

    def __init__(
        self, db: Connection, actor: Actor, file_id: str, key: bytes, keys: Keys, lock: FileLock
    ) -> None:
        self.path = db.path
        self.role = migrate.role_of(db)
        self.actor = actor
        self.file_id = file_id
        self.db = db
        self._key, self._keys = key, keys
        self._lock = lock
        self._writing, self._waiting = RLock(), Event()
        self._unless_saved: list[Callable[[], None]] = []
        self.is_open = True

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """All or nothing: on the disk when the block ends, as before when anything in it fails.

        Work beside the windows and the windows take turns.
        """
        with self._turn():
            self.db.execute("BEGIN IMMEDIATE")
            self._unless_saved.clear()
            try:
                yield self.db
                self.db.execute("COMMIT")
            except BaseException:
                # SQLite has already rolled back after some errors, a full disk for one.
                if self.db.in_transaction:
                    self.db.execute("ROLLBACK")
                for take_back in self._unless_saved:
                    take_back()
                raise

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """One after the other; what makes way sees that somebody waits."""
        self._waiting.set()
        with self._writing:
            self._waiting.clear()
            yield

    def unless_saved(self, take_back: Callable[[], None]) -> None:
        """Called if the transaction under way fails: what it did outside the file has no record then."""
        self._unless_saved.append(take_back)

    def second_reader(self) -> Connection:
        """A connection that only reads, for work beside the windows; the caller closes it."""
        reader = connect(self.path, self._key)
        reader.execute("PRAGMA query_only = ON")
        return reader

    def copy_to_fill(self, path: Path) -> Connection:
        """A new, empty file under this file's key and salt; the caller closes it."""
        with told_as_trouble(self.path), self.path.open("rb") as own:
            return connect_to_fill(path, self._key, own.read(SALT_BYTES))

    def copy_to_look_into(self, path: Path) -> Connection:
        """A closed copy of this file; the caller closes it."""
        return connect_to_look(path, self._key)

    @property
    def keys(self) -> Keys:
        """What a new slot has to wrap: the data key; while that is being changed, the former and the next."""
        return self._keys

    @property
    def is_under_former_key(self) -> bool:
        """Whether a change of the data key was cut off before the pages had the next one."""
        return self._key != self._keys[-1]

    def begin_rekey(self, key: bytes) -> None:
        """From now on every new slot wraps the next key too."""
        self._keys = (self._key, key)

    def take_back_rekey(self, keys: Keys) -> None:
        """No slot holds the next key: it is forgotten."""
        self._keys = keys

    def finish_rekey(self) -> None:
        """The file under its next key, on the disk; again is harmless. Trouble leaves it under the former."""
        with self._writing:
            if self.is_under_former_key:
                self._rekey()
            if self.is_under_former_key:
                raise Trouble(io_cause(self.path))
            checkpoint(self.db)

    def _rekey(self) -> None:
        """Goes on by a new connection, under the key that the pages have then."""
        before = self.db
        with suppress(Trouble):
            rekey(before, self._keys[-1])
        self.db, self._key = _connected(self.path, self._keys)
        before.close()

    def forget_former_key(self) -> None:
        """Once no slot holds it any more."""
        self._keys = (self._key,)

    def write_anew(self, progress: Progress) -> bool:
        """Every page written afresh, without what older contents left between the rows, and the WAL emptied.

        Beside the windows: who writes meanwhile goes first. False then, or while a reader holds the WAL;
        again is harmless.
        """
        with closing(connect(self.path, self._key)) as db:
            before = rewriting.changes(db)
            with rewriting.fresh_copy(db, self._key) as copy, self._writing:
                if rewriting.changes(db) != before or not rewriting.take_in(
                    db, copy, self._waiting.is_set, progress
                ):
                    return False
            rewriting.fold(db)
            with self._turn():
                return checkpoint(db)

    def key_for(self, purpose: bytes) -> bytes:
        """A key of its own for one purpose, derived from the data key (HKDF-SHA256, RFC 5869)."""
        return HKDF(SHA256(), KEY_BYTES, None, purpose).derive(self._key)

    def close(self) -> None:
        """Folds the journal file in and lets go of the file; again is harmless."""
        if not self.is_open:
            return
        self.is_open = False
        # A failed checkpoint loses nothing: what was committed stays in the WAL until the next opening.
        with suppress(Trouble):
            checkpoint(self.db)
        self.db.close()
        self._lock.release()


def create(
    path: Path, role: Role, person: Person, password: str, now: datetime, cost: Cost | None = None
) -> tuple[Vault, str]:
    """A new file with its first person, and its recovery key; until it is whole nothing stands at `path`."""
    refuse_unsafe_place(path)
    with told_as_trouble(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    with held(FileLock(path)) as lock:
        refuse_occupied(path)
        key, printed_key = secrets.token_bytes(KEY_BYTES), recovery_key.generate()
        slots = _first_slots(person.code, password, printed_key, key, cost)
        _build(path, role, person, slots, key, now)
        return open_claimed(path, slots, (key,), person.code, lock), printed_key


def open_with_password(path: Path, staff_code: str, password: str) -> Vault:
    """Unlocks by a person's password; the slots answer before the database is touched."""
    with held(claim(path)) as lock:
        slots = slot_files.read(path)
        keys = key_slots.open_with_password(slots, staff_code, password)
        return open_claimed(path, slots, keys, staff_code, lock)


def open_with_key(path: Path, staff_code: str, key: bytes) -> Vault:
    """Unlocks by the data key itself, without deriving anything."""
    with held(claim(path)) as lock:
        return open_claimed(path, slot_files.read(path), (key,), staff_code, lock)


@contextmanager
def held(lock: FileLock) -> Iterator[FileLock]:
    """Keeps the lock when the block succeeds and lets it go when it fails."""
    try:
        yield lock
    except BaseException:
        lock.release()
        raise


def claim(path: Path) -> FileLock:
    refuse_unsafe_place(path)
    refuse_plain(path)
    return FileLock(path)


def _first_slots(code: str, password: str, printed_key: str, key: bytes, cost: Cost | None) -> Slots:
    file_id = str(uuid.uuid4())
    own = key_slots.password_slot(file_id, code, password, (key,), cost or calibrated())
    spare = key_slots.recovery_slot(file_id, recovery_key.parse(printed_key), (key,))
    return Slots(file_id, 1, (own, spare))


def refuse_occupied(path: Path) -> None:
    """Slots alone may be the only way into a file that was moved away, unless a creation ended half way."""
    if path.exists():
        raise Refusal("vault.exists")
    if not growing(path).exists() and any(copy.exists() for copy in slot_files.paths(path)):
        raise Refusal("vault.slots_left")


def growing(path: Path) -> Path:
    """Where a new file grows: it is there only while one is created, or after that was cut off."""
    return path.with_name(path.name + ".new")


def _build(path: Path, role: Role, person: Person, slots: Slots, key: bytes, now: datetime) -> None:
    """Builds the file beside its place, writes the slots, and moves it in."""
    building = growing(path)
    try:
        create_empty(building)
        with closing(connect(building, key)) as db:
            db.execute("BEGIN IMMEDIATE")
            migrate.build(db, role)
            _fill(db, person, slots, journal.utc_text(now))
            journal.note(db, now, actor_of(db, person.code), "vault.created")
            db.execute("COMMIT")
            checkpoint(db)
        slot_files.write(path, slots)
        with told_as_trouble(path):
            building.replace(path)
            sync_folder(path.parent)
    except BaseException:
        discard(building)
        slot_files.remove(path)
        raise


def _fill(db: Connection, person: Person, slots: Slots, at: str) -> None:
    db.execute(
        "INSERT INTO vault (only_row, file_id, created_at, slot_generation, slot_hash)"
        " VALUES (1, ?, ?, ?, ?)",
        (slots.file_id, at, slots.generation, slots.digest),
    )
    staff.add(db, person.code, person.name, at)


def open_claimed(
    path: Path, slots: Slots, keys: Keys, staff_code: str, lock: FileLock, old_slots_too: bool = False
) -> Vault:
    db, key = _connected(path, keys)
    try:
        migrate.upgrade(db, key)
        slot_memory.check(db, slots, old_slots_too)
        actor = actor_of(db, staff_code)
        slot_files.mend(path, slots)
        with suppress(Trouble):
            discard(growing(path))
        return Vault(db, actor, slots.file_id, key, keys, lock)
    except BaseException:
        db.close()
        raise


def _connected(path: Path, keys: Keys) -> tuple[Connection, bytes]:
    """The connection by the key that fits: while a key is being changed a slot holds the old and the new."""
    *others, last = keys
    for key in others:
        with suppress(Trouble):
            return connect(path, key), key
    return connect(path, last), last


def actor_of(db: Connection, staff_code: str) -> Actor:
    actor = staff.by_code(db, staff_code)
    if actor is None:
        raise InvalidInput("staff_code", "vault.unknown_staff", staff_code=staff_code)
    return actor


def checkpoint(db: Connection) -> bool:
    """Folds the WAL into the file; False where a reader or writer keeps some of it there."""
    ((busy, *_),) = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    return not busy


def sync_folder(folder: Path) -> None:
    """Puts a new name on the disk; Windows does so by itself."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
