# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A backup is made, the file is lost or damaged, and the sentence is found again."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.demo.district_story import controller
from app.domain.contact import NewContact
from app.operations import backups, cases, contacts
from app.operations.vaults import Vault
from storage import backup, slot_files
from storage.verify import verify
from tests.acquainted import acquaint
from tests.journeys.hands import Hands
from tests.journeys.working_days import Calendar
from ui.backups import BackupSection
from ui.keeper import FIRST_LOOK_MS
from ui.robot import Robot

SENTENCE = "Antrag abgelehnt. Widerspruch bis Freitag."
NEW_PASSWORD = "sieben rote Äpfel im Hof"
Filling = Callable[[], Any]
Sit = Callable[[Path], Robot]
Says = Callable[..., bool]


@pytest.fixture
def backed_up(with_a_case: str, filling: Filling, stick: Path, now: datetime) -> str:
    """The case's id; its file was backed up to the stick with one note in it."""
    with filling() as vault:
        contacts.add_contact(vault, with_a_case, NewContact("talk", now.date(), SENTENCE), now)
        cases.set_controller(vault, controller(), now)
        backups.set_place(vault, str(stick), now)
        backups.back_up(vault, now)
    return with_a_case


def lose(path: Path) -> None:
    for file in path.parent.glob(f"{path.name}*"):
        file.unlink()


def vault_of(robot: Robot) -> Vault:
    session = robot.window.session()
    assert session is not None
    return session.vault


def test_choosing_the_place_makes_the_first_backup(
    with_a_case: str, filling: Filling, hands: Callable[[], Hands], stick: Path, now: datetime
) -> None:
    with filling() as vault:
        cases.set_controller(vault, controller(), now)
    person = hands()
    assert person.robot.reads("Nächster Schritt: ein Ordner für die Sicherung")
    with person.task("Ordner wählen und sichern", at_most=4):
        person.do("Ordner wählen")
        person.answer("Ordner für die Sicherung", str(stick))
        person.press("Ctrl+Return")
        person.robot.settle()
    assert person.robot.reads("geprüfte Sicherung 22.11.2026, 10:30")
    assert not person.robot.reads("Nächster Schritt: ein Ordner für die Sicherung")
    assert len(backups.copies(stick)) == 1
    person.robot.go("office", "access")
    assert person.robot.reads("Letzte geprüfte Sicherung: 22.11.2026, 10:30")


def test_the_file_is_gone_and_the_sentence_is_found_again(
    case_template: Any, path: Path, backed_up: str, sit_before: Sit, stick: Path
) -> None:
    lose(path)
    person = Hands(sit_before(path))
    assert person.robot.reads("Neue Datei anlegen")
    with person.task("Verlorene Datei wiederherstellen", at_most=6):
        person.do("Aus einer Sicherung wiederherstellen")
        person.answer("Ordner der Sicherung", str(stick))
        person.press("Return")
        person.robot.settle()
        person.answer("Passwort", case_template.password)
        person.press("Return")
        person.robot.settle()
        assert person.robot.reads("Sicherung vom 22.11.2026, 10:30 · 1 Fall")
        person.do("Wiederherstellen")
        person.robot.settle()
    robot = person.robot
    assert robot.window.path == path
    assert robot.reads("Diese Datei kommt aus der Sicherung vom 22.11.2026, 10:30.")
    robot.go("case", backed_up)
    assert robot.reads(SENTENCE)
    assert verify(vault_of(robot)) == []


