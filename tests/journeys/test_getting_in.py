# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""When the file does not open as usual: every cause has its own sentence on the screen, and a way on."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QProcess, QTimer
from PySide6.QtWidgets import QApplication

from app.operations.vaults import Vault
from storage import slot_files
from storage.vault import open_with_key
from ui import application
from ui.main_window import MainWindow
from ui.robot import Robot

Sit = Callable[[Path], Robot]
Says = Callable[[Robot, str], bool]
PAGE = 4096


def is_open(robot: Robot) -> bool:
    return robot.window.session() is not None


def change(template: Any, path: Path, act: Callable[[Vault], object]) -> None:
    """Does something to the closed file by its key."""
    vault = open_with_key(path, template.code, template.key)
    act(vault)
    vault.close()


def test_a_wrong_password_is_told_and_the_next_one_opens(
    case_template: Any, path: Path, sit_before: Sit, says: Says
) -> None:
    robot = sit_before(path)
    robot.unlock("falsch und lang genug")
    assert robot.reads("Das Passwort ist nicht richtig.")
    assert robot.reads("hilft der Wiederherstellungsschlüssel")
    assert not is_open(robot)
    robot.unlock(case_template.password)
    assert is_open(robot)


def test_one_damaged_copy_of_the_slots_hinders_nobody(
    case_template: Any, path: Path, sit_before: Sit
) -> None:
    first, second = slot_files.paths(path)
    first.write_bytes(b"kaputt" * 50)
    robot = sit_before(path)
    robot.unlock(case_template.password)
    assert is_open(robot)
    assert first.read_bytes() == second.read_bytes(), "the damaged copy is whole again"


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda copy: copy.write_bytes(b"kaputt" * 50), "vault.slots_damaged"),
        (lambda copy: copy.unlink(), "vault.slots_gone"),
        (lambda copy: copy.write_bytes(b"kim-bruecke/2/slots\n"), "vault.newer"),
    ],
)
def test_without_any_whole_slots_the_door_says_why(
    path: Path, sit_before: Sit, says: Says, spoil: Callable[[Path], object], code: str
) -> None:
    for copy in slot_files.paths(path):
        spoil(copy)
    robot = sit_before(path)
    assert says(robot, code)
    assert "Entsperren" not in robot.buttons()
    assert not robot.reads("Das Passwort ist nicht richtig.")


@pytest.mark.parametrize("content", [b"\x8a" * 5, os.urandom(3 * PAGE)], ids=["cut", "overwritten"])
def test_a_destroyed_file_is_not_blamed_on_the_password(
    case_template: Any, path: Path, sit_before: Sit, says: Says, content: bytes
) -> None:
    robot = sit_before(path)
    path.write_bytes(content)
    robot.unlock(case_template.password)
    assert says(robot, "vault.damaged")
    robot.press("Zurück")
    assert not is_open(robot)
    assert path.read_bytes() == content, "nothing is written over what a specialist may still save"


def test_a_page_damaged_behind_the_password_is_told_where_it_is_read(
    case_template: Any, path: Path, with_a_case: str, sit_before: Sit, says: Says
) -> None:
    change(case_template, path, spoil_the_intakes)
    robot = sit_before(path)
    robot.unlock(case_template.password)
    robot.go("case", with_a_case)
    assert says(robot, "vault.damaged")
    robot.press("In Ordnung")
    robot.press("Sperren")
    assert robot.reads("Entsperren")


def spoil_the_intakes(vault: Vault) -> None:
    """Flips one bit in the page where the intakes begin."""
    (page,) = vault.db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'intake'").fetchone()
    vault.close()
    content = bytearray(vault.path.read_bytes())
    content[(page - 1) * PAGE + PAGE // 2] ^= 1
    vault.path.write_bytes(content)


def test_a_file_of_a_newer_program_is_left_alone(
    case_template: Any, path: Path, sit_before: Sit, says: Says
) -> None:
    change(case_template, path, lambda vault: vault.db.execute("PRAGMA user_version = 999"))
    robot = sit_before(path)
    robot.unlock(case_template.password)
    assert says(robot, "vault.newer")
    assert not is_open(robot)


def test_a_file_that_was_moved_away_is_told(
    case_template: Any, path: Path, sit_before: Sit, says: Says
) -> None:
    robot = sit_before(path)
    path.rename(path.with_name("anderswo.kim"))
    robot.unlock(case_template.password)
    assert robot.reads("Die Datei ist nicht mehr an ihrem Ort.")
    robot.press("In Ordnung")
    path.with_name("anderswo.kim").rename(path)
    robot.press("Entsperren")
    assert is_open(robot), "what was typed still stands there"


HOLDING = """
import sys
from pathlib import Path
from storage.vault import open_with_key
held = open_with_key(Path(sys.argv[1]), "MB", bytes.fromhex(sys.argv[2]))
print("held", flush=True)
sys.stdin.read()
"""


def test_a_file_held_by_somebody_else_is_told_and_opens_later(
    case_template: Any, path: Path, sit_before: Sit, says: Says
) -> None:
    command = [sys.executable, "-c", HOLDING, path, case_template.key.hex()]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        robot = sit_before(path)
        robot.unlock(case_template.password)
        assert says(robot, "vault.in_use")
        robot.press("In Ordnung")
    robot.press("Entsperren")
    assert is_open(robot)


def windows() -> list[MainWindow]:
    return [each for each in QApplication.topLevelWidgets() if isinstance(each, MainWindow)]


@pytest.mark.qt_log_ignore("This plugin does not support raise")
def test_a_second_start_brings_up_the_first_window(
    dressed: QApplication, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    of_earlier_tests = windows()
    seen: list[object] = []
    second = QProcess()
    second.setProgram(sys.executable)
    second.setArguments(["-m", "app.main", "open", str(path)])
    second.finished.connect(lambda code, status: seen.extend((code, status, window().isMinimized())))
    second.finished.connect(lambda *_: window().close())

    def window() -> MainWindow:
        (found,) = (each for each in windows() if each not in of_earlier_tests)
        return found

    def start_again() -> None:
        window().showMinimized()
        second.start()

    QTimer.singleShot(0, start_again)
    QTimer.singleShot(30_000, dressed.quit)
    assert application.start(path) == 0
    assert seen == [0, QProcess.ExitStatus.NormalExit, False]
