# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Small letters: to another body through the gate, or a Terminbestätigung into the person's hand."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.domain.authorisation import towards
from app.domain.dates import next_working_day
from app.domain.disclosure import Request
from app.domain.errors import InvalidInput
from app.domain.letter import Attendance, Extension, NewLetter
from app.operations import authorisations, cases, letters
from ui.document_view import show_sheet
from ui.drafts import DraftKeeper
from ui.errors import WaysOut
from ui.follow_up_form import TimeInput
from ui.form_dialog import FormDialog
from ui.gate_form import GateForm, chosen
from ui.paper_language import GERMAN, PRINT, language_field
from ui.session import Session
from ui.text_block_menu import offer_text_blocks
from ui.widgets import DateInput, FormPanel, LongText, TextInput, label

_RECORDED = "Das Schreiben ist als Weitergabe festgehalten."
_COVERED = "Schreiben Sie nur, was die angehakten Angaben betrifft."
_STATUTORY = (
    "Gesetzliche Fristen, zum Beispiel für Widerspruch und Klage, lassen sich nicht verlängern. "
    "Eine Bitte ist noch keine neue Frist."
)
_USUAL_DELAY = timedelta(days=14)


class LetterForm(GateForm):
    """What leaves, to whom and on what basis; `extends`: it asks for more time."""

    def __init__(self, session: Session, case_id: str, *, extends: bool) -> None:
        super().__init__(session, case_id)
        self.extends = extends
        if extends:
            self.body.addWidget(label(_STATUTORY, tone="muted", wrap=True))
        self.body.addWidget(self.recipient_field())
        self.add_line(self.purpose_field(), self.field("reference", "Zeichen dort", TextInput()))
        self.add_basis()
        if extends:
            self._add_days()
        self.text = LongText(lines=4)
        self.add("text", "Begründung" if extends else "Was möchten Sie schreiben?", self.text, _COVERED)
        offer_text_blocks(self.text, session)
        self.add("enclosures", "Anlagen", LongText(lines=2), "Jede in einer eigenen Zeile.")
        self.recipient_changed.connect(self._offer_reference)
        self.listen()

    def channel(self) -> str:
        return "letter"

    def seen(self, name: str) -> Any:
        """A letter is of today."""
        return self._session.today() if name == "made_on" else super().seen(name)

    def letter(self, values: dict[str, Any]) -> NewLetter:
        request = Request(
            chosen(values),
            values["categories"],
            values["purpose"] or "",
            self.channel(),
            self._session.today(),
        )
        enclosures = tuple(values["enclosures"].splitlines())
        return NewLetter(request, values["text"], values["reference"], enclosures, self.norm(values))

    def extension(self, values: dict[str, Any]) -> Extension:
        for name in ("deadline", "until"):
            if values[name] is None:
                raise InvalidInput(name, "date.missing")
        return Extension(values["deadline"], values["until"], values["letter_day"])

    def _add_days(self) -> None:
        today = self._session.today
        self.add_line(
            self.field("letter_day", "Schreiben der Stelle vom", DateInput(today)),
            self.field("deadline", "Frist bisher", DateInput(today, ahead=True)),
            self.field("until", "Frist neu", DateInput(today, ahead=True)),
        )
        self.entry("deadline").left.connect(self._offer_until)

    def _offer_until(self) -> None:
        """Two weeks more, unless another day stands there."""
        deadline = self.seen("deadline")
        if deadline is not None and not self.entry("until").typed():
            self.entry("until").set_value(next_working_day(deadline + _USUAL_DELAY))

    def _offer_reference(self) -> None:
        """The number that a Vollmacht names; what was typed by hand stays."""
        recipient, today = self.seen("service_id"), self._session.today()
        if not recipient or self.entry("reference").typed():
            return
        file_id = self._session.read(cases.case_view, self._case_id, today).file.id
        known = towards(self._session.read(authorisations.authorisations, file_id), recipient, today)
        self.entry("reference").set_value(known.reference if known else "")


def open_accompanying(owner: QWidget, session: Session, case_id: str, ways_out: WaysOut) -> FormDialog:
    return _open_letter(owner, session, case_id, ways_out, extends=False)


def open_extension(owner: QWidget, session: Session, case_id: str, ways_out: WaysOut) -> FormDialog:
    return _open_letter(owner, session, case_id, ways_out, extends=True)


def _open_letter(
    owner: QWidget, session: Session, case_id: str, ways_out: WaysOut, *, extends: bool
) -> FormDialog:
    form = LetterForm(session, case_id, extends=extends)
    draft = DraftKeeper(
        session, form, "letter_extension" if extends else "letter_accompanying", case_id, form.text
    )

    def make(values: dict[str, Any]) -> None:
        new = form.letter(values)
        if extends:
            printed = session.write(letters.print_extension, case_id, new, form.extension(values))
        else:
            printed = session.write(letters.print_accompanying, case_id, new)
        show_sheet(owner, session, printed.id, _RECORDED)

    title = "Bitte um Fristverlängerung" if extends else "Begleitschreiben"
    dialog = FormDialog(owner, title, form, PRINT, make, ways_out, draft)

    def to_consent() -> None:
        dialog.reject()
        ways_out["disclosure.no_consent"][1]()

    form.consent_asked.connect(to_consent)
    dialog.open()
    form.finder.offer()
    form.finder.field.setFocus(Qt.FocusReason.OtherFocusReason)
    return dialog


def open_attendance(owner: QWidget, session: Session, case_id: str, ways_out: WaysOut) -> FormDialog:
    """For the person: when she or he was here, or will be; the last appointment stands there already."""
    form, note = FormPanel(), LongText(lines=2)
    form.add_line(
        form.field("day", "Tag", DateInput(session.today, ahead=True)),
        form.field("begin", "Von", TimeInput()),
        form.field("end", "Bis", TimeInput()),
    )
    form.add("note", "Hinweis", note, "Worum es ging, gehört nicht auf dieses Blatt.")
    form.body.addWidget(language_field(form, session, case_id, letters.ATTENDANCE))
    form.set_values({"day": session.today()} | _last_hours(session, case_id))
    draft = DraftKeeper(session, form, "letter_attendance", case_id, note)

    def make(values: dict[str, Any]) -> None:
        for name in ("day", "begin", "end"):
            if values[name] is None:
                raise InvalidInput(name, "date.missing" if name == "day" else "letter.time_missing")
        attendance = Attendance(values["day"], values["begin"], values["end"], values["note"])
        language = values["language"] or GERMAN
        printed = session.write(letters.print_attendance, case_id, attendance, language)
        show_sheet(owner, session, printed.id, "Für die Person. Sie entscheidet, wem sie es zeigt.")

    dialog = FormDialog(owner, "Terminbestätigung", form, PRINT, make, ways_out, draft)
    dialog.open()
    form.focus_first_empty()
    return dialog


def _last_hours(session: Session, case_id: str) -> dict[str, Any]:
    last = session.read(letters.last_appointment, case_id, session.today())
    if last is None:
        return {}
    begin = datetime.combine(last.day, last.at)
    end = begin + timedelta(minutes=last.minutes)
    return {"day": last.day, "begin": last.at, "end": end.time() if end.date() == last.day else None}
