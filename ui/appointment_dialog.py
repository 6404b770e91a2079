# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""One appointment: its details, what the person gets of it, and how it ends."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QWidget

from app.domain.appointment import Appointment
from app.domain.dates import german
from app.domain.errors import Answer
from app.operations import appointment_papers, appointments, documents
from resources import Message
from ui import clipboard
from ui.appointment_form import open_details_form, open_move_form
from ui.batch_dialog import TITLE, open_batch
from ui.codes import labels_of
from ui.dates import long_day
from ui.document_view import show_sheet
from ui.errors import CalmDialog, guard, sentences
from ui.reading_order import Dialog
from ui.session import Session
from ui.theme import rem
from ui.widgets import (
    CodeInput,
    Scroll,
    Section,
    box,
    clear,
    column,
    label,
    line,
    primary_button,
    rule,
    secondary_button,
    show_toast,
)

_ENDS = {"came": "Gekommen", "missed": "Nicht gekommen", "cancelled": "Abgesagt"}


class AppointmentDialog(Dialog):
    """A planned appointment; every act that ends it closes the dialog."""

    def __init__(self, owner: QWidget, session: Session, planned: Appointment) -> None:
        super().__init__(owner.window())
        self._owner, self._session, self._planned = owner, session, planned
        self.setWindowTitle("KIM-Brücke")
        self.setAccessibleName("Termin")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        when = f"{long_day(planned.day)}, {planned.at:%H:%M} Uhr"
        who = f"{planned.initials} · {planned.file_number} · {planned.minutes} Minuten"
        head = box(column(label(when, "heading", wrap=True), label(who, "small", "muted"), gap=0.1))
        self._reminder = column(gap=0.4)
        body = box(column(box(column(*self._facts(), gap=0.2)), self._ends(), self._for_the_person(), gap=1))
        close = secondary_button("Schließen", self.accept)
        whole = column(head, rule(), Scroll(body), box(line(None, close)), parent=self, gap=0.8)
        whole.setContentsMargins(rem(1.5), rem(1.2), rem(1.5), rem(1.2))
        room = owner.window().size()
        self.resize(min(rem(46), room.width()), min(rem(40), room.height()))
        self._show_reminder()

    def _facts(self) -> list[QWidget]:
        planned, label_of = self._planned, labels_of(self._session)
        language, kind = planned.interpreter_language, planned.interpreter_kind
        booked = planned.interpreter_booked_on
        interpreting = (
            label_of("language", language) if language else "",
            label_of("interpreter_kind", kind) if kind else "",
            planned.interpreter,
            f"gebucht am {german(booked)}" if booked else "noch nicht gebucht" if language or kind else "",
        )
        facts = (
            ("Worum geht es?", planned.title),
            ("Ort", planned.place),
            ("Bitte mitbringen", planned.bring),
            ("Sprachmittlung", " · ".join(part for part in interpreting if part)),
            ("Erinnert am", german(planned.reminded_on) if planned.reminded_on else ""),
        )
        return [label(f"{word} {fact}", wrap=True) for word, fact in _punctuated(facts) if fact]

    def _ends(self) -> QWidget:
        """Whether somebody came shows on the day."""
        today = self._session.today()
        kept = [] if self._planned.day > today else [self._button("Nicht gekommen", "missed", "refused")]
        acts = [
            *kept,
            self._button("Abgesagt", "cancelled", "cross"),
            secondary_button("Verlegen", self._leave_for(open_move_form), "calendar"),
            secondary_button("Ändern", self._leave_for(open_details_form), "pencil"),
        ]
        return box(line(*acts, None, gap=0.6))

    def _for_the_person(self) -> QWidget:
        session, planned = self._session, self._planned
        self.language = CodeInput(self._languages(), "Deutsch")
        self.language.setAccessibleName("Sprache für Zettel und Erinnerung")
        usual = session.read(
            documents.usual_language, planned.case_id, appointment_papers.SLIP, session.today()
        )
        self.language.set_value(usual)
        self.language.changed.connect(self._show_reminder)
        slip = primary_button("Terminzettel", self._print_slip, "printer")
        everything = secondary_button(TITLE, self._open_batch, "document")
        section = Section("Für die Person")
        section.add(box(line(label("Sprache"), self.language, None, everything, slip)))
        section.body.addLayout(self._reminder)
        return section

    def _languages(self) -> list[tuple[str, str]]:
        return [
            (code, documents.language_label(code))
            for code in self._session.read(documents.form_languages, appointment_papers.SLIP)
        ]

    def _show_reminder(self) -> None:
        """The message in the chosen language, or why there is none."""
        session = self._session
        clear(self._reminder)
        language = self.language.value() or "de"
        try:
            text = session.read(appointment_papers.reminder_text, self._planned.id, language, session.today())
        except Answer as answer:
            self._reminder.addWidget(sentences(answer))
            return
        shown = QPlainTextEdit(text)
        shown.setReadOnly(True)
        shown.setTabChangesFocus(True)
        shown.setAccessibleName("Text der Erinnerung")
        shown.setFixedHeight(rem(6))
        checked = appointment_papers.is_reviewed(language)
        hint = "" if checked else "Die Übersetzung ist noch nicht von vereidigter Seite geprüft."
        copy = secondary_button("Erinnerung kopieren", lambda: self._copy(text), "copy")
        self._reminder.addWidget(label("Erinnerung für SMS oder Telefon", "small", strong=True))
        self._reminder.addWidget(shown)
        foot = line(label(hint, "small", "muted", wrap=True), copy)
        foot.setStretch(0, 1)
        self._reminder.addWidget(box(foot))

    def _copy(self, text: str) -> None:
        with guard(self):
            self._session.write(appointment_papers.note_reminder, self._planned.id)
            clipboard.copy(text)
            self.accept()
            show_toast(self._owner, "Erinnerung kopiert und vermerkt. Nach einer Minute ist sie vergessen.")

    def _print_slip(self) -> None:
        with guard(self):
            language = self.language.value() or "de"
            document = self._session.write(appointment_papers.print_slip, self._planned.id, language)
            self.accept()
            show_sheet(self._owner, self._session, document.id, "Für die Person, zum Mitnehmen.")

    def _open_batch(self) -> None:
        """What else belongs to it, as one print job."""
        self.accept()
        open_batch(self._owner, self._session, self._planned.case_id, self._planned.id)

    def _button(self, word: str, state: str, icon: str) -> QPushButton:
        return secondary_button(word, lambda: self._end(state), icon)

    def _end(self, state: str) -> None:
        session, appointment_id = self._session, self._planned.id
        with guard(self):
            session.write(appointments.end_appointment, appointment_id, state)
            self.accept()
            show_toast(
                self._owner,
                f"Termin: {_ENDS[state].lower()}.",
                lambda: session.write(appointments.plan_again, appointment_id),
            )

    def _leave_for(self, form: Callable[[QWidget, Session, str], object]) -> Callable[[], None]:
        def leave() -> None:
            self.accept()
            form(self._owner, self._session, self._planned.id)

        return leave


