# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Büro of the Koordination: a second person gets in, and an older copy of its file is told."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.operations import vaults
from storage import slot_files
from tests.journeys.hands import Hands
from tests.keyrings import InMemory
from ui.robot import Robot

FIRST = "erstes Kennwort fuer Tarik"
Sit = Callable[[Path], Robot]


@pytest.fixture
def kreis(district_template: Any, tmp_path: Path) -> Path:
    path: Path = district_template.copy_to(tmp_path)
    return path


def test_a_second_person_gets_in(district_template: Any, kreis: Path, sit_before: Sit) -> None:
    robot = sit_before(kreis)
    robot.unlock(district_template.password)
    robot.wait_for(lambda: robot.window.shell() is not None, "the file to open")
    person = Hands(robot)
    with person.task("Person in der Koordination anlegen", at_most=7):
        person.press("Ctrl+8")
        person.do("Person anlegen")
        person.answer("Kürzel", "TK")
        person.answer("Name", "Tarik Kaya")
        person.answer("Erstes Passwort", FIRST)
        person.answer("Passwort wiederholen", FIRST)
        person.press("Ctrl+Return")
        robot.wait_for(lambda: robot.reads("hat jetzt einen eigenen Zugang"), "the new person")
    assert robot.reads("Der Wiederherstellungsschlüssel der Datei gilt auch für diesen Zugang.")
    robot.close_front()
    robot.window.close()
    vaults.unlock(kreis, "TK", FIRST).close()


def test_an_older_copy_is_told_above_the_figures(
    district_template: Any, kreis: Path, sit_before: Sit, own_keyring: InMemory, tmp_path: Path
) -> None:
    older = tmp_path / "kopie"
    older.mkdir()
    for source in (kreis, *slot_files.paths(kreis)):
        shutil.copy(source, older)
    robot = sit_before(kreis)
    robot.unlock(district_template.password)
    robot.wait_for(lambda: robot.window.shell() is not None, "the file to open")
    robot.go("office")
    robot.press("Einschalten")
    assert robot.reads("Eingeschaltet auf diesem Computer.")
    robot.window.close()
    again = sit_before(older / kreis.name)
    again.unlock(district_template.password)
    again.wait_for(lambda: again.window.shell() is not None, "the file to open")
    again.go("overview")
    assert again.reads("Diese Datei ist älter als die, die zuletzt hier offen war.")
    again.press("Das ist gewollt")
    again.press("Bestätigen")
    assert not again.reads("Diese Datei ist älter als die, die zuletzt hier offen war.")
