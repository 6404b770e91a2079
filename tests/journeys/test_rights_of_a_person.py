# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""By keyboard: a person wants to be erased, only kept, or not counted; and the time of files is over."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from pathlib import Path

from app.domain.client import Person
from app.domain.contact import NewContact
from app.domain.intake import Intake
from app.operations import backups, bin, cases, contacts, erasures, retention
from app.operations.vaults import Vault
from tests.journeys.hands import Hands
from tests.journeys.test_passing_on import OFFICE
from tests.journeys.working_days import Calendar
from tests.storage.open_reader import pages, wal_pages
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
    tmp_path: Path,
    now: datetime,
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
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
