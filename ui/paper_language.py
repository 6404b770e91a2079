# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""In which language a paper stands beside the German: asked in a form, or in a short form of its own."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.domain.document import Document
from app.operations import documents
from ui.document_view import show_sheet
from ui.errors import WaysOut
from ui.form_dialog import FormDialog
from ui.paper_names import form_choices
from ui.session import Session
from ui.widgets import CodeInput, FieldRow, FormPanel

PRINT = "Ansehen und drucken"
GERMAN = "de"


def language_field(form: FormPanel, session: Session, case_id: str, paper: str) -> FieldRow:
    """Begins with the language that the person reads best."""
    choices = CodeInput(form_choices(session, paper))
    choices.setMinimumContentsLength(24)
    row = form.field("language", "Sprache des Blatts", choices)
    form.set_values({"language": session.read(documents.usual_language, case_id, paper, session.today())})
    return row


def open_language_form(
    owner: QWidget,
    session: Session,
    case_id: str,
    ways_out: WaysOut,
    paper: str,
    title: str,
    act: Callable[..., Document],
) -> FormDialog:
    """Nothing else is asked; then the sheet is shown."""
    form = FormPanel()
    form.body.addWidget(language_field(form, session, case_id, paper))

    def make(values: dict[str, str | None]) -> None:
        printed = session.write(act, case_id, values["language"] or GERMAN)
        show_sheet(owner, session, printed.id, "Für die Person. Das Blatt bleibt in der Akte.")

    dialog = FormDialog(owner, title, form, PRINT, make, ways_out)
    dialog.open()
    form.row("language").focus()
    return dialog
