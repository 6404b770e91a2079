# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""By keyboard: a person wants to be erased, only kept, or not counted; and the time of files is over."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from app.domain.client import Person
from app.domain.contact import NewContact
from app.domain.disclosure import Norm, Request
from app.domain.intake import Intake
from app.domain.service import ServiceData
from app.operations import backups, bin, cases, contacts, directory, erasures, referrals, retention
from app.operations.vaults import Vault
from storage import disclosures, rewriting
from tests.journeys.hands import Hands
from tests.journeys.test_passing_on import OFFICE
from tests.journeys.working_days import Calendar
from tests.storage.open_reader import pages, wal_pages
from ui import jobs
from ui.robot import Robot
from ui.widgets import Chip

Filling = Callable[[], AbstractContextManager[Vault]]
CANARY = "Kanarienvogelová"


def vault_of(person: Hands) -> Vault:
    return person.robot.shell().session.vault


def to_rights(person: Hands) -> None:
    person.do("Rechte der Person")


def chips(person: Hands) -> set[str]:
    return {each.text() for each in person.robot.window.findChildren(Chip) if each.isVisible()}


def words_in(path: Path, key: bytes) -> int:
    return sum(page.count(CANARY.encode()) for page in (*pages(path, key), *wal_pages(path, key)))


def test_a_person_wants_the_file_erased(
    hands: Callable[[], Hands],
    with_a_case: str,
    filling: Filling,
    says: Callable[[Robot, str], bool],
    stick: Path,
    now: datetime,
) -> None:
    with filling() as vault:
        day = now.date()
        contacts.add_contact(vault, with_a_case, NewContact("talk", day, f"{CANARY} war da"), now)
        thrown = contacts.add_contact(vault, with_a_case, NewContact("talk", day, CANARY), now)
        bin.remove(vault, "contact", thrown, now)
        backups.set_place(vault, str(stick), now)
        backups.back_up(vault, now)
    person = hands()
    vault = vault_of(person)
    person.robot.go("case", with_a_case, "documents")
    with person.task("Akte auf Verlangen löschen", at_most=4, compare="Papier suchen und schreddern"):
        to_rights(person)
        person.do("Akte löschen")
        assert person.robot.reads("Sicherungen enthalten sie noch höchstens 30 Tage.")
        person.answer("Aktenzeichen zur Bestätigung", "SU-2026-1")
        person.press("Ctrl+Return")
    assert person.robot.shell().location == ("cases", ())
    assert person.robot.reads("Die Akte ist gelöscht.")
    person.press("Alt+Left")
    assert says(person.robot, "case.gone")
    person.press("Escape")
    assert cases.case_list(vault, status="all") == ()
    person.robot.wait_for(lambda: not erasures.is_unfinished(vault), "the bytes to go")
    person.robot.wait_for(lambda: not backups.asked_for(vault), "the backup after it")
    assert words_in(vault.path, vault._key) == 0
    assert words_in(backups.copies(stick)[0].path, vault._key) == 0


