# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Listen: persons who are no cases, for an authority that plans with them."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from app.domain.dates import german
from app.domain.registration import ListLine, goes_soon
from app.operations import registration
from ui.activity_form import open_activity
from ui.page import Navigate, Page
from ui.registration_forms import open_list_form
from ui.registration_page import RegistrationPage
from ui.session import Session
from ui.site_choice import with_site
from ui.widgets import (
    Chip,
    EmptyState,
    PageHead,
    Row,
    RowList,
    Scroll,
    box,
    column,
    label,
    line,
    link_button,
    no_wider,
    primary_button,
)

_NOT_COUNTED = (
    "Wer auf einer Liste steht, ist kein Fall und zählt in keiner Meldung. Die Aufnahme zählt, wenn Sie sie"
    " als Tätigkeit festhalten."
)


def lists_page(session: Session, navigate: Navigate, *about: str) -> Page:
    """All lists, or the one it is about."""
    return RegistrationPage(session, navigate, *about) if about else ListsPage(session, navigate)


class ListsPage(Page):
    """Enter opens a list; while a client looks on nothing is shown."""

    def __init__(self, session: Session, navigate: Navigate) -> None:
        super().__init__(session, navigate)
        self._add = primary_button("Neue Liste", self._begin, "plus")
        head = PageHead(
            "Listen", "Viele Personen auf einmal, für Ausländerbehörde, Schulamt oder Jugendamt", self._add
        )
        self.rows = RowList("Erfassungslisten")
        self.rows.opened.connect(lambda key: navigate("lists", str(key)))
        self._nothing = EmptyState(
            "people",
            "Es gibt noch keine Liste.",
            "120 Personen sind nicht 120 Fälle: Eine Liste hat eine Grundlage und wird wieder gelöscht.",
            "muted",
        )
        self._hidden = EmptyState(
            "speech", "Im Gespräch zeigt diese Seite nichts.", "F8 beendet das Gespräch.", "info"
        )
        note = link_button("Tätigkeit festhalten", self._note_activity, "people", small=True)
        self._foot = box(
            column(label(_NOT_COUNTED, "small", "muted", wrap=True), box(line(note, None)), gap=0.1)
        )
        whole = column(head, self._nothing, self._hidden, parent=self, gap=1)
        whole.addWidget(Scroll(box(column(no_wider(self.rows, 60), self._foot, None, gap=1))), 1)

    def first(self) -> QWidget:
        return self.rows if self.rows.current_key() is not None else self._add

    def reload(self) -> None:
        found = () if self.conversation else self.session.read(registration.lists)
        self.rows.fill([partial(self._row, each) for each in found])
        self.rows.setVisible(bool(found))
        self._nothing.setHidden(self.conversation or bool(found))
        self._hidden.setHidden(not self.conversation)
        self._foot.setHidden(self.conversation)

    def _row(self, found: ListLine) -> Row:
        parts = (
            _count(found),
            f"für {found.recipient}" if found.recipient else "noch ohne Stelle",
            _basis(found),
        )
        return Row(
            found.list.title,
            " · ".join(part for part in parts if part),
            key=found.list.id,
            icon="people",
            chip=self._chip(found),
            keys=(("Eingabe", "öffnen"),),
        )

    def _chip(self, found: ListLine) -> Chip:
        listed = found.list
        if listed.erased_on is not None:
            return Chip("check", f"gelöscht am {german(listed.erased_on)}")
        if listed.erase_on is None:
            return Chip("clock", "noch nicht weitergegeben")
        near = goes_soon(listed, self.session.today())
        return Chip("trash", f"wird am {german(listed.erase_on)} gelöscht", "warning" if near else "neutral")

    def _begin(self) -> None:
        with_site(self, self.session, lambda: open_list_form(self, self.session, self._open))

    def _open(self, list_id: str) -> None:
        self.navigate("lists", list_id)

    def _note_activity(self) -> None:
        with_site(self, self.session, lambda: open_activity(self, self.session, self.navigate))


def _count(found: ListLine) -> str:
    if found.list.erased_on is not None:
        return ""
    return "1 Person" if found.persons == 1 else f"{found.persons} Personen"


def _basis(found: ListLine) -> str:
    return "auf Ersuchen" if found.list.norm else "mit Unterschrift je Person"
