# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Persons of a foreign table on their way into a list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtWidgets import QWidget

from app.domain.registration import PersonData, categories, fields_in_order, label_of
from app.domain.registration_sheet import ReadRow, guess
from app.domain.sheet import Sheet
from app.operations import registration_import
from ui.choice_chips import ChoiceChips
from ui.codes import labels_of
from ui.job_line import JobLine
from ui.registration_forms import correct_row
from ui.session import Session
from ui.table_import import TableImport
from ui.widgets import box, column, label


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
        PersonsImport(owner, session, sheet, list_id, taken_in).open()

    job.start(partial(registration_import.read_table, path), show)


class PersonsImport(TableImport):
    """Whoever signed signed for the same data, and that is asked once."""

    preview_name: ClassVar[str] = "Vorschau der Personen"
    rows_wrong: ClassVar[str] = "registration.rows_wrong"
    wide: ClassVar[frozenset[str]] = frozenset({"family_name", "given_names", "address"})

    def __init__(
        self,
        owner: QWidget,
        session: Session,
        sheet: Sheet,
        list_id: str,
        taken_in: Callable[[str, int], object],
    ) -> None:
        self._list_id, self._taken_in = list_id, taken_in
        word = labels_of(session)
        self.signed_for = ChoiceChips(
            "Unterschrieben ist für", [(code, word("data_category", code)) for code in categories()]
        )
        super().__init__(owner, session, sheet)
        self.signed_for.changed.connect(self.read_anew)

    def fields(self) -> Sequence[tuple[str, str]]:
        return [(field, label_of(field)) for field in fields_in_order()]

    def guess(self, header: Sequence[str]) -> Sequence[str | None]:
        return guess(header)

    def ask_for_all(self) -> QWidget:
        return box(column(label("Unterschrieben ist für", "small", "muted"), self.signed_for, gap=0.2))

    def read(self, mapping: Sequence[str | None]) -> Sequence[ReadRow]:
        self._for_all.setVisible("consented_on" in mapping)
        session = self._session
        return registration_import.rows(
            session.vault, self._sheet, mapping, self.signed_for.value(), session.now()
        )

    def word(self, said: Any, field: str) -> str:
        return registration_import.cell(self._session.vault, said, field)

    def correct(self, row: ReadRow, typed: dict[str, str]) -> None:
        take = partial(self._take, row.number)
        correct_row(self, self._session, row.number, typed, self.signed_for.value(), take)

    def keep(self, said: Sequence[Any]) -> None:
        import_id = self._session.write(registration_import.take_in, self._list_id, said)
        self.accept()
        self._taken_in(str(import_id), len(said))

    def summary(self, right: int, wrong: int) -> str:
        persons = "1 Person ist lesbar" if right == 1 else f"{right} Personen sind lesbar"
        if not wrong:
            return f"{persons}."
        rows = "In 1 Zeile stimmt etwas nicht" if wrong == 1 else f"In {wrong} Zeilen stimmt etwas nicht"
        return f"{rows}. {persons}."

    def _take(self, number: int, person: PersonData) -> None:
        session = self._session
        self.take_correction(number, registration_import.checked(session.vault, person, session.now()))
