# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Blanko-Sätze: printed for a visit without a computer, and typed in when they come back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.domain.blank_set import BlankSet, WantedSets, rows_by_recipient
from app.domain.consent import WantedRelease
from app.domain.dates import german
from app.operations import blank_sets, documents
from ui.codes import choices_of
from ui.consent_rows import Recipients
from ui.document_view import show_sheets
from ui.drafts import DraftKeeper
from ui.errors import guard
from ui.form_dialog import FormDialog
from ui.job_line import JobLine
from ui.page import Navigate, Page
from ui.paper_names import form_choices
from ui.session import Session
from ui.theme import Role
from ui.widgets import (
    Cell,
    ChoiceBar,
    CodeInput,
    Column,
    DateInput,
    EmptyState,
    FormPanel,
    NumberInput,
    PageHead,
    Scroll,
    Section,
    Table,
    TextInput,
    box,
    column,
    label,
    line,
    no_wider,
    primary_button,
    secondary_button,
    show_toast,
)

TITLE = "Blanko-Sätze drucken"
JOB = "Sätze werden vorbereitet"
_USUAL_COUNT, _USUAL_LIFE = 10, timedelta(days=365)
_HINT = (
    "Informationsblatt, Einwilligung, Erfassungsbogen und Zielvereinbarung, jeweils in dieser Reihenfolge."
)


class BlankSetsPage(Page):
    """The number at the top, the sets that are out below; Enter on one types it in."""

    def __init__(self, session: Session, navigate: Navigate) -> None:
        super().__init__(session, navigate)
        print_out = primary_button(TITLE, self.ask_for_sets, "printer")
        words = "Für Besuche ohne Computer: dort ausfüllen und unterschreiben, hier eintippen."
        self.progress = JobLine(session, JOB)
        self.number = FormPanel()
        self.text = TextInput("S-0007", width=14)
        hint = "Die Nummer des Satzes oder eines seiner Blätter. Ein Handscanner liest sie aus dem Code."
        self.number.add("number", "Nummer auf dem Papier", self.text, hint)
        self.text.returnPressed.connect(self.find_typed)
        find = secondary_button("Eintippen", self.find_typed, "pencil")
        self.sets = Table("Offene Sätze", _COLUMNS, fit=True)
        self.sets.opened.connect(lambda key: self._type_in(str(key)))
        self.sets.moved.connect(lambda _: self._show_acts())
        self.again = secondary_button("Noch einmal drucken", self.print_again, "printer")
        self.drop = secondary_button("Verwerfen", self.discard, "trash")
        self._used = label("", "small", "muted")
        self._none = EmptyState("document", "Es sind keine Sätze unterwegs.", tone="muted")
        listed = Section("Nicht eingetippt").add(self._none).add(self.sets)
        listed.add(box(line(self.again, self.drop, None)))
        typing = Section("Blanko-Satz eintippen").add(self.number).add(box(line(find, None)))
        body = box(column(typing, listed, self._used, None, gap=2))
        head = PageHead("Blanko-Sätze", words, print_out)
        column(head, self.progress, Scroll(no_wider(body, 60)), parent=self, gap=1).setStretch(2, 1)

    def first(self) -> QWidget:
        return self.text

    def reload(self) -> None:
        found = self.session.read(blank_sets.open_sets)
        self.sets.fill([_row(one) for one in found])
        self.sets.setVisible(bool(found))
        self._none.setHidden(bool(found))
        used = self.session.read(blank_sets.used_count)
        noun = "Satz ist" if used == 1 else "Sätze sind"
        self._used.setText(f"{used} {noun} eingetippt." if used else "")
        self._show_acts()

    def find_typed(self) -> None:
        """By the number of the set or of one of its sheets."""
        with guard(self):
            one = self.session.read(blank_sets.find_set, self.text.value())
            self.navigate("blank_set", one.id)

    def ask_for_sets(self) -> FormDialog:
        return open_print_form(self, self.session, self.print_sets)

    def print_sets(self, wanted: WantedSets) -> None:
        """Prepared beside the windows, then shown as one job for the printer."""
        vault, now = self.session.vault, self.session.now()
        self.progress.start(
            lambda progress: blank_sets.print_sets(vault, wanted, now, progress), self._show_sets
        )

    def print_again(self) -> None:
        one = self._chosen()
        if one is not None:
            self._show_sets((one,))

    def discard(self) -> None:
        """Lost or spoilt; one that was found again can be typed in after all."""
        one = self._chosen()
        if one is None:
            return
        with guard(self):
            if one.discarded_on is None:
                self.session.write(blank_sets.discard_set, one.id)
                show_toast(self, f"Der Satz {one.name} ist verworfen.")
            else:
                self.session.write(blank_sets.found_again, one.id)
                show_toast(self, f"Der Satz {one.name} ist wieder offen.")

    def _type_in(self, set_id: str) -> None:
        with guard(self):
            one = self.session.read(blank_sets.find_set, self.session.read(blank_sets.blank_set, set_id).name)
            self.navigate("blank_set", one.id)

    def _show_sets(self, sets: tuple[BlankSet, ...]) -> None:
        sheets = [each for one in sets for each in self.session.read(blank_sets.document_ids, one.id)]
        title = sets[0].name if len(sets) == 1 else f"{sets[0].name} bis {sets[-1].name}"
        show_sheets(self, self.session, sheets, f"Blanko-Sätze {title}", _HINT)

    def _chosen(self) -> BlankSet | None:
        key = self.sets.current_key()
        return None if key is None else self.session.read(blank_sets.blank_set, str(key))

    def _show_acts(self) -> None:
        one = self._chosen() if self.sets.isVisibleTo(self) else None
        self.again.setEnabled(one is not None and one.is_open)
        self.drop.setEnabled(one is not None)
        self.drop.setText("Doch gefunden" if one is not None and one.discarded_on else "Verwerfen")


