# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Keys after a loss: another data key, other ways in, a new recovery sheet."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from datetime import datetime

from app.domain.errors import InvalidInput, Trouble
from app.domain.progress import Progress
from app.operations.passphrases import passphrase
from storage import key_change, recovery_key, staff
from storage.key_change import NewWays
from storage.passwords import prove_password
from storage.vault import Vault

__all__ = [
    "NewWays",
    "change_data_key",
    "change_recovery_key",
    "finish",
    "is_begun",
    "new_recovery_key",
    "prepare",
    "prove_password",
    "with_start_password",
]

START_WORDS = 5


def prepare(vault: Vault, own_password: str, leaving: Collection[str]) -> NewWays:
    """What will open the file, to be written down before anything is changed; `leaving` are ids."""
    prove_password(vault, own_password)
    if vault.actor.id in leaving:
        raise InvalidInput("leaving", "key_change.not_yourself")
    others = (each for each in staff.at_work(vault.db) if each.id != vault.actor.id)
    stay = tuple((each.code, passphrase(START_WORDS)) for each in others if each.id not in leaving)
    return NewWays(own_password, new_recovery_key(), stay)


def change_data_key(vault: Vault, new: NewWays, now: datetime, progress: Progress) -> None:
    """Another data key; what was copied before still opens by the ways in of its day, nothing later does."""
    key_change.change_key(vault, new, now, progress)


def new_recovery_key() -> str:
    return recovery_key.generate()


def change_recovery_key(vault: Vault, own_password: str, printed_key: str, now: datetime) -> None:
    """For a file whose sheet is lost, was never written, or was seen by somebody."""
    key_change.change_recovery_key(vault, own_password, printed_key, now)


def finish(vault: Vault, now: datetime) -> None:
    """Ends a change of the data key that was cut off; what hinders it is told under Büro and tried again."""
    with suppress(Trouble):
        key_change.finish(vault, now)


def is_begun(vault: Vault) -> bool:
    """Whether a change of the data key still waits for its end."""
    return key_change.is_begun(vault.db)


def with_start_password(vault: Vault) -> frozenset[str]:
    """The ids of those who have to choose a password of their own."""
    return staff.with_start_password(vault.db)
