# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Büro: what is set once: Standorte, who answers for the file, who works with it, the way to the Kreis."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from app.domain.controller import LAWS, Controller
from app.operations import cases
from ui.backups import BackupSection
from ui.capture_section import CaptureSection
from ui.codes import choices_of, labels_of
from ui.device_binding import DeviceSection
from ui.drafts import DraftKeeper
from ui.form_dialog import FormDialog
from ui.freshness import FreshnessSection
from ui.office_area import AreaOfOffice
from ui.office_deputy import DeputyOfOffice
from ui.office_goals import GoalsOfOffice
from ui.office_neighbours import NeighboursOfOffice
from ui.office_people import PeopleSection
from ui.office_retention import RetentionOfOffice
from ui.office_target_groups import TargetGroupsOfOffice
from ui.office_templates import TemplatesOfOffice
from ui.office_text_blocks import TextBlocks
from ui.page import Navigate, Page
from ui.print_section import PrintSection
from ui.session import Session
from ui.widgets import (
    CodeInput,
    Column,
    Columns,
    EmptyState,
    FormPanel,
    LongText,
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


class OfficePage(Page):
    """Left the Standorte, right who answers for the file and how one gets in."""

    def __init__(self, session: Session, navigate: Navigate) -> None:
        super().__init__(session, navigate)
        self.sites = Table(
            "Standorte",
            [Column("Kürzel", width=6), Column("Name", stretch=True), Column("Kommune", width=12)],
            fit=True,
        )
        self._no_site = EmptyState("pin", "Legen Sie zuerst einen Standort an.", tone="muted")
        self._controller = label("", wrap=True)
        left = Section("Standorte", None, link_button("Standort anlegen", self.add_site, "plus"))
        left.add(self._no_site).add(self.sites)
        answers = Section("Verantwortlich für die Akten")
        answers.add(label("Steht auf jeder Einwilligung.", "small", "muted"))
        answers.add(self._controller)
        answers.add(box(line(secondary_button("Angaben ändern", self.change_controller, "pencil"), None)))
        way = Section("Verbindung zur Koordination")
        way.add(label("Wohin Meldungen gehen und wer sie lesen kann.", "small", "muted", wrap=True))
        way.add(
            box(line(secondary_button("Verbindung einrichten", lambda: navigate("connection"), "send"), None))
        )
        thrown = Section("Papierkorb")
        thrown.add(label("Was entfernt wurde, kann 30 Tage lang zurückkommen.", "small", "muted", wrap=True))
        thrown.add(box(line(secondary_button("Papierkorb öffnen", lambda: navigate("bin"), "trash"), None)))
        journal = Section("Protokoll")
        journal.add(label("Wer wann was getan hat; nie, was jemand schrieb.", "small", "muted", wrap=True))
        read = secondary_button("Protokoll öffnen", lambda: navigate("journal"), "document")
        journal.add(box(line(read, None)))
        ours = (
            *(AreaOfOffice(session), TargetGroupsOfOffice(session), NeighboursOfOffice(session)),
            DeputyOfOffice(session),
        )
        papers = (TextBlocks(session), TemplatesOfOffice(session, navigate))
        access = (PeopleSection(session, navigate), DeviceSection(session))
        work = (GoalsOfOffice(session), *papers)
        backup = BackupSection(session)
        computer = (FreshnessSection(session), CaptureSection(), PrintSection())
        kept = RetentionOfOffice(session, navigate)
        self._sections = (*ours, *work, *access, backup, *computer, kept)
        right = QWidget()
        ways = (way, kept, journal, thrown)
        column(answers, backup, *access, *computer, *work, *ways, None, parent=right, gap=2)
        body = Columns((box(column(left, *ours, None, gap=2)), 5), (right, 4))
        column(PageHead("Büro", "Was man einmal einrichtet"), Scroll(body), parent=self, gap=1)

    def reload(self) -> None:
        label_of = labels_of(self.session)
        sites = self.session.read(cases.sites)
        self.sites.fill([(s.id, [s.code, s.name, label_of("municipality", s.municipality)]) for s in sites])
        self.sites.setVisible(bool(sites))
        self._no_site.setHidden(bool(sites))
        controller = self.session.read(cases.controller)
        self._controller.setText(_in_words(controller) if controller else "Noch nicht angegeben.")
        for section in self._sections:
            section.reload()

    def add_site(self) -> FormDialog:
        return open_site_form(self, self.session)

    def change_controller(self) -> FormDialog:
        return open_controller_form(self, self.session)


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
