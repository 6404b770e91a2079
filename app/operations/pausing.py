# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A case that rests: still open and counted as such, because for now there is nothing to do in it."""

from __future__ import annotations

from datetime import datetime

from app.operations.writable import require_writable
from storage import cases, journal
from storage.vault import Vault


def pause(vault: Vault, case_id: str, now: datetime) -> None:
    """Follow-ups and appointments stay; a resting case rests on."""
    _set(vault, case_id, "paused", now)


def resume(vault: Vault, case_id: str, now: datetime) -> None:
    """It is active again."""
    _set(vault, case_id, "active", now)


def _set(vault: Vault, case_id: str, status: str, now: datetime) -> None:
    with vault.transaction() as db:
        require_writable(db, case_id)
        cases.set_status(db, case_id, status)
        journal.note(db, now, vault.actor, f"case.{'paused' if status == 'paused' else 'resumed'}", case_id)
