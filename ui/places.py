# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which pages, acts and quiet lines each role has."""

from __future__ import annotations

from contextlib import suppress

from app.domain.case import CaseLine
from app.domain.errors import Trouble
from app.domain.timeline import NoteHit
from app.operations import bin, cases, households, registration, restored
from app.operations.vaults import Role
from ui import release_status
from ui.activity_form import open_activity
from ui.acts_page import ActsPage, open_acts
from ui.appointment_form import open_appointment_form, open_new_appointment
from ui.backups import BackupKeeper, backup_lines, open_backup
from ui.bin_page import BinPage
from ui.blank_set_form import BlankSetPage
from ui.blank_sets_page import BlankSetsPage, open_blank_sets
from ui.blank_sheets_page import BlankSheetsPage, open_blanks
from ui.case_page import CasePage
from ui.cases_page import CasesPage
from ui.connection_page import ConnectionPage
from ui.delivery import Courier
from ui.deputy_keeper import DeputyKeeper
from ui.district_office import DistrictOfficePage
from ui.fetching import Fetcher
from ui.follow_ups_page import FollowUpsPage
from ui.inbox_page import InboxPage
from ui.intake_form import IntakePage, open_intake
from ui.journal_page import JournalPage
from ui.key_change import open_key_change, open_new_recovery_key
from ui.lists_page import lists_page
from ui.office_page import OfficePage
from ui.overview_page import OverviewPage
from ui.password_form import open_password_form
from ui.published_page import PublishedPage
from ui.quick_contact import open_contact_of, open_quick_contact
from ui.register_page import RegisterPage
from ui.release_page import ReleasePage
from ui.report_page import ReportPage
from ui.report_parts_page import ReportPartsPage
from ui.retention_page import RetentionPage
from ui.services_page import ServicesPage
from ui.session import Session
from ui.short_advice_form import open_short_advice
from ui.steering_page import SteeringPage
from ui.templates_page import TemplatesPage
from ui.today_page import TodayPage
from ui.workplace import Act, Hit, Place, Workplace

SHOWN_CASES, SHOWN_NOTES = 5, 3
CHANGE_PASSWORD = Act("Passwort ändern", "lock", open_password_form)
JOURNAL = Act("Protokoll öffnen", "document", lambda _owner, _session, navigate: navigate("journal"))
CHANGE_KEY = Act("Schlüssel der Datei wechseln", "key", open_key_change)
NEW_SHEET = Act("Neues Blatt mit Wiederherstellungsschlüssel", "document", open_new_recovery_key)
BACKUP = Act("Sicherung", "shield", open_backup)


def workplace_of(role: Role) -> Workplace:
    """The places and acts of a role; case tables do not exist in the Kreis's file."""
    return case_work() if role is Role.CASE else district_work()


def case_work() -> Workplace:
    return Workplace(
        places=(
            Place("today", "Heute", "calendar", TodayPage),
            Place("acts", "Tätigkeiten", "people", ActsPage, under="today"),
            Place("cases", "Fälle", "folder", CasesPage),
            Place("case", "Fall", "folder", CasePage, under="cases"),
            Place("intake", "Neue Person", "person", IntakePage, under="cases"),
            Place("blank_sets", "Blanko-Sätze", "document", BlankSetsPage, under="cases"),
            Place("blank_set", "Blanko-Satz", "document", BlankSetPage, under="cases"),
            Place("blank_sheets", "Leere Vordrucke", "document", BlankSheetsPage, under="cases"),
            Place("follow_ups", "Wiedervorlagen", "flag", FollowUpsPage),
            Place("services", "Anlaufstellen", "pin", ServicesPage),
            Place("release", "Meldung", "send", ReleasePage),
            Place("lists", "Listen", "people", lists_page),
            Place("office", "Büro", "gear", OfficePage),
            Place("connection", "Verbindung", "gear", ConnectionPage, under="office"),
            Place("retention", "Aufbewahrung", "clock", RetentionPage, under="office"),
            Place("bin", "Papierkorb", "trash", BinPage, under="office"),
            Place("journal", "Protokoll", "document", JournalPage, under="office"),
        ),
        search_hint="Suchen oder Befehl: Name, Aktenzeichen, Notiz",
        search=_find,
        acts=(
            Act(
                "Kontakt festhalten",
                "pencil",
                open_quick_contact,
                "Strg+Umschalt+N",
                finds_people=True,
                in_case=open_contact_of,
            ),
            Act(
                "Termin vereinbaren",
                "calendar",
                open_new_appointment,
                "Strg+Umschalt+M",
                finds_people=True,
                in_case=open_appointment_form,
            ),
            Act("Neue Person aufnehmen", "plus", open_intake, "Strg+N"),
            Act("Blanko-Sätze drucken oder eintippen", "document", open_blank_sets),
            Act("Leere Vordrucke drucken oder zuordnen", "document", open_blanks),
            Act("Kurzberatung festhalten", "speech", open_short_advice, "Strg+Umschalt+K"),
            Act("Tätigkeit festhalten", "people", open_activity, "Strg+Umschalt+T"),
            Act("Tätigkeiten des Monats", "people", open_acts),
            Act("Aufbewahrung öffnen", "clock", lambda _owner, _session, navigate: navigate("retention")),
            Act("Papierkorb öffnen", "trash", lambda _owner, _session, navigate: navigate("bin")),
            BACKUP,
            CHANGE_PASSWORD,
            CHANGE_KEY,
            NEW_SHEET,
            JOURNAL,
        ),
        foot=_sites_in_words,
        status=lambda session: [*release_status.office_lines(session), *backup_lines(session)],
        begin=_begin,
    )


