# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Find an open case while typing a name, a file number, a birth date or a telephone number."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from app.domain.case import CaseLine
from app.domain.errors import InvalidInput, Refusal
from app.operations import cases
from ui.session import Session
from ui.widgets import Row, RowList, TextInput, column, label

SHOWN = 5
_NONE = "Dazu gibt es keinen offenen Fall. Neue Personen nehmen Sie unter „Fälle“ auf."


class CaseFinder(QWidget):
    """Its value is a case id; Enter takes the first that was found, the arrow keys another.

    While a client looks on there is none (Refusal): it would show other names, a begun draft too.
    """

    changed = Signal()
    left = Signal()
    chosen = Signal()

    def __init__(self, session: Session) -> None:
        if session.client_looks_on:
            raise Refusal("ui.client_looks_on")
        super().__init__()
        self._session = session
        self._line: CaseLine | None = None
        self._field = TextInput("Name, Aktenzeichen, Geburtsdatum oder Telefon")
        self._found = RowList("Gefundene Fälle")
        self._found.hide()
        self._none = label(_NONE, "small", "muted", wrap=True)
        self._none.hide()
        column(self._field, self._found, self._none, parent=self, gap=0.2)
        self.setFocusProxy(self._field)
        self._field.setAccessibleName("Fall suchen")
        self._field.textEdited.connect(self._search)
        self._field.changed.connect(self.changed)
        self._field.returnPressed.connect(self._take_first)
        self._found.opened.connect(self._take)

    def value(self) -> str | None:
        """The chosen case; `None` while nothing is typed."""
        if self._line is not None:
            return self._line.case_id
        if self._field.text().strip():
            raise InvalidInput(self.objectName(), "ui.case_not_chosen")
        return None

    def set_value(self, value: Any) -> None:
        """Choose a case by its id; one that is not open any more leaves the field empty."""
        lines = self._session.read(cases.case_list) if value else ()
        self._choose(next((line for line in lines if line.case_id == value), None))

    def typed(self) -> str:
        return f"case:{self._line.case_id}" if self._line else self._field.text()

    def set_typed(self, text: str) -> None:
        if text.startswith("case:"):
            self.set_value(text.removeprefix("case:"))
        else:
            self._choose(None)
            self._field.setText(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and self._found.isVisible():
            self._found.focus_current()
        else:
            super().keyPressEvent(event)

    def _search(self, text: str) -> None:
        self._line = None
        found = self._session.read(cases.case_list, text, at_most=SHOWN) if text.strip() else ()
        self._found.fill([_row(line) for line in found])
        self._found.setVisible(bool(found))
        self._none.setVisible(bool(text.strip()) and not found)

    def _take_first(self) -> None:
        if self._line is None and self._found.current_key() is not None:
            self._take(self._found.current_key())

    def _take(self, line: object) -> None:
        assert isinstance(line, CaseLine)
        self._choose(line)
        self.chosen.emit()

    def _choose(self, line: CaseLine | None) -> None:
        self._line = line
        self._found.hide()
        self._none.hide()
        self._field.setText(f"{_name(line)} · {line.file_number}" if line else "")
        self.changed.emit()


def _name(line: CaseLine) -> str:
    return f"{line.given_names} {line.family_name}".strip()


def _row(line: CaseLine) -> Row:
    birth = f"geboren {line.birth_date.german()}" if line.birth_date else ""
    return Row(_name(line), " · ".join(part for part in (line.file_number, birth) if part), key=line)
