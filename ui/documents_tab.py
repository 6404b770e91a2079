# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Dokumente: what was printed from this file, looked at from memory."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from app.domain.document import DocumentLine
from app.domain.scan import ScanLine
from app.operations import documents, land_sheets, scans, signings
from app.operations.leaving import OwnSheet
from ui.batch_dialog import TITLE, open_batch
from ui.case_papers import CasePapers
from ui.case_tab import CaseTab
from ui.disclosure_info import JOB, make_disclosure_info
from ui.document_view import DocumentView
from ui.errors import guard
from ui.job_line import JobLine
from ui.paper_names import form_word, languages, made_on
from ui.paper_signing import ask_for_signature, ask_for_signatures
from ui.rights_dialog import TITLE as RIGHTS
from ui.rights_dialog import RightsDialog
from ui.scan_dialog import READING, choose_scan, dropped, take_in_scans
from ui.session import Session
from ui.sheet_dialog import SheetDialog
from ui.sheets import SHEETS, offer_sheets
from ui.theme import rem
from ui.widgets import (
    Chip,
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
    show_toast,
)

_LAND_HINT = "Nur für Ihre Augen, zum Abtippen neben dem Bildschirm. Das Blatt wird nicht aufgehoben."


class DocumentsTab(CaseTab):
    def __init__(self, session: Session, case_id: str, parent: QWidget | None = None) -> None:
        super().__init__(session, case_id, parent)
        self.shown = DocumentView(session)
        self._scans: Mapping[str, tuple[ScanLine, ...]] = {}
        self._waiting: frozenset[str] = frozenset()
        self.list = RowList("Dokumente")
        self.list.moved.connect(lambda key: self._show(str(key)))
        self.list.opened.connect(lambda _: self.shown.print.setFocus())
        self.list.bind("U", self._sign)
        self.shown.consent_asked.connect(lambda: self.go.emit("consent"))
        self.setAcceptDrops(True)
        self.new = secondary_button("Neues Blatt", self.offer_sheets, "plus")
        self.papers = CasePapers(session, case_id, self.ways_out)
        self.batch = secondary_button(TITLE, self.open_batch, "calendar")
        self.scan = secondary_button("Scan aufnehmen", self.choose_scan, "inbox")
        self.rights = secondary_button(RIGHTS, self.open_rights, "shield")
        self._reading = JobLine(session, READING, can_stop=False)
        self.progress = JobLine(session, JOB, can_stop=False)
        self._head = PageHead("Dokumente", " ", self.new, self.batch, self.scan, self.rights)
        self._empty = EmptyState(
            "document",
            "Noch nichts gedruckt.",
            "Einwilligungen und Zielvereinbarungen erscheinen hier, sobald Sie sie drucken. Alles andere "
            "beginnt mit „Neues Blatt“.",
            "muted",
        )
        self._printed = Section("Gedruckt").add(self.list)
        listed = box(column(self._printed, self.papers, None, gap=1.4))
        both = line(Scroll(listed), self.shown, gap=1.75)
        both.setStretch(0, 5)
        both.setStretch(1, 6)
        below = box(both)
        under_way = (self.progress, self._reading)
        whole = column(self._head, *under_way, self._empty, below, None, parent=self, gap=1)
        whole.setStretch(4, 1000)
        whole.setContentsMargins(0, 0, 0, rem(0.8))

    def first(self) -> QWidget:
        return self.list if self.new.isHidden() else self.new

    def offer_sheets(self) -> None:
        """Every paper that can be made for this case as it stands."""
        offer_sheets(self, self.new, SHEETS if self._takes_new() else (), self._not_kept())

    def _not_kept(self) -> list[tuple[str, Callable[[], object]]]:
        """What holds the whole case: nobody looks on, and a restricted file gives none."""
        if self.conversation or self.view().file.restricted_on is not None:
            return []
        return [("Übertragungsblatt Datenbank KIM", self.print_land_sheet)]

    def _takes_new(self) -> bool:
        view = self.view()
        return view.file.restricted_on is None and view.case.status != "closed"

    def print_land_sheet(self) -> None:
        """What is typed into the Land's database, to lie beside the screen."""
        with guard(self, self.ways_out):
            page = land_sheets.land_page(self.session.vault, self.case_id, self.session.now())
            own = OwnSheet(self.case_id, page.pdf, page.form)
            SheetDialog(self, self.session, own, "Übertragungsblatt Datenbank KIM", _LAND_HINT).open()

    def make_disclosure_info(self) -> None:
        """Everything the file knows of the person, for the person."""
        with guard(self, self.ways_out):
            make_disclosure_info(self, self.session, self.case_id, self.progress)

    def open_rights(self) -> RightsDialog:
        """What the person may ask of the office."""
        told = partial(self.go.emit, "consent")
        dialog = RightsDialog(
            self, self.session, self.case_id, self.make_disclosure_info, told, partial(self.leave, "cases")
        )
        dialog.open()
        return dialog

    def open_batch(self) -> None:
        """Consent, information, goals and slip as one job."""
        with guard(self, self.ways_out):
            open_batch(self, self.session, self.case_id, ways_out=self.ways_out)

    def choose_scan(self) -> None:
        self.take_in(choose_scan(self))

    def take_in(self, paths: Sequence[Path]) -> None:
        """Signed paper that came back."""
        file_id = self.view().file.id
        take_in_scans(
            self, self.session, self._reading, paths, file_id, self._scanned, discreet=self.conversation
        )

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.take_in(dropped(event))

    def _scanned(self, document_ids: Sequence[str]) -> None:
        show_toast(self, "Der Scan liegt bei seinem Blatt.")
        ask_for_signatures(self, self.session, document_ids, self.case_id)

    def _sign(self, document_id: object) -> None:
        if document_id in self._waiting:
            ask_for_signature(self, self.session, str(document_id))

    def _show(self, document_id: str | None) -> None:
        self.shown.show_document(document_id, self._scans.get(document_id or "", ()))

    def reload(self) -> None:
        view = self.view()
        kept = self.session.read(documents.documents, view.file.id)
        found = [each for each in kept if not (each.withheld and self.conversation)]
        self._head.set("Dokumente", f"{len(found)} in dieser Akte" if found else "")
        self._empty.setVisible(not found)
        self._printed.setVisible(bool(found))
        self.shown.setVisible(bool(found))
        self.new.setVisible(self._takes_new() or bool(self._not_kept()))
        self.rights.setHidden(self.conversation)
        self.papers.show_case(view)
        self._scans = self.session.read(scans.scans, view.file.id)
        self._waiting = self.session.read(signings.awaiting, view.file.id)
        self.list.fill([self._row(each) for each in found])
        key = self.list.current_key()
        self._show(str(key) if found else None)

    def _row(self, document: DocumentLine) -> Row:
        waits = document.id in self._waiting
        scanned = ["Scan liegt vor"] if document.id in self._scans else []
        number = [document.form_number] if document.form_number else []
        return Row(
            form_word(document.form),
            " · ".join([*number, languages(document.language), made_on(document), *scanned]),
            key=document.id,
            icon="document",
            chip=Chip("pencil", "Unterschrift fehlt", "warning") if waits else None,
            keys=[("U", "unterschrieben")] if waits else [],
        )
