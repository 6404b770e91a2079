# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A form whose act takes long: it is done beside the windows, and the form closes once it is done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QBoxLayout, QWidget

from ui.drafts import DraftKeeper
from ui.errors import WaysOut, guard
from ui.form_dialog import FormDialog
from ui.job_line import JobLine
from ui.jobs import Work
from ui.session import Session
from ui.widgets import FormPanel


class JobDialog(FormDialog):
    """`begin` makes the work of the form's values, or raises; `done` gets what came of it.

    While it goes on nothing can be changed, and the first Escape stops it. After an error the form stays.
    """

    def __init__(
        self,
        owner: QWidget,
        session: Session,
        title: str,
        form: FormPanel,
        button: str,
        word: str,
        begin: Callable[[dict[str, Any]], Work],
        done: Callable[[Any], object],
        ways_out: WaysOut | None = None,
        draft: DraftKeeper | None = None,
        *,
        can_stop: bool = True,
    ) -> None:
        super().__init__(owner, title, form, button, begin, ways_out, draft)
        self._begin, self._done, self._can_stop = begin, done, can_stop
        self._focused: QWidget | None = None
        self.progress = JobLine(session, word, can_stop=can_stop)
        self.progress.ended.connect(lambda: self._wait(False))
        whole = self.layout()
        assert isinstance(whole, QBoxLayout)
        whole.insertWidget(whole.count() - 1, self.progress)

    def submit(self) -> None:
        """Begin, unless it is under way."""
        if not self.progress.is_busy():
            with guard(self, self._ways_out):
                self.work(self._begin(self.form.values()))

    def work(self, work: Work) -> None:
        """This work now; the form closes when it is done."""
        self._wait(True)
        self.progress.start(work, self._finish, self._ways_out)

    def reject(self) -> None:
        if not self.progress.is_busy():
            super().reject()
        elif self._can_stop:
            self.progress.stop()

    def _finish(self, result: Any) -> None:
        self.close_done()
        self._done(result)

    def _wait(self, on: bool) -> None:
        if on:
            self._focused = self.focusWidget()
        for part in (self.form, self._go):
            part.setDisabled(on)
        if not on and self._focused is not None:
            self._focused.setFocus()
