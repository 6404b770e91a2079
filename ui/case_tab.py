# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A tab of the case page: it shows one side of one case and reloads when something changed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from app.domain.case_view import CaseView
from app.operations import cases
from ui.errors import WaysOut, guard
from ui.office_sites import open_controller_form
from ui.page import Page
from ui.service_search import open_service_search
from ui.session import Session
from ui.theme import rem
from ui.widgets import Scroll, box, column


class CaseTab(QWidget):
    """Build widgets in `__init__`, fill them in `reload`; `go` asks the case page for another tab."""

    go = Signal(str)

    def __init__(self, session: Session, case_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.case_id = session, case_id
        to_consent = ("Einwilligung erfassen", lambda: self.go.emit("consent"))
        answer_for_it = ("Jetzt eintragen", lambda: open_controller_form(self, session))
        self.ways_out: WaysOut = {
            "disclosure.no_consent": to_consent,
            "case.basis_not_signed": to_consent,
            "controller.missing": answer_for_it,
        }
        self._is_filled = False
        session.changed.connect(self._changed)

    @property
    def conversation(self) -> bool:
        """The client looks on: no internal notes, no child protection."""
        page = self.parentWidget()
        return isinstance(page, Page) and page.conversation

    def reload(self) -> None:
        """Read afresh and show; what is being typed stays."""

    def keep(self) -> None:
        """Store drafts now: the tab is about to be covered, locked or left."""

    def first(self) -> QWidget:
        """Where the keys go when the tab appears with its case."""
        return self

    def begin_with(self, *about: str) -> None:
        """Somebody came here for something: put it into the form."""

    def find_service(self, dimension: str) -> None:
        """Who helps with this, in the person's language; what is found is taken to the Überleitung."""

        def take(service_id: str, found_for: str) -> None:
            self.go.emit(f"case:{self.case_id}:referral:{service_id}:{found_for}")

        open_service_search(self, self.session, self.case_id, dimension, take)

    def view(self) -> CaseView:
        return self.session.read(cases.case_view, self.case_id, self.session.today())

    def leave(self, *where: str) -> None:
        """To another page, away from this case."""
        page = self.parentWidget()
        assert isinstance(page, Page)
        page.navigate(*where)

    def is_closed(self) -> bool:
        """A closed case is looked at; what is new belongs in a new case."""
        return self.view().case.status == "closed"

    def lay_out(self, *parts: QWidget | None) -> None:
        """Put the parts of the tab below each other, scrolled where they need more room."""
        body = column(*parts, gap=1)
        body.setContentsMargins(0, 0, rem(0.3), rem(0.8))
        self._scroll = Scroll(box(body))
        column(self._scroll, parent=self)

    def prepare(self) -> None:
        """Fill it before it is seen, once it belongs to its page."""
        with guard(self):
            self.reload()
        self._is_filled = True

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        filled, self._is_filled = self._is_filled, False
        if not filled:
            self._changed()

    def _changed(self) -> None:
        if self.isVisible():
            with guard(self):
                self.reload()
