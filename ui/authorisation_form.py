# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Vollmacht: print it, and note its end by a word."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.domain.authorisation import Authorisation, NewAuthorisation
from app.domain.errors import InvalidInput
from app.operations import authorisations, directory
from ui.document_view import show_sheet
from ui.drafts import DraftKeeper
from ui.errors import WaysOut
from ui.form_dialog import FormDialog
from ui.paper_language import GERMAN, PRINT, language_field
from ui.service_finder import ServiceFinder
from ui.session import Session
from ui.widgets import ChoiceBar, DateInput, FieldRow, FormPanel, LongText, TextInput, label, show_toast

SCOPES = {"information": "Auskunft", "representation": "Auskunft und Vertretung"}
_WHAT_IT_IS = (
    "Damit darf die Behörde mit uns sprechen. Was wir der Behörde sagen dürfen, "
    "steht weiter nur in der Einwilligung."
)
_NOT_YET = "Erst die Unterschrift macht die Vollmacht gültig."
_TOLD_THERE = (
    "Ein Wort der Person genügt. Für die Behörde gilt der Widerruf, sobald sie ihn erfährt: "
    "Eine Wiedervorlage für heute erinnert daran."
)


def open_authorisation_form(owner: QWidget, session: Session, case_id: str, ways_out: WaysOut) -> FormDialog:
    """To which authority, for what, how long; then the sheet to be signed."""
    form = FormPanel()
    form.body.addWidget(label(_WHAT_IT_IS, tone="muted", wrap=True))
    finder, matters = add_authorisation(form, session, case_id, "Leer bleibt eine Zeile frei.")
    form.add_line(validity_field(form, session), language_field(form, session, case_id, authorisations.FORM))
    form.set_values({"scope": "information"})
    draft = DraftKeeper(session, form, "authorisation", case_id, matters)

    def make(values: dict[str, Any]) -> None:
        language = values["language"] or GERMAN
        new = authorisation_of(values)
        printed = session.write(authorisations.print_authorisation, case_id, new, language)
        show_sheet(owner, session, printed.id, _NOT_YET)

    dialog = FormDialog(owner, "Vollmacht", form, PRINT, make, ways_out, draft)
    dialog.open()
    finder.field.setFocus(Qt.FocusReason.OtherFocusReason)
    return dialog


def add_authorisation(
    form: FormPanel, session: Session, case_id: str, if_empty: str = ""
) -> tuple[ServiceFinder, LongText]:
    """What it says, in the order of the paper; returns the first field and the long one.

    `if_empty`: what becomes of an empty number.
    """
    finder = ServiceFinder(
        session, "Welche Behörde?", lambda: session.read(directory.named_in_notices, case_id)
    )
    matters = LongText(lines=3)
    form.add("service_id", "Welche Behörde?", finder)
    hint = f"BG-Nummer oder Aktenzeichen. {if_empty}".strip()
    form.add("reference", "Zeichen der Person dort", TextInput(), hint)
    form.add("scope", "Was erlaubt sie?", ChoiceBar("Was erlaubt sie?", list(SCOPES.items())))
    form.add(
        "matters", "Um welche Angelegenheiten geht es?", matters, "Nur das, was hier steht, gehört dazu."
    )
    return finder, matters


def validity_field(form: FormPanel, session: Session) -> FieldRow:
    until = DateInput(session.today, ahead=True)
    return form.field("valid_until", "Gilt bis", until, "Leer heißt: bis zum Widerruf.")


def authorisation_of(values: Mapping[str, Any]) -> NewAuthorisation:
    if values["service_id"] is None:
        raise InvalidInput("service_id", "code.missing")
    names = ("service_id", "scope", "matters", "reference", "valid_until")
    return NewAuthorisation(**{name: values[name] for name in names})


def open_revocation_form(owner: QWidget, session: Session, case_id: str, known: Authorisation) -> FormDialog:
    """The day of the word; a follow-up says that the authority has to hear of it."""
    form = FormPanel()
    form.body.addWidget(label(_TOLD_THERE, wrap=True))
    form.add("revoked_on", "Widerrufen am", DateInput(session.today))
    form.set_values({"revoked_on": session.today()})

    def store(values: dict[str, Any]) -> None:
        day = values["revoked_on"] or session.today()
        session.write(authorisations.revoke, case_id, known.id, day)
        show_toast(owner, f"Die Vollmacht ist widerrufen. Bitte sagen Sie es weiter: {known.authority}.")

    dialog = FormDialog(owner, f"Vollmacht widerrufen: {known.authority}", form, "Widerrufen", store)
    dialog.open()
    form.row("revoked_on").focus()
    return dialog
