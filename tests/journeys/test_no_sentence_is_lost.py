# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""While somebody types: the lock, the cover, a full disk and a killed process lose no sentence."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import uniform
from typing import Any

import pytest

from tests.journeys.typist import words
from ui.robot import Robot
from ui.widgets import LongText

Sit = Callable[[Path], Robot]
HERE = Path(__file__).parent
AT_MOST_LOST_S = 2.0
NOTE = "Ruft morgen wegen der Kita zurück, fragt nach Frau Łęcka"


def begun(robot: Robot, password: str, case_id: str) -> LongText:
    """The entry box of the case, with something typed and the caret in the middle."""
    robot.unlock(password)
    robot.go("case", case_id)
    robot.fill("kind", "phone")
    robot.fill("text", NOTE)
    entry = robot.one(LongText)
    cursor = entry.textCursor()
    cursor.setPosition(11)
    entry.setTextCursor(cursor)
    return entry


def test_locking_in_the_middle_of_a_sentence_keeps_it(
    case_template: Any, path: Path, with_a_case: str, sit_before: Sit
) -> None:
    robot = sit_before(path)
    begun(robot, case_template.password, with_a_case)
    robot.press("Sperren")
    assert not robot.every(LongText)

    robot.unlock(case_template.password)
    assert robot.reads(f"„{NOTE}“"), "Heute shows what was begun"
    robot.press("Weiter")
    entry = robot.one(LongText)
    assert (entry.toPlainText(), entry.textCursor().position()) == (NOTE, 11)
    robot.press("Fertig")
    assert robot.reads(NOTE)
    robot.go("today")
    assert robot.reads("Es ist nichts offen geblieben.")


def test_the_cover_hides_the_sentence_and_gives_it_back(
    case_template: Any, path: Path, with_a_case: str, sit_before: Sit
) -> None:
    robot = sit_before(path)
    begun(robot, case_template.password, with_a_case)
    robot.keys("F9", robot.one(LongText))
    assert robot.reads("Sichtschutz")
    assert not robot.every(LongText)
    robot.keys("F9", robot.window)
    entry = robot.one(LongText)
    assert (entry.toPlainText(), entry.textCursor().position()) == (NOTE, 11)


def test_a_full_disk_is_told_once_and_the_text_waits_for_room(
    case_template: Any, path: Path, with_a_case: str, tmp_path: Path
) -> None:
    disk = tmp_path / "kleine-platte"
    disk.mkdir()
    script, password = HERE / "small_disk.py", case_template.password
    command = [
        "unshare",
        "--map-root-user",
        "--mount",
        sys.executable,
        script,
        path,
        disk,
        password,
        with_a_case,
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, f"this machine must let the test mount a small tmpfs: {done.stderr}"
    assert json.loads(done.stdout) == {
        "told": True,
        "said_done": False,
        "dialogs": 1,
        "after_trying": True,
        "after_the_cover": True,
        "after_leaving": True,
        "stored_while_full": [],
        "drafts_after_unlocking": 1,
        "after_the_lock": True,
        "stored": [True],
        "left_over": [""],
    }


@pytest.mark.parametrize(("earliest", "latest"), [(0.5, 2), (2, 4), (4, 6)])
def test_a_killed_program_loses_at_most_two_seconds_of_typing(
    case_template: Any, path: Path, with_a_case: str, sit_before: Sit, earliest: float, latest: float
) -> None:
    seconds = uniform(earliest, latest)
    letters = typed_two_seconds_before_the_kill([path, case_template.password, with_a_case], seconds)
    robot = sit_before(path)
    robot.unlock(case_template.password)
    robot.go("case", with_a_case)
    kept = robot.one(LongText).toPlainText()
    assert kept == words(len(kept)), "what is kept is what was typed"
    assert len(kept) >= letters, f"killed after {seconds:.2f} s"


def typed_two_seconds_before_the_kill(arguments: list[object], seconds: float) -> int:
    """Kills the typist so long after the first letters; how many there were two seconds before that."""
    command = [sys.executable, str(HERE / "typist.py"), *map(str, arguments)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as typist:
        assert typist.stdout is not None
        lines = [typist.stdout.readline()]
        time.sleep(seconds)
        killed_at = time.monotonic()
        typist.kill()
        lines += typist.stdout.readlines()
    told = [line.split() for line in lines if line.endswith("\n")]
    return max((int(count) for count, at in told if float(at) <= killed_at - AT_MOST_LOST_S), default=0)
