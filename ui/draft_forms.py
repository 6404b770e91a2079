# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The forms that keep their text: how a draft of each is called, and where it belongs."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.draft import Draft
from app.operations import drafts
from ui.session import Session


@dataclass(frozen=True)
class Form:
    """How a kind of draft is called and which tab of a case it belongs to."""

    word: str
    icon: str
    tab: str = "timeline"


FORMS = {
    "contact": Form("Kontakt", "speech"),
    "intake": Form("Neue Person", "person"),
    "blank_set": Form("Blanko-Satz", "document"),
    "blank_sets": Form("Blanko-Sätze drucken", "printer"),
    "blank_sheets": Form("Vordrucke drucken", "printer"),
    "blank_sheet": Form("Vordruck", "document", "documents"),
    "person": Form("Angaben zur Person", "person"),
    "short_advice": Form("Kurzberatung", "speech"),
    "activity": Form("Tätigkeit", "people"),
    "correction": Form("Kontakt berichtigen", "speech"),
    "follow_up": Form("Wiedervorlage", "flag"),
    "appointment": Form("Termin", "calendar"),
    "appointment_change": Form("Termin ändern", "calendar"),
    "text_block": Form("Textbaustein", "document"),
    "closing": Form("Fall abschließen", "check"),
    "handover": Form("Fall übergeben", "arrow"),
    "deputy_request": Form("Öffnen einer Vertretungskopie", "key"),
    "sealed_handover": Form("An ein anderes Büro übergeben", "send"),
    "conference": Form("Fallkonferenz", "people"),
    "oral": Form("Mündliche Einwilligung", "shield", "consent"),
    "withdrawal": Form("Widerruf", "shield", "consent"),
    "signing": Form("Unterschrift", "pencil", "consent"),
    "agreement_signing": Form("Unterschrift", "pencil", "goals"),
    "address": Form("Anschrift", "home", "residence"),
    "site": Form("Standort", "pin"),
    "controller": Form("Verantwortlich für die Akten", "paragraph"),
    "target_group": Form("Zielgruppe", "people"),
    "service": Form("Anlaufstelle", "pin"),
    "assessment": Form("Bestandsaufnahme", "chart", "assessment"),
    "goal": Form("Ziel", "target", "goals"),
    "goal_continued": Form("Ziel", "target", "goals"),
    "step": Form("Schritt", "target", "goals"),
    "household": Form("Haushalt", "people", "network"),
    "household_member": Form("Haushalt", "people", "network"),
    "own_file": Form("Eigene Akte", "person", "network"),
    "representative": Form("Gesetzliche Vertretung", "people", "network"),
    "own_capacity": Form("Eigene Einsichtsfähigkeit", "people", "network"),
    "network": Form("Umfeld", "people", "network"),
    "consent": Form("Einwilligung", "shield", "consent"),
    "referral": Form("Überleitung", "send", "referral"),
    "declined": Form("Ablehnung", "refused", "referral"),
    "ended": Form("Ergebnis einer Überleitung", "send", "referral"),
    "tell": Form("Auskunft", "phone"),
    "course": Form("Sprachkurs", "speech"),
    "offered_course": Form("Sprachkurs des Kreises", "speech"),
    "gap": Form("Angebotslücke", "gap", "referral"),
    "gap_sentence": Form("Satz zu einer Lücke", "gap"),
    "livelihood": Form("Rechtskreis", "paragraph", "circles"),
    "registration_list": Form("Erfassungsliste", "people"),
    "registration_person": Form("Person einer Liste", "people"),
    "paper_signing": Form("Unterschrift", "pencil", "documents"),
    "save_outside": Form("Außerhalb speichern", "folder", "documents"),
    "authorisation": Form("Vollmacht", "document", "documents"),
    "secrecy": Form("Verschwiegenheitserklärung", "speech", "documents"),
    "letter_accompanying": Form("Begleitschreiben", "letter", "documents"),
    "letter_extension": Form("Bitte um Fristverlängerung", "letter", "documents"),
    "letter_attendance": Form("Terminbestätigung", "letter", "documents"),
    "chain": Form("Dienstleistungskette", "gap"),
    "meeting": Form("Sitzung", "people"),
    "task": Form("Aufgabe", "check"),
    "reported_site": Form("Standort des Kreises", "pin"),
    "report_text": Form("Text des Berichts", "pencil"),
    "report_post": Form("Stelle", "people"),
    "report_cost": Form("Posten", "paragraph"),
    "report_reach": Form("Reichweite", "chart"),
    "cooperation": Form("Vereinbarung", "document"),
    "keeping": Form("Akte länger behalten", "clock"),
    "circle_change": Form("Rechtskreiswechsel", "arrow", "circles"),
}


def begun_in(session: Session, case_id: str) -> list[str]:
    """What waits half typed in a case, in words; that it is being closed is no news."""
    begun = [each for each in session.read(drafts.drafts) if each.record_id == case_id]
    words = [FORMS[form_of(each)].word for each in begun if form_of(each) in FORMS]
    return [word for word in dict.fromkeys(words) if word != FORMS["closing"].word]


def form_of(draft: Draft) -> str:
    """A form that a case has more than once names what it is about: goal:<id>."""
    return draft.kind.partition(":")[0]
