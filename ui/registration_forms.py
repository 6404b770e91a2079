# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A list with its basis, and a person on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any

from PySide6.QtWidgets import QWidget

from app.domain.duplicates import Candidate
from app.domain.registration import ListData, PersonData, RegisteredPerson, categories, label_of
from app.operations import cases, registration
from ui.choice_chips import ChoiceChips
from ui.codes import Choices, choices_of, labels_of
from ui.drafts import DraftKeeper
from ui.form_dialog import FormDialog
from ui.service_finder import ServiceFinder
from ui.session import Session
from ui.site_choice import site_choices, usual_site
from ui.widgets import CodeInput, DateInput, FormPanel, PartialDateInput, TextInput

_REASON = "Wer wann wofür um die Liste gebeten hat, zum Beispiel: Ersuchen vom 20.11.2026, Vorsprachen."
_TITLE = "Ohne Namen von Personen, zum Beispiel: Unterkunft Bahnhofstraße."
_NORM = "Ohne Rechtsgrundlage zählt die Unterschrift jeder Person."
_SIGNED = "Nur für die Stelle dieser Liste. Ohne Unterschrift bleibt das Feld leer."
_FILE = "Wer eine Akte hat, für den zählt seine eigene Einwilligung."
NO_FILE = "none"


class ListForm(FormPanel):
    """What the list is about, who gets it, and on whose request if not by signatures."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.add("title", "Bezeichnung", TextInput(), _TITLE)
        self.add("service_id", "Für welche Stelle?", ServiceFinder(session, "Für welche Stelle?"))
        norms = CodeInput(_norms(session), "keine, die Personen unterschreiben")
        self.add("norm", "Rechtsgrundlage des Ersuchens", norms, _NORM)
        self.add("reason", "Begründung", TextInput(), _REASON)
        self.add("site_id", "Standort", CodeInput(site_choices(session)))
        self.row("site_id").setVisible(len(site_choices(session)) > 1)
        self.entry("norm").changed.connect(self._ask_for_reason)
        self._ask_for_reason()

    def _ask_for_reason(self) -> None:
        self.row("reason").setVisible(bool(self.entry("norm").typed()))


class PersonOfListForm(FormPanel):
    """Says who in the file may be the same person as soon as there is a name."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session, choices = session, choices_of(session)
        self.add_line(
            self.field("family_name", label_of("family_name"), TextInput()),
            self.field("given_names", label_of("given_names"), TextInput()),
        )
        self.add_line(
            self.field("born", label_of("born"), PartialDateInput()),
            self.field("sex", label_of("sex"), CodeInput(choices("sex"))),
        )
        self.add_line(
            self.field("nationality", label_of("nationality"), _narrow(choices("nationality"))),
            self.field("language", label_of("language"), _narrow(choices("language"))),
        )
        self.add("address", label_of("address"), TextInput())
        self.add_line(
            self.field("arrived_on", label_of("arrived_on"), PartialDateInput()),
            self.field("phone", label_of("phone"), TextInput()),
        )
        self.add_line(
            self.field("household", label_of("household"), TextInput("2 Kinder, 4 und 7 Jahre")),
            self.field("school", label_of("school"), TextInput("Kita-Platz gesucht")),
        )
        self.add("consented_on", label_of("consented_on"), DateInput(session.today), _SIGNED)
        label = labels_of(session)
        signed_for = [(code, label("data_category", code)) for code in categories()]
        self.add("consented_categories", "Unterschrieben für", ChoiceChips("Unterschrieben für", signed_for))
        self.add("client_id", "Hat die Person eine Akte?", CodeInput([]), _FILE)
        self.entry("consented_on").changed.connect(self._ask_what_for)
        for name in ("family_name", "given_names", "born", "phone"):
            self.entry(name).left.connect(self._look_for_a_file)

    def fill(self, values: Mapping[str, Any]) -> None:
        """What is stored."""
        known = values.get("client_id")
        self._offer([(known, "Akte ist verknüpft")] if known else [])
        self.set_values({**values, "client_id": known})
        self._look_for_a_file()
        self.settle()
        self._ask_what_for()

    def retype(self, typed: Mapping[str, str]) -> None:
        super().retype(typed)
        self._look_for_a_file()
        self._ask_what_for()

    def person(self, values: dict[str, Any]) -> PersonData:
        known = {name: value for name, value in values.items() if value is not None}
        chosen = known.pop("client_id", NO_FILE)
        signed_for = known.pop("consented_categories")
        return PersonData(
            **known,
            consented_categories=tuple(signed_for) if "consented_on" in known else (),
            client_id=None if chosen == NO_FILE else chosen,
        )

    def _ask_what_for(self) -> None:
        self.row("consented_categories").setVisible(bool(self.entry("consented_on").typed()))

    def _look_for_a_file(self) -> None:
        values = self.readable()
        if not values["family_name"]:
            self._offer([])
            return
        typed = PersonData(
            values["family_name"], values["given_names"], values["born"], phone=values["phone"]
        )
        found = self._session.read(registration.perhaps_known, typed)
        self._offer([(each.known.client_id, _who(each)) for each in found])

    def _offer(self, found: Choices) -> None:
        """A linked file stays offered."""
        entry = self.entry("client_id")
        assert isinstance(entry, CodeInput)
        chosen = entry.currentData()
        if chosen not in (None, NO_FILE) and chosen not in dict(found):
            found = [(chosen, entry.currentText()), *found]
        entry.set_choices([*found, (NO_FILE, "keine dieser Akten")])
        self.row("client_id").setVisible(bool(found))


