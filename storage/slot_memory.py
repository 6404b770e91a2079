# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the database remembers of its slot files, so that old ones put back are noticed."""

from __future__ import annotations

from app.domain.errors import Trouble
from storage.connection import Connection
from storage.key_slots import Slots


def check(db: Connection, slots: Slots, old_too: bool) -> None:
    """Refuses slots of another file and, unless `old_too`, older ones; remembers newer ones."""
    if db.execute("SELECT file_id FROM vault").fetchone() != (slots.file_id,):
        raise Trouble("vault.slots_foreign")
    replaced = slots.generation == generation(db) and not slots.damaged and slots.digest != _digest(db)
    if (slots.generation < generation(db) or replaced) and not old_too:
        raise Trouble("vault.slots_old")
    if slots.generation > generation(db):
        _remember_if_there_is_room(db, slots)


def generation(db: Connection) -> int:
    return int(db.execute("SELECT slot_generation FROM vault").fetchone()[0])


def remember(db: Connection, slots: Slots) -> None:
    db.execute("UPDATE vault SET slot_generation = ?, slot_hash = ?", (slots.generation, slots.digest))


def _digest(db: Connection) -> str:
    return str(db.execute("SELECT slot_hash FROM vault").fetchone()[0])


def _remember_if_there_is_room(db: Connection, slots: Slots) -> None:
    """On a full disk the file still opens for reading, and the next opening remembers."""
    try:
        remember(db, slots)
    except Trouble as trouble:
        if trouble.code != "vault.disk_full":
            raise
