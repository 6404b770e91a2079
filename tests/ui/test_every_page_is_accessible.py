# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every page and dialog of both roles: named, reachable, large enough, readable, and nothing cut off.

BITV 2.0 and EN 301 549: 11.5.2 (names, roles), 11.7 (the system's font), WCAG 1.4.3, 1.4.4, 2.1.1, 2.1.2,
2.4.3 and 2.5.8.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from app.operations.vaults import Vault
from tests.ui import looks, walk
from ui import theme
from ui.main_window import MainWindow
from ui.robot import Robot
from ui.widgets import TextInput, column, label

PATIENCE_S = 300


class Flashes(QObject):
    """What was shown before it had its place: a window of its own for a moment, which takes the focus."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, shown: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(shown, QWidget):
            is_window = shown.windowType() == Qt.WindowType.Window and shown.isWindow()
            if is_window and not isinstance(shown, MainWindow):
                self.seen.append(type(shown).__name__)
        return False


@pytest.fixture
def flashes(qapp: QApplication) -> Iterator[Flashes]:
    watch = Flashes()
    qapp.installEventFilter(watch)
    yield watch
    qapp.removeEventFilter(watch)


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Vault, Vault]]:
    """An office and its Kreis, full of long words; no dialog of the system is answered."""
    for name, answer in walk.ASKED_BY_THE_SYSTEM.items():
        monkeypatch.setattr(QFileDialog, name, answer)
    office = walk.case_file(tmp_path)
    return office, walk.district_file(tmp_path, office)


@pytest.mark.parametrize("role", [0, 1], ids=["case", "district"])
def test_names_roles_targets_tab_order_and_contrast(
    files: tuple[Vault, Vault], role: int, flashes: Flashes
) -> None:
    seen: list[QWidget] = []

    def look(robot: Robot, root: QWidget) -> list[str]:
        seen.append(root)
        return looks.hard_to_use(robot, root)

    robot = walk.sit(files[role], 1366, 768)
    found = [f"{where}: {what}" for where, what in walk.walk(robot, look)]
    robot.window.close()
    assert list(dict.fromkeys(found)) == []
    assert flashes.seen == []
    assert len(seen) >= (80, 7)[role], "the walk has lost its way"


@pytest.mark.parametrize(
    ("scale", "width", "height", "font"),
    [("2", 960, 540, 14), ("1", 1366, 768, 21), ("1", 1920, 1080, 28)],
    ids=["200 %", "font 1.5", "font 2"],
)
def test_nothing_is_cut_off(scale: str, width: int, height: int, font: int, tmp_path: Path) -> None:
    """In a process of its own: scale and font are read once, when a program starts."""
    environment = {**os.environ, "QT_SCALE_FACTOR": scale, "QT_QPA_PLATFORM": "offscreen"}
    walk = f"import sys; from tests.ui.walk import main; sys.exit(min(main({width}, {height}, {font}), 100))"
    command = [sys.executable, "-c", walk]  # not by -m: every child that reads a scan would load it all anew
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=PATIENCE_S, check=False
    )
    assert (done.returncode, done.stdout.strip()) == (0, ""), done.stdout or done.stderr


# The looks see what they are for


@pytest.fixture
def bad() -> Iterator[QWidget]:
    """A window with one of each: nameless, small, faint, cut off, and outside."""
    window = QWidget()
    theme.dress(window)
    window.setProperty("area", "success_tint")
    nameless, small, faint = TextInput(), QPushButton("x"), label("blass", tone="focus")
    faint.setProperty("tone", "separator")
    small.setFixedSize(20, 20)
    cut = label("Rechtsschutzversicherung")
    cut.setFixedWidth(40)
    column(nameless, small, faint, cut, parent=window)
    astray = label("woanders")
    astray.setParent(window)
    astray.setGeometry(5000, 0, 60, 20)
    window.show()
    window.activateWindow()
    QApplication.processEvents()
    yield window
    window.close()


def test_the_looks_find_what_is_wrong(bad: QWidget) -> None:
    found = [*looks.nameless(bad), *looks.small(bad), *looks.faint(bad), *looks.cut_off(bad)]
    found += looks.outside(bad)
    for complaint in (
        "no name: TextInput",
        "target 20×",
        "separator on success_tint",
        "cut off by",
        "lies outside",
    ):
        assert any(complaint in each for each in found), (complaint, found)


def test_a_trap_is_found(bad: QWidget) -> None:
    trap = QPlainTextEdit()
    trap.setAccessibleName("Falle")
    layout = bad.layout()
    assert layout is not None
    layout.addWidget(trap)
    trap.setFocus()
    QApplication.processEvents()
    assert any("not reached by Key_Tab" in each for each in looks.beyond_the_keyboard(bad))


def test_a_row_that_comes_last_by_tab_is_found(bad: QWidget) -> None:
    """Made later and placed between others: Qt's own order leaves it to the end."""
    first, second, late = (QPushButton(name) for name in ("Erster", "Zweiter", "Nachzügler"))
    layout = bad.layout()
    assert isinstance(layout, QVBoxLayout)
    for each in (first, second):
        layout.addWidget(each)
    layout.insertWidget(1, late)
    QApplication.processEvents()
    assert any("Tab goes back" in each for each in looks.beyond_the_keyboard(bad))
