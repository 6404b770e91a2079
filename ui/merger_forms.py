# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Zwei Fallakten zusammenlegen: two case files that the Kreis shows as one, and the way back."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from app.operations import district, mergers
from ui.form_dialog import FormDialog
from ui.session import Session
from ui.widgets import Banner, CodeInput, FormPanel, show_toast

_RULES = (
    "Beide Fallakten bleiben und melden weiter.",
    "Ihre Zahlen werden addiert und stehen unter beiden Namen. Tätigkeiten zählen als die einer Fallakte."
    " Neue Personen nimmt das Büro nur noch in der älteren auf.",
)


def open_merger(owner: QWidget, session: Session) -> FormDialog:
    """Which two."""
    form = FormPanel()
    form.body.addWidget(Banner("people", *_RULES, "info"))
    known = [(each.id, each.name) for each in session.read(district.outstations) if each.confirmed]
    form.add("one", "Fallakte", CodeInput(known))
    form.add("other", "zusammen mit", CodeInput(known))

    def merge(values: dict[str, Any]) -> None:
        into = session.write(mergers.merge, values["one"], values["other"])
        show_toast(owner, f"Zusammengelegt. Neue Personen kommen in „{dict(known)[into]}“.")

    dialog = FormDialog(owner, "Zwei Fallakten zusammenlegen", form, "Zusammenlegen", merge)
    dialog.open()
    return dialog


def open_separation(owner: QWidget, session: Session) -> FormDialog:
    form = FormPanel()
    found = session.read(mergers.mergers)
    form.add("merged", "Fallakte", CodeInput([(e.outstation_id, f"{e.name}, bei {e.into}") for e in found]))
    if found:
        form.set_values({"merged": found[-1].outstation_id})

    def separate(values: dict[str, Any]) -> None:
        session.write(mergers.separate, values["merged"])
        show_toast(owner, "Jede Fallakte zählt wieder für sich.")

    dialog = FormDialog(owner, "Fallakten wieder trennen", form, "Trennen", separate)
    dialog.open()
    return dialog
