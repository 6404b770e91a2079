# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Büro: the Standorte, and who answers for the file."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from app.domain.controller import LAWS, Controller
from app.operations import cases
from ui.codes import choices_of, labels_of
from ui.drafts import DraftKeeper
from ui.form_dialog import FormDialog
from ui.session import Session
from ui.widgets import (
    CodeInput,
    Column,
    EmptyState,
    FormPanel,
    LongText,
    NumberInput,
    Section,
    Table,
    TextInput,
    box,
    label,
    line,
    link_button,
    secondary_button,
)

CONTROLLER_FIELDS = (
    "name",
    "unit",
    "address",
    "phone",
    "email",
    "officer",
    "authority",
    "law",
    "storage_years",
)


class SitesOfOffice(Section):
    def __init__(self, session: Session) -> None:
        add = link_button("Standort anlegen", lambda: open_site_form(self, session), "plus")
        super().__init__("Standorte", None, add)
        self._session = session
        self.sites = Table(
            "Standorte",
            [Column("Kürzel", width=6), Column("Name", stretch=True), Column("Kommune", width=12)],
            fit=True,
        )
        self._no_site = EmptyState("pin", "Legen Sie zuerst einen Standort an.", tone="muted")
        self.add(self._no_site, self.sites)

    def reload(self) -> None:
        label_of = labels_of(self._session)
        sites = self._session.read(cases.sites)
        self.sites.fill([(s.id, [s.code, s.name, label_of("municipality", s.municipality)]) for s in sites])
        self.sites.setVisible(bool(sites))
        self._no_site.setHidden(bool(sites))


class ControllerOfOffice(Section):
    def __init__(self, session: Session) -> None:
        super().__init__("Verantwortlich für die Akten")
        self._session = session
        self._controller = label("", wrap=True)
        change = secondary_button("Angaben ändern", lambda: open_controller_form(self, session), "pencil")
        self.add(label("Steht auf jeder Einwilligung.", "small", "muted"), self._controller)
        self.add(box(line(change, None)))

    def reload(self) -> None:
        controller = self._session.read(cases.controller)
        self._controller.setText(_in_words(controller) if controller else "Noch nicht angegeben.")


def open_site_form(owner: QWidget, session: Session) -> FormDialog:
    form = FormPanel()
    form.add("name", "Name des Standorts", TextInput())
    form.add("code", "Kürzel", TextInput(), "Beginnt jedes Aktenzeichen, zum Beispiel SU für SU-2026-1.")
    form.add("municipality", "Kommune", CodeInput(choices_of(session)("municipality")))
    form.settle()
    draft = DraftKeeper(session, form, "site")

    def save(values: dict[str, Any]) -> None:
        session.write(cases.add_site, values["code"], values["name"], values["municipality"] or "")

    dialog = FormDialog(owner, "Standort anlegen", form, "Anlegen", save, draft=draft)
    dialog.open()
    return dialog


def open_controller_form(owner: QWidget, session: Session) -> FormDialog:
    """Who answers for the file: printed on every notice (Art. 13 DSGVO)."""
    form = FormPanel()
    form.add("name", "Verantwortliche Stelle", TextInput())
    form.add("unit", "Organisationseinheit", TextInput())
    form.add("address", "Anschrift", LongText())
    form.add_line(form.field("phone", "Telefon", TextInput()), form.field("email", "E-Mail", TextInput()))
    form.add("officer", "Datenschutzbeauftragte Person", TextInput())
    form.add("authority", "Aufsichtsbehörde", TextInput())
    form.add_line(
        form.field("law", "Datenschutzrecht", CodeInput([(law, law) for law in LAWS])),
        form.field("storage_years", "Löschen nach Jahren", NumberInput()),
    )
    known = session.read(cases.controller)
    if known is not None:
        form.set_values({field: getattr(known, field) for field in CONTROLLER_FIELDS})
    form.settle()
    draft = DraftKeeper(session, form, "controller")

    def save(values: dict[str, Any]) -> None:
        law, years = values["law"] or "", values["storage_years"] or 0
        session.write(cases.set_controller, Controller(**{**values, "law": law, "storage_years": years}))

    dialog = FormDialog(owner, "Verantwortlich für die Akten", form, "Speichern", save, draft=draft)
    dialog.open()
    return dialog


def _in_words(controller: Controller) -> str:
    lines = (controller.name, controller.unit, controller.address, f"{controller.phone} · {controller.email}")
    return "\n".join((*lines, f"Recht: {controller.law} · Löschen nach {controller.storage_years} Jahren"))
