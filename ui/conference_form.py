# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Prepare a Fallkonferenz: ask the question, look at the pseudonymised sheet, print it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from app.operations import conferences
from ui.document_view import show_sheet
from ui.drafts import DraftKeeper
from ui.form_dialog import FormDialog
from ui.session import Session
from ui.widgets import FormPanel, LongText, label

_WORDS = (
    "Auf das Blatt kommen Altersgruppe, Haushalt in Zahlen, Gruppen von Aufenthalt und Lebensunterhalt, "
    "Bedarfe, Ressourcen und der Stand der Ziele. Namen, Aktenzeichen, Tage und Orte kommen nicht darauf."
)
_HINT = (
    "Genau das sieht die Runde. Pseudonymisiert ist nicht anonym: Bitte nach der Besprechung einsammeln. "
    "Das Ergebnis halten Sie danach als Kontakt fest."
)


def open_conference_form(
    owner: QWidget, session: Session, case_id: str, then: Callable[[], object] = lambda: None
) -> FormDialog:
    """A name, day or place in the question is refused at its field; `then` follows the look at the sheet."""
    form = FormPanel()
    form.body.addWidget(label(_WORDS, tone="muted", wrap=True))
    question = LongText()
    form.add("question", "Ihre Frage an die Runde", question, "Ohne Namen, Tage und Orte.")
    draft = DraftKeeper(session, form, "conference", case_id, question)
    page = owner.parentWidget() or owner

    def prepare(values: dict[str, Any]) -> None:
        sheet = session.write(conferences.prepare_sheet, case_id, values["question"])
        show_sheet(page, session, sheet.id, _HINT).finished.connect(lambda _: then())

    dialog = FormDialog(owner, "Fallkonferenz vorbereiten", form, "Ansehen und drucken", prepare, draft=draft)
    dialog.open()
    return dialog
