# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Somebody opened our Vertretungskopie: it stands above Heute until it was read."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

import resources
from app.domain.deputy import Opening
from app.operations import deputy_notices
from ui.backups import moment_in_words
from ui.form_dialog import FormDialog
from ui.office_deputy import opening_in_words
from ui.session import Session
from ui.widgets import Banner, Card, FormPanel, clear, column, label, secondary_button

_TITLE = "Ihre Vertretungskopie"
_OPENED = "Ihre Vertretungskopie wurde geöffnet."
_MORE = "„Ansehen“ sagt, wer es war, warum und welche Fälle übernommen sind."


class DeputyNotice(QWidget):
    """One line, and all of it on asking: Heute has other things to say too."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._room = column(parent=self)

    def is_open(self) -> bool:
        clear(self._room)
        new, alarm = _unseen(self._session), bool(self._session.read(deputy_notices.alarms))
        if not new and not alarm:
            return False
        look = secondary_button("Ansehen", lambda: open_notices(self, self._session))
        look.setAccessibleName(f"Ansehen: {_TITLE}")
        if alarm:
            what = resources.message("deputy.notice_false").what
            self._room.addWidget(
                Banner("warning", what, f"Außerdem: {_OPENED}" if new else "", "danger", look)
            )
        else:
            self._room.addWidget(Banner("people", _OPENED, f"{_last(new)} {_MORE}", "info", look))
        return True


def open_notices(owner: QWidget, session: Session) -> FormDialog:
    """Word for word what was told since somebody last read it here."""
    new, alarm, form = _unseen(session), session.read(deputy_notices.alarms), FormPanel()
    for each in new:
        form.body.addWidget(Card(label(opening_in_words(each), wrap=True)))
    if alarm:
        message = resources.message("deputy.notice_false")
        said = " ".join(filter(None, (message.safe, message.todo)))
        form.body.addWidget(Banner("warning", message.what, said, "danger"))
    shown = (*(each.request for each in new), *([None] if alarm else []))

    def read(_values: dict[str, Any]) -> None:
        session.write(deputy_notices.mark_seen, shown)

    dialog = FormDialog(owner, _TITLE, form, "Gelesen", read)
    dialog.open()
    return dialog


def _unseen(session: Session) -> list[Opening]:
    return [each for each in session.read(deputy_notices.openings) if not each.seen]


def _last(new: list[Opening]) -> str:
    times = [at for each in new for at in each.times]
    return f"Zuletzt am {moment_in_words(max(times))}." if times else ""
