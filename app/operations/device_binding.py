# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The acting person's password bound to this computer, and freed again."""

from __future__ import annotations

from datetime import datetime

from app.domain.errors import Refusal
from storage import device_binding
from storage.key_slots import Cost
from storage.system_keyring import Unusable
from storage.vault import Vault


def is_bound(vault: Vault) -> bool:
    return device_binding.is_bound(vault)


def bind(vault: Vault, password: str, typed_key: str, now: datetime, cost: Cost | None = None) -> None:
    """Refusal where there is no keyring to rely on; password and recovery key are proven first."""
    try:
        device_binding.bind(vault, password, typed_key, now, cost)
    except Unusable as unusable:
        raise Refusal("device.no_keyring") from unusable


def free(vault: Vault, password: str, now: datetime, cost: Cost | None = None) -> None:
    """The password alone opens the file again."""
    device_binding.free(vault, password, now, cost)
