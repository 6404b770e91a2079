# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A document from memory: its pages, printing, and saving it outside as an act of its own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QDir, Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from app.domain.dates import berlin_date, german
from app.domain.document import DocumentLine
from app.operations import documents, printing
from resources import Message
from ui.codes import Choices, labels_of
from ui.dates import clock
from ui.errors import CalmDialog, guard
from ui.session import Session
from ui.theme import rem
from ui.widgets import (
    PdfPreview,
    box,
    column,
    label,
    line,
    primary_button,
    secondary_button,
    show_toast,
)

FORMS = {
    "consent": "Einwilligung",
    "goals": "Zielvereinbarung",
    "conference": "Fallkonferenz",
    "handover": "Übergabeblatt",
    "appointment_slip": "Terminzettel",
}
_PAGE_WIDTH = 32
_A4_POINTS = 595


class DocumentView(QWidget):
    """The pages of one document with what can be done about it; `show_document(None)` shows nothing."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._shown: str | None = None
        self.preview = PdfPreview("Vorschau")
        self.print = primary_button("Drucken", self.print_out, "printer")
        self.save = secondary_button("Außerhalb speichern", self.explain_saving, "folder")
        column(box(line(self.print, self.save, None)), self.preview, parent=self, gap=0.6)
        self.preview.setMinimumHeight(rem(20))

    def show_document(self, document_id: str | None) -> None:
        if document_id == self._shown:
            return
        self._shown = document_id
        self.print.setEnabled(document_id is not None)
        self.save.setEnabled(document_id is not None)
        ratio = self.devicePixelRatioF()
        self.preview.fill([] if document_id is None else self._pages(document_id, ratio), ratio)

    def print_out(self) -> None:
        with guard(self):
            self._session.write(printing.print_document, self._id())
            show_toast(self, "Das Blatt ist beim Drucker.")

    def explain_saving(self) -> None:
        """Say first what it means that the file leaves the encrypted one."""
        message = Message(
            "Sie speichern dieses Blatt außerhalb der verschlüsselten Akte.",
            "Dort kann es jede Person lesen, die an diesen Ordner kommt. In der Akte bleibt es erhalten.",
            "Bitte löschen Sie die Kopie, sobald Sie sie nicht mehr brauchen. Das Speichern wird vermerkt.",
        )
        CalmDialog(self, message, "warning", ("Ort wählen", self.save_outside)).open()

    def save_outside(self) -> None:
        line_ = self._session.read(documents.document, self._id())
        name = f"{FORMS.get(line_.form, line_.form).lower()}-{line_.form_number or 'ohne-nummer'}.pdf"
        offered = str(Path(QDir.homePath()) / name)
        chosen, _ = QFileDialog.getSaveFileName(self, "Außerhalb speichern", offered, "PDF (*.pdf)")
        if chosen:
            with guard(self):
                self._session.write(documents.save_document, self._id(), Path(chosen))
                show_toast(self, "Das Blatt ist außerhalb der Akte gespeichert.")

    def _pages(self, document_id: str, ratio: float) -> Sequence[documents.PageImage]:
        pdf = self._session.read(documents.document, document_id).pdf
        return documents.pages(pdf, rem(_PAGE_WIDTH) * ratio / _A4_POINTS)

    def _id(self) -> str:
        assert self._shown is not None
        return self._shown


class DocumentDialog(QDialog):
    """A sheet that was just made, to be looked at and printed."""

    def __init__(self, owner: QWidget, session: Session, document_id: str, hint: str) -> None:
        super().__init__(owner.window())
        shown = session.read(documents.document, document_id)
        self.setWindowTitle("KIM-Brücke")
        self.setAccessibleName(title_of(shown))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.view = DocumentView(session)
        self.view.show_document(document_id)
        close = secondary_button("Schließen", self.accept)
        head = column(label(title_of(shown), "heading"), label(hint, "small", "muted", wrap=True), gap=0.1)
        whole = column(box(head), self.view, box(line(None, close)), parent=self, gap=0.6)
        whole.setContentsMargins(rem(1.2), rem(1), rem(1.2), rem(1))
        whole.setStretch(1, 1)
        room = owner.window().size()
        self.resize(min(rem(44), room.width()), max(rem(30), round(room.height() * 0.95)))
        self.view.print.setFocus(Qt.FocusReason.OtherFocusReason)


def show_sheet(owner: QWidget, session: Session, document_id: str, hint: str) -> DocumentDialog:
    dialog = DocumentDialog(owner, session, document_id, hint)
    dialog.open()
    return dialog


def title_of(document: DocumentLine) -> str:
    """Einwilligung E-7K3M-92QD"""
    return f"{FORMS.get(document.form, document.form)} {document.form_number or ''}".strip()


def made_on(document: DocumentLine) -> str:
    """22.11.2026, 14:32"""
    return f"{german(berlin_date(document.created_at))}, {clock(document.created_at)}"


def form_choices(session: Session, form: str) -> Choices:
    """The languages a form can be printed in: (ar, deutsch und arabisch)."""
    return [(code, languages(session, code)) for code in documents.form_languages(form)]


def languages(session: Session, code: str) -> str:
    """deutsch, or deutsch beside the person's language."""
    return "deutsch" if code == "de" else f"deutsch und {labels_of(session)('language', code).lower()}"
