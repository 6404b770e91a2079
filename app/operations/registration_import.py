# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Persons from somebody's table: read by a process that holds no key, taken in and undone as a whole."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from app.domain.dates import berlin_date
from app.domain.errors import Refusal, Trouble
from app.domain.progress import Progress, Silent
from app.domain.registration import PersonData, check_person, registered, require_not_erased, words
from app.domain.registration_sheet import ReadRow
from app.domain.registration_sheet import read as read_rows
from app.domain.sheet import Sheet
from app.operations import sheet_reader
from storage import code_lists, journal
from storage import registration as stored
from storage.vault import Vault


def read_table(path: Path, progress: Progress | None = None) -> Sheet:
    """The first sheet of a CSV or XLSX file as text; a Refusal says why it cannot be taken."""
    (progress or Silent()).advance(0, 0, "")
    try:
        with path.open("rb") as file:
            content = file.read(sheet_reader.MOST_BYTES + 1)
    except OSError as error:
        raise Trouble("registration.file_unreadable") from error
    return sheet_reader.read(content)


def rows(
    vault: Vault, sheet: Sheet, mapping: Sequence[str | None], signed_for: tuple[str, ...], now: datetime
) -> tuple[ReadRow, ...]:
    """What each row says, and what is wrong in it."""
    return read_rows(sheet, mapping, signed_for, code_lists.load(vault.db), berlin_date(now))


def checked(vault: Vault, person: PersonData, now: datetime) -> PersonData:
    """A corrected row as it would be taken in; InvalidInput at the first field that cannot be."""
    return check_person(person, code_lists.load(vault.db), berlin_date(now))


def cell(vault: Vault, person: PersonData, field: str) -> str:
    """A value of a person in words."""
    return words(person, field, code_lists.load(vault.db))


def take_in(vault: Vault, list_id: str, persons: Sequence[PersonData], now: datetime) -> str:
    """All of them or nobody; returns the id by which they can go again together."""
    if not persons:
        raise Refusal("registration.nobody_to_take_in")
    import_id, lists = str(uuid.uuid4()), code_lists.load(vault.db)
    everybody = [check_person(person, lists, berlin_date(now)) for person in persons]
    with vault.transaction() as db:
        require_not_erased(stored.load_list(db, list_id))
        first = stored.next_position(db, list_id)
        stored.insert_import(db, import_id, list_id, len(everybody), now)
        stored.insert_persons(
            db,
            [
                registered(each, str(uuid.uuid4()), list_id, place, import_id)
                for place, each in enumerate(everybody, first)
            ],
        )
        journal.note(db, now, vault.actor, "registration.imported", import_id)
    return import_id


def undo(vault: Vault, import_id: str, now: datetime) -> int:
    """Everybody who came in by it goes, corrected rows too; returns how many."""
    with vault.transaction() as db:
        if stored.import_list(db, import_id) is None:
            raise Refusal("registration.import_gone")
        gone = stored.undo_import(db, import_id, now)
        journal.note(db, now, vault.actor, "registration.import_undone", import_id)
    return gone
