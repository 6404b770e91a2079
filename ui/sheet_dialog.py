# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A sheet that is kept nowhere: looked at, then printed or saved, and with that gone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QDir, Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from app.operations import documents, leaving
from app.operations.leaving import Leaving, OwnSheet
from ui.errors import WaysOut, guard
from ui.session import Session
from ui.theme import rem
from ui.widgets import PdfPreview, box, column, label, line, primary_button, secondary_button, show_toast

_PAGE_WIDTH = 32
_A4_POINTS = 595


class SheetDialog(QDialog):
    """`hint` says what printing or saving means; a sheet for a third party is recorded by doing so."""

    def __init__(
        self,
        owner: QWidget,
        session: Session,
        sheet: Leaving | OwnSheet,
        title: str,
        hint: str,
        ways_out: WaysOut | None = None,
    ) -> None:
        super().__init__(owner.window())
        self._owner, self._session, self._sheet, self._ways_out = owner, session, sheet, ways_out
        self.setWindowTitle("KIM-Brücke")
        self.setAccessibleName(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self._file_name = f"{title.split()[0].lower()}.pdf"
        self.print = primary_button("Drucken", self.print_out, "printer")
        self.save = secondary_button("Außerhalb speichern", self.save_outside, "folder")
        self.preview = PdfPreview("Vorschau")
        self.preview.setMinimumHeight(rem(20))
        ratio = self.devicePixelRatioF()
        self.preview.fill(documents.pages(sheet.pdf, rem(_PAGE_WIDTH) * ratio / _A4_POINTS), ratio)
        head = column(label(title, "heading"), label(hint, "small", "muted", wrap=True), gap=0.1)
        acts = line(self.print, self.save, None, secondary_button("Schließen", self.reject))
        whole = column(box(head), box(acts), self.preview, parent=self, gap=0.6)
        whole.setContentsMargins(rem(1.2), rem(1), rem(1.2), rem(1))
        whole.setStretch(2, 1)
        room = owner.window().size()
        self.resize(min(rem(44), room.width()), max(rem(30), round(room.height() * 0.95)))
        self.print.setFocus(Qt.FocusReason.OtherFocusReason)

    def print_out(self) -> None:
        self._leave("Das Blatt ist beim Drucker.", leaving.print_out, self._sheet)

    def save_outside(self) -> None:
        offered = str(Path(QDir.homePath()) / self._file_name)
        chosen, _ = QFileDialog.getSaveFileName(self, "Außerhalb speichern", offered, "PDF (*.pdf)")
        if chosen:
            self._leave(
                "Das Blatt ist außerhalb der Akte gespeichert.", leaving.save, self._sheet, Path(chosen)
            )

    def _leave(self, done: str, act: Callable[..., object], *args: object) -> None:
        with guard(self, self._ways_out):
            self._session.write(act, *args)
            recorded = " Die Weitergabe ist festgehalten." if isinstance(self._sheet, Leaving) else ""
            self.accept()
            show_toast(self._owner, f"{done}{recorded}")
