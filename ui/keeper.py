# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is kept up to date by itself while a file is open."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from app.operations.vaults import Vault
from ui.session import Session

FIRST_LOOK_MS = 2_000  # Heute comes first
LOOK_EVERY_MS = 60 * 60 * 1000


class Keeper(QObject):
    """Works shortly after the file opens, every hour, and once for each mark that `asked_for` gives anew.

    What went wrong then waits for the hour.
    """

    def __init__(self, session: Session, asked_for: Callable[[Vault], str]) -> None:
        super().__init__(session)
        self._session, self._asked_for, self._tried_for = session, asked_for, ""
        session.changed.connect(self._look)
        self._timer = QTimer(self, interval=LOOK_EVERY_MS)
        self._timer.timeout.connect(self.go)
        self._timer.start()
        QTimer.singleShot(FIRST_LOOK_MS, self, self.go)

    def go(self) -> None:
        if self._session.is_open and not self.is_busy():
            self._tried_for = self._session.read(self._asked_for)
            self.work(self._tried_for)

    def is_busy(self) -> bool:
        """Whether it is at work already."""
        return False

    def work(self, asked: str) -> None:
        """Begin what there is to do, if anything."""
        raise NotImplementedError

    def _look(self) -> None:
        if self._session.is_open and self._session.read(self._asked_for) not in ("", self._tried_for):
            self.go()
