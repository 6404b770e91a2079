# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""How a long act tells how far it is, without knowing who listens."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Called as work goes on; may raise `Cancelled` to stop it."""

    def advance(self, done: int, total: int, label: str) -> None: ...


class Silent:
    """Progress that nobody watches."""

    def advance(self, done: int, total: int, label: str) -> None:  # noqa: ARG002
        return None


class Repeated:
    """Progress that is told again while something is waited for: so a stop is noticed."""

    def __init__(self, listener: Progress | None) -> None:
        self._listener = listener or Silent()
        self._last = (0, 0, "")

    def advance(self, done: int, total: int, label: str) -> None:
        self._last = (done, total, label)
        self.again()

    def again(self) -> None:
        self._listener.advance(*self._last)
