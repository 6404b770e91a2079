# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A password bound to this computer, by keyboard alone; the keyring gone, the sheet opens the file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from storage import slot_files
from storage.key_slots import needs_device
from tests.journeys.hands import Hands
from tests.keyrings import InMemory
from ui.robot import Robot

NEW = "sieben stille Segel im Sturm"
Sit = Callable[[Path], Robot]


@pytest.fixture(params=["case_template", "district_template"])
def template(request: pytest.FixtureRequest) -> Any:
    return request.getfixturevalue(request.param)


def test_bound_by_keyboard_and_opened_by_the_sheet_without_the_keyring(
    template: Any, tmp_path: Path, sit_before: Sit, own_keyring: InMemory
) -> None:
    path = template.copy_to(tmp_path)
    robot = sit_before(path)
    robot.unlock(template.password)
    robot.wait_for(lambda: robot.window.shell() is not None, "the file to open")
    person = Hands(robot)
    robot.go("office", *(["computer"] if template.code == "MB" else []))  # the Kreis's Büro has one area
    assert robot.reads("Ihr Passwort ist nicht gebunden.")
    with person.task("Passwort an den Computer binden", at_most=4):
        person.do("Passwort binden")
        person.answer("Ihr Passwort", template.password)
        person.answer("Schlüssel vom Blatt abschreiben", template.recovery_key)
        person.press("Ctrl+Return")
        robot.wait_for(lambda: robot.reads("Ihr Passwort ist an diesen Computer gebunden."), "the binding")
    assert needs_device(slot_files.read(path), template.code)
    robot.press("Sperren")
    robot.unlock(template.password)
    robot.wait_for(lambda: robot.window.shell() is not None, "the file to open")
    robot.press("Sperren")

    own_keyring.kept.clear()
    robot.unlock(template.password)
    robot.wait_for(
        lambda: robot.reads("Ihr Passwort ist an einen Computer gebunden."), "the answer of the keyring"
    )
    assert robot.reads("Ihr Passwort ist nicht die Ursache.")
    with person.task("Mit dem Blatt öffnen, wenn der Schlüsselbund fehlt", at_most=6):
        person.do("Mit Schlüssel öffnen")
        person.answer("Wiederherstellungsschlüssel", template.recovery_key)
        person.answer("Neues Passwort", NEW)
        person.answer("Passwort wiederholen", NEW)
        person.press("Return")
        robot.wait_for(lambda: robot.window.shell() is not None, "the open file")
    assert not needs_device(slot_files.read(path), template.code)


def test_the_binding_ends_by_keyboard_and_wrong_things_change_nothing(
    case_template: Any, path: Path, hands: Callable[[], Hands], own_keyring: InMemory
) -> None:
    person = hands()
    robot = person.robot
    robot.go("office", "computer")
    robot.press("Passwort binden")
    robot.fill("password", case_template.password)
    robot.fill("recovery_key", "AAAA")
    robot.press("Binden")
    assert not needs_device(slot_files.read(path), "MB")
    robot.fill("recovery_key", case_template.recovery_key)
    robot.press("Binden")
    assert robot.reads("Ihr Passwort ist an diesen Computer gebunden.")
    with person.task("Bindung aufheben", at_most=3):
        person.do("Bindung aufheben")
        person.answer("Ihr Passwort", case_template.password)
        person.press("Ctrl+Return")
        robot.wait_for(lambda: robot.reads("Ihr Passwort ist nicht gebunden."), "the end of the binding")
    assert not needs_device(slot_files.read(path), "MB")


def test_without_a_keyring_it_is_told_and_nothing_changes(
    case_template: Any, path: Path, hands: Callable[[], Hands], own_keyring: InMemory, says: Any
) -> None:
    own_keyring.silent = True
    robot = hands().robot
    robot.go("office", "computer")
    robot.press("Passwort binden")
    robot.fill("password", case_template.password)
    robot.fill("recovery_key", case_template.recovery_key)
    robot.press("Binden")
    assert says(robot, "device.no_keyring")
    assert not needs_device(slot_files.read(path), "MB")
