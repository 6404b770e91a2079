# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Dokumente: what was printed from this file, looked at from memory."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.domain.document import DocumentLine
from app.operations import documents
from ui.case_tab import CaseTab
from ui.document_view import DocumentView, languages, made_on, title_of
from ui.session import Session
from ui.theme import rem
from ui.widgets import EmptyState, PageHead, Row, RowList, Scroll, Section, box, column, line


class DocumentsTab(CaseTab):
    def __init__(self, session: Session, case_id: str, parent: QWidget | None = None) -> None:
        super().__init__(session, case_id, parent)
        self.shown = DocumentView(session)
        self.list = RowList("Dokumente")
        self.list.moved.connect(lambda key: self.shown.show_document(str(key)))
        self.list.opened.connect(lambda _: self.shown.print.setFocus())
        self._head = PageHead("Dokumente", " ")
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

    def reload(self) -> None:
        found = self.session.read(documents.documents, self.view().file.id)
        self._head.set("Dokumente", f"{len(found)} in dieser Akte")
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
