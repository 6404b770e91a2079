# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A person before the real window of a real file, offscreen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

import resources
from app.domain.client import Person
from app.domain.intake import Intake
from app.operations import cases
from app.operations.vaults import Vault
from storage.vault import open_with_key
from tests.journeys.hands import DONE, TIMED, Hands
from tests.journeys.working_days import Calendar, WorkingDays
from ui import jobs, theme
from ui.application import make_window
from ui.robot import Robot

Sit = Callable[[Path], Robot]


@pytest.fixture(scope="session")
def dressed(qapp: QApplication) -> QApplication:
    theme.install(qapp)
    return qapp


@pytest.fixture
def calendar(now: datetime) -> Calendar:
    """The clock of every window of this test."""
    return Calendar(now)


@pytest.fixture
def sit_before(dressed: QApplication, calendar: Calendar) -> Iterator[Sit]:
    """Opens the program's window before a file; every window is closed with the test."""
    windows = []

    def sit(path: Path) -> Robot:
        window = make_window(path, calendar)
        windows.append(window)
        window.show()
        window.activateWindow()
        robot = Robot(window)
        robot.settle()
        return robot

    yield sit
    for window in windows:
        window.close()
        window.deleteLater()
    jobs.finish()


@pytest.fixture
def path(case_template: Any, tmp_path: Path) -> Path:
    """A case file at its place, closed."""
    copied: Path = case_template.copy_to(tmp_path)
    return copied


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """A folder that is not the file's own, for backups and what is carried away."""
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def with_a_case(case_template: Any, path: Path, now: datetime) -> str:
    """One Standort and one person in the file; the case's id."""
    vault = case_template.opened_in(path.parent)
    site = cases.add_site(vault, "SU", "Siegburg Mitte", "05382060", now)
    opened = cases.take_in(vault, Intake(Person("Özdemir", "Gülşen"), site, now.date(), "self"), now)
    vault.close()
    assert opened.case_id is not None
    return opened.case_id


@pytest.fixture
def filling(case_template: Any, path: Path) -> Callable[[], AbstractContextManager[Vault]]:
    """Opens the file at `path` as it is, to be filled further before somebody sits down."""
    return lambda: closing(open_with_key(path, case_template.code, case_template.key))


@pytest.fixture
def says() -> Callable[[Robot, str], bool]:
    """Whether all sentences of a message stand on the screen: what happened, what is safe, what to do."""

    def read(robot: Robot, code: str, **facts: object) -> bool:
        message = resources.message(code, **facts)
        parts = [part for part in (message.what, message.safe, message.todo) if part]
        return len(parts) > 1 and all(robot.reads(part) for part in parts)

    return read


@pytest.fixture
def hands(path: Path, sit_before: Sit, case_template: Any) -> Callable[[], Hands]:
    """Unlocks the file at `path` by keyboard and puts two hands before it; call it after filling the file."""

    def sit() -> Hands:
        hands = Hands(sit_before(path))
        hands.answer("Passwort", case_template.password)
        hands.press("Return")
        hands.robot.wait_for(lambda: hands.robot.window.shell() is not None, "the open file")
        return hands

    return sit


@pytest.fixture
def working_days(
    path: Path, sit_before: Sit, calendar: Calendar, case_template: Any
) -> Callable[[], WorkingDays]:
    """As `hands`, for a case over weeks; the file is unlocked within the task."""
    return lambda: WorkingDays(sit_before(path), calendar, case_template.password)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """What each task took, beside its target; `make bench` shows it too."""
    if DONE:
        terminalreporter.section("Interaktionen je Aufgabe, nur mit der Tastatur")
        terminalreporter.write_line(f"{'':<58}{'getan':>7}{'Ziel':>6}{'Tasten':>8}{'KLM s':>8}  Vergleich")
    for task in sorted(DONE, key=lambda task: task.name):
        terminalreporter.write_line(
            f"{task.name:<58}{task.interactions:>7}{task.at_most:>6}{task.keys:>8}{task.seconds:>8.1f}"
            f"  {task.compare}"
        )
    for line in TIMED:
        terminalreporter.write_line(line)
