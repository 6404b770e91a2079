# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""An entry of the directory: a new one, or what changed."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from PySide6.QtWidgets import QWidget

from app.domain.service import Service, ServiceData, districts
from app.operations import cases, directory
from ui.choice_chips import ChoiceChips
from ui.code_set import CodeSet
from ui.codes import Choices, choices_of
from ui.drafts import DraftKeeper
from ui.form_dialog import FormDialog
from ui.session import Session
from ui.widgets import CheckInput, CodeInput, DateInput, FormPanel, TextInput

FIELDS = tuple(field.name for field in fields(ServiceData))
_BOUND = "Für Stellen, die Sozialdaten verarbeiten, zum Beispiel Jobcenter, Sozialamt, Jugendamt."
_REACH = "Für wen die Stelle da ist. Ohne Angabe gilt der Ort der Stelle."


class ServiceForm(FormPanel):
    """Warns of an entry that may be the same one; `service_id` is the entry that is being changed."""

    def __init__(self, session: Session, service_id: str | None) -> None:
        super().__init__()
        self._session, self._service_id = session, service_id
        self._add_body(choices_of(session))
        self._add_offer(choices_of(session))
        self._add_rules(session)
        self.settle()
        if service_id is None:
            for name in ("institution", "name"):
                self.entry(name).left.connect(self._warn_of_look_alikes)

    def service(self, values: dict[str, Any]) -> ServiceData:
        return ServiceData(**{**values, "referral_target": values["referral_target"] or ""})

    def _add_body(self, choices: Any) -> None:
        self.add("institution", "Einrichtung", TextInput())
        self.add_line(
            self.field("name", "Stelle oder Angebot", TextInput()),
            self.field("contact_person", "Ansprechperson", TextInput()),
        )
        self.add_line(
            self.field("referral_target", "Art der Stelle", CodeInput(choices("referral_target"))),
            self.field("legal_circle", "Rechtskreis", CodeInput(choices("legal_circle"))),
        )
        self.add_line(
            self.field("phone", "Telefon", TextInput(), "Auf diese Nummer wird zurückgerufen."),
            self.field("email", "E-Mail", TextInput()),
        )
        self.add_line(
            self.field("address", "Anschrift", TextInput()),
            self.field("municipality", "Kommune", CodeInput(choices("municipality"))),
        )

    def _add_offer(self, choices: Any) -> None:
        self.add("topics", "Themen", ChoiceChips("Themen", choices("topic")))
        self.add("languages", "Beratung auch auf", CodeSet("Beratung auch auf", choices("language")))
        self.add_line(
            self.field("opening_hours", "Sprechzeiten", TextInput("Mo und Do 9 bis 12 Uhr")),
            self.field("website", "Internet", TextInput()),
        )
        self.add("access_note", "Zugang", TextInput("mit Termin, Warteliste, barrierefrei …"))

    def _add_rules(self, session: Session) -> None:
        self.add("reach", "Einzugsgebiet", CodeSet("Einzugsgebiet", _places(session)), _REACH)
        written = CheckInput("Nur mit schriftlicher Einwilligung (§ 67b SGB X)")
        self.add("needs_written_consent", "", written, _BOUND)
        self.add("case_management", "", CheckInput("Fallmanagement KIM eines Nachbarn"))
        self.add_line(
            self.field("valid_from", "Gilt ab", DateInput(session.today)),
            self.field("valid_to", "Gilt bis", DateInput(session.today, ahead=True)),
        )

    def _warn_of_look_alikes(self) -> None:
        institution, name = self.entry("institution").value(), self.entry("name").value()
        found = self._session.read(directory.look_alike, institution, name) if institution else ()
        self.row("institution").set_hint(f"Gibt es vielleicht schon: {found[0].full_name}" if found else "")


def _places(session: Session) -> Choices:
    """Whole Kreise first, then their municipalities."""
    whole = districts(session.read(cases.lists), session.today())
    return [*((code, f"{name} (ganz)") for code, name in whole.items()), *choices_of(session)("municipality")]


def open_service_form(owner: QWidget, session: Session, service_id: str | None = None) -> FormDialog:
    """Without `service_id` a new entry."""
    form = ServiceForm(session, service_id)
    known = session.read(directory.service, service_id) if service_id else None
    if known is not None:
        form.set_values({field: getattr(known, field) for field in FIELDS})
    draft = DraftKeeper(session, form, "service", service_id)

    def save(values: dict[str, Any]) -> None:
        _save(session, known, form.service(values))
        draft.discard()

    dialog = FormDialog(owner, known.institution if known else "Neue Anlaufstelle", form, "Speichern", save)
    dialog.open()
    return dialog


def _save(session: Session, known: Service | None, data: ServiceData) -> None:
    if known is None:
        session.write(directory.add_service, data)
    else:
        session.write(directory.change_service, known.id, data)
