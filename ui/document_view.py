# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Documents from memory: their pages, printing, saving outside as an act of its own, and their scans."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from app.domain.dates import berlin_date, german
from app.domain.document import Document
from app.domain.scan import ScanLine
from app.operations import documents, printing, scans
from app.operations.documents import PageImage
from ui.case_tab import CaseTab
from ui.paper_names import form_word, title_of
from ui.print_dialog import ask_to_print
from ui.reading_order import Dialog
from ui.save_dialog import ask_to_save, copy_of_scan, copy_of_sheet
from ui.scan_view import ScanView
from ui.session import Session
from ui.theme import rem
from ui.widgets import (
    ChoiceBar,
    PdfPreview,
    box,
    clear,
    column,
    label,
    line,
    link_button,
    primary_button,
    secondary_button,
    show_toast,
)

_PAGE_WIDTH = 32
_A4_POINTS = 595
AT_ONCE = 12
"""Pages drawn at first; a batch may have a hundred."""
_PRINTED = "printed"


class DocumentView(QWidget):
    """The pages of documents with what can be done about them; no document shows nothing.

    `consent_asked`: a release is missing for somebody who is to get a copy.
    """

    consent_asked = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._shown: tuple[Document, ...] = ()
        self._drawn: list[PageImage] = []
        self._scan: str | None = None
        self.preview = PdfPreview("Vorschau")
        self.scan_view = ScanView(session)
        self.print = primary_button("Drucken", self.print_out, "printer")
        self.save = secondary_button("Außerhalb speichern", self.save_outside, "folder")
        self._more = link_button("", self._draw_more, "chevron_down", small=True)
        self._which = column(gap=0)
        self._sides = box(self._which)
        acts = box(line(self.print, self.save, None))
        foot = box(line(self._more, None))
        whole = column(acts, self._sides, self.preview, self.scan_view, foot, parent=self, gap=0.6)
        whole.setStretch(2, 1)
        whole.setStretch(3, 1)
        self.preview.setMinimumHeight(rem(20))
        self._sides.hide()
        self._show_side(_PRINTED)

    def show_document(self, document_id: str | None, scans: Sequence[ScanLine] = ()) -> None:
        """One of them, beside the scans of it that came back, the newest first."""
        self.show_documents(() if document_id is None else (document_id,))
        self._offer_sides(scans)

    def show_documents(self, document_ids: Sequence[str]) -> None:
        if [each.id for each in self._shown] == list(document_ids):
            return
        self._shown = tuple(self._session.read(documents.document, each) for each in document_ids)
        self._drawn = []
        self.print.setEnabled(bool(self._shown))
        self.save.setEnabled(len(self._shown) == 1)
        self.save.setVisible(len(self._shown) <= 1)
        self._draw_more()

    def print_out(self) -> None:
        """What is looked at: the sheet as it was printed, or its scan."""
        if self._scan is not None:
            self.scan_view.print_out()
            return
        ids = [each.id for each in self._shown]
        said = "Das Blatt ist" if len(ids) == 1 else f"{len(ids)} Blätter sind"
        ask_to_print(
            self,
            self._page_count(),
            lambda deliver: self._session.write(printing.print_documents, ids, deliver),
            lambda: show_toast(self, f"{said} beim Drucker."),
        )

    def save_outside(self) -> None:
        """First it is said what it means that the file leaves the encrypted one, and asked for whom."""
        (shown,) = self._shown
        name = f"{form_word(shown.form).lower()}-{shown.form_number or 'ohne-nummer'}"
        if self._scan is None:
            copy = copy_of_sheet(shown, name)
        else:
            copy = copy_of_scan(shown, self._session.read(scans.scan, self._scan), name)
        ask_to_save(self, self._session, copy, self.consent_asked.emit)

    def _draw_more(self) -> None:
        """The next pages, below those that are drawn."""
        ratio = self.devicePixelRatioF()
        scale = rem(_PAGE_WIDTH) * ratio / _A4_POINTS
        every = self._every_page()
        for document, number in every[len(self._drawn) :][:AT_ONCE]:
            self._drawn.append(printing.page(document.pdf, number, scale))
        self.preview.fill(self._drawn, ratio, len(every))
        left = len(every) - len(self._drawn)
        self._more.setText(
            "Eine weitere Seite zeigen" if left == 1 else f"{left} weitere Seiten, mehr zeigen"
        )
        self._more.setVisible(left > 0)

    def _every_page(self) -> list[tuple[Document, int]]:
        return [
            (document, number)
            for document in self._shown
            for number in range(1, printing.page_count(document.pdf) + 1)
        ]

    def _page_count(self) -> int:
        return len(self._every_page())

    def _offer_sides(self, scans: Sequence[ScanLine]) -> None:
        """As it was printed, or as it came back; the newest scan first."""
        clear(self._which)
        self._sides.setVisible(bool(scans))
        words = [(scan.id, f"Scan vom {german(berlin_date(scan.received_at))}") for scan in scans]
        if not words:
            self._show_side(_PRINTED)
            return
        sides = ChoiceBar("Ansicht", [*words, (_PRINTED, "Wie gedruckt")])
        sides.set_value(words[0][0])
        sides.changed.connect(lambda: self._show_side(str(sides.value())))
        self._which.addWidget(sides)
        self._show_side(words[0][0])

    def _show_side(self, side: str) -> None:
        printed = side == _PRINTED
        self._scan = None if printed else side
        self.preview.setVisible(printed)
        self._more.setVisible(printed and len(self._drawn) < self._page_count())
        self.scan_view.setHidden(printed)
        self.scan_view.show_scan(None if printed else side)


class DocumentDialog(Dialog):
    """Sheets that were just made, to be looked at and printed as one job."""

    def __init__(
        self, owner: QWidget, session: Session, document_ids: Sequence[str], title: str, hint: str
    ) -> None:
        super().__init__(owner.window())
        self.setWindowTitle("KIM-Brücke")
        self.setAccessibleName(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.view = DocumentView(session)
        self.view.show_documents(document_ids)
        self.view.consent_asked.connect(self._way_to_consent(owner))
        close = secondary_button("Schließen", self.accept)
        head = column(label(title, "heading"), label(hint, "small", "muted", wrap=True), gap=0.1)
        whole = column(box(head), self.view, box(line(None, close)), parent=self, gap=0.6)
        whole.setContentsMargins(rem(1.2), rem(1), rem(1.2), rem(1))
        whole.setStretch(1, 1)
        room = owner.window().size()
        self.resize(min(rem(44), room.width()), max(rem(30), round(room.height() * 0.95)))
        self.view.print.setFocus(Qt.FocusReason.OtherFocusReason)

    def _way_to_consent(self, owner: QWidget) -> Callable[[], None]:
        """Within a case it is one tab away; elsewhere the case is opened by hand."""

        def leave() -> None:
            self.accept()
            if isinstance(owner, CaseTab):
                owner.go.emit("consent")

        return leave


def show_sheet(owner: QWidget, session: Session, document_id: str, hint: str) -> DocumentDialog:
    title = title_of(session.read(documents.document, document_id))
    return show_sheets(owner, session, (document_id,), title, hint)


def show_sheets(
    owner: QWidget, session: Session, document_ids: Sequence[str], title: str, hint: str
) -> DocumentDialog:
    """Several as one preview and one print job."""
    dialog = DocumentDialog(owner, session, document_ids, title, hint)
    dialog.open()
    return dialog
