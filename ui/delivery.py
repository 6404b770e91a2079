# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Releases go out: by the exchange folder beside the windows, by themselves while something waits."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from app.domain.progress import Progress
from app.operations import epochs, reporting, ways
from app.operations.reporting import Delivery
from ui import jobs
from ui.errors import show, write_log
from ui.jobs import Work
from ui.session import Session
from ui.system_proxy import proxy_for
from ui.widgets import show_toast

JOB = "Meldung wird übergeben"
LOOK_EVERY_MS = 60 * 1000


def work(session: Session, folder: Path | None = None) -> Work:
    """The job that delivers everything that waits, to the exchange folder or to one carried by hand."""
    vault, now, way = session.vault, session.now(), session.read(reporting.transport)
    address = way.address if way and not folder else ""

    def deliver(progress: Progress) -> Delivery:
        return reporting.deliver(vault, now, progress, folder, proxy=proxy_for(address))

    return deliver


def say_delivery(owner: QWidget, result: Delivery, *, on_stick: bool) -> None:
    """What came of it, in words."""
    if result.trouble is not None:
        show(owner, result.trouble)
    elif result.returned:
        show_toast(owner, "Ihre Meldungen sind zurück. Sie können wieder freigeben.")
    elif on_stick:
        show_toast(owner, "Die Meldungen liegen auf dem Stick, verschlüsselt für die Koordination.")
    elif result.sent:
        show_toast(
            owner, "Die Meldung ist übergeben. Die Quittung kommt, sobald die Koordination sie abholt."
        )
    elif result.receipts:
        show_toast(owner, "Die Quittung der Koordination ist da.")


class Courier(QObject):
    """Takes what waits to the exchange folder by itself, in silence, whenever it is time to try again."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._timer = QTimer(self, interval=LOOK_EVERY_MS)
        self._timer.timeout.connect(self.go)
        self._timer.start()
        QTimer.singleShot(0, self, self.go)

    def go(self) -> None:
        """Deliver or listen if there is an errand and a way, it is time, and nobody else is at it."""
        if not self._session.is_open or any(job.label == JOB for job in jobs.running()):
            return
        errand = self._session.read(epochs.has_errand, self._session.now())
        if errand and self._session.read(reporting.transport) is not None and self._is_due():
            jobs.run(JOB, work(self._session), self._delivered, write_log)

    def _is_due(self) -> bool:
        return self._session.read(ways.is_due, self._session.now())

    def _delivered(self, result: Delivery) -> None:
        said = (result.sent, result.receipts, result.trouble, result.returned, result.news)
        if self._session.is_open and any(said):
            self._session.changed.emit()