class PrintForm(FormPanel):
    """Beginning with the recipients of the sets that were printed last."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.count = NumberInput()
        languages = CodeInput(form_choices(session, "consent"))
        self.add_line(
            self.field("count", "Wie viele Sätze?", self.count),
            self.field("language", "Sprache der Blätter", languages),
        )
        caption = "Wer steht schon auf der Einwilligung? Drei leere Zeilen kommen dazu."
        self.recipients = Recipients(session)
        self.add("rows", caption, self.recipients)
        self.add_line(
            self.field("valid_until", "Einwilligung gültig bis", DateInput(session.today, ahead=True)),
            self.field(
                "basis", "Grundlage der Akte", ChoiceBar("Grundlage", choices_of(session)("file_basis"))
            ),
        )
        self.set_values(
            {
                "count": _USUAL_COUNT,
                "language": "de",
                "valid_until": session.today() + _USUAL_LIFE,
                "rows": session.read(blank_sets.usual_rows, session.today()),
                "basis": session.read(blank_sets.usual_basis),
            }
        )

    def wanted(self, values: dict[str, Any]) -> WantedSets:
        rows: tuple[WantedRelease, ...] = values["rows"]
        language, basis = values["language"] or "", values["basis"] or ""
        return WantedSets(values["count"] or 0, language, rows, values["valid_until"], basis)


def open_print_form(owner: QWidget, session: Session, act: Callable[[WantedSets], object]) -> FormDialog:
    """How many sets, in which language, for which recipients; `act` prints them."""
    form = PrintForm(session)
    draft = DraftKeeper(session, form, "blank_sets")

    def print_out(values: dict[str, Any]) -> None:
        wanted = form.wanted(values)
        blank_sets.check_sets(session.vault, wanted, session.today())
        act(wanted)

    dialog = FormDialog(owner, TITLE, form, "Ansehen und drucken", print_out, draft=draft)
    dialog.open()
    form.count.setFocus(Qt.FocusReason.OtherFocusReason)
    return dialog


def open_blank_sets(_owner: QWidget, _session: Session, navigate: Navigate) -> None:
    navigate("blank_sets")


_COLUMNS = [
    Column("Satz", width=6),
    Column("Sprache", width=12),
    Column("gedruckt am", width=8),
    Column("Stellen", right=True, width=5),
    Column("Stand", stretch=True),
]


def _row(one: BlankSet) -> tuple[str, list[str | Cell]]:
    recipients = str(len(rows_by_recipient(one.rows)))
    state = f"verworfen am {german(one.discarded_on)}" if one.discarded_on else "offen"
    tone: Role = "muted" if one.discarded_on else "text"
    words = (one.name, documents.language_label(one.language), german(one.printed_on), recipients, state)
    return one.id, [Cell(each, tone) for each in words]
