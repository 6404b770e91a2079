# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A computer of its own: another process with its own home folder, the program's window, and two hands.

What the hands do there is said here: each call is one line of JSON to the process, its answer one line back.
"""

from __future__ import annotations

import faulthandler
import json
import os
import subprocess
import sys
import traceback
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from PySide6.QtWidgets import QFileDialog, QPlainTextEdit, QWidget

from app import settings
from tests.journeys.working_days import Calendar, WorkingDays
from ui import errors, jobs
from ui.application import begin_application, make_window
from ui.robot import Robot

ROOT = Path(__file__).parents[2]
LOG = "fehler.log"
PATIENCE_S = 60.0
_MOMENT_S = 10.0


class Computer:
    """The side of the test: `computer.do("Freigeben")` is done by the hands in the other process."""

    def __init__(self, home: Path, file: Path, password: str, now: datetime) -> None:
        self.home, self.file = home, file
        surroundings = os.environ | {
            "KIM_BRUECKE_HOME": str(home),
            "QT_QPA_PLATFORM": "offscreen",
            "QT_LOGGING_RULES": "default.warning=false",
        }
        command = [sys.executable, "-m", __name__, str(file), password, now.isoformat()]
        pipe = subprocess.PIPE
        self._child = subprocess.Popen(
            command, stdin=pipe, stdout=pipe, text=True, cwd=ROOT, env=surroundings
        )

    def __getattr__(self, act: str) -> Callable[..., Any]:
        return partial(self._ask, act)

    def switch_off(self) -> None:
        """The window is closed as a person closes it; a process that does not end is killed."""
        try:
            self._child.communicate(timeout=PATIENCE_S)
        finally:
            self._child.kill()

    def _ask(self, act: str, *words: object) -> Any:
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        self._child.stdin.write(f"{json.dumps([act, *words])}\n")
        self._child.stdin.flush()
        said = json.loads(self._child.stdout.readline() or '{"failed": "the process has ended"}')
        assert "failed" not in said, f"{self.home.name}: {act} {words}\n{said['failed']}"
        return said["answer"]


class Seat(WorkingDays):
    """The side of the other process: what a test may ask for beside what the hands do."""

    def page(self, key: str, *about: str) -> None:
        self.robot.go(key, *about)

    def shows(self, text: str) -> bool:
        """Whether this stands on the screen now."""
        return self.robot.reads(text)

    def reads(self, text: str) -> bool:
        """Whether this comes to stand on the screen; who reads waits a moment."""
        until = monotonic() + _MOMENT_S
        while not self.robot.reads(text) and monotonic() < until:
            self.robot.settle()
            sleep(0.05)
        return self.robot.reads(text)

    def buttons(self) -> list[str]:
        return sorted(self.robot.buttons())

    def save_as(self, path: str) -> None:
        """What the system's own window answers from now on."""
        QFileDialog.getSaveFileName = lambda *_: (path, "")  # type: ignore[method-assign,assignment]

    def counted(self) -> tuple[int, int]:
        """Interactions and keys since this was asked last."""
        told, self.interactions, self.keys = (self.interactions, self.keys), 0, 0
        return told

    def stands_in(self, name: str) -> str:
        """What a box of several lines says, word for word."""
        boxes = (each for each in self.robot.every(QPlainTextEdit) if each.accessibleName() == name)
        return next(boxes).toPlainText()

    def read_out(self, beginning: str) -> str:
        """What comes after this on the screen, to be said on the telephone."""
        names = (each.accessibleName() for each in self.robot.every(QWidget))
        return next(name.removeprefix(beginning) for name in names if name.startswith(beginning))


def _sit_down(file: Path, password: str, now: datetime) -> Seat:
    begin_application()
    errors.install(settings.folder() / LOG)
    calendar = Calendar(now)
    window = make_window(file, calendar)
    window.show()
    window.activateWindow()
    robot = Robot(window)
    robot.settle()
    return Seat(robot, calendar, password)


def _answer(seat: Seat, act: str, *words: object) -> dict[str, Any]:
    """What a hand found; a window that hangs says where in each thread, and ends."""
    faulthandler.dump_traceback_later(PATIENCE_S, exit=True)
    try:
        return {"answer": getattr(seat, act)(*words)}
    except BaseException:
        return {"failed": traceback.format_exc()}
    finally:
        faulthandler.cancel_dump_traceback_later()


def main() -> None:
    """Does what the lines of standard input say until they end, then closes the window."""
    file, password, now = sys.argv[1:]
    seat = _sit_down(Path(file), password, datetime.fromisoformat(now))
    for line in sys.stdin:
        print(json.dumps(_answer(seat, *json.loads(line))), flush=True)
    seat.robot.window.close()
    jobs.finish()


if __name__ == "__main__":
    main()
