# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""How far work beside the windows is, with a way to stop it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QProgressBar, QWidget
from shiboken6 import isValid

from ui import jobs
from ui.errors import WaysOut, show
from ui.jobs import Job, Work
from ui.session import Session
from ui.theme import rem
from ui.widgets import box, column, label, line, link_button

_LOOK_EVERY_MS = 100


class JobLine(QWidget):
    """One kind of job, named by `word`; it goes on while its page is away, and a new line finds it again."""

    ended = Signal()

    def __init__(self, session: Session, word: str, *, can_stop: bool = True) -> None:
        super().__init__()
        self._session, self._word = session, word
        self._words = label(word, "small", "muted")
        self._bar = QProgressBar()
        self._bar.setAccessibleName(word)
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(rem(0.5))
        self._bar.setRange(0, 0)
        stop = link_button("Anhalten", self.stop, "cross", small=True)
        column(box(line(self._words, None, stop)), self._bar, parent=self, gap=0.2)
        stop.setVisible(can_stop)
        self._look = QTimer(self, interval=_LOOK_EVERY_MS)
        self._look.timeout.connect(self._watch)
        self.hide()
        for job in self._jobs():
            self._follow(job)

    def is_busy(self) -> bool:
        return bool(self._jobs())

    def start(self, work: Work, on_done: Callable[[Any], object], ways_out: WaysOut | None = None) -> None:
        """Begin; pages are told when it is done, and `on_done` is called if this line still stands."""
        if self.is_busy():
            return
        session = self._session

        def done(result: Any) -> None:
            if session.is_open:
                session.changed.emit()
                if isValid(self):
                    on_done(result)

        def failed(error: BaseException) -> None:
            if session.is_open:
                session.changed.emit()
                show(self.parentWidget() if isValid(self) else None, error, ways_out)

        self._follow(jobs.run(self._word, work, done, failed))

    def _jobs(self) -> list[Job]:
        return [job for job in jobs.running() if job.label == self._word]

    def _follow(self, job: Job) -> None:
        self._bar.setRange(0, 0)
        self._words.setText(self._word)
        job.progressed.connect(self._show)
        job.over.connect(self._watch, Qt.ConnectionType.QueuedConnection)
        self._look.start()  # a job found under way may be over already, and its signal gone
        self.show()

    def _show(self, done: int, total: int, what: str) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._words.setText(f"{self._word} {what}".strip())

    def _watch(self) -> None:
        if not self.is_busy():
            self._look.stop()
            self.hide()
            self.ended.emit()

    def stop(self) -> None:
        """Ask it to stop at its next step."""
        for job in self._jobs():
            job.cancel()
