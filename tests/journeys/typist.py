# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A process with a real window in which somebody types a contact without a pause, until it is killed.

Says on its standard output, after every ten letters, how many there are and when (monotonic seconds).
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from PySide6.QtWidgets import QApplication

from ui import theme
from ui.application import make_window
from ui.robot import Robot
from ui.widgets import LongText

LETTERS_A_SECOND = 100
SENTENCE = "Satz 0"
"""What stands in the note again and again."""


def words(count: int) -> str:
    """The first letters of an endless note whose every tenth letter differs, so that a gap would show."""
    return "".join(f"Satz {number:04}." for number in range(count // 10 + 1))[:count]


def main(path: Path, password: str, case_id: str) -> None:
    application = QApplication([])
    theme.install(application)
    window = make_window(path)
    window.show()
    robot = Robot(window)
    robot.unlock(password)
    robot.go("case", case_id)
    entry = robot.one(LongText)
    for number in range(0, 10**6, 10):
        robot.write(entry, words(number + 10)[number:])
        print(number + 10, time.monotonic(), flush=True)
        pause = time.monotonic() + 10 / LETTERS_A_SECOND
        while time.monotonic() < pause:
            application.processEvents()
            time.sleep(0.002)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
