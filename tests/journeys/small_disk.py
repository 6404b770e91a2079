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
from storage import slot_files
from ui import theme
from ui.application import make_window
from ui.drafts import LONGEST_MS
from ui.robot import Robot
from ui.widgets import LongText

NOTE = "Antrag abgelehnt. Widerspruch bis Freitag. " * 100
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
    window = make_window(path)
    window.show()
    robot = Robot(window)
    robot.unlock(password)
    robot.go("case", case_id)
    session = window.session()
    assert session is not None
    session.vault.db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    fill_up(path.with_name("filler"))
    entry = robot.one(LongText)
    robot.fill("kind", "talk")
    entry.setPlainText(NOTE)
    robot.press("Fertig")
    seen: dict[str, object] = {
        "told": robot.reads(FULL),
        "nothing_said_done": not robot.reads("festgehalten"),
    }
    _wait(2 * LONGEST_MS)
    seen["dialogs"] = sum(
        isinstance(each, QDialog) and each.isVisible() for each in QApplication.topLevelWidgets()
    )
    robot.press("In Ordnung")
    seen["still_there"] = entry.toPlainText() == NOTE
    seen["stored_while_full"] = len(session.read(cases.timeline, case_id, ("contact",)))
    path.with_name("filler").unlink()
    robot.press("Fertig")
    entries = session.read(cases.timeline, case_id, ("contact",))
    seen["stored"] = [each.text.strip() == NOTE.strip() for each in entries]
    seen["form_is_empty"] = not robot.one(LongText).toPlainText()
    seen["drafts"] = len(session.read(drafts.drafts))
    window.close()
    return seen


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