def test_a_damaged_file_offers_the_way_back_and_stays_as_it_is(
    case_template: Any, path: Path, backed_up: str, sit_before: Sit, says: Says, stick: Path
) -> None:
    path.write_bytes(b"\x8a" * 5000)
    robot = sit_before(path)
    robot.unlock(case_template.password)
    assert says(robot, "vault.damaged")
    robot.press("Aus einer Sicherung wiederherstellen")
    robot.fill("place", str(stick))
    robot.press("Sicherungen suchen")
    robot.fill("password", case_template.password)
    robot.press("Ansehen")
    assert robot.reads("Die bisherige Datei akte.kim bleibt daneben liegen.")
    robot.press("Wiederherstellen")
    robot.go("case", backed_up)
    assert robot.reads(SENTENCE)
    assert robot.window.path.name == "akte-2026-11-22.kim"
    assert path.read_bytes() == b"\x8a" * 5000
    robot.press("Sperren")
    robot.unlock(case_template.password)
    assert robot.window.session() is not None, "the restored file is the one that opens from now on"


def test_damaged_slots_offer_it_too(path: Path, backed_up: str, sit_before: Sit, says: Says) -> None:
    for copy in slot_files.paths(path):
        copy.write_bytes(b"kaputt" * 50)
    robot = sit_before(path)
    assert says(robot, "vault.slots_damaged")
    robot.press("Aus einer Sicherung wiederherstellen")
    assert robot.reads("Ordner der Sicherung")
    robot.press("Zurück")
    assert says(robot, "vault.slots_damaged")


def test_with_the_recovery_key_instead_of_a_password(
    case_template: Any, path: Path, backed_up: str, sit_before: Sit, stick: Path
) -> None:
    lose(path)
    robot = sit_before(path)
    robot.press("Aus einer Sicherung wiederherstellen")
    robot.fill("place", str(stick))
    robot.press("Sicherungen suchen")
    robot.press("Mit Wiederherstellungsschlüssel")
    robot.fill("recovery_key", case_template.recovery_key)
    robot.fill("password", NEW_PASSWORD)
    robot.fill("password_again", NEW_PASSWORD)
    robot.press("Ansehen")
    robot.press("Wiederherstellen")
    robot.go("case", backed_up)
    assert robot.reads(SENTENCE)
    robot.press("Sperren")
    robot.unlock(NEW_PASSWORD)
    assert robot.window.session() is not None


def test_what_the_door_says_when_it_is_not_there_or_not_right(
    case_template: Any, path: Path, backed_up: str, sit_before: Sit, stick: Path, tmp_path: Path
) -> None:
    robot = sit_before(path)
    robot.press("Aus einer Sicherung wiederherstellen")
    robot.fill("place", str(tmp_path / "fort"))
    robot.press("Sicherungen suchen")
    assert robot.reads("Diesen Ordner gibt es nicht.")
    (tmp_path / "leer").mkdir()
    robot.fill("place", str(tmp_path / "leer"))
    robot.press("Sicherungen suchen")
    assert robot.reads("In diesem Ordner liegt keine Sicherung von KIM-Brücke.")
    robot.fill("place", str(stick))
    robot.press("Sicherungen suchen")
    robot.fill("password", "falsch und lang genug")
    robot.press("Ansehen")
    assert robot.reads("Das Passwort ist nicht richtig.")
    (copy,) = backups.copies(stick)
    content = bytearray(copy.path.read_bytes())
    content[4096 * 5 + 100] ^= 1
    copy.path.write_bytes(content)
    robot.fill("password", case_template.password)
    robot.press("Ansehen")
    assert robot.reads("Diese Sicherung ist beschädigt.")
    robot.press("In Ordnung")
    robot.press("Zurück")
    robot.press("Zurück")
    robot.unlock(case_template.password)
    assert robot.window.session() is not None, "the file before the door was never touched"


def test_each_day_one_is_made_by_itself(
    case_template: Any, path: Path, backed_up: str, sit_before: Sit, calendar: Calendar, stick: Path
) -> None:
    calendar.now += timedelta(days=1)
    robot = sit_before(path)
    robot.unlock(case_template.password)
    robot.wait_for(lambda: len(backups.copies(stick)) == 2, "the backup of the day")
    robot.settle()
    assert robot.reads("geprüfte Sicherung 23.11.2026, 10:30")


