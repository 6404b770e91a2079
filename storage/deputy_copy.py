# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The Vertretungskopie: the file once more, beside its backups, under a key that opens nothing else.

`<place>/kim-<file id>/vertretung-2026-11-22T13-02-05Z/` holds the database and its sealed key. It is built
beside the file, where there are locks, and gets its name last. What would let somebody pass for this office
is not in it.
"""

from __future__ import annotations

import secrets
import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import file_digest
from pathlib import Path

from app.domain.backup import KEPT_FOR
from app.domain.errors import Trouble
from app.domain.progress import Progress
from storage import backup, migrate
from storage.backup import Fingerprint, copy_moment, fingerprint, is_sound, to_disk, told_at
from storage.connection import KEY_BYTES, connect, connect_to_look, create_empty, discard, told_as_trouble
from storage.lock import FileLock
from storage.migrate import Role
from storage.staff import Actor
from storage.vault import Vault, checkpoint, sync_folder

FILE, KEY_FILE = "akten.kim-kopie", "schluessel.kim-vertretung"
NOTICES = "*.kim-vertretung"
_NAMED = "vertretung-{}"
_GROWING = ".vertretung-unfertig-"
_SECRETS = (
    "UPDATE device SET signing_key = x'', kem_key = x''",
    "UPDATE reporting_unit SET offset_key = zeroblob(32)",
    "UPDATE transport SET credentials = ''",
    "DROP TRIGGER offset_line_is_frozen",
    "UPDATE offset_line SET line = x''",
)
"""What a reader has no use for: private keys, offsets, a password of a server."""

KeyFile = Callable[[bytes, str], bytes]
"""The key file for the copy's key and the SHA-256 of its database."""


@dataclass(frozen=True)
class FoundCopy:
    """A finished copy in `folder`, as of `made_at` as its name says."""

    folder: Path
    made_at: datetime

    @property
    def database(self) -> Path:
        return self.folder / FILE

    @property
    def home(self) -> Path:
        """Where notices for the absent office go."""
        return self.folder.parent


def make(vault: Vault, place: Path, now: datetime, progress: Progress, key_file: KeyFile) -> FoundCopy:
    """A checked copy below `place`, alone there; or Trouble, and what stood there stays."""
    home, building = home_of(vault, place), vault.path.with_name(f"{vault.path.name}.vertretung")
    key = secrets.token_bytes(KEY_BYTES)
    try:
        seen = _build(vault, building, key, progress)
        with told_at(place):
            if not place.is_dir():
                raise Trouble("backup.gone")
            home.mkdir(mode=0o700, exist_ok=True)
            done = _put(building, home, now, key, seen, key_file)
    finally:
        with suppress(Trouble):
            discard(building)
    with suppress(OSError):  # the next copy tries again
        _remove_all(home, but=done)
    return FoundCopy(done, backup.moment(done.name.removeprefix(_NAMED.format(""))))


def newest(vault: Vault, place: Path) -> FoundCopy | None:
    """The one of this file at its place; None also where the place cannot be read."""
    try:
        return next(iter(_copies(home_of(vault, place))), None)
    except OSError:
        return None


def found(folder: Path) -> tuple[FoundCopy, ...]:
    """Every finished copy in, above or below a folder that somebody points to, the newest first."""
    with told_at(folder):
        if not folder.is_dir():
            raise Trouble("backup.gone")
        homes = {folder.parent, folder, *(each for each in folder.iterdir() if each.is_dir())}
        copies = [each for home in homes for each in _copies(home)]
    return tuple(sorted(copies, key=lambda each: each.made_at, reverse=True))


def remove_all(vault: Vault, place: Path) -> None:
    """Nobody is named any more; Trouble where a copy stays."""
    with told_at(place):
        _remove_all(home_of(vault, place))


def remove_old(vault: Vault, place: Path, now: datetime) -> None:
    """So long what was erased may live on where no newer copy takes its place."""
    for each in _copies(home_of(vault, place)):
        if now - each.made_at > KEPT_FOR:
            _remove(each.folder)


def home_of(vault: Vault, place: Path) -> Path:
    return place / f"kim-{vault.file_id}"


def sha256_of(database: Path) -> str:
    with told_as_trouble(database), database.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def open_copy(copy: FoundCopy, key: bytes, reader: Actor) -> Vault:
    """Only to be read, without a trace beside it; Trouble `deputy.other_program` for another schema."""
    db = connect_to_look(copy.database, key)
    try:
        if migrate.role_of(db) is not Role.CASE or migrate.version(db) != len(migrate.steps(Role.CASE)):
            raise Trouble("deputy.other_program")
        (file_id,) = db.execute("SELECT file_id FROM vault").fetchone()
        return Vault(db, reader, file_id, b"", (), _NoLock())
    except BaseException:
        db.close()
        raise


class _NoLock(FileLock):
    """Nobody changes a copy."""

    def __init__(self) -> None:
        self._handle = None


def _build(vault: Vault, building: Path, key: bytes, progress: Progress) -> Fingerprint:
    """Every page under the other key, then written anew without the secrets."""
    create_empty(building)
    with closing(connect(building, key)) as copy:
        seen = copy_moment(vault, copy, progress)
        for statement in (*_SECRETS, "VACUUM", "PRAGMA journal_mode = DELETE"):
            copy.execute(statement).fetchall()
        checkpoint(copy)
    return seen


def _put(building: Path, home: Path, now: datetime, key: bytes, seen: Fingerprint, key_file: KeyFile) -> Path:
    """At its place, opened and compared there; the name comes last."""
    for left in home.glob(f"{_GROWING}*"):
        _remove(left)
    growing = home / f"{_GROWING}{uuid.uuid4()}"
    growing.mkdir(mode=0o700)
    try:
        database, sealed = growing / FILE, growing / KEY_FILE
        shutil.copyfile(building, database)
        to_disk(database)
        with closing(connect_to_look(database, key)) as copy:
            if not is_sound(copy) or fingerprint(copy) != seen:
                raise Trouble("backup.not_verified")
        sealed.write_bytes(key_file(key, sha256_of(database)))
        to_disk(sealed)
        done = backup.free(home, now, _NAMED)
        growing.rename(done)
        sync_folder(home)
    except BaseException:
        with suppress(OSError):
            _remove(growing)
        raise
    return done


def _copies(home: Path) -> Iterator[FoundCopy]:
    """The newest first."""
    folders = home.glob(_NAMED.format("*")) if home.is_dir() else ()
    for folder in sorted(folders, reverse=True):
        with suppress(ValueError):
            copy = FoundCopy(folder, backup.moment(folder.name.removeprefix(_NAMED.format(""))))
            if copy.database.is_file():
                yield copy


def _remove_all(home: Path, but: Path | None = None) -> None:
    for each in _copies(home):
        if each.folder != but:
            _remove(each.folder)


def _remove(folder: Path) -> None:
    """It loses its name first, so that none is ever half there."""
    if not folder.name.startswith(_GROWING):
        folder = folder.rename(folder.with_name(_GROWING + folder.name))
    for name in (FILE, KEY_FILE):
        (folder / name).unlink(missing_ok=True)
    folder.rmdir()
