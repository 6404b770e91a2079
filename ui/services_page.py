# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Anlaufstellen: the directory of those whom one refers to and who may be told something."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.domain.service import Service
from app.operations import referrals
from ui.codes import labels_of
from ui.page import Navigate, Page
from ui.service_form import open_service_form
from ui.session import Session
from ui.widgets import Cell, Column, EmptyState, PageHead, Table, TextInput, column, primary_button


class ServicesPage(Page):
    """Search as you type; Enter opens an entry."""

    def __init__(self, session: Session, navigate: Navigate) -> None:
        super().__init__(session, navigate)
        self.search = TextInput("Einrichtung, Stelle oder Ort")
        self.search.setAccessibleName("Anlaufstellen durchsuchen")
        self.search.changed.connect(self._show)
        self.table = Table(
            "Anlaufstellen",
            [
                Column("Einrichtung", stretch=True),
                Column("Stelle", width=16),
                Column("Art", width=15),
                Column("Telefon", width=10),
                Column("Einwilligung", width=10),
            ],
        )
        self.table.opened.connect(lambda key: open_service_form(self, session, str(key)))
        self._none = EmptyState(
            "pin", "Hier stehen bald die Stellen, mit denen Sie zusammenarbeiten.", tone="muted"
        )
        self._not_found = EmptyState("search", "Zu diesem Wort steht hier keine Anlaufstelle.", tone="muted")
        add = primary_button("Neue Anlaufstelle", lambda: open_service_form(self, session), "plus")
        self._head = PageHead("Anlaufstellen", "", add)
        whole = column(self._head, self.search, self._none, self._not_found, parent=self, gap=1)
        whole.addWidget(self.table, 1)
        whole.addStretch(0)

    def first(self) -> QWidget:
        return self.search

    def reload(self) -> None:
        self._show()

    def _show(self) -> None:
        label_of = labels_of(self.session)
        found = self.session.read(referrals.services, self.search.typed())
        rows = [(s.id, _cells(s, label_of("referral_target", s.referral_target))) for s in found]
        self.table.fill(rows)
        searching = bool(self.search.typed().strip())
        self.table.setVisible(bool(found))
        self._none.setHidden(bool(found) or searching)
        self._not_found.setHidden(bool(found) or not searching)


def _cells(service: Service, kind: str) -> list[str | Cell]:
    written = Cell("schriftlich", icon="pencil", chip="neutral") if service.needs_written_consent else ""
    return [Cell(service.institution, strong=True), service.name, Cell(kind, "muted"), service.phone, written]
