# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Leere Vordrucke: single sheets for a visit without a computer, printed here and taken back here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from app.domain.blank_sheet import BlankSheet, WantedBlanks
from app.domain.dates import german
from app.operations import blank_sets, blanks, documents
from ui.blank_return import take_back
from ui.codes import choices_of
from ui.document_view import show_sheets
from ui.drafts import DraftKeeper
from ui.errors import guard
from ui.form_dialog import FormDialog
from ui.job_line import JobLine
from ui.page import Navigate, Page
from ui.paper_names import form_choices, form_word
from ui.paper_signing import ask_for_signatures
from ui.scan_dialog import READING, choose_scan, dropped, take_in_scans
from ui.session import Session
from ui.theme import Role
from ui.widgets import (
    Cell,
    ChoiceBar,
    CodeInput,
    Column,
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
    line,
    link_button,
    no_wider,
    primary_button,
    secondary_button,
    show_toast,
)

TITLE = "Vordrucke drucken"
_JOB = "Vordrucke werden vorbereitet"
_HINT = "Jedes Blatt hat eine eigene Nummer. Kommt es zurück, gehört es zu einer Akte."
_USUAL_COUNT = 3


class BlankSheetsPage(Page):
    """The number at the top, the sheets that are out below; Enter on one takes it back."""

    def __init__(self, session: Session, navigate: Navigate) -> None:
        super().__init__(session, navigate)
        self.setAcceptDrops(True)
        words = "Einzelne Blätter für Besuche ohne Computer: dort ausfüllen, hier einer Person zuordnen."
        self.progress, self._reading = JobLine(session, _JOB), JobLine(session, READING, can_stop=False)
        self.number = FormPanel()
        self.text = TextInput("V-7K3M-92QD", width=14)
        hint = "Sie steht oben rechts. Ein Handscanner liest sie aus dem Code."
        self.number.add("number", "Nummer auf dem Papier", self.text, hint)
        self.text.returnPressed.connect(self.find_typed)
        find = secondary_button("Zuordnen", self.find_typed, "pencil")
        self.sheets = Table("Vordrucke unterwegs", _COLUMNS, fit=True)
        self.sheets.opened.connect(lambda key: self._take_back(str(key)))
        self.sheets.moved.connect(lambda _: self._show_acts())
        self.again = secondary_button("Noch einmal drucken", self.print_again, "printer")
        self.drop = secondary_button("Verwerfen", self.discard, "trash")
        self._none = EmptyState("document", "Es sind keine Vordrucke unterwegs.", tone="muted")
        listed = Section("Noch nicht zurück").add(self._none).add(self.sheets)
        listed.add(box(line(self.again, self.drop, None)))
        sets = link_button("Für eine neue Person: Blanko-Sätze", lambda: navigate("blank_sets"), "arrow")
        back = Section("Ein Blatt kommt zurück").add(self.number).add(box(line(find, None)))
        body = box(column(back, listed, box(line(sets, None)), None, gap=2))
        head = PageHead(
            "Leere Vordrucke",
            words,
            primary_button(TITLE, self.ask_what, "printer"),
            secondary_button("Scan aufnehmen", self.choose_scan, "inbox"),
        )
        whole = column(head, self.progress, self._reading, Scroll(no_wider(body, 60)), parent=self, gap=1)
        whole.setStretch(3, 1)

    def first(self) -> QWidget:
        return self.text

    def reload(self) -> None:
        found = self.session.read(blanks.open_blanks)
        self.sheets.fill([_row(each) for each in found])
        self.sheets.setVisible(bool(found))
        self._none.setHidden(bool(found))
        self._show_acts()

    def find_typed(self) -> None:
        with guard(self):
            sheet = self.session.read(blanks.find_blank, self.text.value())
            take_back(self, self.session, sheet, None)

    def ask_what(self) -> FormDialog:
        return open_print_form(self, self.session, self.print_blanks)

    def print_blanks(self, wanted: WantedBlanks) -> None:
        """Prepared beside the windows, then shown as one job for the printer."""
        vault, now = self.session.vault, self.session.now()
        self.progress.start(
            lambda progress: blanks.print_blanks(vault, wanted, now, progress),
            lambda ids: self._show(ids, f"{form_word(wanted.form)}, blanko"),
        )

    def print_again(self) -> None:
        sheet = self._chosen()
        if sheet is not None:
            self._show((sheet.id,), f"{form_word(sheet.form)} {sheet.form_number}")

    def discard(self) -> None:
        """Lost or spoilt; one that was found again can come back after all."""
        sheet = self._chosen()
        if sheet is None:
            return
        with guard(self):
            if sheet.discarded_on is None:
                self.session.write(blanks.discard_blank, sheet.id)
                show_toast(self, f"Das Blatt {sheet.form_number} ist verworfen.")
            else:
                self.session.write(blanks.found_again, sheet.id)
                show_toast(self, f"Das Blatt {sheet.form_number} ist wieder offen.")

    def choose_scan(self) -> None:
        self.take_in(choose_scan(self))

    def take_in(self, paths: Sequence[Path]) -> None:
        take_in_scans(
            self, self.session, self._reading, paths, None, self._scanned, discreet=self.conversation
        )

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.take_in(dropped(event))

    def _scanned(self, document_ids: Sequence[str]) -> None:
        show_toast(self, "Der Scan liegt bei seinem Blatt.")
        ask_for_signatures(self, self.session, document_ids)

    def _take_back(self, document_id: str) -> None:
        sheet = self.session.read(blanks.blank, document_id)
        if sheet is not None:
            take_back(self, self.session, sheet, None)

    def _show(self, ids: Sequence[str], title: str) -> None:
        show_sheets(self, self.session, ids, title, _HINT)

    def _chosen(self) -> BlankSheet | None:
        key = self.sheets.current_key()
        return None if key is None else self.session.read(blanks.blank, str(key))

    def _show_acts(self) -> None:
        sheet = self._chosen() if self.sheets.isVisibleTo(self) else None
        self.again.setEnabled(sheet is not None and sheet.discarded_on is None)
        self.drop.setEnabled(sheet is not None)
        self.drop.setText("Doch gefunden" if sheet is not None and sheet.discarded_on else "Verwerfen")


