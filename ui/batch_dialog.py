# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Alles für diesen Termin: boxes to choose from, one preview, one print job."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from app.operations import batches, documents
from app.operations.batches import Sheet
from ui.document_view import show_sheets
from ui.errors import WaysOut
from ui.form_dialog import FormDialog
from ui.paper_names import form_choices, form_word
from ui.session import Session
from ui.widgets import CheckInput, CodeInput, EmptyState, FormPanel

TITLE = "Alles für diesen Termin"
_STATES = {
    "waiting": "gedruckt, Unterschrift fehlt",
    "signed": "schon unterschrieben",
    "printed": "schon gedruckt",
    "new": "wird neu gedruckt",
}
_LANGUAGES = "appointment_slip"
"""The form that exists in every language."""


def open_batch(
    owner: QWidget,
    session: Session,
    case_id: str,
    appointment_id: str | None = None,
    ways_out: WaysOut | None = None,
) -> FormDialog:
    """What waits or is due is ticked; what is signed can be taken along."""
    form = FormPanel()
    found = session.read(batches.sheets, case_id, appointment_id, session.today())
    if not found:
        nothing = "Bereiten Sie zuerst eine Einwilligung, ein Ziel oder einen Termin vor."
        form.body.addWidget(EmptyState("document", "Es gibt noch nichts zu drucken.", nothing, "muted"))
    for sheet in found:
        form.add(sheet.form, "", CheckInput(_words(sheet)))
    form.add("language", "Sprache der neuen Blätter", CodeInput(form_choices(session, _LANGUAGES), "Deutsch"))
    usual = session.read(documents.usual_language, case_id, _LANGUAGES, session.today())
    form.set_values({**{sheet.form: sheet.due for sheet in found}, "language": usual})
    form.row("language").setVisible(any(sheet.state == "new" for sheet in found))

    def make(values: dict[str, Any]) -> None:
        language = values.pop("language") or "de"
        chosen = [name for name, ticked in values.items() if ticked]
        made = session.write(batches.make, case_id, appointment_id, chosen, language)
        show_sheets(owner, session, made, TITLE, _said(len(made)))

    dialog = FormDialog(owner, TITLE, form, "Ansehen und drucken", make, ways_out)
    dialog.open()
    return dialog


def _words(sheet: Sheet) -> str:
    return f"{form_word(sheet.form)}: {_STATES[sheet.state]}"


def _said(count: int) -> str:
    return "Ein Blatt." if count == 1 else f"{count} Blätter, ein Druckauftrag."