def test_who_saves_while_the_bytes_go_comes_first_and_they_go_after_it(
    hands: Callable[[], Hands], with_a_case: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is being written anew when the window saves; if nothing gave way, it would wait for ever."""
    monkeypatch.setattr("ui.backups.AGAIN_MS", 0)
    monkeypatch.setattr(rewriting, "STEP_PAGES", 8)
    take_in, under_way = rewriting.take_in, Event()
    person = hands()
    session = person.robot.shell().session
    vault = session.vault

    def waits_for_a_writer(*given: Any) -> bool:
        if not under_way.is_set():
            under_way.set()
            vault._waiting.wait(60)
        return take_in(*given)

    monkeypatch.setattr(rewriting, "take_in", waits_for_a_writer)
    site = cases.sites(vault)[0].id
    contacts.add_contact(vault, with_a_case, NewContact("talk", now.date(), CANARY), now)
    file_id = cases.case_view(vault, with_a_case, now.date()).file.id
    session.write(erasures.erase_on_request, file_id, "SU-2026-1")
    while not under_way.wait(0.01):
        assert jobs.running()
        QApplication.processEvents()
    opened = session.write(cases.take_in, Intake(Person("Sow", "Awa"), site, now.date(), "self"))
    assert erasures.is_unfinished(vault)
    person.robot.wait_for(lambda: not erasures.is_unfinished(vault), "the bytes to go")
    assert words_in(vault.path, vault._key) == 0
    assert [line.case_id for line in cases.case_list(vault)] == [opened.case_id]


def test_with_the_wrong_number_nothing_goes(hands: Callable[[], Hands], with_a_case: str) -> None:
    person = hands()
    person.robot.go("case", with_a_case, "documents")
    to_rights(person)
    person.do("Akte löschen")
    person.answer("Aktenzeichen zur Bestätigung", "SU-2026-9")
    person.press("Ctrl+Return")
    assert person.robot.reads("Das ist nicht das Aktenzeichen dieser Akte.")
    assert len(cases.case_list(vault_of(person), status="all")) == 1


def test_a_note_being_typed_goes_with_the_file(hands: Callable[[], Hands], with_a_case: str) -> None:
    """Nothing that is kept while the page is left outlives the erasure."""
    person = hands()
    vault = vault_of(person)
    person.robot.go("case", with_a_case)
    person.press("Ctrl+Shift+N")
    person.answer("Notiz", f"{CANARY} ruft an")
    person.robot.go("case", with_a_case, "documents")
    to_rights(person)
    person.do("Akte löschen")
    person.answer("Aktenzeichen zur Bestätigung", "SU-2026-1")
    person.press("Ctrl+Return")
    assert vault.db.execute("SELECT count(*) FROM draft").fetchone() == (0,)
    person.robot.go("today")
    assert not person.robot.reads("Angefangen")


def test_a_person_wants_the_file_only_kept(
    hands: Callable[[], Hands], with_a_case: str, now: datetime
) -> None:
    person = hands()
    vault = vault_of(person)
    person.robot.go("case", with_a_case, "documents")
    with person.task("Verarbeitung einschränken", at_most=4):
        to_rights(person)
        person.do("Einschränken")
        person.go("Warum?")
        person.choose("Die Person bestreitet, dass die Angaben stimmen")
        person.press("Ctrl+Return")
    file = cases.case_view(vault, with_a_case, now.date()).file
    assert (file.restricted_on, file.restricted_reason) == (now.date(), "accuracy")
    assert person.robot.reads("Nichts Neues wird eingetragen")
    assert "Eingeschränkt seit 22.11.2026" in chips(person)
    with person.task("Einschränkung aufheben", at_most=3):
        person.do("Aufheben")
        person.do("Die Person weiß, dass die Einschränkung endet")
        person.press("Ctrl+Return")
    assert cases.case_view(vault, with_a_case, now.date()).file.restricted_on is None
    assert "Eingeschränkt seit 22.11.2026" not in chips(person)


def told_to_the_jobcenter(vault: Vault, case_id: str, now: datetime) -> None:
    cases.set_controller(vault, OFFICE, now)
    jobcenter = directory.add_service(vault, ServiceData("Jobcenter Talheim", "jobcenter"), now)
    request = Request(jobcenter, ("name_contact",), "secure_benefits", "spoken", now.date())
    referrals.tell(vault, case_id, request, CANARY, Norm("stgb_34", "Gefahr"), now)


def test_who_was_told_something_hears_of_it(
    hands: Callable[[], Hands], with_a_case: str, filling: Filling, now: datetime
) -> None:
    """A letter to each body, by law and not by consent: after a change, and before the erasure."""
    with filling() as vault:
        told_to_the_jobcenter(vault, with_a_case, now)
    person = hands()
    vault = vault_of(person)
    file_id = cases.case_view(vault, with_a_case, now.date()).file.id
    person.robot.go("case", with_a_case, "documents")
    to_rights(person)
    with person.task("Empfänger einer Berichtigung schreiben", at_most=3, compare="Aktennotizen durchsehen"):
        person.do("Empfänger benachrichtigen")
        person.go("Was wurde berichtigt?: Name und Kontakt")
        person.press("Space")
        person.go("Jobcenter Talheim, bekam Angaben am 22.11.2026, noch nicht mitgeteilt")
        person.press("Return")
    assert person.robot.reads("Der Brief nennt nur, was die Stelle schon weiß.")
    newest = disclosures.of_file(vault.db, file_id)[0]
    assert (newest.recipient, newest.norm) == ("Jobcenter Talheim", "notice_of_change")
    person.press("Escape")
    assert "mitgeteilt 22.11.2026" in chips(person)
    person.press("Escape")
    person.do("Akte löschen")
    person.do("Empfänger benachrichtigen")
    assert person.robot.reads("Drucken Sie die Briefe vor dem Löschen.")
    person.go("Jobcenter Talheim, bekam Angaben am 22.11.2026, mitgeteilt 22.11.2026")
    person.press("Return")
    reasons = vault.db.execute("SELECT reason FROM disclosure ORDER BY rowid DESC").fetchall()
    assert reasons[0] == ("Löschung, mitgeteilt am 22.11.2026",)


def test_with_the_restriction_the_letters_are_offered(
    hands: Callable[[], Hands], with_a_case: str, filling: Filling, now: datetime
) -> None:
    with filling() as vault:
        told_to_the_jobcenter(vault, with_a_case, now)
    person = hands()
    person.robot.go("case", with_a_case, "documents")
    to_rights(person)
    person.do("Einschränken")
    person.go("Warum?")
    person.choose("Die Person bestreitet, dass die Angaben stimmen")
    person.press("Ctrl+Return")
    assert person.robot.reads("Jede Stelle bekommt einen kurzen Brief (Art. 19 DSGVO).")
    person.go("Jobcenter Talheim, bekam Angaben am 22.11.2026, noch nicht mitgeteilt")
    person.press("Return")
    reasons = vault_of(person).db.execute("SELECT reason FROM disclosure ORDER BY rowid DESC").fetchall()
    assert reasons[0] == ("Einschränkung, mitgeteilt am 22.11.2026",)


def test_a_person_does_not_want_to_be_counted(
    hands: Callable[[], Hands], with_a_case: str, now: datetime
) -> None:
    person = hands()
    vault = vault_of(person)
    person.robot.go("case", with_a_case, "documents")
    with person.task("Nicht zählen", at_most=3):
        to_rights(person)
        person.do("Nicht zählen")
        person.press("Escape")
    assert cases.case_view(vault, with_a_case, now.date()).excluded_on == now.date()
    assert "Zählt nicht mit seit 22.11.2026" in chips(person)
    to_rights(person)
    person.do("Wieder zählen")
    assert cases.case_view(vault, with_a_case, now.date()).excluded_on is None


def test_the_time_of_files_is_over(
    hands: Callable[[], Hands], with_a_case: str, filling: Filling, calendar: Calendar, now: datetime
) -> None:
    """One is kept longer, one goes: from Heute, with one question for the list."""
    with filling() as vault:
        cases.set_controller(vault, OFFICE, now)
        site = cases.sites(vault)[0].id
        cases.take_in(vault, Intake(Person("Sow", "Awa"), site, now.date(), "self"), now)
    calendar.now = now + timedelta(days=20)
    person = hands()
    vault = vault_of(person)
    assert person.robot.reads("Akten am Ende ihrer Frist")
    with person.task("Eine fällige Akte länger behalten", at_most=5):
        person.go("G. Ö. · SU-2026-1, Die Akte bekam keine Grundlage")
        person.press("Return")
        person.press("B")
        person.answer("Noch behalten bis", "+30")
        person.answer("Warum?", "Eilantrag läuft")
        person.press("Ctrl+Return")
    assert retention.due_of(vault, cases.case_view(vault, with_a_case, now.date()).file.id) is not None
    with person.task("Fällige Akten löschen", at_most=2, compare="Regal durchsehen"):
        person.do("Fällige löschen (1)")
        assert person.robot.reads("Diese Akte endgültig löschen?")
        assert person.robot.reads("A. S. · SU-2026-2.")
        person.do("Endgültig löschen")
    assert [line.file_number for line in cases.case_list(vault, status="all")] == ["SU-2026-1"]
    assert person.robot.reads("Bisher gelöscht: 1 Akte")
    assert person.robot.reads("Keine Akte ist am Ende ihrer Frist.")
    person.robot.wait_for(lambda: not erasures.is_unfinished(vault), "the bytes to go")
