# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A Standort in the Kreis's lists: what it is called there, and in which municipality it lies."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from app.operations import district, district_figures
from ui.drafts import DraftKeeper
from ui.form_dialog import FormDialog
from ui.session import Session
from ui.widgets import FormPanel, TextInput, show_toast


def open_reported_site(owner: QWidget, session: Session, site_id: str) -> FormDialog:
    """Sites of the same municipality can be looked at together."""
    site = session.read(district_figures.site, site_id)
    form = FormPanel()
    form.add("name", "Name des Standorts", TextInput(), "So heißt er im Bericht.")
    form.add(
        "municipality",
        "Kommune oder Stadtbezirk",
        TextInput("zum Beispiel Siegburg"),
        "Standorte mit demselben Wort zeigt die Übersicht zusammen.",
    )
    form.set_values({"name": site.name, "municipality": site.municipality})
    draft = DraftKeeper(session, form, f"reported_site:{site_id}")

    def keep(values: dict[str, Any]) -> None:
        session.write(
            *(district.name_site, site.outstation_id, site_id, values["name"]),
            municipality=values["municipality"],
        )
        show_toast(owner, "Der Standort ist benannt.")

    dialog = FormDialog(owner, "Standort benennen", form, "Speichern", keep, draft=draft)
    dialog.open()
    return dialog
