# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Büro: for which places each Standort answers."""

from __future__ import annotations

from typing import Any

from app.domain.competence import DISTRICT_DIGITS
from app.domain.site import Site
from app.operations import cases, competence
from ui.choice_chips import ChoiceChips
from ui.codes import Choices, labels_of
from ui.errors import guard
from ui.form_dialog import FormDialog
from ui.session import Session
from ui.widgets import Column, FormPanel, Section, Table, label

WHOLE = "der ganze Kreis"


class AreaOfOffice(Section):
    """A line for each Standort; Enter changes it."""

    def __init__(self, session: Session) -> None:
        super().__init__("Zuständigkeit nach Wohnort")
        self._session = session
        words = (
            "Wohnt jemand außerhalb, sagt die Erstberatung es. Eine Zeile öffnen Sie mit der Eingabetaste."
        )
        self.table = Table(
            "Zuständigkeit nach Wohnort",
            [Column("Standort", width=11), Column("Zuständig für", stretch=True)],
            fit=True,
        )
        self.add(label(words, "small", "muted", wrap=True), self.table)
        self.table.opened.connect(self._change)

    def reload(self) -> None:
        areas, label_of = self._session.read(competence.areas), labels_of(self._session)
        sites = self._session.read(cases.sites)
        self.setVisible(bool(sites))
        self.table.fill(
            [
                (s.id, [s.name, ", ".join(label_of("municipality", p) for p in areas.get(s.id, ())) or WHOLE])
                for s in sites
            ]
        )

    def _change(self, site_id: object) -> None:
        with guard(self):
            site = next(s for s in self._session.read(cases.sites) if s.id == site_id)
            self._open(site)

    def _open(self, site: Site) -> None:
        form = FormPanel()
        places = ChoiceChips("Zuständig für", _places_near(self._session, site))
        form.add("area", "Zuständig für", places, "Nichts gewählt heißt: der ganze Kreis.")
        form.set_values({"area": self._session.read(competence.areas).get(site.id, ())})

        def save(values: dict[str, Any]) -> None:
            self._session.write(competence.set_area, site.id, values["area"])

        FormDialog(self, f"Zuständigkeit: {site.name}", form, "Speichern", save).open()


def _places_near(session: Session, site: Site) -> Choices:
    """The municipalities and city districts of the Standort's Kreis."""
    entries = session.read(cases.lists).entries("municipality", session.today())
    kreis = site.municipality[:DISTRICT_DIGITS]
    return [(entry.code, entry.label) for entry in entries if entry.code.startswith(kreis)]
