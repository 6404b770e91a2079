# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Beside the windows: hears who opened our Vertretungskopie, and makes it anew where that is asked for."""

from __future__ import annotations

from contextlib import suppress

from PySide6.QtCore import QObject, QTimer

from app.domain.errors import Trouble
from app.domain.progress import Progress
from app.operations import deputies, deputy_notices
from ui import jobs
from ui.backups import FIRST_LOOK_MS, LOOK_EVERY_MS
from ui.errors import write_log
from ui.jobs import Work
from ui.session import Session

JOB = "Vertretungskopie"


class DeputyKeeper(QObject):
    """Shortly after the file opens, every hour, and once for each change of who is named."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session, self._tried_for = session, ""
        session.changed.connect(self._look)
        self._timer = QTimer(self, interval=LOOK_EVERY_MS)
        self._timer.timeout.connect(self.go)
        self._timer.start()
        QTimer.singleShot(FIRST_LOOK_MS, self, self.go)

    def go(self) -> None:
        if not self._session.is_open or any(job.label == JOB for job in jobs.running()):
            return
        self._tried_for = self._session.read(deputies.asked_for)
        if self._tried_for or self._session.read(deputies.state).deputy is not None:
            jobs.run(JOB, _work(self._session), self._done, write_log)

    def _look(self) -> None:
        """What went wrong then waits for the hour."""
        if self._session.is_open and self._session.read(deputies.asked_for) not in ("", self._tried_for):
            self.go()

    def _done(self, new: bool) -> None:
        if new and self._session.is_open:
            self._session.changed.emit()


def _work(session: Session) -> Work:
    vault, now = session.vault, session.now()

    def work(progress: Progress) -> bool:
        heard = deputy_notices.hear(vault, now)
        asked = bool(deputies.asked_for(vault))
        if asked:
            with suppress(Trouble):  # it stands in Büro until it succeeds
                deputies.renew(vault, now, progress)
        return heard or asked

    return work
