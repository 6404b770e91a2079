# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A foreign table on its way into a list: what its columns are, what is wrong where, then all at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QWidget

import resources
from app.domain.errors import InvalidInput, Refusal
from app.domain.registration import PersonData, categories, code_list_of, fields_in_order, label_of
from app.domain.registration_sheet import ReadRow, Sheet, guess
from app.operations import registration_import
from ui.choice_chips import ChoiceChips
from ui.codes import labels_of
from ui.errors import guard
from ui.job_line import JobLine
from ui.registration_forms import correct_row
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


def import_table(
    owner: QWidget,
    session: Session,
    job: JobLine,
    list_id: str,
    path: Path,
    taken_in: Callable[[str, int], object],
) -> None:
    """Reads it beside the windows, then opens the preview; `taken_in` gets the import's id and its count."""

    def show(sheet: Sheet) -> None:
        ImportDialog(owner, session, sheet, list_id, taken_in).open()

    job.start(partial(registration_import.read_table, path), show)


class ImportDialog(QDialog):
    """Nothing is in the file before everybody is taken in, and then all of them together."""

    def __init__(
        self,
        owner: QWidget,
        session: Session,
        sheet: Sheet,
        list_id: str,
        taken_in: Callable[[str, int], object],
    ) -> None:
        super().__init__(owner.window())
        self._session, self._sheet, self._list_id, self._taken_in = session, sheet, list_id, taken_in
        self._corrected: dict[int, PersonData] = {}
        self._left_out: set[int] = set()
        self._rows: dict[int, ReadRow] = {}
        self.setWindowTitle("KIM-Brücke")
        self.setAccessibleName("Tabelle einlesen")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.mapping = [
            self._choice(heading, field)
            for heading, field in zip(sheet.header, guess(sheet.header), strict=True)
        ]
        self.signed_for = self._signed_for()
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

    def take_in(self) -> None:
        """Everybody, or a sentence that says how many rows are still wrong."""
        with guard(self):
            wrong = [row for row in self._rows.values() if row.person is None]
            if wrong:
                raise Refusal("registration.rows_wrong", count=len(wrong))
            persons = [row.person for row in self._rows.values() if row.person is not None]
            import_id = self._session.write(registration_import.take_in, self._list_id, persons)
            self.accept()
            self._taken_in(str(import_id), len(persons))

    def _choice(self, heading: str, field: str | None) -> CodeInput:
        choice = CodeInput([(each, label_of(each)) for each in fields_in_order()], "weglassen")
        choice.setAccessibleName(f"Spalte {heading or 'ohne Überschrift'}")
        choice.set_value(field)
        if (typed := choice.lineEdit()) is not None:
            typed.setCursorPosition(0)
        choice.changed.connect(self._map_anew)
        return choice

    def _signed_for(self) -> ChoiceChips:
        word = labels_of(self._session)
        chips = ChoiceChips(
            "Unterschrieben ist für", [(code, word("data_category", code)) for code in categories()]
        )
        chips.changed.connect(self._map_anew)
        return chips

    def _lay_out(self, owner: QWidget) -> None:
        columns = Flow(gap=0.6)
        for heading, choice in zip(self._sheet.header, self.mapping, strict=True):
            caption = label(heading or "ohne Überschrift", "small", "muted")
            caption.setBuddy(choice)
            choice.setFixedWidth(rem(13.5))
            columns.addWidget(box(column(caption, choice, gap=0.1)))
        self._signed = box(
            column(label("Unterschrieben ist für", "small", "muted"), self.signed_for, gap=0.2)
        )
        mapping = Scroll(box(columns))
        mapping.setFixedHeight(rem(4.2 if len(self.mapping) <= _ONE_LINE else 8.4))
        whole = column(label("Tabelle einlesen", "heading"), parent=self, gap=0.6)
        whole.addWidget(label("Was steht in welcher Spalte?", "small", "muted"))
        whole.addWidget(mapping)
        whole.addWidget(self._signed)
        whole.addWidget(self._summary)
        whole.addLayout(self._room, 1)
        whole.addWidget(self._wrong)
        whole.addWidget(self._more)
        whole.addWidget(label(_HINT, "small", "muted", wrap=True))
        whole.addLayout(line(None, secondary_button("Abbrechen", self.reject), self.take))
        whole.setContentsMargins(rem(1.4), rem(1.1), rem(1.4), rem(1.1))
        room = owner.window().size()
        self.resize(round(room.width() * 0.92), round(room.height() * 0.94))

    def _map_anew(self) -> None:
        self._corrected.clear()
        self._read()
        if self.table is not None and self.table.model().rowCount():
            self.table.selectRow(0)

    def _fields(self) -> list[str | None]:
        """An unreadable choice, or a field chosen before, is left out."""
        fields: list[str | None] = []
        for choice in self.mapping:
            try:
                field = choice.value()
            except InvalidInput:
                field = None
            fields.append(None if field in fields else field)
        return fields

    def _read(self) -> None:
        found = registration_import.rows(
            self._session.vault, self._sheet, self._fields(), self.signed_for.value(), self._session.now()
        )
        self._rows = {
            row.number: self._with_correction(row) for row in found if row.number not in self._left_out
        }
        self._signed.setVisible("consented_on" in self._fields())
        self._show()

    def _with_correction(self, row: ReadRow) -> ReadRow:
        person = self._corrected.get(row.number)
        return row if person is None else replace(row, person=person, errors={})

    def _show(self) -> None:
        wrong = [row for row in self._rows.values() if row.person is None]
        right = [row for row in self._rows.values() if row.person is not None]
        shown = [*wrong, *right][:AT_ONCE]
        self._summary.setText(_summary(len(right), len(wrong)))
        self.take.setText(f"{len(right)} übernehmen" if right and not wrong else "Übernehmen")
        self._more.setText(f"Hier stehen die ersten {len(shown)} von {len(self._rows)} Zeilen.")
        self._more.setVisible(len(self._rows) > len(shown))
        self._show_table(shown)

    def _show_table(self, shown: list[ReadRow]) -> None:
        """A new one where other columns are shown; what had the focus keeps it."""
        fields = [field for field in self._fields() if field is not None]
        if self.table is None or self.table.property("fields") != fields:
            clear(self._room)
            columns = [
                Column("Zeile", right=True),
                *(Column(label_of(f), stretch=f in _STRETCH) for f in fields),
            ]
            self.table = Table("Vorschau der Personen", columns)
            self.table.setProperty("fields", fields)
            self.table.opened.connect(lambda key: self._correct(int(str(key))))
            self.table.bind("Del", lambda key: self._leave_out(int(str(key))))
            self.table.moved.connect(self._say_what_is_wrong)
            self._room.addWidget(self.table)
        self.table.fill([(row.number, self._cells(row, fields)) for row in shown])
        self._say_what_is_wrong(self.table.current_key())

    def _cells(self, row: ReadRow, fields: list[str]) -> list[str | Cell]:
        return [Cell(str(row.number), "muted"), *(self._cell(row, field) for field in fields)]

    def _cell(self, row: ReadRow, field: str) -> str | Cell:
        if row.person is not None and row.number in self._corrected:
            return _word(self._session, row.person, field)
        typed = row.typed.get(field, "")
        return Cell(typed or "fehlt", icon="warning", chip="danger") if field in row.errors else typed

    def _say_what_is_wrong(self, number: object) -> None:
        row = self._rows.get(int(str(number))) if number is not None else None
        said = [_sentence(field, wrong) for field, wrong in row.errors.items()] if row else []
        self._wrong.setText(f"Zeile {number}: {' '.join(said)}" if said else "")
        self._wrong.setVisible(bool(said))
        if self.table is not None:
            self.table.setAccessibleDescription(self._wrong.text())

    def _correct(self, number: int) -> None:
        row = self._rows[number]
        typed = dict(row.typed)
        if (corrected := self._corrected.get(number)) is not None:
            typed = {field: _word(self._session, corrected, field) for field in row.typed}
        correct_row(
            self,
            self._session,
            number,
            typed,
            self.signed_for.value(),
            partial(self._take_correction, number),
        )

    def _take_correction(self, number: int, person: PersonData) -> None:
        checked = registration_import.checked(self._session.vault, person, self._session.now())
        self._corrected[number] = checked
        self._read()
        self._into_table()

    def _leave_out(self, number: int) -> None:
        self._left_out.add(number)
        self._read()

    def _into_table(self) -> None:
        if self.table is not None and self.table.model().rowCount():
            self.table.selectRow(0)
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)


_STRETCH = {"family_name", "given_names", "address"}


def _word(session: Session, person: PersonData, field: str) -> str:
    return registration_import.cell(session.vault, person, field)


def _sentence(field: str, wrong: InvalidInput) -> str:
    message = resources.message(wrong.code, **wrong.facts)
    list_name = code_list_of(field)
    return (
        f"{label_of(field)}: {message.what}"
        if list_name
        else f"{label_of(field)}: {message.what} {message.todo}"
    )


def _summary(right: int, wrong: int) -> str:
    persons = "1 Person ist lesbar" if right == 1 else f"{right} Personen sind lesbar"
    if not wrong:
        return f"{persons}."
    rows = "In 1 Zeile stimmt etwas nicht" if wrong == 1 else f"In {wrong} Zeilen stimmt etwas nicht"
    return f"{rows}. {persons}."
