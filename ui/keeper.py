# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is kept up to date by itself while a file is open."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from app.operations.vaults import Vault
from ui import jobs
from ui.session import Session

FIRST_LOOK_MS = 2_000  # Heute comes first
LOOK_EVERY_MS = 60 * 60 * 1000


class Keeper(QObject):
    """`work` shortly after the file opens, every hour, and once for each mark that `asked_for` gives anew.

    While its `job` is under way it waits for the end of that; what went wrong waits for the hour.
    """

    def __init__(
        self, session: Session, job: str, asked_for: Callable[[Vault], str], work: Callable[[str], object]
    ) -> None:
        super().__init__(session)
        self._session, self._job, self._asked_for, self._work = session, job, asked_for, work
        self._tried_for = ""
        session.changed.connect(self._look)
        self._hourly = QTimer(self, interval=LOOK_EVERY_MS)
        self._soon = QTimer(self, interval=FIRST_LOOK_MS, singleShot=True)
        for timer in (self._hourly, self._soon):
            timer.timeout.connect(self.go)
            timer.start()

    def go(self) -> None:
        if not self._session.is_open:
            return
        if any(job.label == self._job for job in jobs.running()):
            self._soon.start()
        else:
            self._tried_for = self._session.read(self._asked_for)
            self._work(self._tried_for)

    def _look(self) -> None:
        if self._session.is_open and self._session.read(self._asked_for) not in ("", self._tried_for):
            self.go()
