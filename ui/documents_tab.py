# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Dokumente: what was printed from this file, looked at from memory."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.domain.document import DocumentLine
from app.operations import documents, land_sheets
from app.operations.leaving import OwnSheet
from ui.case_tab import CaseTab
from ui.document_view import DocumentView, languages, made_on, title_of
from ui.errors import guard
from ui.session import Session
from ui.sheet_dialog import SheetDialog
from ui.theme import rem
from ui.widgets import (
    EmptyState,
    PageHead,
    Row,
    RowList,
    Scroll,
    Section,
    box,
    column,
    line,
    secondary_button,
)

_LAND_HINT = "Nur für Ihre Augen, zum Abtippen neben dem Bildschirm. Das Blatt wird nicht aufgehoben."


class DocumentsTab(CaseTab):
    def __init__(self, session: Session, case_id: str, parent: QWidget | None = None) -> None:
        super().__init__(session, case_id, parent)
        self.shown = DocumentView(session)
        self.list = RowList("Dokumente")
        self.list.moved.connect(lambda key: self.shown.show_document(str(key)))
        self.list.opened.connect(lambda _: self.shown.print.setFocus())
        self.land = secondary_button("Übertragungsblatt drucken", self.print_land_sheet, "printer")
        self._head = PageHead("Dokumente", " ", self.land)
        self._empty = EmptyState(
            "document",
            "Noch nichts gedruckt.",
            "Einwilligungen und Zielvereinbarungen erscheinen hier, sobald Sie sie drucken.",
            "muted",
        )
        listed = box(column(Section("Gedruckt").add(self.list), None))
        both = line(Scroll(listed), self.shown, gap=1.75)
        both.setStretch(0, 2)
        both.setStretch(1, 3)
        self._both = box(both)
        whole = column(self._head, self._empty, self._both, None, parent=self, gap=1)
        whole.setStretch(2, 1000)
        whole.setContentsMargins(0, 0, 0, rem(0.8))

    def print_land_sheet(self) -> None:
        """What is typed into the Land's database, to lie beside the screen."""
        with guard(self, self.ways_out):
            page = land_sheets.land_page(self.session.vault, self.case_id, self.session.now())
            own = OwnSheet(self.case_id, page.pdf, page.form)
            SheetDialog(self, self.session, own, "Übertragungsblatt Datenbank KIM", _LAND_HINT).open()

    def reload(self) -> None:
        view = self.view()
        self.land.setHidden(self.conversation or view.file.restricted_on is not None)
        kept = self.session.read(documents.documents, view.file.id)
        found = [each for each in kept if not (each.withheld and self.conversation)]
        self._head.set("Dokumente", f"{len(found)} in dieser Akte" if found else "")
        self._empty.setVisible(not found)
        self._both.setVisible(bool(found))
        self.list.fill([self._row(each) for each in found])
        key = self.list.current_key()
        self.shown.show_document(str(key) if found else None)

    def _row(self, document: DocumentLine) -> Row:
        return Row(
            title_of(document),
            f"{languages(self.session, document.language)} · {made_on(document)}",
            key=document.id,
            icon="document",
        )
