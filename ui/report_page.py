# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Bericht: months and words for two spans in, the Kreis report out, looked at before it is saved."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.domain.dates import berlin_date, german
from app.domain.document import Document, DocumentLine
from app.domain.errors import InvalidInput
from app.domain.progress import Progress
from app.operations import district, documents, printing, report_parts
from app.operations.district import ReportOptions
from ui import files, periods
from ui.chapter_choice import ChapterChoice
from ui.dates import clock
from ui.district_setup import NotYet, what_is_missing
from ui.errors import guard
from ui.job_line import JobLine
from ui.jobs import Work
from ui.page import Navigate, Page
from ui.print_dialog import ask_to_print
from ui.session import Session
from ui.theme import rem
from ui.widgets import (
    CodeInput,
    FormPanel,
    PageHead,
    PdfPreview,
    Row,
    RowList,
    Scroll,
    Section,
    TextInput,
    box,
    column,
    label,
    line,
    one_line,
    primary_button,
    secondary_button,
    show_toast,
)

JOB = "Bericht wird gesetzt"
_FORM_WIDTH = 24
_PAGE_WIDTH = 38
_A4_POINTS = 595


class ReportPage(Page):
    """At the left what only a person knows, at the right the pages."""

    def __init__(self, session: Session, navigate: Navigate) -> None:
        super().__init__(session, navigate)
        self._shown: str | None = None
        self._offered: list[tuple[str, str]] = []
        self.create_button = primary_button("Bericht erstellen", self.make, "document")
        parts = secondary_button("Texte und Angaben", lambda: navigate("report_parts"), "pencil")
        self._head = PageHead("Bericht", "Aus den Meldungen der Standorte", parts, self.create_button)
        self.form = _form()
        self.chapters = ChapterChoice()
        self.form.entry("span").changed.connect(self._take_span)
        for field in ("from_period", "to_period"):
            self.form.entry(field).changed.connect(lambda: self.form.entry("span").set_value(None))
        self.progress = JobLine(session, JOB, can_stop=False)
        self.earlier = RowList("Frühere Berichte")
        self.earlier.opened.connect(lambda key: self.show_report(str(key)))
        self._earlier = Section("Frühere Berichte", 0).add(self.earlier)
        self.preview = PdfPreview("Vorschau des Berichts")
        self.save_button = secondary_button("PDF speichern", self.save, "arrow_down")
        self.print_button = secondary_button("Drucken", self.print_out, "printer")
        self._title = one_line("", "heading")
        self._hint = label("", tone="muted", wrap=True)
        self._not_yet = NotYet(session, navigate)
        self._body = self._lay_out()
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self._body).activated.connect(self.make)
        whole = column(self._head, self._not_yet, self.progress, parent=self, gap=1)
        whole.addWidget(self._body, 1)
        whole.addStretch(0)

    def reload(self) -> None:
        missing = what_is_missing(self.session)
        self._not_yet.show_missing(missing)
        self._body.setVisible(not missing)
        self.create_button.setVisible(not missing)
        if not missing:
            self._offer_months()
            self.chapters.offer(
                self.session.read(report_parts.chapter_titles),
                self.session.read(report_parts.chosen_chapters),
            )
            self._show_earlier(self.session.read(district.reports))
            self._show_state()

    def first(self) -> QWidget:
        return self._months("span") if self._body.isVisible() else self

    def make(self) -> None:
        """Set the report beside the windows, then show it."""
        with guard(self):
            values = self.form.values() | {"chapters": self.chapters.chosen()}
            work = _work(self.session, values)
            self.session.write(report_parts.choose_chapters, values["chapters"])
            self.progress.start(work, self._created)

    def show_report(self, document_id: str) -> None:
        """The pages of a kept report, from memory."""
        if document_id == self._shown:
            return
        with guard(self):
            kept = self.session.read(documents.document, document_id)
            self.preview.fill(documents.pages(kept.pdf, rem(_PAGE_WIDTH) / _A4_POINTS))
            self._shown = document_id
            self._title.setText(f"Bericht vom {_made(kept)}")
            self._show_state()

    def save(self) -> None:
        target = files.choose_target(self, "Bericht speichern", "kreisbericht.pdf", "PDF (*.pdf)")
        if target is not None:
            self.save_as(target)

    def save_as(self, target: Path) -> None:
        with guard(self):
            self.session.write(documents.save_document, self._id(), target)
            show_toast(self, "Der Bericht ist gespeichert.")

    def print_out(self) -> None:
        shown = self._id()
        ask_to_print(
            self,
            printing.page_count(self.session.read(documents.document, shown).pdf),
            lambda deliver: self.session.write(printing.print_documents, [shown], deliver),
            lambda: show_toast(self, "Der Bericht ist beim Drucker."),
        )

    def _created(self, made: Document) -> None:
        self.show_report(made.id)
        self.save_button.setFocus(Qt.FocusReason.OtherFocusReason)
        show_toast(self, "Der Bericht ist fertig.")

    def _id(self) -> str:
        assert self._shown is not None
        return self._shown

    def _offer_months(self) -> None:
        """Months with releases; at first those of the newest year."""
        known = self.session.read(district.periods)
        choices = periods.choices(reversed(known))
        if choices == self._offered:
            return
        self._offered = choices
        self._months("span").set_choices(periods.whole_spans(known))
        of_year = [month for month in known if month[:4] == known[-1][:4]]
        for field, proposed in (("from_period", of_year[0]), ("to_period", of_year[-1])):
            entry = self._months(field)
            before = entry.value()
            entry.set_choices(choices)
            entry.set_value(before or proposed)

    def _take_span(self) -> None:
        """Its months of which there is something."""
        first, _, last = (self.form.readable()["span"] or "").partition(" ")
        months = [m for m in self.session.read(district.periods) if first <= m <= last]
        if months:
            for field, month in (("from_period", months[0]), ("to_period", months[-1])):
                with QSignalBlocker(self._months(field)):
                    self._months(field).set_value(month)

    def _months(self, field: str) -> CodeInput:
        entry = self.form.entry(field)
        assert isinstance(entry, CodeInput)
        return entry

    def _show_earlier(self, kept: tuple[DocumentLine, ...]) -> None:
        self.earlier.fill([Row(f"Bericht vom {_made(each)}", key=each.id, icon="document") for each in kept])
        self._earlier.set_count(len(kept))
        self._earlier.setVisible(bool(kept))

    def _show_state(self) -> None:
        for part in (self.save_button, self.print_button, self.preview, self._title):
            part.setVisible(self._shown is not None)
        self._hint.setText("Hier erscheint der Bericht, bevor Sie ihn speichern oder drucken.")
        self._hint.setVisible(self._shown is None)

    def _lay_out(self) -> QWidget:
        left = box(column(self.form, self.chapters, self._earlier, None, gap=1.6))
        head = line(self._title, None, self.print_button, self.save_button)
        right = column(box(head), self._hint, self.preview, gap=0.6)
        right.setStretch(2, 1)
        right.addStretch(0)
        side = Scroll(left)
        side.setFixedWidth(rem(_FORM_WIDTH))
        return box(line(side, box(right), gap=1.5))


