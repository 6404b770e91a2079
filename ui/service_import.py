# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Anlaufstellen of a foreign table on their way into the directory."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtWidgets import QWidget

from app.domain.errors import InvalidInput
from app.domain.service import ServiceData
from app.domain.service_sheet import ReadService, columns, guess, label_of
from app.domain.sheet import Sheet
from app.operations import directory_tables, registration_import
from ui.codes import choices_of
from ui.form_dialog import FormDialog
from ui.job_line import JobLine
from ui.service_form import FIELDS, ServiceForm
from ui.session import Session
from ui.table_import import TableImport
from ui.widgets import CodeInput, box, column, label, line

_OTHERWISE = "Art der Stelle, wo keine steht"


def import_services(
    owner: QWidget, session: Session, job: JobLine, path: Path, taken_in: Callable[[int], object]
) -> None:
    """Reads it beside the windows, then opens the preview; `taken_in` gets how many came in."""

    def show(sheet: Sheet) -> None:
        ServicesImport(owner, session, sheet, taken_in).open()

    job.start(partial(registration_import.read_table, path), show)


class ServicesImport(TableImport):
    """What is in the directory already stays as it is and is only counted."""

    preview_name: ClassVar[str] = "Vorschau der Anlaufstellen"
    rows_wrong: ClassVar[str] = "service.rows_wrong"
    wide: ClassVar[frozenset[str]] = frozenset({"institution", "name", "address"})

    def __init__(
        self, owner: QWidget, session: Session, sheet: Sheet, taken_in: Callable[[int], object]
    ) -> None:
        self._taken_in, self._known = taken_in, 0
        self.otherwise = CodeInput(choices_of(session)("referral_target"), "fehlt")
        self.otherwise.setAccessibleName(_OTHERWISE)
        super().__init__(owner, session, sheet)
        self.otherwise.changed.connect(self.read_anew)

    def kind(self) -> str | None:
        """The kind of body where a row names none; None while it is not yet a word of the list."""
        try:
            return self.otherwise.value()
        except InvalidInput:
            return None

    def fields(self) -> Sequence[tuple[str, str]]:
        return [(column, label_of(column)) for column in columns()]

    def guess(self, header: Sequence[str]) -> Sequence[str | None]:
        return guess(header)

    def ask_for_all(self) -> QWidget:
        return box(column(label(_OTHERWISE, "small", "muted"), box(line(self.otherwise, None)), gap=0.2))

    def read(self, mapping: Sequence[str | None]) -> Sequence[ReadService]:
        session = self._session
        found = directory_tables.rows(session.vault, self._sheet, mapping, self.kind(), session.now())
        self._known = found.known
        return found.new

    def word(self, said: Any, field: str) -> str:
        return directory_tables.cell(self._session.vault, said, field, self._session.now())

    def correct(self, row: ReadService, typed: dict[str, str]) -> None:
        form = ServiceForm(self._session, None)
        known = self._corrected.get(row.number)
        form.set_values({"referral_target": self.kind(), **row.values})
        if known is not None:
            form.set_values({field: getattr(known, field) for field in FIELDS})
        form.retype({field: typed[field] for field in row.errors if typed.get(field)})
        for field in row.errors:
            form.row(field).check()
        take = partial(self._take, row.number, form)
        FormDialog(self, f"Zeile {row.number}", form, "Übernehmen", take).open()

    def keep(self, said: Sequence[Any]) -> None:
        count = self._session.write(directory_tables.take_in, said)
        self.accept()
        self._taken_in(count)

    def summary(self, right: int, wrong: int) -> str:
        new = "1 neue Stelle ist lesbar" if right == 1 else f"{right} neue Stellen sind lesbar"
        parts = [f"{new}."]
        if wrong:
            rows = "In 1 Zeile" if wrong == 1 else f"In {wrong} Zeilen"
            parts.insert(0, f"{rows} stimmt etwas nicht.")
        if self._known:
            one = "1 Stelle steht schon da und bleibt, wie sie ist."
            more = f"{self._known} Stellen stehen schon da und bleiben, wie sie sind."
            parts.append(one if self._known == 1 else more)
        return " ".join(parts)

    def _take(self, number: int, form: ServiceForm, values: dict[str, Any]) -> None:
        session = self._session
        service: ServiceData = form.service(values)
        self.take_correction(number, directory_tables.checked(session.vault, service, session.now()))
