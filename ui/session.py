# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The open vault as windows see it: read, write, and one signal that something changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Concatenate, ParamSpec, TypeVar

from PySide6.QtCore import QObject, Signal

from app.domain.dates import berlin_date
from app.operations.vaults import Actor, Role, Vault
from ui.held_drafts import HeldDrafts

P = ParamSpec("P")
R = TypeVar("R")
Clock = Callable[[], datetime]


def utc_now() -> datetime:
    return datetime.now(UTC)


class Session(QObject):
    """One unlocked vault and its clock; `changed` tells every visible page to show afresh."""

    changed = Signal()

    def __init__(self, vault: Vault, clock: Clock = utc_now, held: HeldDrafts | None = None) -> None:
        super().__init__()
        self.held = held or HeldDrafts()
        self._vault: Vault | None = vault
        self._clock = clock
        self.saved_at: datetime | None = None
        self.client_looks_on = False
        """Conversation mode: nobody else is shown or looked for."""
        self.begun_with_client: str | None = None
        """The page that the client has seen from its beginning: a draft there is his or her own."""

    @property
    def vault(self) -> Vault:
        """The open vault; RuntimeError once the session is closed."""
        if self._vault is None:
            raise RuntimeError("the session is closed")
        return self._vault

    @property
    def is_open(self) -> bool:
        """False once it or its file is closed; work beside the windows may end later than that."""
        return self._vault is not None and self._vault.is_open

    @property
    def role(self) -> Role:
        return self.vault.role

    @property
    def actor(self) -> Actor:
        return self.vault.actor

    def now(self) -> datetime:
        """This moment, in UTC."""
        return self._clock()

    def today(self) -> date:
        """The calendar day in the office (Europe/Berlin)."""
        return berlin_date(self.now())

    def read(self, query: Callable[Concatenate[Vault, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """What a query finds: `query(vault, …)`."""
        return query(self.vault, *args, **kwargs)

    def write(self, operation: Callable[..., R], *args: object, **kwargs: object) -> R:
        """Do `operation(vault, …, now=…)`, then tell every page; an error changes and tells nothing."""
        result = operation(self.vault, *args, now=self.now(), **kwargs)
        self.saved_at = self.now()
        self.changed.emit()
        return result

    def keep(self, operation: Callable[..., R], *args: object, **kwargs: object) -> R:
        """Like `write`, for drafts: nothing that is shown changes, so no page is told."""
        result = operation(self.vault, *args, now=self.now(), **kwargs)
        self.saved_at = self.now()
        return result

    def close(self) -> None:
        """Close the vault and drop the reference to it; closing twice is one closing."""
        vault, self._vault = self._vault, None
        if vault is not None:
            vault.close()
