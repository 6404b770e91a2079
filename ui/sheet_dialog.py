# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A sheet that is kept nowhere: looked at, then printed or saved, and with that gone."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.operations import leaving, printing
from app.operations.leaving import Leaving, OwnSheet
from ui import files
from ui.errors import WaysOut, guard
from ui.print_dialog import ask_to_print
from ui.reading_order import Dialog
from ui.session import Session
from ui.theme import rem
from ui.widgets import PdfPreview, box, column, label, line, primary_button, secondary_button, show_toast

_PAGE_WIDTH = 32
_A4_POINTS = 595
_DRAWN = 20


class SheetDialog(Dialog):
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
        self._draw_pages(sheet.pdf)
        head = column(label(title, "heading"), label(hint, "small", "muted", wrap=True), gap=0.1)
        self.acts = line(self.print, self.save, None, secondary_button("Schließen", self.reject))
        whole = column(box(head), box(self.acts), self.preview, parent=self, gap=0.6)
        whole.setContentsMargins(rem(1.2), rem(1), rem(1.2), rem(1))
        whole.setStretch(2, 1)
        room = owner.window().size()
        self.resize(min(rem(44), room.width()), max(rem(30), round(room.height() * 0.95)))
        self.print.setFocus(Qt.FocusReason.OtherFocusReason)

    def print_out(self) -> None:
        ask_to_print(
            self,
            printing.page_count(self._sheet.pdf),
            lambda deliver: self._session.write(leaving.print_out, self._sheet, deliver),
            lambda: self._left("Das Blatt ist beim Drucker."),
            self._ways_out,
        )

    def save_outside(self) -> None:
        chosen = files.choose_target(self, "Außerhalb speichern", self._file_name, "PDF (*.pdf)")
        if chosen is not None:
            with guard(self, self._ways_out):
                self._session.write(leaving.save, self._sheet, chosen)
                self._left("Das Blatt ist außerhalb der Akte gespeichert.")

    def _draw_pages(self, pdf: bytes) -> None:
        """The first ones: a sheet may have hundreds."""
        ratio, count = self.devicePixelRatioF(), printing.page_count(pdf)
        scale = rem(_PAGE_WIDTH) * ratio / _A4_POINTS
        first = [printing.page(pdf, number, scale) for number in range(1, min(count, _DRAWN) + 1)]
        self.preview.fill(first, ratio, of=count)

    def _left(self, done: str) -> None:
        recorded = " Die Weitergabe ist festgehalten." if isinstance(self._sheet, Leaving) else ""
        self.accept()
        show_toast(self._owner, f"{done}{recorded}")