def open_appointment(owner: QWidget, session: Session, appointment_id: str) -> AppointmentDialog | None:
    """Only what is planned is looked at; what was stands in the Verlauf."""
    planned = session.read(appointments.appointment, appointment_id)
    if planned.state != "planned":
        return None
    dialog = AppointmentDialog(owner, session, planned)
    dialog.open()
    return dialog


def ask_to_plan_again(owner: QWidget, session: Session, appointment_id: str) -> CalmDialog:
    """A slip of the keys that was noticed too late for „Rückgängig“: it is open again, as if never ended."""
    ended = session.read(appointments.appointment, appointment_id)
    when, how = f"{german(ended.day)}, {ended.at:%H:%M} Uhr", _ENDS[ended.state].lower()
    message = Message(
        f"Der Termin am {when}, ist als „{how}“ festgehalten.",
        "Ein Kontakt, der dazu festgehalten ist, bleibt.",
        "War es ein Versehen? Dann steht der Termin wieder unter „Nächste Schritte“.",
    )

    def plan_again() -> None:
        with guard(owner):
            session.write(appointments.plan_again, appointment_id)
            show_toast(owner, "Der Termin ist wieder offen.")

    dialog = CalmDialog(owner, message, "info", ("Wieder öffnen", plan_again))
    dialog.open()
    return dialog


def _punctuated(facts: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
    """A question keeps its mark, a word gets a colon."""
    return [(word if word.endswith("?") else f"{word}:", fact) for word, fact in facts]
