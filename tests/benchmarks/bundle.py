# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The built folder beside a bare PySide6 window that is frozen in the same way: size, start, memory."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import sleep

from tests.bundled import bare, program, seconds_to_window

BUNDLE = Path(__file__).parents[2] / "dist" / "KIM-Bruecke"
RUNS = 5
LOOK_EVERY_S = 0.1
PATIENCE_S = 1800

WINDOW = """
from PySide6.QtWidgets import QApplication, QLineEdit
application = QApplication([])
window = QLineEdit()
window.show()
application.exec()
"""


@dataclass(frozen=True)
class Bundle:
    """Megabytes, milliseconds to the first painted window (median), megabytes of memory at most."""

    size: float
    start: float
    memory: float


def is_built() -> bool:
    return program(BUNDLE).is_file()


def compare(folder: Path, bundle: Path = BUNDLE) -> tuple[Bundle, Bundle]:
    """Ours after the scripted day, the bare one with its window open; they start in turns."""
    other, home = freeze(folder), folder / "home"
    home.mkdir()
    first = [str(program(bundle)), "open", str(home / "neu.kim")]
    starts = [
        (seconds_to_window(first, bare(home)), seconds_to_window([str(other / "window")], bare(home)))
        for _ in range(RUNS + 1)
    ]
    ours, theirs = zip(*starts[1:], strict=True)
    day = memory([str(program(bundle)), "demo", str(folder / "tag")], bare(home), PATIENCE_S)
    empty = memory([str(other / "window")], bare(home), 3)
    return (
        Bundle(size(bundle), median(ours) * 1000, day),
        Bundle(size(other), median(theirs) * 1000, empty),
    )


def freeze(folder: Path) -> Path:
    """A window with one field, as one folder, with all of Qt that PyInstaller takes along."""
    script = folder / "window.py"
    script.write_text(WINDOW)
    places = [f"--{name}path={folder / name}" for name in ("dist", "work", "spec")]
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level=ERROR", *places, str(script)]
    subprocess.run(command, check=True, timeout=PATIENCE_S)
    return folder / "dist" / "window"


def size(folder: Path) -> float:
    """Megabytes of all files, links not followed."""
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return sum(path.stat().st_size for path in files) / 1e6


def memory(command: list[str], environment: dict[str, str], at_most_s: float) -> float:
    """The most megabytes that the program's own process has held, until it ends or is ended."""
    most, looked = 0.0, 0.0
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as running:
        while running.poll() is None and looked < at_most_s:
            most = max(most, _resident(running.pid))
            sleep(LOOK_EVERY_S)
            looked += LOOK_EVERY_S
        ended = running.poll()
        running.kill()
    if ended not in (None, 0):
        raise RuntimeError(f"the program ended with {ended}")
    return most


def _resident(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/statm").read_text().split()
    except OSError:
        return 0.0
    return int(fields[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
