# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Make an appointment, put its details right, move it to another day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from typing import Any

from PySide6.QtWidgets import QWidget

from app.domain.appointment import USUAL_MINUTES, Appointment, NewAppointment
from app.domain.dates import german
from app.domain.errors import InvalidInput
from app.operations import appointments, cases
from ui.case_finder import CaseFinder
from ui.codes import choices_of
from ui.drafts import DraftKeeper
from ui.follow_up_form import TimeInput
from ui.form_dialog import FormDialog
from ui.page import Navigate
from ui.session import Session
from ui.theme import rem
from ui.widgets import CodeInput, DateInput, FormPanel, NumberInput, TextInput, label, show_toast

_WIDTH = 46
_ABOUT = "Bleibt in der Akte. Steht auf keinem Zettel und in keiner Erinnerung."
_DETAILS = (
    "day",
    "at",
    "minutes",
    "title",
    "place",
    "bring",
    "interpreter_language",
    "interpreter_kind",
    "interpreter",
    "interpreter_booked_on",
)


class AppointmentForm(FormPanel):
    """When and where, what to bring, and who interprets."""

    def __init__(self, session: Session, case_id: str | None) -> None:
        super().__init__()
        self._session, choices = session, choices_of(session)
        self._proposed: tuple[str, str] = ("", "")
        if case_id is None:
            finder = CaseFinder(session)
            self.add("case_id", "Fall", finder)
            finder.chosen.connect(lambda: self._propose_interpreting(finder.value()))
            finder.chosen.connect(lambda: self.row("day").focus())
        self.add_line(
            self.field("day", "Tag", DateInput(session.today, ahead=True)),
            self.field("at", "Uhrzeit", TimeInput()),
            self.field("minutes", "Dauer in Minuten", NumberInput()),
        )
        self.add("title", "Worum geht es?", TextInput(), _ABOUT)
        self.add("place", "Ort", TextInput())
        self.add("bring", "Bitte mitbringen", TextInput())
        self.body.addWidget(label("Sprachmittlung", "small", strong=True))
        self.add_line(
            self.field("interpreter_language", "Sprache", CodeInput(choices("language"), "keine")),
            self.field("interpreter_kind", "Wie?", CodeInput(choices("interpreter_kind"), "offen")),
        )
        self.add_line(
            self.field("interpreter", "Wer? Name oder Dienst", TextInput()),
            self.field("interpreter_booked_on", "Gebucht am", DateInput(session.today)),
        )
        self.set_values({"minutes": USUAL_MINUTES})
        if case_id is not None:
            self._propose_interpreting(case_id)
            self.settle()

    def show_appointment(self, planned: Appointment) -> None:
        self.set_values({name: getattr(planned, name) for name in _DETAILS})

    def appointment(self, values: dict[str, Any]) -> NewAppointment:
        day, at = _day_and_hour(values)
        rest = {name: values[name] for name in _DETAILS if name not in ("day", "at", "minutes")}
        return NewAppointment(day, at, values["minutes"] or USUAL_MINUTES, **rest)

    def _propose_interpreting(self, case_id: str | None) -> None:
        """The first language for which the person needs somebody who interprets; what was chosen stays."""
        language, kind = self.entry("interpreter_language"), self.entry("interpreter_kind")
        if case_id is None or (language.typed(), kind.typed()) != self._proposed:
            return
        view = self._session.read(cases.case_view, case_id, self._session.today())
        needed = next((each for each in view.client.person.languages if each.interpreter_needed), None)
        language.set_value(needed and needed.code)
        kind.set_value(needed and needed.interpreter_kind)
        self._proposed = (language.typed(), kind.typed())


def open_appointment_form(owner: QWidget, session: Session, case_id: str | None = None) -> FormDialog:
    """Without `case_id` the case is asked for first."""
    form = AppointmentForm(session, case_id)
    draft = DraftKeeper(session, form, "appointment", case_id)

    def make(values: dict[str, Any]) -> None:
        chosen = case_id or values["case_id"]
        if chosen is None:
            raise InvalidInput("case_id", "ui.case_not_chosen")
        new = form.appointment(values)
        session.write(appointments.make_appointment, chosen, new)
        draft.discard()
        show_toast(owner, f"Der Termin am {german(new.day)} ist vereinbart.")

    return _opened(owner, "Termin vereinbaren", form, "Fertig", make)


def open_new_appointment(owner: QWidget, session: Session, _navigate: Navigate) -> FormDialog:
    return open_appointment_form(owner, session)


def open_details_form(owner: QWidget, session: Session, appointment_id: str) -> FormDialog:
    planned = session.read(appointments.appointment, appointment_id)
    form = AppointmentForm(session, planned.case_id)
    form.show_appointment(planned)
    draft = DraftKeeper(session, form, f"appointment_change:{appointment_id}", planned.case_id)

    def change(values: dict[str, Any]) -> None:
        session.write(appointments.change_appointment, appointment_id, form.appointment(values))
        draft.discard()

    return _opened(owner, "Termin ändern", form, "Speichern", change)


def open_move_form(owner: QWidget, session: Session, appointment_id: str) -> FormDialog:
    """Another day, at the same hour unless another is typed; the moved one stays in the Verlauf."""
    planned = session.read(appointments.appointment, appointment_id)
    form = FormPanel()
    form.add_line(
        form.field("day", "Neuer Tag", DateInput(session.today, ahead=True)),
        form.field("at", "Uhrzeit", TimeInput()),
    )
    form.body.addWidget(label("Wochenenden und Feiertage rücken weiter.", "small", "muted", wrap=True))
    form.set_values({"at": planned.at})

    def move(values: dict[str, Any]) -> None:
        day, at = _day_and_hour(values)
        next_id = session.write(appointments.move_appointment, appointment_id, day, at)
        moved = session.read(appointments.appointment, next_id)
        show_toast(
            owner,
            f"Der Termin ist jetzt am {german(moved.day)} um {moved.at:%H:%M} Uhr.",
            lambda: session.write(appointments.plan_again, appointment_id),
        )

    return _opened(owner, "Termin verlegen", form, "Verlegen", move)


def _day_and_hour(values: dict[str, Any]) -> tuple[date, time]:
    if values["day"] is None:
        raise InvalidInput("day", "date.missing")
    if values["at"] is None:
        raise InvalidInput("at", "appointment.time_missing")
    return values["day"], values["at"]


def _opened(
    owner: QWidget, title: str, form: FormPanel, button: str, act: Callable[[dict[str, Any]], object]
) -> FormDialog:
    dialog = FormDialog(owner, title, form, button, act)
    dialog.resize(min(rem(_WIDTH), owner.window().width()), dialog.height())
    dialog.open()
    return dialog
