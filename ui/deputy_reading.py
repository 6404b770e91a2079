# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""An opened Vertretungskopie: its cases by what is due, what stands in one, and taking one over."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

import resources
from app.domain.case import CaseLine
from app.domain.dates import german
from app.domain.errors import Refusal
from app.operations import deputy_reading
from app.operations.deputy_openings import OpenCopy
from ui.backups import moment_in_words
from ui.errors import guard
from ui.reading_order import Dialog
from ui.received_case_form import open_arrived
from ui.referral_form import leaving_text
from ui.session import Session
from ui.theme import rem
from ui.widgets import (
    Column,
    EmptyState,
    Table,
    TextInput,
    box,
    column,
    label,
    line,
    primary_button,
    secondary_button,
)

AT_ONCE = 100
_FILE_COLUMN = 2
_WORDS = "Sie können lesen und Fälle übernehmen. Ändern können Sie hier nichts; das Büro erfährt davon."
_CHOOSE = "Wählen Sie links einen Fall."


class ReadingDialog(Dialog):
    """Whatever closes it closes the copy: a button, Escape, the cover, the lock."""

    def __init__(self, owner: QWidget, session: Session, opened: OpenCopy) -> None:
        super().__init__(owner.window())
        self._session, self._opened = session, opened
        self.setWindowTitle("KIM-Brücke")
        self.setAccessibleName("Vertretungskopie")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.search = TextInput("Name, Aktenzeichen, Geburtsdatum oder Telefon")
        self.search.setAccessibleName("Fälle der Kopie durchsuchen")
        self.cases = Table(
            "Fälle der Kopie",
            [
                Column("Fällig", width=7),
                Column("Name", stretch=True),
                Column("Akte", width=8),
                Column("Nächster Schritt", stretch=True),
            ],
        )
        self.told = leaving_text()
        self.told.setAccessibleName("Das steht im Fall")
        self._none = EmptyState("search", "Dazu gibt es in der Kopie keinen offenen Fall.", tone="muted")
        self._more = label("", "small", "muted", wrap=True)
        self.take = primary_button("Fall übernehmen", self.take_over, "inbox")
        self._lay_out(opened)
        self.search.changed.connect(self._show)
        self.cases.moved.connect(lambda _: self._tell())
        self.finished.connect(opened.close)
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.cases.setColumnHidden(_FILE_COLUMN, self.width() < rem(70))

    def take_over(self) -> None:
        """As a case that was handed over; what may be known here is asked as there."""
        with guard(self):
            case_id = str(self.cases.current_key())
            arrived = self._session.read(deputy_reading.look_at, self._opened, case_id, self._session.now())
            open_arrived(
                self,
                self._session,
                arrived,
                lambda _: None,
                partial(deputy_reading.take_over, opened=self._opened),
            )

    def _lay_out(self, opened: OpenCopy) -> None:
        title = f"Vertretungskopie: {opened.office.office.name}"
        said = f"Stand {moment_in_words(opened.copied_at)}. {_WORDS}"
        left, right = QWidget(), QWidget()
        listed = column(self.search, self._none, self.cases, self._more, parent=left, gap=0.6)
        listed.setStretchFactor(self.cases, 1)
        listed.addStretch(0)
        column(label("Das steht im Fall", "small", "muted"), self.told, parent=right, gap=0.4)
        both = line(gap=1)
        both.addWidget(left, 1)
        both.addWidget(right, 1)
        foot = box(line(None, secondary_button("Schließen", self.accept), self.take))
        head = box(column(label(title, "heading", wrap=True), label(said, "small", "muted", wrap=True)))
        whole = column(head, parent=self, gap=0.8)
        whole.addLayout(both, 1)
        whole.addWidget(foot)
        whole.setContentsMargins(rem(1.5), rem(1.2), rem(1.5), rem(1.2))
        window = self.parentWidget()
        assert window is not None
        self.resize(min(rem(80), window.width() - rem(2)), min(rem(46), window.height() - rem(2)))

    def _show(self) -> None:
        found = deputy_reading.open_cases(self._opened, self.search.value() or "")
        self.cases.fill([(each.case_id, _cells(each)) for each in found[:AT_ONCE]])
        self.cases.setVisible(bool(found))
        self._none.setHidden(bool(found))
        more = f"{AT_ONCE} von {len(found)} Fällen. Suchen Sie nach dem Namen."
        self._more.setText(more)
        self._more.setVisible(len(found) > AT_ONCE)
        if found and self.cases.current_key() is None:
            self.cases.selectRow(0)
        self._tell()

    def _tell(self) -> None:
        key = self.cases.current_key()
        self.take.setEnabled(key is not None)
        self.told.setPlainText(_CHOOSE if key is None else self._words(str(key)))

    def _words(self, case_id: str) -> str:
        try:
            read, today = self._session.read, self._session.today()
            return read(deputy_reading.preview, self._opened, case_id, today)
        except Refusal as refusal:
            message = resources.message(refusal.code, **refusal.facts)
            return " ".join(filter(None, (message.what, message.todo)))


def _cells(each: CaseLine) -> list[str]:
    due = german(each.next_due) if each.next_due else ""
    return [due, f"{each.family_name}, {each.given_names}", each.file_number, each.next_step]


def open_reading(owner: QWidget, session: Session, opened: OpenCopy) -> ReadingDialog:
    dialog = ReadingDialog(owner, session, opened)
    dialog.open()
    return dialog
