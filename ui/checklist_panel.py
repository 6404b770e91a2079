# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A checklist to talk along: each item is erfüllt, offen or unklar by one digit; nothing is added up."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.checklist import Checklist, Item
from app.operations import checklists
from app.operations.leaving import OwnSheet
from ui.checklist_forms import open_authority_form
from ui.errors import WaysOut, guard
from ui.session import Session
from ui.sheet_dialog import SheetDialog
from ui.state_cells import StateCells
from ui.widgets import (
    Chip,
    ChoiceBar,
    Flow,
    Row,
    RowList,
    Section,
    box,
    column,
    label,
    secondary_button,
)

STATES = (("met", "erfüllt", "1"), ("open", "offen", "2"), ("unclear", "unklar", "3"))
_WORDS = {code: word for code, word, _ in STATES}
_KEYS = [("1", "erfüllt"), ("2", "offen"), ("3", "unklar"), ("Entf", "zurücknehmen")]
_HINT = "Ein Gesprächsblatt, keine Prüfung. Ob ein Anspruch besteht, entscheidet die Behörde."
_OWN_HINT = "Für die Person selbst: alle Punkte dieser Liste. Das Blatt wird nicht aufgehoben."


class ChecklistPanel(QWidget):
    """One list at a time, first the one begun last; `consent_asked` where an item waits for its release."""

    consent_asked = Signal()

    def __init__(self, session: Session, case_id: str, ways_out: WaysOut) -> None:
        super().__init__()
        self._session, self._case_id, self._ways_out = session, case_id, ways_out
        self._closed = False
        self._shown: Checklist | None = None
        sheets = checklists.sheets()
        self.kinds = ChoiceBar(
            "Checkliste", [(sheet.kind, f"{sheet.norm} {sheet.title}") for sheet in sheets]
        )
        begun = session.read(checklists.begun, case_id)
        self.kinds.set_value(max(begun, key=begun.__getitem__, default=sheets[0].kind))
        self.kinds.changed.connect(self._switch)
        self._about = label("", "small", "muted", wrap=True)
        self.items = RowList("Punkte der Checkliste")
        for state, _, digit in STATES:
            self.items.bind(digit, partial(self._answer, state))
        self.items.bind("Del", partial(self._answer, None))
        self.items.opened.connect(self._open)
        self.own = secondary_button("Ausfertigung für die Person", self.print_own, "printer")
        self.authority = secondary_button("Blatt für die Behörde", self.print_for_authority, "send")
        self._section = Section("Checklisten")
        self._section.add(self.kinds, self._about, box(Flow(self.own, self.authority)), self.items)
        column(self._section, parent=self)

    def show_case(self, *, closed: bool) -> None:
        self._closed = closed
        self.show_list()

    def show_list(self) -> None:
        with guard(self, self._ways_out):
            today = self._session.today()
            kind = str(self.kinds.value())
            self._shown = self._session.read(checklists.checklist, self._case_id, kind, today)
            done, every = len(self._shown.answered), len(self._shown.items)
            as_of = f"Stand der Rechtslage: {self._shown.sheet.as_of}. {done} von {every} Punkten besprochen."
            self._about.setText(f"{_HINT} {as_of}")
            self.authority.setEnabled(bool(done))
            self.items.fill([self._row(item) for item in self._shown.items])

    def _switch(self) -> None:
        """Another list begins at its top."""
        self.items.fill([])
        self.show_list()

    def print_own(self) -> None:
        kind = str(self.kinds.value())
        with guard(self, self._ways_out):
            printed = checklists.own_copy(self._session.vault, self._case_id, kind, self._session.now())
            own = OwnSheet(self._case_id, printed.pdf, "checklist")
            SheetDialog(self, self._session, own, f"Checkliste {self._norm()}", _OWN_HINT).open()

    def print_for_authority(self) -> None:
        kind = str(self.kinds.value())
        open_authority_form(self, self._session, self._case_id, kind, self._norm(), self._ways_out)

    def _norm(self) -> str:
        assert self._shown is not None
        return self._shown.sheet.norm

    def _row(self, item: Item) -> Row:
        parts = [". ".join(part for part in (item.source, item.hint) if part)]
        if item.from_file is not None and not item.locked:
            parts.insert(0, f"Akte: {item.from_file.reason} – {_WORDS[item.from_file.state]}?")
        detail = "\n".join(part for part in parts if part)
        if item.locked:
            chip = Chip("lock", "nicht freigegeben", "neutral")
            return Row(item.words, detail, key=item.code, chip=chip, keys=[("Eingabe", "Einwilligung")])
        row = Row(
            item.words, detail, key=item.code, act=self._choice(item), keys=[] if self._closed else _KEYS
        )
        said = _WORDS[item.state] if item.state else "noch nicht besprochen"
        row.setAccessibleName(f"{item.words}, {said}, {detail}")
        return row

    def _choice(self, item: Item) -> QWidget:
        cells = StateCells(STATES, item.state)
        cells.setEnabled(not self._closed)
        cells.picked.connect(lambda state: self._write(item, state))
        return cells

    def _open(self, key: object) -> None:
        if self._item(key).locked:
            self.consent_asked.emit()

    def _answer(self, state: str | None, key: object) -> None:
        """By key: it is written, and the next item is at hand."""
        if not self._closed and self._write(self._item(key), state) and state is not None:
            self.items.go_on()

    def _item(self, key: object) -> Item:
        assert self._shown is not None
        return next(item for item in self._shown.items if item.code == key)

    def _write(self, item: Item, state: str | None) -> bool:
        kind = str(self.kinds.value())
        with guard(self, self._ways_out):
            self._session.write(checklists.answer, self._case_id, kind, item.code, state)
            return True
        return False
