# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Anlaufstelle finden: by need, in the person's language, for where they live; what is not there is a gap."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.domain.service import Need, Service
from app.operations import cases, directory
from ui.codes import labels_of
from ui.gap_form import open_gap_form
from ui.reading_order import Dialog
from ui.service_filters import ServiceFilters
from ui.session import Session
from ui.theme import rem
from ui.widgets import (
    EmptyState,
    Row,
    RowList,
    Scroll,
    box,
    column,
    label,
    line,
    link_button,
    secondary_button,
)

SHOWN = 40
GERMAN = "de"
Take = Callable[[str, str], object]


class ServiceSearch(Dialog):
    """Enter takes the first that was found: `take(service id, life dimension)`; Strg+G notes a gap."""

    def __init__(self, owner: QWidget, session: Session, case_id: str, dimension: str, take: Take) -> None:
        super().__init__(owner.window())
        self.setWindowTitle("KIM-Brücke")
        self.setAccessibleName("Anlaufstelle finden")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self._owner, self._session, self._case_id = owner, session, case_id
        self._dimension, self._take, self._label = dimension, take, labels_of(session)
        self.filters = ServiceFilters(session)
        self._set_filters(session)
        self.found = RowList("Gefundene Anlaufstellen")
        self._count = label("", "small", "muted")
        self._none = EmptyState("search", "Dazu steht hier keine Anlaufstelle.", tone="muted")
        self._without = link_button("", self._drop_language, "speech", small=True)
        gap = secondary_button("Angebotslücke", self.note_gap, "gap")
        gap.setToolTip("Angebotslücke (Strg+G)")
        self._none.body.addWidget(box(line(self._without, None, gap)))
        self._lay_out()
        self.filters.changed.connect(self._show)
        self.filters.words.returnPressed.connect(self._take_first)
        self.found.opened.connect(lambda key: self._choose(str(key)))
        QShortcut(QKeySequence("Ctrl+G"), self).activated.connect(self.note_gap)
        self._show()
        self.resize(rem(48), min(rem(36), owner.window().height() - rem(2)))
        self.filters.words.setFocus(Qt.FocusReason.OtherFocusReason)

    def note_gap(self) -> None:
        """What was looked for is missing; the search closes."""
        dimension = self.filters.dimension() or self._dimension or None
        self.reject()
        open_gap_form(self._owner, self._session, case_id=self._case_id, dimension=dimension)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and self.filters.words.hasFocus():
            self.found.focus_current()
        else:
            super().keyPressEvent(event)

    def _set_filters(self, session: Session) -> None:
        view = session.read(cases.case_view, self._case_id, session.today())
        person = view.client.person
        spoken = [each.code for each in person.languages if each.code != GERMAN]
        self.filters.topic.set_value(self._dimension or None)
        self.filters.language.set_value(spoken[0] if spoken else None)
        self.filters.municipality.set_value(person.address.municipality or view.site.municipality)

    def _lay_out(self) -> None:
        body = Scroll(box(column(self.found, self._none, None)))
        foot = line(self._count, None, secondary_button("Schließen", self.reject))
        whole = column(
            label("Anlaufstelle finden", "heading"), self.filters, body, box(foot), parent=self, gap=0.8
        )
        whole.setStretch(2, 1)
        whole.setContentsMargins(rem(1.5), rem(1.2), rem(1.5), rem(1.2))

    def _show(self) -> None:
        need = self.filters.need()
        found = self._session.read(directory.find_services, need, SHOWN)
        self.found.fill([partial(self._row, each) for each in found.shown])
        self.found.setVisible(bool(found.shown))
        self._none.setVisible(not found.shown)
        more = "" if found.count <= SHOWN else f", die ersten {SHOWN} stehen hier"
        self._count.setText(f"{found.count} gefunden{more}" if found.shown else "")
        if not found.shown:
            self._offer_without_language(need)

    def _offer_without_language(self, need: Need) -> None:
        """A language nobody wrote down is no proof that nobody speaks it."""
        wider = self._session.read(directory.find_services, replace(need, language=None), 1)
        self._without.setVisible(need.language is not None and wider.count > 0)
        self._without.setText(f"Ohne die Sprache: {wider.count} gefunden")

    def _drop_language(self) -> None:
        self.filters.language.set_value(None)
        self.filters.words.setFocus(Qt.FocusReason.OtherFocusReason)

    def _row(self, service: Service) -> Row:
        languages = ", ".join(self._label("language", code) for code in service.languages)
        about = (languages, service.opening_hours, service.phone, service.access_note)
        return Row(service.full_name, " · ".join(part for part in about if part), key=service.id, icon="pin")

    def _take_first(self) -> None:
        key = self.found.current_key()
        if key is not None:
            self._choose(str(key))

    def _choose(self, service_id: str) -> None:
        dimension = self.filters.dimension() or self._dimension
        self.accept()
        self._take(service_id, dimension)


def open_service_search(
    owner: QWidget, session: Session, case_id: str, dimension: str, take: Take
) -> ServiceSearch:
    search = ServiceSearch(owner, session, case_id, dimension, take)
    search.open()
    return search
