# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Advice without data, an Überleitung with data, or the printed hand-over of somebody who moves away."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit

from app.domain.course import Course, is_over
from app.domain.dates import german, next_working_day
from app.domain.errors import InvalidInput
from app.domain.referral import FEEDBACK_AFTER, NewReferral
from app.domain.service import Service
from app.operations import directory, documents, handovers, referral_slips, referrals
from ui.codes import choices_of, labels_of
from ui.gate_form import GateForm, chosen
from ui.paper_names import form_choices
from ui.session import Session
from ui.theme import rem
from ui.widgets import ChoiceBar, CodeInput, DateInput, LongText, TextInput

ADVICE, REFERRAL, HANDOVER = "advice", "referral", "handover"
_MODES = (
    (ADVICE, "Verweisberatung"),
    (REFERRAL, "Überleitung mit Daten"),
    (HANDOVER, "Übergabeblatt bei Umzug"),
)
_ONLY = {
    "course_id": (ADVICE, REFERRAL),
    "dimension": (ADVICE, REFERRAL),
    "feedback_due_on": (ADVICE, REFERRAL),
    "note": (ADVICE, REFERRAL),
    "bring": (ADVICE,),
    "slip_language": (ADVICE,),
    "purpose": (REFERRAL, HANDOVER),
    "categories": (REFERRAL, HANDOVER),
}
_NOTHING_YET = "Sobald Stelle, Zweck und Angaben gewählt sind, steht hier der Text Wort für Wort."


class ReferralForm(GateForm):
    """Shows the fields of one mode and, word for word, what would leave."""

    mode_changed = Signal()

    def __init__(self, session: Session, case_id: str) -> None:
        super().__init__(session, case_id)
        self._label = labels_of(session)
        self._add_fields()
        self.preview = leaving_text()
        self.start_anew()
        self.entry("mode").changed.connect(self._mode_changed)
        self.recipient_changed.connect(self._offer_courses)
        self.listen()

    @property
    def mode(self) -> str:
        return str(self.entry("mode").value())

    def channel(self) -> str:
        return "handover" if self.mode == HANDOVER else "referral"

    def passes_on(self) -> bool:
        return self.mode != ADVICE

    def about(self, service: Service) -> str:
        place = self._label("municipality", service.municipality) if service.municipality else service.address
        kind = "Fallmanagement KIM" if service.case_management else ""
        parts = (kind or self._label("referral_target", service.referral_target), place, service.phone)
        return " · ".join(part for part in parts if part)

    def start_anew(self) -> None:
        """Empty, for today; the mode stays."""
        mode = self.entry("mode").value() or ADVICE
        self.clear()
        today = self._session.today()
        language = self._session.read(documents.usual_language, self._case_id, referral_slips.FORM, today)
        self.set_values({"mode": mode, "made_on": today, "slip_language": language})
        self._offer_feedback()
        self.settle()

    def begin_with(self, service_id: str, dimension: str) -> None:
        """Somebody was found for a need: only the rest is still open."""
        if service_id:
            self.entry("service_id").set_value(service_id)
        if dimension:
            self.entry("dimension").set_value(dimension)

    def refresh(self) -> None:
        for name, modes in _ONLY.items():
            self.row(name).setVisible(self.mode in modes)
        self.row("course_id").setVisible(self.mode != HANDOVER and bool(self._courses))
        super().refresh()
        self._show_preview()

    def new_referral(self, values: dict[str, Any]) -> NewReferral:
        with_data = values["mode"] == REFERRAL
        if with_data and not values["categories"]:
            raise InvalidInput("categories", "disclosure.no_categories")
        return NewReferral(
            service_id=chosen(values),
            dimension=values["dimension"] or "",
            made_on=values["made_on"] or self._session.today(),
            categories=values["categories"] if with_data else (),
            purpose=values["purpose"] or "",
            note=values["note"],
            feedback_due_on=values["feedback_due_on"],
            norm=self.norm(values) if with_data else None,
            course_id=values["course_id"] if self._courses else None,
        )

    def _add_fields(self) -> None:
        choices, session = choices_of(self._session), self._session
        self._courses: tuple[Course, ...] = ()
        self.add("mode", "", ChoiceBar("Was soll geschehen?", _MODES))
        self.body.addWidget(self.recipient_field())
        self.add("course_id", "Kurs", CodeInput([], "Kein bestimmter Kurs"))
        self.add_line(
            self.field("dimension", "Lebensbereich", CodeInput(choices("life_dimension"))),
            self.purpose_field(),
        )
        self.add_basis()
        self.add("note", "Notiz", LongText(lines=2), "Bleibt in der Akte.")
        self.add_line(
            self.field("bring", "Bitte mitbringen", TextInput(), "Steht auf dem Zettel für die Person."),
            self.field(
                "slip_language", "Zettel", CodeInput(form_choices(self._session, referral_slips.FORM))
            ),
        )
        self.add_line(
            self.field("made_on", "Tag", DateInput(session.today)),
            self.field("feedback_due_on", "Rückmeldung bis", DateInput(session.today, ahead=True)),
        )

    def _mode_changed(self) -> None:
        self._offer_feedback()
        self.mode_changed.emit()

    def _offer_feedback(self) -> None:
        """What went out with data is asked after; a day typed by hand stays."""
        proposed = next_working_day(self._session.today() + FEEDBACK_AFTER)
        if self.mode == REFERRAL and self.seen("feedback_due_on") is None:
            self.entry("feedback_due_on").set_value(proposed)
        elif self.mode != REFERRAL and self.seen("feedback_due_on") == proposed:
            self.entry("feedback_due_on").set_value(None)

    def _offer_courses(self) -> None:
        recipient = self.seen("service_id")
        today = self._session.today()
        every = self._session.read(directory.courses_of, recipient) if recipient else ()
        self._courses = tuple(each for each in every if not is_over(each, today))
        field = self.entry("course_id")
        assert isinstance(field, CodeInput)
        field.set_choices([(each.id, self._course_in_words(each)) for each in self._courses])
        self.refresh()

    def _course_in_words(self, course: Course) -> str:
        begins = f"ab {german(course.starts_on)}" if course.starts_on else ""
        return " · ".join(part for part in (course.title, self._label("cefr", course.level), begins) if part)

    def _show_preview(self) -> None:
        values = self.enough() if self.passes_on() else None
        self.preview.setPlainText(self._text(values) if values else _NOTHING_YET)

    def _text(self, values: dict[str, Any]) -> str:
        read, today, case_id = self._session.read, self._session.today(), self._case_id
        if self.mode == HANDOVER:
            request, norm = self.request(values), self.norm(values)
            return read(handovers.handover_text, case_id, request, norm, today)
        return read(referrals.transfer_text, case_id, self.new_referral(values), today)


def leaving_text() -> QPlainTextEdit:
    """Word for word what would leave; to be read only."""
    preview = QPlainTextEdit()
    preview.setReadOnly(True)
    preview.setTabChangesFocus(True)
    preview.setAccessibleName("Genau das geht hinaus")
    preview.setMinimumHeight(rem(13))
    return preview
