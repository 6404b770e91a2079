# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Beside the windows: hears who opened our Vertretungskopie, and makes it anew where that is asked for."""

from __future__ import annotations

from contextlib import suppress

from app.domain.errors import Trouble
from app.domain.progress import Progress
from app.operations import deputies, deputy_notices
from ui import jobs
from ui.errors import write_log
from ui.jobs import Work
from ui.keeper import Keeper
from ui.session import Session

JOB = "Vertretungskopie"


class DeputyKeeper(Keeper):
    """Hears who opened a copy, and makes a new one for each backup and each change of who is named."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, JOB, deputies.asked_for, self._begin)

    def _begin(self, asked: str) -> None:
        if asked or self._session.read(deputies.state).deputy is not None:
            jobs.run(JOB, _work(self._session), self._done, write_log)

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
