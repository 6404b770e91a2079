# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A scan as it came back: its pages are drawn by the process without a key and shown from memory."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from app.domain.progress import Progress
from app.domain.scan import Scan
from app.operations import scans
from app.operations.documents import PageImage
from ui import jobs
from ui.errors import guard
from ui.errors import show as show_error
from ui.print_dialog import ask_to_print
from ui.session import Session
from ui.theme import rem
from ui.widgets import PdfPreview, box, column, label, line, link_button, show_toast

AT_ONCE = 12
_PAGE_WIDTH = 32


class ScanPages(QWidget):
    """The first pages at once, the others when they are asked for; `first` counts from 1."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.preview = PdfPreview("Scan")
        self._session = session
        self._reading = label("Der Scan wird gelesen …", "small", "muted")
        self._more = link_button("Weitere Seiten zeigen", self._draw_more, "chevron_down", small=True)
        self._content, self._first, self._pages = b"", 1, 0
        self._drawn: list[PageImage] = []
        whole = column(self._reading, self.preview, box(line(self._more, None)), parent=self, gap=0.4)
        whole.setStretch(1, 1)
        self.preview.setMinimumHeight(rem(16))

    def show_pages(self, content: bytes, first: int, pages: int) -> None:
        self._content, self._first, self._pages, self._drawn = content, first, pages, []
        self.preview.fill([])
        self._more.hide()
        self._draw_more()

    def _draw_more(self) -> None:
        content, first = self._content, self._first + len(self._drawn)
        count = min(AT_ONCE, self._pages - len(self._drawn))
        ratio = self.devicePixelRatioF()
        width = round(rem(_PAGE_WIDTH) * ratio)

        def draw(_progress: Progress) -> list[PageImage]:
            return scans.pictures(content, first, count, width)

        def show(drawn: Sequence[PageImage]) -> None:
            if isValid(self) and content is self._content:
                self._drawn.extend(drawn)
                self.preview.fill(self._drawn, ratio, self._pages)
                self._more.setVisible(len(self._drawn) < self._pages)
                self._reading.hide()

        def fail(error: BaseException) -> None:
            if isValid(self) and self._session.is_open:
                self._reading.hide()
                show_error(self, error)

        self._more.hide()
        self._reading.show()
        jobs.run("Seiten werden gezeichnet", draw, show, fail)


class ScanView(QWidget):
    """One kept scan, and how it is taken off its paper again."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session, self._shown = session, ""
        self.pages = ScanPages(session)
        self.remove = link_button("Scan entfernen", self.take_off, "trash", small=True)
        whole = column(self.pages, box(line(None, self.remove)), parent=self, gap=0.3)
        whole.setStretch(0, 1)

    def show_scan(self, scan_id: str | None) -> None:
        if scan_id == self._shown or scan_id is None:
            return
        self._shown = scan_id
        scan = self._session.read(scans.scan, scan_id)
        self.pages.show_pages(scan.content, 1, scan.pages)

    def print_out(self) -> None:
        """Its pages are drawn first, beside the windows; then it is asked how they are printed."""
        session, scan = self._session, self._session.read(scans.scan, self._shown)

        def ask(pdf: bytes) -> None:
            if isValid(self) and session.is_open:
                ask_to_print(
                    self,
                    scan.pages,
                    lambda deliver: session.write(scans.print_scan, scan.id, pdf, deliver),
                    lambda: show_toast(self, "Der Scan ist beim Drucker."),
                )

        def fail(error: BaseException) -> None:
            if isValid(self) and session.is_open:
                show_error(self, error)

        jobs.run("Scan wird zum Drucken vorbereitet", partial(scans.printable, scan), ask, fail)

    def take_off(self) -> None:
        with guard(self):
            removed: Scan = self._session.write(scans.remove, self._shown)
            session, window = self._session, self.window()
            show_toast(window, "Der Scan ist entfernt.", lambda: _put_back(window, session, removed))


def _put_back(window: QWidget, session: Session, removed: Scan) -> None:
    with guard(window):
        session.write(scans.put_back, removed)