class BlanksForm(FormPanel):
    """Which sheet, how often, in which language; the Informationsblatt also says what a file stands on."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.form = CodeInput([(form, form_word(form)) for form in blanks.FORMS])
        self.language = CodeInput(form_choices(session, blanks.FORMS[0]))
        self.language.setMinimumContentsLength(24)
        self.add("form", "Welches Blatt?", self.form)
        self.add_line(
            self.field("count", "Wie viele?", NumberInput()),
            self.field("language", "Sprache der Blätter", self.language),
        )
        self.add("basis", "Grundlage der Akte", ChoiceBar("Grundlage", choices_of(session)("file_basis")))
        self.set_values(
            {
                "form": blanks.FORMS[0],
                "count": _USUAL_COUNT,
                "language": "de",
                "basis": session.read(blank_sets.usual_basis),
            }
        )
        self.form.changed.connect(self._show_what_is_asked)
        self._show_what_is_asked()

    def wanted(self, values: dict[str, Any]) -> WantedBlanks:
        names = ("form", "language", "basis")
        form, language, basis = (values[name] or "" for name in names)
        return WantedBlanks(form, values["count"] or 0, language, basis)

    def _show_what_is_asked(self) -> None:
        """Each form has languages of its own."""
        form = self.readable()["form"]
        self.row("basis").setVisible(form == "information")
        if form:
            language = self.readable()["language"]
            offered = form_choices(self._session, form)
            self.language.set_choices(offered)
            self.language.set_value(language if language in dict(offered) else "de")


def open_print_form(owner: QWidget, session: Session, act: Callable[[WantedBlanks], object]) -> FormDialog:
    form = BlanksForm(session)
    draft = DraftKeeper(session, form, "blank_sheets")

    def print_out(values: dict[str, Any]) -> None:
        wanted = form.wanted(values)
        blanks.check_blanks(session.vault, wanted)
        act(wanted)

    dialog = FormDialog(owner, TITLE, form, "Ansehen und drucken", print_out, draft=draft)
    dialog.open()
    form.row("form").focus()
    return dialog


def open_blanks(_owner: QWidget, _session: Session, navigate: Navigate) -> None:
    navigate("blank_sheets")


_COLUMNS = [
    Column("Blatt", width=15),
    Column("Nummer", width=9),
    Column("Sprache", width=10),
    Column("gedruckt am", width=8),
    Column("Stand", stretch=True),
]


def _row(sheet: BlankSheet) -> tuple[str, list[str | Cell]]:
    state = "Scan liegt vor, Person fehlt" if sheet.scanned else "unterwegs"
    if sheet.discarded_on:
        state = f"verworfen am {german(sheet.discarded_on)}"
    tone: Role = "muted" if sheet.discarded_on else "text"
    words = (
        form_word(sheet.form),
        sheet.form_number,
        documents.language_label(sheet.language),
        german(sheet.printed_on),
        state,
    )
    return sheet.id, [Cell(each, tone) for each in words]
