# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""From a damaged file to a whole one: every row that can still be read, then the newest backup for the rest.

The damaged file is only copied; the new one is whole or not there at all.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from contextlib import closing, nullcontext, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from app.domain.errors import Trouble
from app.domain.progress import Progress
from storage import erasure, journal, key_slots, migrate, office_settings, slot_files, slot_memory
from storage.backup import Copy, is_sound, to_disk
from storage.connection import (
    Connection,
    connect,
    connect_to_look,
    create_empty,
    damaged_pages,
    discard,
    told_as_trouble,
)
from storage.key_slots import Keys, Slots
from storage.lock import FileLock
from storage.place import refuse_unsafe_place
from storage.restore import CATCH_UP_OPEN, RELEASES_OPEN, RESTORED_FROM, Opened, open_by_key
from storage.salvage_fill import Told, fill
from storage.salvage_pages import PAGE_BYTES, heal_schema
from storage.salvage_reader import Reader
from storage.vault import actor_of, checkpoint, growing, held, refuse_occupied, sync_folder


@dataclass(frozen=True)
class Damaged:
    """A file that does not open any more, its way in proven, and the backup that helps, if there is one."""

    path: Path
    staff_code: str
    key: bytes = field(repr=False)
    slots: Slots
    backup: Opened | None


def look_into(path: Path, staff_code: str, password: str, copies: Sequence[Copy]) -> Damaged:
    """By the password of its slots, or of the newest backup's if those are damaged too.

    Of the backups, newest first, it is the first whole one under the same key. While a key is being changed
    there are two: it is the one under which fewer pages are broken.
    """
    slots, keys = _way_in(path, staff_code, password, copies)
    key = min(keys, key=lambda each: len(damaged_pages(path, each)))
    if len(damaged_pages(path, key)) * PAGE_BYTES >= path.stat().st_size:
        raise Trouble("salvage.beyond")
    return Damaged(path, staff_code, key, slots, _newest_whole(copies, staff_code, key))


def salvage(damaged: Damaged, target: Path, now: datetime, progress: Progress) -> Told:
    """A new file at `target`; Trouble `salvage.beyond` if not even the list of tables can be read."""
    refuse_unsafe_place(target)
    copy = target.with_name(f"{target.name}.kopie")
    with held(FileLock(target)) as lock:
        refuse_occupied(target)
        building = growing(target)
        try:
            _copy(damaged.path, copy)
            heal_schema(copy, damaged.key, damaged.backup.copy.path if damaged.backup else None)
            told = _build(copy, building, damaged, now, progress)
            slot_files.write(target, damaged.slots)
            with told_as_trouble(target):
                building.replace(target)
                sync_folder(target.parent)
        except BaseException:
            discard(building)
            slot_files.remove(target)
            raise
        finally:
            discard(copy)
        lock.release()
    return told


def missing_records(db: Connection) -> tuple[tuple[str, str], ...]:
    """(table, record id) of everything that a damaged file could not give back."""
    return tuple(db.execute("SELECT table_name, record_id FROM missing_record ORDER BY 1, 2"))


def _way_in(path: Path, staff_code: str, password: str, copies: Sequence[Copy]) -> tuple[Slots, Keys]:
    try:
        slots = slot_files.read(path)
    except Trouble:
        if not copies:
            raise
        slots = slot_files.read(copies[0].path)
    return slots, key_slots.open_with_password(slots, staff_code, password)


def _newest_whole(copies: Sequence[Copy], staff_code: str, key: bytes) -> Opened | None:
    for copy in copies:
        with suppress(Trouble):
            return open_by_key(copy, staff_code, key)
    return None


def _copy(damaged: Path, copy: Path) -> None:
    """With its WAL: the newest words may stand only there."""
    discard(copy)
    with held(FileLock(damaged)) as lock, told_as_trouble(copy):
        for suffix in ("", "-wal"):
            source = damaged.with_name(damaged.name + suffix)
            if source.is_file():
                shutil.copyfile(source, copy.with_name(copy.name + suffix))
        lock.release()


def _build(copy: Path, building: Path, damaged: Damaged, now: datetime, progress: Progress) -> Told:
    with suppress(Trouble), closing(connect(copy, damaged.key)) as folded:
        checkpoint(folded)
    create_empty(building)
    backup = damaged.backup
    looked = closing(connect_to_look(backup.copy.path, backup.key)) if backup else nullcontext()
    with (
        closing(Reader(copy, damaged.key)) as source,
        closing(connect(building, damaged.key)) as target,
        looked as older,
    ):
        migrate.refuse_newer(source.db)
        target.execute("PRAGMA foreign_keys = OFF")
        target.execute("BEGIN IMMEDIATE")
        migrate.build(target, migrate.role_of(source.db), up_to=migrate.version(source.db))
        told = fill(source, target, older, progress)
        migrate.complete(target)
        _mark(target, damaged, told, now)
        target.execute("COMMIT")
        if not is_sound(target):
            raise Trouble("salvage.beyond")
        checkpoint(target)
    to_disk(building)
    return told


def _mark(db: Connection, damaged: Damaged, told: Told, now: datetime) -> None:
    """What came from the backup may be older than what was lost: nothing leaves before that is looked at.

    What was erased does not come back with it.
    """
    if migrate.role_of(db) is migrate.Role.CASE:
        erasure.clear_again(db)
    slot_memory.remember(db, damaged.slots)
    missing = [(table, each) for table, ids in told.missing.items() for each in ids]
    db.executemany("INSERT OR IGNORE INTO missing_record (table_name, record_id) VALUES (?, ?)", missing)
    if missing or any(told.from_backup.values()):
        at = damaged.backup.copy.made_at if damaged.backup else now
        office_settings.set_setting(db, RESTORED_FROM, journal.utc_text(at))
        for name in (RELEASES_OPEN, CATCH_UP_OPEN):
            office_settings.set_setting(db, name, "open")
    journal.note(db, now, actor_of(db, damaged.staff_code), "vault.salvaged")
