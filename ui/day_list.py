# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Tagesliste: the appointments of a day on a sheet for one's own eyes, kept nowhere."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.domain.errors import InvalidInput
from app.operations import appointment_papers, documents, printing
from ui.errors import guard
from ui.files import choose_target
from ui.form_dialog import FormDialog
from ui.print_dialog import ask_to_print
from ui.reading_order import Dialog
from ui.session import Session
from ui.theme import rem
from ui.widgets import (
    DateInput,
    FormPanel,
    PdfPreview,
    box,
    column,
    label,
    line,
    primary_button,
    secondary_button,
    show_toast,
)

_PAGE_WIDTH = 32
_A4_POINTS = 595


def open_day_list(owner: QWidget, session: Session) -> FormDialog:
    """Asks for the day, today unless another is typed, and shows its sheet."""
    form = FormPanel()
    form.add("day", "Welcher Tag?", DateInput(session.today, ahead=True))
    form.set_values({"day": session.today()})

    def show(values: dict[str, Any]) -> None:
        if values["day"] is None:
            raise InvalidInput("day", "date.missing")
        day: date = values["day"]
        pdf = session.read(appointment_papers.make_day_list, day, session.now())
        DayListDialog(owner, session, pdf).open()

    dialog = FormDialog(owner, "Tagesliste", form, "Ansehen", show)
    dialog.open()
    return dialog


class DayListDialog(Dialog):
    """The sheet, printed or saved; nothing of it stays."""

    def __init__(self, owner: QWidget, session: Session, pdf: bytes) -> None:
        super().__init__(owner.window())
        self._session, self._pdf = session, pdf
        self.setWindowTitle("KIM-Brücke")
        self.setAccessibleName("Tagesliste")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        ratio = self.devicePixelRatioF()
        preview = PdfPreview("Tagesliste")
        preview.fill(documents.pages(pdf, rem(_PAGE_WIDTH) * ratio / _A4_POINTS), ratio)
        hint = "Nur für Ihre eigenen Augen. Die Liste wird nicht aufbewahrt."
        printing = primary_button("Drucken", self.print_out, "printer")
        saving = secondary_button("Außerhalb speichern", self.save_outside, "folder")
        close = secondary_button("Schließen", self.accept)
        head = box(column(label("Tagesliste", "heading"), label(hint, "small", "muted", wrap=True), gap=0.1))
        acts = box(line(printing, saving, None, close))
        whole = column(head, acts, preview, parent=self, gap=0.6)
        whole.setContentsMargins(rem(1.2), rem(1), rem(1.2), rem(1))
        whole.setStretch(2, 1)
        room = owner.window().size()
        self.resize(min(rem(44), room.width()), max(rem(24), round(room.height() * 0.9)))
        printing.setFocus(Qt.FocusReason.OtherFocusReason)

    def print_out(self) -> None:
        ask_to_print(
            self,
            printing.page_count(self._pdf),
            lambda deliver: self._session.write(appointment_papers.print_day_list, self._pdf, deliver),
            lambda: show_toast(self, "Das Blatt ist beim Drucker."),
        )

    def save_outside(self) -> None:
        chosen = choose_target(self, "Außerhalb speichern", "tagesliste.pdf", "PDF (*.pdf)")
        if chosen is not None:
            with guard(self):
                self._session.write(appointment_papers.save_day_list, self._pdf, chosen)
                show_toast(self, "Das Blatt ist außerhalb der Akte gespeichert.")
