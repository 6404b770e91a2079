# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The ways into a file: who has a password, how it is proven, changed, and set anew by the recovery key."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from app.domain.errors import InvalidInput
from storage import journal, key_slots, recovery_key, slot_files, slot_memory, staff
from storage.connection import Connection, refuse_plain
from storage.device_secret import DeviceSecret
from storage.key_slots import Cost, Slots, calibrated
from storage.staff import Actor
from storage.vault import Person, Vault, claim, held, open_claimed


def open_with_recovery(
    path: Path,
    typed_key: str,
    staff_code: str,
    new_password: str,
    now: datetime,
    cost: Cost | None = None,
) -> Vault:
    """Unlocks by the recovery key and gives the person a new password, also over old slots put back."""
    secret = recovery_key.parse(typed_key)
    with held(claim(path)) as lock:
        slots = slot_files.read(path)
        keys = key_slots.open_with_recovery(slots, secret)
        vault = open_claimed(path, slots, keys, staff_code, lock, old_slots_too=True)
    try:
        set_password(vault, new_password, now, "vault.recovered", cost)
    except BaseException:
        vault.close()
        raise
    return vault


def staff_codes(path: Path) -> tuple[str, ...]:
    """The codes of those who have a password, as the unlock window shows them."""
    refuse_plain(path)
    return slot_files.read(path).staff_codes


def change_password(vault: Vault, old: str, new: str, now: datetime, cost: Cost | None = None) -> None:
    """The acting person's new password; InvalidInput `vault.wrong_password` if the old one is wrong."""
    prove_password(vault, old)
    device = key_slots.device_of(slot_files.read(vault.path), vault.actor.code)
    set_password(vault, new, now, "vault.password_changed", cost, device)


def prove_password(vault: Vault, password: str) -> None:
    """InvalidInput `vault.wrong_password` unless it is the acting person's."""
    key_slots.open_with_password(slot_files.read(vault.path), vault.actor.code, password)


def add_person(vault: Vault, person: Person, password: str, now: datetime, cost: Cost | None = None) -> Actor:
    """Another person with a password of their own for the same file."""
    if staff.code_is_taken(vault.db, person.code):
        raise InvalidInput("code", "person.code_taken", staff_code=person.code)
    with _new_password(vault, person.code, password, cost) as db:
        added = staff.add(db, person.code, person.name, journal.utc_text(now))
        staff.got_start_password(db, added.id)
        journal.note(db, now, vault.actor, "vault.person_added", added.id)
    return added


def set_password(
    vault: Vault,
    password: str,
    now: datetime,
    action: str,
    cost: Cost | None = None,
    device: DeviceSecret | None = None,
) -> None:
    """The acting person's only way in from now on, noted as `action`."""
    with _new_password(vault, vault.actor.code, password, cost, device) as db:
        staff.has_own_password(db, vault.actor.id)
        journal.note(db, now, vault.actor, action, vault.actor.id)


def _new_password(
    vault: Vault, staff_code: str, password: str, cost: Cost | None, device: DeviceSecret | None = None
) -> AbstractContextManager[Connection]:
    cost = cost or calibrated()
    slot = key_slots.password_slot(vault.file_id, staff_code, password, vault.keys, cost, device)
    return changed_slots(vault, lambda former: key_slots.with_slot(former, slot))


@contextmanager
def changed_slots(vault: Vault, change: Callable[[Slots], Slots]) -> Iterator[Connection]:
    """A transaction that ends with the changed slots on the disk, or with the former ones."""
    former = slot_files.read(vault.path)
    former = replace(former, generation=max(former.generation, slot_memory.generation(vault.db)))
    new = change(former)
    try:
        with vault.transaction() as db:
            yield db
            slot_memory.remember(db, new)
            slot_files.write(vault.path, new)
    except BaseException:
        slot_files.write(vault.path, replace(former, generation=new.generation + 1))
        raise
