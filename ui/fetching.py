# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The Kreis fetches, and puts what it says to the offices: by a button, and by itself beside the windows."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import QTimer

from app.domain.progress import Progress
from app.operations import district, district_rounds
from app.operations.district import Fetched
from ui.delivery import Courier
from ui.jobs import Work
from ui.session import Session
from ui.system_proxy import proxy_for

JOB = "Meldungen werden abgeholt"
BY_ITSELF = "Meldungen werden von selbst abgeholt"


def work(session: Session, folder: Path | None = None) -> Work:
    """The job that takes what lies in the exchange folder, or in one carried by hand, and answers it."""
    vault, now, way = session.vault, session.now(), session.read(district.transport)
    address = way.address if way and not folder else ""

    def fetch(progress: Progress) -> Fetched:
        return district.fetch(vault, now, progress, folder, proxy=proxy_for(address))

    return fetch


class Fetcher(Courier):
    """In the coordination: at the beginning, every few minutes, and as soon as something was published."""

    job: ClassVar[str] = BY_ITSELF
    others: ClassVar[tuple[str, ...]] = (JOB, BY_ITSELF)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        session.changed.connect(lambda: QTimer.singleShot(0, self, self.go))

    def is_called(self) -> bool:
        return self._session.read(district_rounds.is_called, self._session.now())

    def work(self) -> Work:
        return work(self._session)

    def brought(self, result: Any) -> bool:
        return any((result.accepted, result.refused, result.forks, result.waiting, result.trouble))
