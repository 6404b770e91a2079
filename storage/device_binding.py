# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A password that opens the file on this computer alone: bound to a secret in its keyring, and freed again.

The secret of a binding that ended stays in the keyring, because backups of those days still need it.
"""

from __future__ import annotations

from datetime import datetime

from storage import device_secret, key_slots, recovery_key, slot_files
from storage.key_slots import Cost
from storage.passwords import prove_password, set_password
from storage.vault import Vault


def is_bound(vault: Vault) -> bool:
    """Whether the acting person's password is."""
    return key_slots.needs_device(slot_files.read(vault.path), vault.actor.code)


def bind(vault: Vault, password: str, typed_key: str, now: datetime, cost: Cost | None = None) -> None:
    """Proves first that the recovery sheet is there: it is the only way in once the keyring is lost.

    InvalidInput `vault.wrong_password`, `recovery.…`; Unusable where there is no keyring to rely on.
    """
    prove_password(vault, password)
    key_slots.open_with_recovery(slot_files.read(vault.path), recovery_key.parse(typed_key))
    set_password(vault, password, now, "vault.device_bound", cost, device_secret.make())


def free(vault: Vault, password: str, now: datetime, cost: Cost | None = None) -> None:
    """The password alone opens the file again."""
    prove_password(vault, password)
    set_password(vault, password, now, "vault.device_freed", cost)
