# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Sheets of the talk itself: the Erfassungsbogen as recorded, the Bestandsaufnahme to be ticked by hand."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.operations import assessment_sheets, intake_sheets
from ui.document_view import show_sheet
from ui.errors import WaysOut, guard
from ui.form_dialog import FormDialog
from ui.paper_language import open_language_form
from ui.session import Session

_BLANK_HINT = "Zum Ankreuzen im Gespräch. Die Nummern stehen in der Reihenfolge des Bildschirms."


def open_intake_sheet(owner: QWidget, session: Session, case_id: str, ways_out: WaysOut) -> FormDialog:
    """For the person to look through what is recorded."""
    return open_language_form(
        owner, session, case_id, ways_out, intake_sheets.FORM, "Erfassungsbogen", intake_sheets.print_intake
    )


def open_blank_assessment(owner: QWidget, session: Session, case_id: str, ways_out: WaysOut) -> None:
    with guard(owner, ways_out):
        made = session.write(assessment_sheets.print_blank_assessment, case_id)
        show_sheet(owner, session, made.id, _BLANK_HINT)
