# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What printed papers and their languages are called on screen."""

from __future__ import annotations

from app.domain.case_transfer import FROM_ELSEWHERE
from app.domain.dates import berlin_date, german
from app.domain.document import DocumentLine
from app.operations import documents
from ui.codes import Choices
from ui.dates import clock
from ui.session import Session

FORMS = {
    "consent": "Einwilligung",
    "information": "Informationsblatt",
    "pictograms": "Bildblatt",
    "withdrawal": "Widerruf",
    "withdrawal_notice": "Mitteilung über einen Widerruf",
    "change_notice": "Mitteilung an Empfänger",
    "goals": "Zielvereinbarung",
    "intake": "Erfassungsbogen",
    "assessment": "Bestandsaufnahme",
    "conference": "Fallkonferenz",
    "handover": "Übergabeblatt",
    "transfer": "Überleitung",
    "steering": "Lenkungsgruppe",
    "referral_slip": "Zettel zur Verweisberatung",
    "appointment_slip": "Terminzettel",
    "power_of_attorney": "Vollmacht",
    "interpreter_secrecy": "Erklärung Sprachmittlung",
    "letter_accompanying": "Begleitschreiben",
    "letter_extension": "Bitte um Fristverlängerung",
    "letter_attendance": "Terminbestätigung",
    "document_list": "Unterlagenliste",
    "dividers": "Trennblätter",
}


def form_word(form: str) -> str:
    """Also where it came from, if another office printed it."""
    own = form.removeprefix(FROM_ELSEWHERE)
    return FORMS.get(own, own) if own == form else f"{FORMS.get(own, own)} (früheres Büro)"


def title_of(document: DocumentLine) -> str:
    """Einwilligung E-7K3M-92QD"""
    return f"{form_word(document.form)} {document.form_number or ''}".strip()


def made_on(document: DocumentLine) -> str:
    """22.11.2026, 14:32"""
    return f"{german(berlin_date(document.created_at))}, {clock(document.created_at)}"


def form_choices(session: Session, form: str) -> Choices:
    """The languages a form can be printed in: (ar, Deutsch und Arabisch)."""
    return [(code, languages(code)) for code in session.read(documents.form_languages, form)]


def languages(code: str) -> str:
    """Deutsch, or Deutsch beside the person's language."""
    return "Deutsch" if code == "de" else f"Deutsch und {documents.language_label(code)}"
