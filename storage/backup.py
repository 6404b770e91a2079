# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Backups of the open file: whole, encrypted as it is, opened and compared before they count.

`<place>/kim-<file id>/2026-11-22T13-02-05Z/` holds the database and its two slot files. The folder gets its
name last: what has one was checked.
"""

from __future__ import annotations

import os
import re
import shutil
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.domain import backup as rule
from app.domain.errors import Trouble
from app.domain.progress import Progress
from storage import journal, migrate, slot_files
from storage.connection import Connection, create_empty, told_as_trouble
from storage.journal import Head
from storage.vault import Vault, sync_folder

SUFFIX = ".kim-sicherung"
FILE = f"akten{SUFFIX}"
PLACE = "backup_place"
"""The setting that holds where backups go."""

VERIFIED_AT = "backup_verified_at"
"""The setting that holds when the last backup was checked."""

STEP_PAGES = 1024  # 4 MiB; after each the work can be stopped
_GROWING = ".unfertig-"
_MOMENT = "%Y-%m-%dT%H-%M-%SZ"
_FILE_FOLDER = re.compile(r"kim-[0-9a-f-]{36}")
_CODES = {
    "vault.disk_full": "backup.disk_full",
    "vault.read_only": "backup.read_only",
    "vault.gone": "backup.gone",
    "vault.io": "backup.io",
    "vault.in_use": "backup.io",
}


@dataclass(frozen=True)
class Copy:
    """A finished backup: the database at `path` with its slots beside it, as of `made_at`."""

    path: Path
    made_at: datetime


@dataclass(frozen=True)
class Fingerprint:
    """What two copies of one file have in common: schema, newest journal line, records of every table."""

    version: int
    head: Head
    records: tuple[tuple[str, int], ...]


def make(vault: Vault, place: Path, now: datetime, progress: Progress) -> Copy:
    """A checked copy below `place`, or nothing: Trouble `backup.…`, or Cancelled. Old ones go afterwards."""
    with told_at(place):
        if not place.is_dir():
            raise Trouble("backup.gone")
        home = place / f"kim-{vault.file_id}"
        home.mkdir(mode=0o700, exist_ok=True)
        for left in home.glob(f"{_GROWING}*"):
            _remove(left)
        growing = home / f"{_GROWING}{uuid.uuid4()}"
        growing.mkdir(mode=0o700)
        try:
            _fill(vault, growing / FILE, progress)
            done = free(home, now)
            growing.rename(done)
            sync_folder(home)
        except BaseException:
            with suppress(OSError):
                _remove(growing)
            raise
    made = Copy(done / FILE, moment(done.name))
    with suppress(OSError):  # the next backup tries again
        _rotate(home, made)
    return made


def copies(place: Path) -> tuple[Copy, ...]:
    """Every finished backup at or below a folder that somebody points to, the newest first."""
    with told_at(place):
        if not place.is_dir():
            raise Trouble("backup.gone")
        homes = [place.parent, place, *(sub for sub in place.iterdir() if _FILE_FOLDER.fullmatch(sub.name))]
        found = {copy for home in homes for copy in _copies(home) if _is_meant(copy, place)}
    return tuple(sorted(found, key=lambda copy: copy.made_at, reverse=True))


def fingerprint(db: Connection) -> Fingerprint:
    tables = db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    records = ((name, db.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]) for (name,) in tables)
    return Fingerprint(migrate.version(db), journal.head(db), tuple(records))


def is_sound(db: Connection) -> bool:
    """Every page is authentic, the structure is whole."""
    pages = db.execute("PRAGMA cipher_integrity_check").fetchall()
    return not pages and db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _fill(vault: Vault, path: Path, progress: Progress) -> None:
    """Database first: slots that are newer than it open it, older ones would not."""
    before = _copy_database(vault, path, progress)
    to_disk(path)
    slots = slot_files.read(vault.path)
    for source, kept in zip(slot_files.paths(vault.path), slot_files.paths(path), strict=True):
        if source.is_file():  # one may be missing; it is mended once the copy is open
            shutil.copyfile(source, kept)
            to_disk(kept)
    sync_folder(path.parent)
    progress.advance(0, 0, "wird geprüft")
    with closing(vault.copy_to_look_into(path)) as copy:
        whole = is_sound(copy) and fingerprint(copy) == before
    if not whole:
        _blame_the_file(vault)
    if not whole or slot_files.read(path) != slots:
        raise Trouble("backup.not_verified")


def _blame_the_file(vault: Vault) -> None:
    """A page that cannot be read in the file cannot be whole in its copy."""
    with closing(vault.second_reader()) as source:
        if not is_sound(source):
            raise Trouble("vault.damaged")


def _copy_database(vault: Vault, path: Path, progress: Progress) -> Fingerprint:
    """One moment of the file, while the windows go on writing: the reader holds it until all is copied."""
    create_empty(path)
    with closing(vault.copy_to_fill(path)) as copy:
        return copy_moment(vault, copy, progress)


def copy_moment(vault: Vault, copy: Connection, progress: Progress) -> Fingerprint:
    """All that the file held at one moment, under the key of `copy`, and what it was."""
    with closing(vault.second_reader()) as source:
        source.execute("BEGIN")
        seen = fingerprint(source)
        with told_as_trouble(copy.path):
            source.backup(
                copy,
                pages=STEP_PAGES,
                progress=lambda _status, left, total: progress.advance(total - left, total, ""),
                sleep=0,
            )
        source.execute("COMMIT")
    return seen


def _copies(home: Path) -> Iterator[Copy]:
    if not _FILE_FOLDER.fullmatch(home.name) or not home.is_dir():
        return
    for folder in home.iterdir():
        with suppress(ValueError):
            made = Copy(folder / FILE, moment(folder.name))
            if made.path.is_file():
                yield made


def _is_meant(copy: Copy, place: Path) -> bool:
    """Whoever points to one backup means this one."""
    return copy.path.is_relative_to(place)


def _rotate(home: Path, just_made: Copy) -> None:
    found = list(_copies(home))
    stays = rule.kept((copy.made_at for copy in found), just_made.made_at) | {just_made.made_at}
    for copy in found:
        if copy.made_at not in stays:
            _remove(copy.path.parent)


def free(home: Path, now: datetime, named: str = "{}") -> Path:
    """A name that is not taken, in whole seconds."""
    while (path := home / named.format(now.astimezone(UTC).strftime(_MOMENT))).exists():
        now += timedelta(seconds=1)
    return path


def moment(name: str) -> datetime:
    return datetime.strptime(name, _MOMENT).replace(tzinfo=UTC)


def _remove(folder: Path) -> None:
    """A backup's own files and its folder; it loses its name first, so that none is ever half there."""
    if not folder.name.startswith(_GROWING):
        folder = folder.rename(folder.with_name(_GROWING + folder.name))
    database = folder / FILE
    for path in (database, *slot_files.paths(database), database.with_name(f"{FILE}-journal")):
        path.unlink(missing_ok=True)
    folder.rmdir()


@contextmanager
def told_at(place: Path) -> Iterator[None]:
    """What goes wrong at the place of the backups has sentences of its own."""
    try:
        with told_as_trouble(place):
            yield
    except Trouble as trouble:
        if trouble.code not in _CODES:
            raise
        raise Trouble(_CODES[trouble.code]) from trouble