def _begin(session: Session) -> None:
    """What was kept long enough, in bin, list or household, goes for good; what waits goes out by itself."""
    with suppress(Trouble):  # a full disk is told where somebody writes
        restored.erase_again(session.vault, session.now())
        bin.empty_overdue(session.vault, session.now())
        registration.erase_due(session.vault, session.now())
        households.forget_adult_names(session.vault, session.now())
    Courier(session)
    BackupKeeper(session)
    DeputyKeeper(session)


def district_work() -> Workplace:
    return Workplace(
        places=(
            Place("overview", "Übersicht", "chart", OverviewPage),
            Place("inbox", "Meldungen", "inbox", InboxPage),
            Place("report", "Bericht", "document", ReportPage),
            Place("report_parts", "Texte und Angaben", "pencil", ReportPartsPage, under="report"),
            Place("register", "Lückenregister", "gap", RegisterPage),
            Place("steering", "Lenkungsgruppe", "people", SteeringPage),
            Place("templates", "Vorlagen", "letter", TemplatesPage),
            Place("published", "Für die Büros", "send", PublishedPage),
            Place("office", "Büro", "gear", DistrictOfficePage),
            Place("journal", "Protokoll", "document", JournalPage, under="office"),
        ),
        search_hint="Suchen oder Befehl: Meldungen, Bericht, Passwort",
        acts=(BACKUP, CHANGE_PASSWORD, CHANGE_KEY, NEW_SHEET, JOURNAL),
        foot=lambda session: (session.read(release_status.district_name), "Koordination"),
        status=lambda session: [*release_status.district_lines(session), *backup_lines(session)],
        begin=_begin_coordination,
        with_clients=False,
    )


def _begin_coordination(session: Session) -> None:
    """What the offices send comes in by itself."""
    Fetcher(session)
    BackupKeeper(session)


def _find(session: Session, text: str) -> list[Hit]:
    """Cases by what identifies them, then notes that hold the words; both open the case."""
    if not text.strip():
        return []
    lines = session.read(cases.case_list, text, "all", at_most=SHOWN_CASES)
    notes = session.read(cases.search_notes, text, SHOWN_NOTES)
    return [*map(_case_hit, lines), *map(_note_hit, notes)]


def _case_hit(line: CaseLine) -> Hit:
    closed = " · abgeschlossen" if line.status == "closed" else ""
    name = f"{line.given_names} {line.family_name}".strip()
    return Hit(name, f"{line.file_number}{closed}", "folder", "case", (line.case_id,))


def _note_hit(note: NoteHit) -> Hit:
    whose = f"{note.initials} · {note.file_number}"
    return Hit(whose, f"„{note.excerpt}“", "pencil", "case", (note.case_id,))


def _sites_in_words(session: Session) -> tuple[str, str]:
    sites = session.read(cases.sites)
    if not sites:
        return "Noch kein Standort", "Bitte unter Büro anlegen"
    count = session.read(cases.case_count)
    noun = "Standort" if len(sites) == 1 else "Standorte"
    cases_in_words = "1 offener Fall" if count == 1 else f"{count} offene Fälle"
    return f"Standort {sites[0].name}", f"{len(sites)} {noun} · {cases_in_words}"
