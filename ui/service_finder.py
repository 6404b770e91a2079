# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Find an Anlaufstelle while typing its name, its place or the person there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from app.domain.errors import InvalidInput
from app.domain.service import Need, Service
from app.operations import directory
from ui.codes import labels_of
from ui.session import Session
from ui.widgets import Row, RowList, TextInput, column, label

SHOWN = 5
_NONE = "Dazu gibt es keine Anlaufstelle. Strg+G vermerkt eine Angebotslücke."
_MORE = "Es gibt noch weitere. Schreiben Sie mehr vom Namen oder vom Ort."


class ServiceFinder(QWidget):
    """Its value is a service id: the chosen one, or the only one that fits what is typed.

    Enter takes the first that was found, the arrow keys another. While nothing is typed it offers `nearest`;
    `about` says in a line what is known of an entry here.
    """

    changed = Signal()
    left = Signal()

    def __init__(
        self,
        session: Session,
        name: str,
        nearest: Callable[[], Sequence[Service]] = tuple,
        about: Callable[[Service], str] | None = None,
    ) -> None:
        super().__init__()
        self._session, self._nearest, self._about = session, nearest, about or self._kind_and_place
        self._service: Service | None = None
        self._hits: dict[str, Service] = {}
        self._label = labels_of(session)
        self.field = TextInput("Name, Ort oder Ansprechperson")
        self.field.setAccessibleName(name)
        self._list = RowList("Gefundene Anlaufstellen")
        self._hint = label("", "small", "muted", wrap=True)
        column(self.field, self._list, self._hint, parent=self, gap=0.2)
        self.setFocusProxy(self.field)
        self.field.textEdited.connect(self._search)
        self.field.returnPressed.connect(self._take_first)
        self._list.opened.connect(lambda key: self._take(self._hits[str(key)]))
        self._show_found((), 0)

    @property
    def service(self) -> Service | None:
        """Who is meant now: the chosen one, or the only one that fits."""
        if self._service is None and self.field.text().strip() and len(self._hits) == 1:
            return next(iter(self._hits.values()))
        return self._service

    def value(self) -> str | None:
        """`None` while nothing is typed; InvalidInput where several fit, or nobody."""
        if self.service is not None:
            return self.service.id
        if self.field.text().strip():
            raise InvalidInput(self.objectName(), "service.not_chosen")
        return None

    def set_value(self, value: Any) -> None:
        self._choose(self._session.read(directory.service, str(value)) if value else None)

    def typed(self) -> str:
        return f"service:{self._service.id}" if self._service else self.field.text()

    def set_typed(self, text: str) -> None:
        """A draft, or words: one entry that is called exactly so is chosen."""
        if text.startswith("service:"):
            self.set_value(text.removeprefix("service:"))
            return
        self._choose(None)
        self.field.setText(text)
        self._search(text)
        named = [each for each in self._hits.values() if text in (each.full_name, each.institution)]
        if len(named) == 1:
            self._choose(named[0])

    def offer(self) -> None:
        """Show who is nearest, before anything is typed."""
        if self._service is None and not self.field.text().strip():
            nearest = tuple(self._nearest())
            self._show_found(nearest[:SHOWN], len(nearest))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and self._service is None:
            self.offer()
            if self._hits:
                self._list.focus_current()
        else:
            super().keyPressEvent(event)

    def _search(self, text: str) -> None:
        self._service = None
        if text.strip():
            need = Need(text, day=self._session.today())
            found = self._session.read(directory.find_services, need, SHOWN)
            self._show_found(found.shown, found.count)
            self._hint.setText("" if found.shown else _NONE)
        else:
            self._show_found((), 0)
            self.offer()
        self._hint.setVisible(bool(self._hint.text()))
        self.changed.emit()

    def _show_found(self, found: Sequence[Service], count: int) -> None:
        self._hits = {each.id: each for each in found}
        self._list.fill([Row(each.full_name, self._about(each), key=each.id) for each in found])
        self._list.setVisible(bool(found))
        self._hint.setText(_MORE if count > len(found) else "")
        self._hint.setVisible(bool(self._hint.text()))

    def _take_first(self) -> None:
        if self._service is None and self._list.current_key() is not None:
            self._take(self._hits[str(self._list.current_key())])

    def _take(self, service: Service) -> None:
        self._choose(service)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.left.emit()

    def _choose(self, service: Service | None) -> None:
        self._service = service
        self._show_found((), 0)
        self.field.setText(service.full_name if service else "")
        self.field.setCursorPosition(0)
        self.changed.emit()

    def _kind_and_place(self, service: Service) -> str:
        place = self._label("municipality", service.municipality) if service.municipality else service.address
        parts = (self._label("referral_target", service.referral_target), place, service.phone)
        return " · ".join(part for part in parts if part)
