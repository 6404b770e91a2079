# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A foreign table on its way in: what its columns are, what is wrong where, then all at once."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

import resources
from app.domain.errors import InvalidInput, Refusal
from app.domain.sheet import ReadRow, Sheet
from ui.errors import guard
from ui.reading_order import Dialog
from ui.session import Session
from ui.theme import rem
from ui.widgets import (
    Cell,
    CodeInput,
    Column,
    Flow,
    Scroll,
    Table,
    box,
    clear,
    column,
    label,
    line,
    primary_button,
    secondary_button,
)

TABLES = "Tabellen (*.csv *.xlsx)"
AT_ONCE = 100
_ONE_LINE = 6
_HINT = "Eingabe berichtigt eine Zeile, Entf lässt sie weg. Zeilen mit Fehlern stehen oben."


class TableImport(Dialog):
    """Nothing is in the file before everything is taken in, and then all of it together.

    What the rows are about says the kind of table: its fields, how a row is read, put right and taken in.
    """

    preview_name: ClassVar[str]
    rows_wrong: ClassVar[str]
    wide: ClassVar[frozenset[str]]

    def __init__(self, owner: QWidget, session: Session, sheet: Sheet) -> None:
        super().__init__(owner.window())
        self._session, self._sheet = session, sheet
        self._corrected: dict[int, Any] = {}
        self._left_out: set[int] = set()
        self._rows: dict[int, ReadRow[Any]] = {}
        self.setWindowTitle("KIM-Brücke")
        self.setAccessibleName("Tabelle einlesen")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.mapping = [
            self._choice(heading, field)
            for heading, field in zip(sheet.header, self.guess(sheet.header), strict=True)
        ]
        self._for_all = self.ask_for_all()
        self._summary = label("", strong=True, wrap=True)
        self._room = column(gap=0)
        self.table: Table | None = None
        self._wrong = label("", "small", "danger", wrap=True)
        self._more = label("", "small", "muted")
        self.take = primary_button("Übernehmen", self.take_in, "check")
        self._lay_out(owner)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.take_in)
        self._read()
        self._into_table()

    # What a kind of table says of itself

    @abstractmethod
    def fields(self) -> Sequence[tuple[str, str]]:
        """What a column can hold: (field, caption)."""

    @abstractmethod
    def guess(self, header: Sequence[str]) -> Sequence[str | None]: ...

    @abstractmethod
    def ask_for_all(self) -> QWidget:
        """What is asked once for all rows."""

    @abstractmethod
    def read(self, mapping: Sequence[str | None]) -> Sequence[ReadRow[Any]]: ...

    @abstractmethod
    def word(self, said: Any, field: str) -> str:
        """A value of what a corrected row says."""

    @abstractmethod
    def correct(self, row: ReadRow[Any], typed: dict[str, str]) -> None:
        """Ask anew what a row says; `take_correction` gets it."""

    @abstractmethod
    def keep(self, said: Sequence[Any]) -> None:
        """Take all of them in."""

    @abstractmethod
    def summary(self, right: int, wrong: int) -> str: ...

    # What is the same for all

    def take_in(self) -> None:
        """All of it, or a sentence that says how many rows are still wrong."""
        with guard(self):
            wrong = [row for row in self._rows.values() if row.said is None]
            if wrong:
                raise Refusal(self.rows_wrong, count=len(wrong))
            self.keep([row.said for row in self._rows.values()])

    def take_correction(self, number: int, said: Any) -> None:
        self._corrected[number] = said
        self._read()
        self._into_table()

    def read_anew(self) -> None:
        """Another column or answer: what was put right before may mean something else now."""
        self._corrected.clear()
        self._read()
        if self.table is not None and self.table.model().rowCount():
            self.table.selectRow(0)

    def mapped(self) -> list[str | None]:
        """An unreadable choice, or a field chosen before, is left out."""
        fields: list[str | None] = []
        for choice in self.mapping:
            try:
                field = choice.value()
            except InvalidInput:
                field = None
            fields.append(None if field in fields else field)
        return fields

    def _choice(self, heading: str, field: str | None) -> CodeInput:
        choice = CodeInput(list(self.fields()), "weglassen")
        choice.setAccessibleName(f"Spalte {heading or 'ohne Überschrift'}")
        choice.set_value(field)
        if (typed := choice.lineEdit()) is not None:
            typed.setCursorPosition(0)
        choice.changed.connect(self.read_anew)
        return choice

    def _lay_out(self, owner: QWidget) -> None:
        columns = Flow(gap=0.6)
        for heading, choice in zip(self._sheet.header, self.mapping, strict=True):
            caption = label(heading or "ohne Überschrift", "small", "muted")
            caption.setBuddy(choice)
            choice.setFixedWidth(rem(13.5))
            columns.addWidget(box(column(caption, choice, gap=0.1)))
        mapping = Scroll(box(columns))
        mapping.setFixedHeight(rem(4.2 if len(self.mapping) <= _ONE_LINE else 8.4))
        whole = column(label("Tabelle einlesen", "heading"), parent=self, gap=0.6)
        whole.addWidget(label("Was steht in welcher Spalte?", "small", "muted"))
        whole.addWidget(mapping)
        whole.addWidget(self._for_all)
        whole.addWidget(self._summary)
        whole.addLayout(self._room, 1)
        whole.addWidget(self._wrong)
        whole.addWidget(self._more)
        whole.addWidget(label(_HINT, "small", "muted", wrap=True))
        whole.addLayout(line(None, secondary_button("Abbrechen", self.reject), self.take))
        whole.setContentsMargins(rem(1.4), rem(1.1), rem(1.4), rem(1.1))
        room = owner.window().size()
        self.resize(round(room.width() * 0.92), round(room.height() * 0.94))

    def _read(self) -> None:
        found = self.read(self.mapped())
        self._rows = {
            row.number: self._with_correction(row) for row in found if row.number not in self._left_out
        }
        self._show()

    def _with_correction(self, row: ReadRow[Any]) -> ReadRow[Any]:
        said = self._corrected.get(row.number)
        return row if said is None else replace(row, said=said, errors={})

    def _show(self) -> None:
        wrong = [row for row in self._rows.values() if row.said is None]
        right = [row for row in self._rows.values() if row.said is not None]
        shown = [*wrong, *right][:AT_ONCE]
        self._summary.setText(self.summary(len(right), len(wrong)))
        self.take.setText(f"{len(right)} übernehmen" if right and not wrong else "Übernehmen")
        self._more.setText(f"Hier stehen die ersten {len(shown)} von {len(self._rows)} Zeilen.")
        self._more.setVisible(len(self._rows) > len(shown))
        self._show_table(shown)

    def _show_table(self, shown: list[ReadRow[Any]]) -> None:
        """A new one where other columns are shown; what had the focus keeps it."""
        fields, captions = [field for field in self.mapped() if field is not None], dict(self.fields())
        if self.table is None or self.table.property("fields") != fields:
            clear(self._room)
            columns = [
                Column("Zeile", right=True),
                *(Column(captions[field], stretch=field in self.wide) for field in fields),
            ]
            self.table = Table(self.preview_name, columns)
            self.table.setProperty("fields", fields)
            self.table.opened.connect(lambda key: self._correct(int(str(key))))
            self.table.bind("Del", lambda key: self._leave_out(int(str(key))))
            self.table.moved.connect(self._say_what_is_wrong)
            self._room.addWidget(self.table)
        self.table.fill([(row.number, self._cells(row, fields)) for row in shown])
        self._say_what_is_wrong(self.table.current_key())

    def _cells(self, row: ReadRow[Any], fields: list[str]) -> list[str | Cell]:
        return [Cell(str(row.number), "muted"), *(self._cell(row, field) for field in fields)]

    def _cell(self, row: ReadRow[Any], field: str) -> str | Cell:
        if row.said is not None and row.number in self._corrected:
            return self.word(row.said, field)
        typed = row.typed.get(field, "")
        return Cell(typed or "fehlt", icon="warning", chip="danger") if field in row.errors else typed

    def _say_what_is_wrong(self, number: object) -> None:
        row = self._rows.get(int(str(number))) if number is not None else None
        captions = dict(self.fields())
        said = [_sentence(captions[field], wrong) for field, wrong in row.errors.items()] if row else []
        self._wrong.setText(f"Zeile {number}: {' '.join(said)}" if said else "")
        self._wrong.setVisible(bool(said))
        if self.table is not None:
            self.table.setAccessibleDescription(self._wrong.text())

    def _correct(self, number: int) -> None:
        row = self._rows[number]
        typed = dict(row.typed)
        if (corrected := self._corrected.get(number)) is not None:
            typed = {field: self.word(corrected, field) for field in row.typed}
        self.correct(row, typed)

    def _leave_out(self, number: int) -> None:
        self._left_out.add(number)
        self._read()

    def _into_table(self) -> None:
        if self.table is not None and self.table.model().rowCount():
            self.table.selectRow(0)
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)


def _sentence(caption: str, wrong: InvalidInput) -> str:
    """What to do is said too, but for a choice: there the form offers it."""
    message = resources.message(wrong.code, **wrong.facts)
    if wrong.code == "registration.word_unknown":
        return f"{caption}: {message.what}"
    return f"{caption}: {message.what} {message.todo}"
