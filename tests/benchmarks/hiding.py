# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""How long one key takes to hide a case with a dialog and a menu above it, until the cover is painted."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter

from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from app.domain.client import Person
from app.domain.contact import NewContact
from app.domain.intake import Intake
from app.operations import cases, contacts, vaults
from ui.application import begin_application, make_window
from ui.closing_form import open_closing_form
from ui.robot import Robot

RUNS, ENTRIES = 20, 200
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def measure(folder: Path) -> tuple[float, float]:
    """Milliseconds from the key to the painted cover: the median and the slowest of all runs."""
    begin_application()
    vault = vaults.create_case_file(
        folder / "akte.kim", "MB", "Meral Böhm", "vier gelbe Enten am Rhein", NOW, vaults.FLOOR
    ).vault
    site = cases.add_site(vault, "SU", "Siegburg Mitte", "05382060", NOW)
    case_id = cases.take_in(vault, Intake(Person("Özdemir", "Gülşen"), site, NOW.date(), "self"), NOW).case_id
    for _ in range(ENTRIES):
        contacts.add_contact(vault, case_id, NewContact("talk", NOW.date(), "Antrag ausgefüllt."), NOW)
    window = make_window(folder / "akte.kim", lambda: NOW)
    window.open(vault)
    window.show()
    robot = Robot(window)
    robot.go("case", case_id)
    times = [_hidden(robot, case_id) for _ in range(RUNS + 1)][1:]
    window.close()
    return median(times), max(times)


def _hidden(robot: Robot, case_id: str) -> float:
    session = robot.window.session()
    assert session is not None
    dialog = open_closing_form(robot.window, session, case_id)
    menu = QMenu(dialog)
    menu.addAction("Textbaustein")
    menu.popup(dialog.pos())
    robot.settle()
    begun = perf_counter()
    QTest.keySequence(menu.windowHandle(), QKeySequence("F9"))
    robot.window.repaint()
    took = (perf_counter() - begun) * 1000
    assert robot.window.is_covered()
    robot.settle()
    robot.window.uncover()
    robot.settle()
    return took
