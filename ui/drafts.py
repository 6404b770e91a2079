# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Nothing typed is lost: what stands in a form is kept while it is typed, and back when it opens again."""

from __future__ import annotations

import json

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QTextCursor

from app.domain.errors import Trouble
from app.operations import drafts
from ui.errors import guard
from ui.session import Session
from ui.widgets import FormPanel, LongText

PAUSE_MS = 500
LONGEST_MS = 1500


class DraftKeeper(QObject):
    """Keeps what was typed into `form` half a second after typing stops, and within two seconds on the disk.

    `kind` and `record_id` say which form it is and what it is about; the caret of `caret_in` returns too.
    """

    kept = Signal()

    def __init__(
        self,
        session: Session,
        form: FormPanel,
        kind: str,
        record_id: str | None = None,
        caret_in: LongText | None = None,
    ) -> None:
        super().__init__(form)
        self._session, self._form, self._caret_in = session, form, caret_in
        self._kind, self._record_id = kind, record_id
        self._pause = self._timer(PAUSE_MS)
        self._limit = self._timer(LONGEST_MS)
        self._waiting = False
        self.restored = self._restore()
        form.changed.connect(self._typed)
        form.installEventFilter(self)
        if self._held():
            self._typed()  # tried again, for there may be room now

    def keep(self) -> None:
        """Store now what has been typed since the last time."""
        if not self._waiting:
            return
        self._stop_timers()
        with guard(self._form):
            stored = self._store()
            self._waiting = False
            if stored:
                self.kept.emit()

    def discard(self) -> None:
        """The form became a record, or was given up: its draft goes."""
        self._stop_timers()
        self._waiting = False
        self._session.held.drop(self._session.vault, self._kind, self._record_id)
        found = self._session.read(drafts.draft, self._kind, self._record_id)
        if found is not None:
            self._session.keep(drafts.discard, found.id)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Hide:
            self.keep()
        return False

    def _store(self) -> bool:
        """False where nothing is typed any more: then there is no draft."""
        typed = self._form.typed()
        if not typed:
            self.discard()
            return False
        caret = self._caret_in.textCursor().position() if self._caret_in else 0
        draft = (self._kind, self._record_id, json.dumps(typed, ensure_ascii=False), caret)
        try:
            self._session.keep(drafts.keep, *draft)
        except Trouble:
            self._session.held.hold(self._session.vault, *draft)
            raise
        self._session.held.drop(self._session.vault, self._kind, self._record_id)
        return True

    def _restore(self) -> bool:
        """Put the draft back, caret and all; False if there is none."""
        found = self._found()
        if found is None:
            return False
        fields, caret = found
        typed = json.loads(fields)
        self._form.retype(typed)
        for name in typed.keys() & self._form.typed().keys():
            self._form.row(name).check()
        if self._caret_in is not None:
            cursor = QTextCursor(self._caret_in.document())
            cursor.setPosition(min(caret, self._caret_in.document().characterCount() - 1))
            self._caret_in.setTextCursor(cursor)
        return True

    def _found(self) -> tuple[str, int] | None:
        """Fields and caret: what could not be written is newer than what the file holds."""
        held = self._held()
        if held is not None:
            return held
        stored = self._session.read(drafts.draft, self._kind, self._record_id)
        return (stored.json, stored.caret) if stored else None

    def _held(self) -> tuple[str, int] | None:
        return self._session.held.find(self._session.vault, self._kind, self._record_id)

    def _typed(self) -> None:
        self._waiting = True
        self._pause.start()
        if not self._limit.isActive():
            self._limit.start()

    def _stop_timers(self) -> None:
        self._pause.stop()
        self._limit.stop()

    def _timer(self, milliseconds: int) -> QTimer:
        timer = QTimer(self, singleShot=True, interval=milliseconds)
        timer.timeout.connect(self.keep)
        return timer
