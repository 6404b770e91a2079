# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Drafts that could not be written: they outlive page, cover and lock, sealed, until there is room again."""

from __future__ import annotations

from datetime import datetime

from app.domain.errors import Trouble
from app.operations import drafts
from app.operations.vaults import Vault

Key = tuple[str, str, str | None]
"""The file, the form, and what the form is about."""


class HeldDrafts:
    """One for the window; in it stands nothing that can be read while the file is locked."""

    def __init__(self) -> None:
        self._sealed: dict[Key, bytes] = {}

    def are_waiting(self) -> bool:
        return bool(self._sealed)

    def hold(self, vault: Vault, kind: str, record_id: str | None, json: str, caret: int) -> None:
        self._sealed[vault.file_id, kind, record_id] = drafts.seal(vault, json, caret)

    def drop(self, vault: Vault, kind: str, record_id: str | None) -> None:
        """It was written, or nobody wants it; without one nothing happens."""
        self._sealed.pop((vault.file_id, kind, record_id), None)

    def find(self, vault: Vault, kind: str, record_id: str | None) -> tuple[str, int] | None:
        """Its fields and caret, if one is held."""
        kept = self._sealed.get((vault.file_id, kind, record_id))
        return None if kept is None else drafts.unseal(vault, kept)

    def write(self, vault: Vault, now: datetime) -> None:
        """Put them into the file, as far as it takes them; the others go on waiting."""
        for file_id, kind, record_id in list(self._sealed):
            found = self.find(vault, kind, record_id) if file_id == vault.file_id else None
            if found is None:
                continue
            try:
                drafts.keep(vault, kind, record_id, *found, now)
            except Trouble:
                return
            self.drop(vault, kind, record_id)
