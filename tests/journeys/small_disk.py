# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A process with a real window over a file on a full disk of 4 MB; prints what was seen as JSON.

Run it where it may mount: in a mount namespace of its own, which also ends the mount with the process.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog

from app.operations import cases, drafts
from app.operations.vaults import Vault
from storage import slot_files
from ui import theme
from ui.application import make_window
from ui.drafts import LONGEST_MS
from ui.robot import Robot
from ui.widgets import LongText

NOTE = " ".join(["Antrag abgelehnt. Widerspruch bis Freitag."] * 100)
FULL = "Der Datenträger ist voll."


def on_a_small_disk(template: Path, disk: Path) -> Path:
    """The file and its slots on a new tmpfs of 4 MB at `disk`."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "none", disk], check=True)
    for source in (template, *slot_files.paths(template)):
        shutil.copy(source, disk)
    return disk / template.name


def fill_up(file: Path) -> None:
    """Takes the last byte of the disk."""
    with file.open("wb", buffering=0) as filler:
        for size in (4096, 1):
            try:
                while True:
                    filler.write(b"x" * size)
            except OSError:
                continue


def play(path: Path, password: str, case_id: str) -> dict[str, object]:
    """Begins a note on the full disk, goes through everything that takes the page away, then makes room."""
    window = make_window(path)
    window.show()
    robot = Robot(window)
    robot.unlock(password)
    robot.go("case", case_id)
    _vault(robot).db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    fill_up(path.with_name("filler"))
    robot.fill("kind", "talk")
    robot.one(LongText).setPlainText(NOTE)
    robot.press("Fertig")
    seen: dict[str, object] = {"told": robot.reads(FULL), "said_done": robot.reads("festgehalten")}
    _wait(2 * LONGEST_MS)
    seen["dialogs"] = sum(
        isinstance(each, QDialog) and each.isVisible() for each in QApplication.topLevelWidgets()
    )
    _agree(robot)
    seen["after_trying"] = _note(robot) == NOTE
    robot.keys("F9", window)
    _agree(robot)
    robot.keys("F9", window)
    seen["after_the_cover"] = _note(robot) == NOTE
    robot.go("today")
    _agree(robot)
    robot.go("case", case_id)
    seen["after_leaving"] = _note(robot) == NOTE
    seen["stored_while_full"] = _contacts(robot, case_id)
    window.lock()
    _agree(robot)
    path.with_name("filler").unlink()
    robot.unlock(password)
    seen["drafts_after_unlocking"] = len(drafts.drafts(_vault(robot)))
    robot.go("case", case_id)
    seen["after_the_lock"] = _note(robot) == NOTE
    robot.press("Fertig")
    seen["stored"] = _contacts(robot, case_id)
    seen["left_over"] = [_note(robot), *drafts.drafts(_vault(robot))]
    window.close()
    return seen


def _vault(robot: Robot) -> Vault:
    session = robot.window.session()
    assert session is not None
    return session.vault


def _agree(robot: Robot) -> None:
    """Puts away what the program says."""
    robot.settle()
    while "In Ordnung" in robot.buttons():
        robot.press("In Ordnung")


def _note(robot: Robot) -> str:
    """What stands in the entry box of the page, also behind a dialog."""
    robot.settle()
    (entry,) = (each for each in robot.window.findChildren(LongText) if each.isVisible())
    return str(entry.toPlainText())


def _contacts(robot: Robot, case_id: str) -> list[bool]:
    """For each stored contact, whether it says what was typed."""
    return [each.text == NOTE for each in cases.timeline(_vault(robot), case_id, ("contact",))]


def _wait(milliseconds: int) -> None:
    over: list[bool] = []
    QTimer.singleShot(milliseconds, lambda: over.append(True))
    while not over:
        QApplication.processEvents()


if __name__ == "__main__":
    template, disk, password, case_id = sys.argv[1:]
    application = QApplication([])
    theme.install(application)
    print(json.dumps(play(on_a_small_disk(Path(template), Path(disk)), password, case_id)))
