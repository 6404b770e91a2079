# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""That figures are being counted and audited, how far it is, and a way to stop and to begin again."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from ui.jobs import Job
from ui.widgets import label, line, link_button

COUNTING = "Zahlen werden berechnet"


class CountingLine(QWidget):
    """One count at a time: another one stops it."""

    def __init__(self, again: Callable[[], object]) -> None:
        super().__init__()
        self._job: Job | None = None
        self._words = label(f"{COUNTING} …", tone="muted")
        self.stop = link_button("Anhalten", self._stop, "cross", small=True)
        self.again = link_button("Neu berechnen", again, "refresh", small=True)
        self.again.hide()
        line(self._words, self.stop, self.again, None, parent=self, gap=0.8)

    def follow(self, job: Job) -> None:
        if self._job is not None:
            self._job.cancel()
        self._job = job
        self._say(f"{COUNTING} …", stopped=False)
        job.progressed.connect(self._show)

    def _show(self, done: int, _total: int, _label: str) -> None:
        if done:
            self._words.setText(f"{COUNTING} …, {done + 1}. Versuch gegen Rückrechnen")

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
        self._say("Die Berechnung ist angehalten. Hinausgegangen ist nichts.", stopped=True)
        self.again.setFocus()

    def _say(self, words: str, *, stopped: bool) -> None:
        self._words.setText(words)
        self.stop.setHidden(stopped)
        self.again.setVisible(stopped)
