# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The quick contact, from anywhere: case, kind, text, Strg+Enter."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.domain.appointment import as_contact
from app.operations import appointments
from ui.contact_form import ContactForm
from ui.page import Navigate
from ui.reading_order import Dialog
from ui.session import Session
from ui.theme import rem
from ui.widgets import box, column, icon_button, label, line, show_toast


class QuickContact(Dialog):
    """An overlay over whatever is on screen; leaving it keeps the draft."""

    def __init__(self, owner: QWidget, session: Session, case_id: str | None = None) -> None:
        super().__init__(owner.window())
        self.setWindowTitle("KIM-Brücke")
        self.setAccessibleName("Kontakt festhalten")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.contact = ContactForm(session, case_id)
        close = icon_button("Schließen, der Entwurf bleibt", self.reject, "cross")
        head = box(line(label("Kontakt festhalten", "heading"), None, close))
        whole = column(head, self.contact, None, parent=self, gap=0.6)
        whole.setContentsMargins(rem(1.5), rem(1.2), rem(1.5), rem(1.2))
        self.resize(rem(54), rem(32))
        self.contact.done.connect(lambda: self._finish(owner))
        self.contact.first().setFocus(Qt.FocusReason.OtherFocusReason)

    def _finish(self, owner: QWidget) -> None:
        self.accept()
        show_toast(owner, "Der Kontakt ist festgehalten.")


def write_down(owner: QWidget, session: Session, appointment_id: str) -> QuickContact:
    """The contact of an appointment that was kept: only the words are missing."""
    kept = session.read(appointments.appointment, appointment_id)
    dialog = QuickContact(owner, session, kept.case_id)
    dialog.contact.propose(as_contact(kept))
    dialog.open()
    return dialog


def open_contact_of(owner: QWidget, session: Session, case_id: str) -> None:
    """The entry box of the case where it is on screen, else an overlay for this case."""
    boxes = [each for each in owner.findChildren(ContactForm) if each.isVisible()]
    if boxes:
        boxes[0].first().setFocus(Qt.FocusReason.ShortcutFocusReason)
    else:
        QuickContact(owner, session, case_id).open()


def open_quick_contact(owner: QWidget, session: Session, _navigate: Navigate) -> QuickContact:
    dialog = QuickContact(owner, session)
    dialog.open()
    return dialog
