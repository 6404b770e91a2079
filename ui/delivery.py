# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Releases go out: by the exchange folder beside the windows, by themselves while something waits."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

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

    job: ClassVar[str] = JOB
    others: ClassVar[tuple[str, ...]] = (JOB,)
    """Work after which this one has nothing to do, or is at it already."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._timer = QTimer(self, interval=LOOK_EVERY_MS)
        self._timer.timeout.connect(self.go)
        self._timer.start()
        QTimer.singleShot(0, self, self.go)

    def go(self) -> None:
        """A round if there is an errand and a way, it is time, and nobody else is at it."""
        if not self._session.is_open or any(job.label in self.others for job in jobs.running()):
            return
        if self.is_called():
            jobs.run(self.job, self.work(), self._done, write_log)

    def is_called(self) -> bool:
        """Deliver or listen: something waits, or nobody has listened for long."""
        session = self._session
        return (
            session.read(epochs.has_errand, session.now())
            and session.read(reporting.transport) is not None
            and session.read(ways.is_due, session.now())
        )

    def work(self) -> Work:
        return work(self._session)

    def brought(self, result: Any) -> bool:
        """Whether the pages have something new to show."""
        return any((result.sent, result.receipts, result.trouble, result.returned, result.news))

    def _done(self, result: Any) -> None:
        if self._session.is_open and self.brought(result):
            self._session.changed.emit()
