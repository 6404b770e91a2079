# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""After an erasure: the bytes go too, before the next backup is made or beside the windows."""

from __future__ import annotations

from datetime import datetime

from app.domain.progress import Progress
from storage import erasure, journal
from storage.migrate import Role
from storage.vault import Vault


def are_left(vault: Vault) -> bool:
    """Whether rows are gone and their bytes are still in the file."""
    return vault.role is Role.CASE and erasure.are_bytes_left(vault.db)


def overwrite(vault: Vault, now: datetime, progress: Progress) -> bool:
    """False: somebody wrote or still reads: try again. Trouble leaves the rows gone and the bytes to do."""
    if not erasure.overwrite(vault, progress):
        return False
    with vault.transaction() as db:
        erasure.bytes_are_gone(db)
        journal.note(db, now, vault.actor, "file.bytes_erased")
    return True
