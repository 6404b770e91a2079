# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""From a backup back to a file at work: looked into first, then a new file, never over an existing one."""

from __future__ import annotations

import json
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO

from app.domain.dates import berlin_date
from app.domain.errors import Refusal, Trouble
from app.domain.progress import Progress
from storage import journal, key_slots, migrate, office_settings, recovery_key, slot_files
from storage.backup import VERIFIED_AT, Copy, copies, fingerprint, is_sound, to_disk
from storage.connection import (
    Connection,
    connect,
    connect_to_look,
    create_empty,
    discard,
    refuse_plain,
    told_as_trouble,
)
from storage.erasure import Erased, erased_files
from storage.key_slots import Keys
from storage.lock import FileLock
from storage.migrate import Role
from storage.place import refuse_unsafe_place
from storage.vault import actor_of, checkpoint, growing, held, refuse_occupied, sync_folder

BLOCK = 4 << 20
RESTORED_FROM, RELEASES_OPEN, CATCH_UP_OPEN = "restored_from", "restored_releases", "restored_catch_up"
"""Settings of a restored file: the day of its backup, and what is still open since; "" when it is done."""

ERASED_SINCE, ERASED_AGAIN = "restored_erased_since", "restored_erased_again"
"""What newer backups say was erased, until it is erased again, and how many files that were."""


@dataclass(frozen=True)
class Opened:
    """A backup whose way in was proven, and what it holds; `cases` is None in the file of a Kreis."""

    copy: Copy
    staff_code: str
    role: Role
    cases: int | None
    newest_entry: datetime | None
    key: bytes = field(repr=False)


def open_by_password(copy: Copy, staff_code: str, password: str) -> Opened:
    """InvalidInput if the password of that day is another; Trouble `backup.damaged` if it is not whole."""
    slots = slot_files.read(copy.path)
    return _opened(copy, staff_code, key_slots.open_with_password(slots, staff_code, password))


def open_by_recovery(copy: Copy, staff_code: str, typed_key: str) -> Opened:
    secret = recovery_key.parse(typed_key)
    return _opened(copy, staff_code, key_slots.open_with_recovery(slot_files.read(copy.path), secret))


def open_by_key(copy: Copy, staff_code: str, key: bytes) -> Opened:
    """By the data key itself: the copy helps a file that is open under it."""
    return _opened(copy, staff_code, (key,))


def new_path(wanted: Path, now: datetime) -> Path:
    """Where a restored file goes: the wanted place, or beside what is there, under another name."""
    day, number = berlin_date(now), 1
    path = wanted
    while not _is_free(path):
        mark = f"{day}" if number == 1 else f"{day}-{number}"
        path, number = wanted.with_name(f"{wanted.stem}-{mark}{wanted.suffix}"), number + 1
    return path


def put_back(opened: Opened, path: Path, now: datetime, progress: Progress) -> None:
    """A new file at `path` with what the backup holds, marked as restored; whole or not there at all."""
    refuse_unsafe_place(path)
    with told_as_trouble(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    with held(FileLock(path)) as lock:
        refuse_occupied(path)
        building = growing(path)
        try:
            _fill(opened, building, now, progress)
            slot_files.write(path, slot_files.read(opened.copy.path))
            with told_as_trouble(path):
                building.replace(path)
                sync_folder(path.parent)
        except BaseException:
            discard(building)
            slot_files.remove(path)
            raise
        lock.release()


def is_open(db: Connection, name: str) -> bool:
    """Whether something has not been looked at since the restore; never in a file that is no restored one."""
    return office_settings.setting(db, name, "") == "open"


def close(db: Connection, name: str) -> None:
    """It has been looked at."""
    office_settings.set_setting(db, name, "")


def erased_since(opened: Opened) -> tuple[Erased, ...]:
    """What newer backups of the same file beside this one know to be erased; none opens, none knows."""
    found: dict[str, Erased] = {}
    for copy in copies(opened.copy.path.parent.parent):
        if copy.made_at > opened.copy.made_at:
            with suppress(Trouble), closing(connect_to_look(copy.path, opened.key)) as db:
                found |= {each.file_id: each for each in _erased(db)}
    return tuple(found.values())


def said_to_be_erased(said: str) -> tuple[Erased, ...]:
    """What `put_back` noted for the first opening."""
    return tuple(
        Erased(file_id, date.fromisoformat(on), reason, staff_id)
        for file_id, on, reason, staff_id in json.loads(said)
    )


def _erased(db: Connection) -> tuple[Erased, ...]:
    known = db.execute("SELECT 1 FROM sqlite_master WHERE name = 'erased_file'").fetchone()
    return erased_files(db) if known else ()


def _opened(copy: Copy, staff_code: str, keys: Keys) -> Opened:
    refuse_plain(copy.path)
    for key in keys:
        try:
            db = connect_to_look(copy.path, key)
        except Trouble:
            continue  # while a key is being changed there are two, and one fits
        with closing(db):
            return _looked_into(copy, staff_code, key, db)
    raise Trouble("backup.damaged")


def _looked_into(copy: Copy, staff_code: str, key: bytes, db: Connection) -> Opened:
    if not is_sound(db):
        raise Trouble("backup.damaged")
    migrate.refuse_newer(db)
    role = migrate.role_of(db)
    cases = db.execute("SELECT count(*) FROM client_case").fetchone()[0] if role is Role.CASE else None
    at = db.execute("SELECT at FROM journal WHERE at IS NOT NULL ORDER BY seq DESC LIMIT 1").fetchone()
    newest = datetime.fromisoformat(at[0]) if at else None
    return Opened(copy, staff_code, role, cases, newest, key)


def _is_free(path: Path) -> bool:
    try:
        refuse_occupied(path)
    except Refusal:
        return False
    leftover = path.with_name(path.name + "-wal")  # it would be mixed into another file
    return not leftover.exists()


def _fill(opened: Opened, building: Path, now: datetime, progress: Progress) -> None:
    create_empty(building)
    with told_as_trouble(building), opened.copy.path.open("rb") as source, building.open("r+b") as target:
        _copy_bytes(source, target, progress)
    with closing(connect_to_look(opened.copy.path, opened.key)) as copy:
        wanted = fingerprint(copy)
    with closing(connect(building, opened.key)) as db:
        if not is_sound(db) or fingerprint(db) != wanted:
            raise Trouble("backup.damaged")
        _mark(db, opened, now)
        checkpoint(db)
    to_disk(building)


def _copy_bytes(source: BinaryIO, target: BinaryIO, progress: Progress) -> None:
    total = source.seek(0, 2)
    source.seek(0)
    while block := source.read(BLOCK):
        target.write(block)
        progress.advance(target.tell(), total, "")


def _mark(db: Connection, opened: Opened, now: datetime) -> None:
    """What came after the backup is missing in here: nothing leaves before that has been looked at."""
    db.execute("BEGIN IMMEDIATE")
    made_at = journal.utc_text(opened.copy.made_at)
    for name in (RESTORED_FROM, VERIFIED_AT):  # the backup cannot know of itself that it was checked
        office_settings.set_setting(db, name, made_at)
    for name in (RELEASES_OPEN, CATCH_UP_OPEN):
        office_settings.set_setting(db, name, "open")
    if erased := erased_since(opened):
        said = [(each.file_id, each.erased_on.isoformat(), each.reason, each.staff_id) for each in erased]
        office_settings.set_setting(db, ERASED_SINCE, json.dumps(said))
    journal.note(db, now, actor_of(db, opened.staff_code), "vault.restored")
    db.execute("COMMIT")