def open_list_form(
    owner: QWidget, session: Session, then: Callable[[str], object], list_id: str | None = None
) -> FormDialog:
    """Without `list_id` a new list; `then` gets its id."""
    form = ListForm(session)
    form.set_values({"site_id": usual_site(session)})
    if list_id is not None:
        known = session.read(registration.registration_list, list_id)
        form.set_values({field.name: getattr(known, field.name) for field in fields(ListData)})
    draft = DraftKeeper(session, form, "registration_list", list_id)

    def save(values: dict[str, Any]) -> None:
        data = ListData(**{**values, "reason": values["reason"] if values["norm"] else ""})
        if list_id is None:
            made = str(session.write(registration.add_list, data))
        else:
            session.write(registration.change_list, list_id, data)
            made = list_id
        draft.discard()
        then(made)

    title = "Neue Liste" if list_id is None else "Grundlage der Liste"
    dialog = FormDialog(owner, title, form, "Speichern", save)
    dialog.open()
    return dialog


def open_person_of_list(
    owner: QWidget, session: Session, list_id: str, person: RegisteredPerson | None = None
) -> FormDialog:
    """Without `person` a further row."""
    form = PersonOfListForm(session)
    values = vars(person) if person is not None else {"sex": "unknown"}
    form.fill({field.name: values[field.name] for field in fields(PersonData) if field.name in values})
    kind = "registration_person" if person is None else f"registration_person:{person.id}"
    draft = DraftKeeper(session, form, kind, list_id)

    def save(typed: dict[str, Any]) -> None:
        data = form.person(typed)
        if person is None:
            session.write(registration.add_person, list_id, data)
        else:
            session.write(registration.change_person, person.id, data)
        draft.discard()

    title = "Person eintragen" if person is None else "Person der Liste"
    dialog = FormDialog(owner, title, form, "Speichern", save)
    dialog.open()
    return dialog


def correct_row(
    owner: QWidget,
    session: Session,
    number: int,
    typed: Mapping[str, str],
    signed_for: tuple[str, ...],
    take: Callable[[PersonData], object],
) -> FormDialog:
    """A row of a table that is being taken in, with what stands in it; nothing of it is in the file yet."""
    form = PersonOfListForm(session)
    form.fill({"sex": "unknown", "consented_categories": signed_for})
    form.retype({field: text for field, text in typed.items() if text})
    for field in typed:
        form.row(field).check()
    dialog = FormDialog(
        owner, f"Zeile {number}", form, "Übernehmen", lambda values: take(form.person(values))
    )
    dialog.open()
    return dialog


def _narrow(choices: Choices) -> CodeInput:
    """Two long lists side by side fit a dialog."""
    entry = CodeInput(choices)
    entry.setMinimumContentsLength(14)
    return entry


def _norms(session: Session) -> Choices:
    """Those by which somebody can ask for a list."""
    lists = session.read(cases.lists)
    return [
        (entry.code, entry.label)
        for entry in lists.entries("statutory_norm", session.today())
        if entry.facts.get("list_recipient")
    ]


def _who(candidate: Candidate) -> str:
    """By name, birth and file number: this form is about persons with their names."""
    traits = candidate.known.traits
    born = traits.birth_date.german() if traits.birth_date else ""
    name = f"{traits.given_names} {traits.family_name}".strip()
    return " · ".join(part for part in (name, born, candidate.known.file_number) if part)
