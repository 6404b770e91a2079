# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Opening and closing a file: create, unlock, recover, change the password, verify."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import resources
from app.domain.errors import InvalidInput
from app.domain.password import check_password
from storage import code_entries, passwords, recovery_key, vault
from storage.code_entries import Row
from storage.connection import keep_out_of_swap
from storage.key_slots import FLOOR, Cost
from storage.migrate import Role
from storage.passwords import staff_codes
from storage.staff import Actor
from storage.vault import Person, Vault
from storage.verify import Finding
from storage.verify import verify as findings

__all__ = [
    "FLOOR",
    "Actor",
    "Cost",
    "Created",
    "Finding",
    "Role",
    "Vault",
    "add_person",
    "change_password",
    "check_recovery_key",
    "create_case_file",
    "create_district_file",
    "keep_out_of_swap",
    "lock",
    "recover",
    "staff_codes",
    "unlock",
    "verify",
]

LONGEST_CODE = 20
ENDED_BY_OFFICE = frozenset({"target_group"})
"""Lists whose shipped entries an office may end for itself."""


@dataclass(frozen=True)
class Created:
    """A new file and the recovery key to be printed now; it is shown this once."""

    vault: Vault
    recovery_key: str


def create_case_file(
    path: Path, code: str, name: str, password: str, now: datetime, cost: Cost | None = None
) -> Created:
    """A new case file with its first person; `cost` of the key derivation is measured unless given."""
    return _create(path, Role.CASE, code, name, password, now, cost)


def create_district_file(
    path: Path, code: str, name: str, password: str, now: datetime, cost: Cost | None = None
) -> Created:
    """A new file of the Kreis coordination; otherwise like `create_case_file`."""
    return _create(path, Role.DISTRICT, code, name, password, now, cost)


def check_recovery_key(printed: str, typed: str) -> None:
    """Proves that the key is on paper; InvalidInput `recovery.…` says where it was copied wrongly."""
    if recovery_key.parse(typed) != recovery_key.parse(printed):
        raise InvalidInput(recovery_key.FIELD, "recovery.wrong")


def unlock(path: Path, code: str, password: str) -> Vault:
    """The open file; its code lists are those of this program from now on."""
    return _with_current_lists(vault.open_with_password(path, code, password))


def recover(
    path: Path,
    typed_key: str,
    code: str,
    new_password: str,
    now: datetime,
    cost: Cost | None = None,
) -> Vault:
    """The open file by its recovery key; the person's password is the new one from now on."""
    check_password(new_password)
    return _with_current_lists(passwords.open_with_recovery(path, typed_key, code, new_password, now, cost))


def change_password(open_vault: Vault, old: str, new: str, now: datetime, cost: Cost | None = None) -> None:
    """The acting person's new password; the old one is asked for again."""
    check_password(new, field="new_password")
    passwords.change_password(open_vault, old, new, now, cost)


def add_person(
    open_vault: Vault, code: str, name: str, password: str, now: datetime, cost: Cost | None = None
) -> Actor:
    """Another person with a password of their own for this file."""
    check_password(password)
    return passwords.add_person(open_vault, _person(code, name), password, now, cost)


def lock(open_vault: Vault) -> None:
    """Closes the file; only a way in opens it again."""
    open_vault.close()


def verify(path: Path, code: str, password: str) -> list[Finding]:
    """Everything that is wrong with the file; empty when it is whole."""
    opened = vault.open_with_password(path, code, password)
    try:
        return findings(opened)
    finally:
        opened.close()


def _create(
    path: Path, role: Role, code: str, name: str, password: str, now: datetime, cost: Cost | None
) -> Created:
    check_password(password)
    opened, printed_key = vault.create(path, role, _person(code, name), password, now, cost)
    return Created(_with_current_lists(opened), printed_key)


def _person(code: str, name: str) -> Person:
    code, name = (unicodedata.normalize("NFC", text).strip() for text in (code, name))
    if not code:
        raise InvalidInput("code", "person.code_missing")
    if len(code) > LONGEST_CODE:
        raise InvalidInput("code", "person.code_too_long", longest=LONGEST_CODE)
    if not name:
        raise InvalidInput("name", "person.name_missing")
    return Person(code, name)


def _with_current_lists(opened: Vault) -> Vault:
    """Brings the shipped code lists into the file where they differ.

    Entries no longer shipped, the office's own, and the ends that an office set to its groups stay.
    """
    try:
        held = {row[:2]: row for row in code_entries.rows(opened.db)}
        fresh = sorted({_with_own_end(row, held.get(row[:2])) for row in _shipped()} - set(held.values()))
        if fresh:
            with opened.transaction() as db:
                code_entries.put(db, fresh)
    except BaseException:
        opened.close()
        raise
    return opened


def _with_own_end(shipped: Row, held: Row | None) -> Row:
    """A group that the office ended does not come back with the program's next list."""
    if held is None or shipped[0] not in ENDED_BY_OFFICE or shipped[-1] is not None:
        return shipped
    return (*shipped[:-1], held[-1])


def _shipped() -> Iterator[Row]:
    for code_list in resources.code_lists().values():
        for entry in code_list.entries:
            facts = json.dumps(dict(entry.facts), ensure_ascii=False, sort_keys=True)
            yield (
                code_list.name,
                entry.code,
                entry.label,
                facts,
                entry.sort,
                entry.valid_from,
                entry.valid_to,
            )
