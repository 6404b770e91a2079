# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""From a fresh process to its first painted window: the program against a bare PySide6 window."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

from app.operations import vaults
from tests.benchmarks.search import NOW, PASSWORD

RUNS = 9
PATIENCE_S = 60

PAINTED = """
import os, sys
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            application.removeEventFilter(self)
            QTimer.singleShot(0, self.tell)
        return False

    def tell(self):
        assert any(each.isVisible() for each in application.topLevelWidgets())
        os.write(1, b"painted")
        os._exit(0)

application = QApplication([])
watch = Watch()
application.installEventFilter(watch)
"""
PROGRAM = PAINTED + "from app.main import main\nmain(['open', sys.argv[1]])\n"
BARE = (
    PAINTED
    + """
from PySide6.QtWidgets import QLineEdit, QMainWindow, QPushButton, QVBoxLayout, QWidget
window, middle = QMainWindow(), QWidget()
layout = QVBoxLayout(middle)
layout.addWidget(QLineEdit())
layout.addWidget(QPushButton("Entsperren"))
window.setCentralWidget(middle)
window.show()
application.exec()
"""
)


@dataclass(frozen=True)
class Starts:
    """Medians in milliseconds."""

    ours: float
    bare: float


def compare(folder: Path) -> Starts:
    """Both in turns; the first start of each only warms the disk."""
    path = folder / "akten.kim"
    vaults.create_case_file(path, "MB", "Meral Böhm", PASSWORD, NOW, vaults.FLOOR).vault.close()
    times = [(_started(PROGRAM, folder, path), _started(BARE, folder)) for _ in range(RUNS + 1)]
    ours, bare = zip(*times[1:], strict=True)
    return Starts(median(ours), median(bare))


def _started(script: str, home: Path, *arguments: Path) -> float:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "KIM_BRUECKE_HOME": str(home)}
    command = [sys.executable, "-c", script, *map(str, arguments)]
    begun = perf_counter()
    done = subprocess.run(command, env=environment, capture_output=True, timeout=PATIENCE_S, check=False)
    taken = (perf_counter() - begun) * 1000
    if done.stdout != b"painted":
        raise RuntimeError(f"the window was never painted: {done.stderr.decode()}")
    return taken
