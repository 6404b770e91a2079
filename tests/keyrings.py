# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A keyring that lives in memory, behind the real interface of `keyring`."""

from __future__ import annotations

import keyring.errors
from keyring.backend import KeyringBackend


class InMemory(KeyringBackend):
    """Made to look like one of the known ones."""

    priority = 1.0
    silent = forgetful = False
    persist = "enterprise"
    """As that of Windows begins: it would go along to every computer of a domain."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.silent:
            raise keyring.errors.KeyringLocked
        if not self.forgetful:
            self.kept[service, username] = password

    def get_password(self, service: str, username: str) -> str | None:
        if self.silent:
            raise keyring.errors.KeyringLocked
        return self.kept.get((service, username))

    def delete_password(self, service: str, username: str) -> None:
        self.kept.pop((service, username), None)


InMemory.__module__ = "keyring.backends.SecretService"