def _form() -> FormPanel:
    form = FormPanel()
    form.add("span", "Berichtszeitraum", CodeInput([], "andere Monate"))
    form.add_line(
        form.field("from_period", "Von", CodeInput([])),
        form.field("to_period", "Bis", CodeInput([])),
    )
    form.add(
        "acts_span",
        "Zeitraum der Maßnahmen, in Worten",
        TextInput("bis zum letzten gemeldeten Tag"),
        "Die beiden Summen können verschiedene Zeiträume meinen. Dann sagen Sie es hier.",
    )
    form.add(
        "participants_span",
        "Zeitraum der Beteiligten, in Worten",
        TextInput("bis zum letzten gemeldeten Tag"),
    )
    form.add(
        "partial_note",
        "Hinweis zu einem angefangenen Monat",
        TextInput("entsteht von selbst"),
        "Leer lassen, wenn der Satz des Programms genügt.",
    )
    return form


def _work(session: Session, asked: dict[str, Any]) -> Work:
    values = dict(asked)
    first, last = values.pop("from_period"), values.pop("to_period")
    del values["span"]
    for field, value in (("from_period", first), ("to_period", last)):
        if value is None:
            raise InvalidInput(field, "code.missing")
    vault, now, options = session.vault, session.now(), ReportOptions(**values)

    def make(_progress: Progress) -> Document:
        return district.report(vault, first, last, options, now)

    return make


def _made(kept: DocumentLine) -> str:
    return f"{german(berlin_date(kept.created_at))}, {clock(kept.created_at)}"
