# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Row 12, looking over the shoulder and the idle desk: nobody is named on screen or to a screen reader."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from storage.vault import Vault
from tests.traces import heard
from tests.ui import walk
from ui.application import workplace
from ui.main_window import MainWindow
from ui.robot import Robot

NAMES = ("Łukaszewicz", "Östergård", walk.LONG_WORD, "阮氏香")


class Clock:
    minutes = 0.0

    def monotonic(self) -> float:
        return 60 * self.minutes


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def robot(full_of_canaries: tuple[Vault, Vault], clock: Clock) -> Iterator[Robot]:
    """Before the case whose every field names somebody."""
    office = full_of_canaries[0]
    window = MainWindow(office.path, workplace, lambda: walk.NOW, clock.monotonic)
    window.open(office)
    window.show()
    window.activateWindow()
    robot = Robot(window)
    robot.settle()
    robot.go(*walk._goals(robot)[-1])
    yield robot
    window.close()


def named() -> set[str]:
    said = " ".join(heard())
    return {name for name in NAMES if name in said}


def test_threat_12_idle_desk(robot: Robot, clock: Clock) -> None:
    """Row 12. Covered after five minutes, locked after fifteen, both without a name."""
    window = robot.window
    for minutes, covered, is_locked in ((4.9, False, False), (5.1, True, False), (15.1, True, True)):
        clock.minutes = minutes
        window.tick()
        robot.settle()
        assert (window.is_covered() or is_locked, window.session() is None) == (covered, is_locked)
        assert bool(named()) is not covered
    assert window.door() is not None


def test_threat_12_by_key(robot: Robot) -> None:
    """Row 12. F9 hides every name and gives them back."""
    assert named()
    robot.send("F9", robot.window)
    assert named() == set()
    robot.send("F9", robot.window)
    assert named()


def test_threat_12_conversation(robot: Robot, clock: Clock) -> None:
    """Row 12. With the client at the desk other cases are not named; it locks after 30 minutes."""
    robot.window.toggle_conversation()
    robot.go("cases")
    assert named() == set()
    for minutes, is_locked in ((29.0, False), (30.1, True)):
        clock.minutes = minutes
        robot.window.tick()
        assert (robot.window.session() is None) is is_locked
