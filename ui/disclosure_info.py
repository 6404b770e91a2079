# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Auskunft (Art. 15 DSGVO): set beside the windows, looked at, then printed or saved for the person."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.operations import disclosure_info
from app.operations.disclosure_info import FORM, InfoSheet, Printed
from app.operations.leaving import OwnSheet
from ui import files
from ui.errors import guard
from ui.job_line import JobLine
from ui.session import Session
from ui.sheet_dialog import SheetDialog
from ui.widgets import secondary_button, show_toast

JOB = "Auskunft wird gesetzt"
TITLE = "Auskunft über alle Daten"
_HINT = (
    "Bitte lesen Sie zuerst die Vermerke. Steht dort etwas über andere Menschen, fragen Sie erst den "
    "Datenschutz. Die Auskunft wird nicht aufgehoben; dass es sie gab, wird vermerkt."
)


class InfoDialog(SheetDialog):
    """The pages, and the same as data."""

    def __init__(
        self, owner: QWidget, session: Session, case_id: str, sheet: InfoSheet, printed: Printed
    ) -> None:
        super().__init__(owner, session, OwnSheet(case_id, printed.pdf, FORM), TITLE, _HINT)
        self._case_id, self._info = case_id, sheet
        self.data = secondary_button("Als Daten speichern", self.save_data, "folder")
        self.data.setToolTip("Dasselbe als Datei (JSON), die andere Programme lesen")
        self.acts.insertWidget(2, self.data)

    def save_data(self) -> None:
        target = files.choose_target(self, "Als Daten speichern", "auskunft.json", "JSON (*.json)")
        if target is not None:
            with guard(self):
                self._session.write(disclosure_info.save_data, self._case_id, self._info, target)
                show_toast(self._owner, "Die Daten sind außerhalb der Akte gespeichert.")


def make_disclosure_info(owner: QWidget, session: Session, case_id: str, progress: JobLine) -> None:
    """Gathers at once and sets the pages beside the windows; the answer opens them."""
    now = session.now()
    sheet = session.read(disclosure_info.gather, case_id, now)

    def show(printed: Printed) -> None:
        InfoDialog(owner, session, case_id, sheet, printed).open()

    progress.start(lambda _progress: disclosure_info.render(sheet, now), show)
