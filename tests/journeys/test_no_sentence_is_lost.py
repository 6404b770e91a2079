# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""While somebody types: the lock, the cover, a full disk and a killed process lose no sentence."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import uniform
from typing import Any

import pytest

from app.operations import drafts
from storage.vault import open_with_key
from storage.verify import verify as findings
from tests.conftest import NOW
from tests.journeys.typist import SENTENCE, words
from tests.kills.tally import Tally
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
    assert drafts.drafts(robot.shell().session.vault) == ()


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


@pytest.mark.parametrize("kills", [20, pytest.param(500, marks=pytest.mark.soak)])
def test_a_killed_program_loses_at_most_two_seconds_of_typing_and_leaves_nothing_to_read(
    case_template: Any, path: Path, with_a_case: str, sit_before: Sit, kills: int
) -> None:
    """Killed at random moments while somebody types without a pause; a pause would have kept it all."""
    arguments = [path, case_template.password, with_a_case]
    for kill in range(1, kills + 1):
        seconds = uniform(0.2, 3.2)
        letters = typed_two_seconds_before_the_kill(arguments, seconds)
        assert readable_in(path.parent) == [], f"kill {kill}"
        kept = kept_draft(case_template, path, forget=kill < kills)
        assert kept == words(len(kept)), f"kill {kill}: what is kept is what was typed"
        assert len(kept) >= letters, f"kill {kill} after {seconds:.2f} s"
        Tally.of("typing").count(told=letters)
    robot = sit_before(path)
    robot.unlock(case_template.password)
    robot.go("case", with_a_case)
    assert robot.one(LongText).toPlainText() == kept


def kept_draft(case_template: Any, path: Path, *, forget: bool) -> str:
    """The text of the one draft in a file that is whole; empty if it was killed before the first."""
    vault = open_with_key(path, case_template.code, case_template.key)
    try:
        assert not findings(vault)
        found = drafts.drafts(vault)
        assert len(found) <= 1
        for draft in found if forget else ():
            drafts.discard(vault, draft.id, NOW)
        return str(json.loads(found[0].json)["text"]) if found else ""
    finally:
        vault.close()


def readable_in(folder: Path) -> list[str]:
    """The files in which a sentence stands in the clear: database, WAL, slots, settings, temporary ones."""
    wanted = [SENTENCE.encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be")]
    files = (file for file in folder.rglob("*") if file.is_file())
    return [file.name for file in files if any(word in file.read_bytes() for word in wanted)]


def typed_two_seconds_before_the_kill(arguments: list[Any], seconds: float) -> int:
    """Kills the typist so long after the first letters; how many there were two seconds before that."""
    temporary = arguments[0].parent / "temporary"
    temporary.mkdir(exist_ok=True)
    command = [sys.executable, str(HERE / "typist.py"), *map(str, arguments)]
    environment = os.environ | {"TMPDIR": str(temporary)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as typist:
        assert typist.stdout is not None
        lines = [typist.stdout.readline()]
        assert lines[0].endswith("\n"), "the typist must have begun"
        time.sleep(seconds)
        killed_at = time.monotonic()
        typist.kill()
        lines += typist.stdout.readlines()
    told = [line.split() for line in lines if line.endswith("\n")]
    return max((int(count) for count, at in told if float(at) <= killed_at - AT_MOST_LOST_S), default=0)
