# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pages of the file are broken: at the door it is saved into a new one, and what is missing is told."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from app.domain.contact import NewContact
from app.operations import backups, contacts, salvages
from app.operations.vaults import Vault
from storage import slot_files
from storage.verify import verify
from tests.journeys.hands import Hands
from ui.robot import Robot

PAGE = 4096
BEFORE, AFTER = 300, 100
Filling = Callable[[], Any]
Sit = Callable[[Path], Robot]
Says = Callable[..., bool]


@pytest.fixture
def filled(with_a_case: str, filling: Filling, stick: Path, now: datetime) -> str:
    """The case's id; some contacts are older than the backup, some newer."""
    with filling() as vault:
        note(vault, with_a_case, range(BEFORE), now)
        backups.set_place(vault, str(stick), now)
        backups.back_up(vault, now)
        note(vault, with_a_case, range(BEFORE, BEFORE + AFTER), now)
    return with_a_case


@pytest.fixture
def broken(filled: str, path: Path) -> str:
    """Two pages of contacts, one of them newer than the backup, cannot be read."""
    pages = path.stat().st_size // PAGE
    break_pages(path, pages - 5, pages // 2)
    return filled


def note(vault: Vault, case_id: str, numbers: range, now: datetime) -> None:
    for number in numbers:
        text = f"Vermerk {number}. " + "Widerspruch bis Freitag. " * 40
        contacts.add_contact(vault, case_id, NewContact("talk", now.date(), text), now)


def break_pages(path: Path, *pages: int) -> None:
    content = bytearray(path.read_bytes())
    for page in pages:
        start = (page - 1) * PAGE
        content[start : start + PAGE] = random.Random(page).randbytes(PAGE)
    path.write_bytes(content)


def vault_of(robot: Robot) -> Vault:
    session = robot.window.session()
    assert session is not None
    return session.vault


@pytest.mark.parametrize("count", [1, 10, 100])
def test_random_pages_are_broken_and_the_file_is_saved_by_keyboard(
    case_template: Any, path: Path, filled: str, sit_before: Sit, stick: Path, now: datetime, count: int
) -> None:
    pages = path.stat().st_size // PAGE
    break_pages(path, *random.Random(count).sample(range(1, pages + 1), count))
    before = path.read_bytes()
    person = Hands(sit_before(path))
    robot = person.robot
    with person.task(f"Beschädigte Datei retten, {count} Seiten", at_most=6):
        person.do("Aus einer Sicherung wiederherstellen")
        person.do("Beschädigte Datei retten")
        person.answer("Ordner der Sicherung", str(stick))
        person.answer("Passwort", case_template.password)
        person.press("Return")
        robot.wait_for(lambda: robot.reads("gerettet."), "what was saved")
        person.do("Datei öffnen")
        robot.wait_for(lambda: robot.window.shell() is not None, "the open file")
    assert path.read_bytes() == before
    assert robot.window.path.name == "akte-2026-11-22.kim"
    vault = vault_of(robot)
    assert [each.code for each in verify(vault) if each.code != "verify.journal"] == []
    missing = salvages.missing(vault)
    note(vault, filled, range(1), now)
    contacts_there = vault.db.execute("SELECT count(*) FROM contact").fetchone()[0]
    assert BEFORE < contacts_there <= BEFORE + AFTER + 1, "work goes on in it"
    if missing:
        robot.go("today")
        assert robot.reads("Diese Datei ist aus einer beschädigten gerettet. Einiges fehlt.")
        robot.press("Was fehlt")
        assert robot.reads("Diese Einträge gab die beschädigte Datei nicht mehr her")


def test_without_a_backup_and_without_slots_it_says_what_helps(
    case_template: Any, path: Path, broken: str, sit_before: Sit, says: Says
) -> None:
    for copy in slot_files.paths(path):
        copy.write_bytes(b"kaputt" * 50)
    robot = sit_before(path)
    robot.press("Aus einer Sicherung wiederherstellen")
    robot.press("Beschädigte Datei retten")
    robot.press("Retten")
    assert robot.reads("Bitte wählen Sie Ihr Kürzel") or robot.reads("Kürzel")
    robot.fill("staff_code", "MB")
    robot.fill("password", case_template.password)
    robot.press("Retten")
    assert says(robot, "vault.slots_damaged")


def test_a_file_that_is_nothing_but_noise_cannot_be_saved(
    case_template: Any, path: Path, broken: str, sit_before: Sit, says: Says
) -> None:
    path.write_bytes(random.Random(1).randbytes(50 * PAGE))
    robot = sit_before(path)
    robot.press("Aus einer Sicherung wiederherstellen")
    robot.press("Beschädigte Datei retten")
    robot.fill("password", case_template.password)
    robot.press("Retten")
    assert says(robot, "salvage.beyond")
    robot.press("In Ordnung")
    robot.press("Zurück")
    assert robot.reads("Ordner der Sicherung")
