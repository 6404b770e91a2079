# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Another data key, and other ways in: after a loss, when somebody leaves, when a sheet was never written.

First slots that hold the former and the next key, then the pages, then slots with the next key alone: at
every moment the ways in that were told open the file, and the next opening ends what was cut off.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from app.domain.errors import InvalidInput, Trouble
from app.domain.progress import Progress
from storage import journal, key_slots, recovery_key, slot_files, staff
from storage.connection import KEY_BYTES, Connection
from storage.key_slots import Cost, Slots, WayIn
from storage.passwords import changed_slots, prove_password
from storage.vault import Vault

BEGUN, DONE = "vault.key_change_begun", "vault.key_changed"
SPARE_BYTES = 1 << 20
PERSON_REMOVED = "vault.person_removed"


@dataclass(frozen=True)
class NewWays:
    """What opens the file afterwards, told and proven before anything is changed.

    `own_password` stays; `start_passwords` are (code, password) of everybody else who stays.
    """

    own_password: str = field(repr=False)
    recovery_key: str = field(repr=False)
    start_passwords: tuple[tuple[str, str], ...] = field(repr=False)


def change_key(
    vault: Vault, new: NewWays, now: datetime, progress: Progress, cost: Cost | None = None
) -> None:
    """The file under another data key; whoever is in none of the ways has left.

    Trouble before the first step leaves everything as it was. Trouble `vault.key_change_waits` later: the
    new ways in hold already, and `finish` ends it.
    """
    prove_password(vault, new.own_password)
    _refuse_full_disk(vault)
    ways = _ways(vault, new, progress, cost)
    key = secrets.token_bytes(KEY_BYTES)
    former_keys = vault.keys
    vault.begin_rekey(key)
    try:
        with changed_slots(vault, lambda former: _slots(former, ways, vault.keys)) as db:
            _note_people(vault, db, {code for code, _ in new.start_passwords}, now)
            journal.note(db, now, vault.actor, BEGUN)
    except BaseException:
        vault.take_back_rekey(former_keys)
        raise
    try:
        vault.finish_rekey()
        with changed_slots(vault, lambda former: _slots(former, ways, vault.keys[-1:])) as db:
            journal.note(db, now, vault.actor, DONE)
    except Trouble as trouble:
        raise Trouble("vault.key_change_waits") from trouble
    vault.forget_former_key()


def finish(vault: Vault, now: datetime) -> bool:
    """Ends a change that was cut off; True if there was one."""
    begun = is_begun(vault.db)
    if not begun and not vault.is_under_former_key:
        return False
    if not begun:  # cut off between slots and people
        _tell_people_by_slots(vault, now)
    vault.finish_rekey()
    with vault.transaction() as db:
        journal.note(db, now, vault.actor, DONE)
    return True


def is_begun(db: Connection) -> bool:
    newest = "SELECT action FROM journal WHERE action IN (?, ?) ORDER BY seq DESC LIMIT 1"
    return bool(db.execute(newest, (BEGUN, DONE)).fetchone() == (BEGUN,))


def change_recovery_key(vault: Vault, own_password: str, printed_key: str, now: datetime) -> None:
    """The key on another sheet opens the file from now on, and that of the former sheet no longer."""
    prove_password(vault, own_password)
    way = key_slots.way_by_recovery(vault.file_id, recovery_key.parse(printed_key))
    with changed_slots(vault, lambda former: key_slots.with_slot(former, way.slot(vault.keys))) as db:
        journal.note(db, now, vault.actor, "vault.recovery_key_changed")


def _refuse_full_disk(vault: Vault) -> None:
    """Every page is written once more beside the file before it counts."""
    if shutil.disk_usage(vault.path.parent).free < vault.path.stat().st_size + SPARE_BYTES:
        raise Trouble("vault.key_change_needs_room")


def _ways(vault: Vault, new: NewWays, progress: Progress, cost: Cost | None) -> tuple[WayIn, ...]:
    """Derived before anything is changed, because it takes a second each."""
    me, cost = vault.actor.code, cost or key_slots.calibrated()
    people, device = (
        ((me, new.own_password), *new.start_passwords),
        key_slots.device_of(slot_files.read(vault.path), me),
    )
    ways = [key_slots.way_by_recovery(vault.file_id, recovery_key.parse(new.recovery_key))]
    for done, (code, password) in enumerate(people):
        progress.advance(done, len(people), "")
        own = device if code == me else None
        ways.append(key_slots.way_by_password(vault.file_id, code, password, cost, own))
    progress.advance(len(people), len(people), "")
    return tuple(ways)


def _slots(former: Slots, ways: Iterable[WayIn], keys: key_slots.Keys) -> Slots:
    return Slots(former.file_id, former.generation + 1, tuple(way.slot(keys) for way in ways))


def _tell_people_by_slots(vault: Vault, now: datetime) -> None:
    slots = slot_files.read(vault.path)
    if not slots.damaged:
        with vault.transaction() as db:
            _note_people(vault, db, set(slots.staff_codes) - {vault.actor.code}, now)
            journal.note(db, now, vault.actor, BEGUN)


def _note_people(vault: Vault, db: Connection, codes: set[str], now: datetime) -> None:
    """The others who stay have a start password; whoever is neither of them nor acts has left."""
    for person in staff.at_work(db):
        if person.code in codes:
            staff.got_start_password(db, person.id)
        elif person.id != vault.actor.id:
            staff.end(db, person.id, journal.utc_text(now))
            journal.note(db, now, vault.actor, PERSON_REMOVED, person.id)
    if unknown := codes - {person.code for person in staff.at_work(db)}:
        raise InvalidInput("staff_code", "vault.unknown_staff", staff_code=min(unknown))