def test_a_missing_stick_is_told_on_heute_and_not_by_a_dialog(
    case_template: Any, path: Path, backed_up: str, sit_before: Sit, calendar: Calendar, stick: Path
) -> None:
    shutil.rmtree(stick)
    calendar.now += timedelta(days=1)
    robot = sit_before(path)
    robot.unlock(case_template.password)
    robot.wait_for(lambda: robot.reads("Der Ordner für die Sicherung ist nicht da."), "why there is none")
    assert robot.reads("Letzte geprüfte Sicherung: 22.11.2026, 10:30")
    stick.mkdir()
    robot.press("Jetzt sichern")
    assert not robot.reads("Der Ordner für die Sicherung ist nicht da.")
    assert len(backups.copies(stick)) == 1
    assert FIRST_LOOK_MS < 10_000


def test_a_week_without_one_is_told(
    case_template: Any, path: Path, backed_up: str, sit_before: Sit, calendar: Calendar, stick: Path
) -> None:
    calendar.now += timedelta(days=8)
    robot = sit_before(path)
    robot.unlock(case_template.password)
    assert robot.reads("Letzte geprüfte Sicherung: 22.11.2026, 10:30")
    assert robot.reads("Sie ist älter als sieben Tage.")


def test_locking_stops_a_backup_and_leaves_nothing_behind(
    case_template: Any,
    path: Path,
    backed_up: str,
    sit_before: Sit,
    stick: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(backup, "STEP_PAGES", 1)
    robot = sit_before(path)
    robot.unlock(case_template.password)
    robot.go("office", "access")
    before = len(backups.copies(stick))
    page = robot.shell().page()
    assert page is not None
    section = page.findChild(BackupSection)
    assert section is not None
    section.back_up()
    robot.window.lock()
    robot.settle()
    assert robot.reads("Entsperren")
    assert len(backups.copies(stick)) in (before, before + 1)
    assert not list(stick.rglob(".unfertig-*"))


def test_after_the_restore_nothing_leaves_on_consent_until_everything_is_entered_again(
    case_template: Any, path: Path, backed_up: str, sit_before: Sit, stick: Path, now: datetime
) -> None:
    (copy,) = backups.copies(stick)
    opened = backups.look_into(copy, "MB", case_template.password)
    with closing(
        backups.restore_file(opened, path.with_name("neu.kim"), case_template.password, now)
    ) as vault:
        assert cases.case_count(vault) == 1
    robot = sit_before(path.with_name("neu.kim"))
    robot.unlock(case_template.password)
    robot.press("Alles nachgetragen")
    robot.press("Bestätigen")
    assert not robot.reads("Diese Datei kommt aus der Sicherung")
    robot.press("Sperren")
    robot.unlock(case_template.password)
    assert not robot.reads("Diese Datei kommt aus der Sicherung")


def test_releases_wait_for_the_number_that_the_kreis_reads_out(
    case_template: Any,
    path: Path,
    backed_up: str,
    filling: Filling,
    sit_before: Sit,
    says: Says,
    stick: Path,
    district_vault: Vault,
    now: datetime,
) -> None:
    with filling() as vault:
        acquaint(district_vault, vault, now)
        copy = backups.back_up(vault, now + timedelta(days=1))
    opened = backups.look_into(copy, "MB", case_template.password)
    beside = backups.new_path(path, now)
    backups.restore_file(opened, beside, case_template.password, now).close()
    robot = sit_before(beside)
    robot.unlock(case_template.password)
    robot.go("release")
    assert says(robot, "restored.releases_open")
    assert "Freigeben" not in robot.buttons()
    person = Hands(robot)
    with person.task("Letztes Paket abgleichen", at_most=3):
        person.do("Letztes Paket abgleichen")
        person.answer("Nummer des letzten Pakets", "1")
        person.press("Ctrl+Return")
    assert robot.reads("Nach der Sicherung gingen noch Meldungen hinaus, die in dieser Datei fehlen.")
    robot.fill("last_number", "0")
    robot.press("Vergleichen")
    assert "Freigeben" in robot.buttons()
    assert "Letztes Paket abgleichen" not in robot.buttons()
