# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pictures of the screen: every window of an open case is left out where the system can do it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from app import settings
from ui import capture
from ui.application import make_window
from ui.capture import BLACK, EVERYBODY_SEES, LEFT_OUT
from ui.robot import Robot


@dataclass
class FakeUser32:
    """Answers as Windows does; `knows` are the affinities of its version."""

    knows: tuple[int, ...] = (EVERYBODY_SEES, BLACK, LEFT_OUT)
    now: dict[int, int] = field(default_factory=dict)
    calls: int = 0

    def SetWindowDisplayAffinity(self, window: int, affinity: int, /) -> int:
        self.calls += 1
        if affinity not in self.knows:
            return 0
        self.now[window] = affinity
        return 1


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> FakeUser32:
    system = FakeUser32()
    monkeypatch.setattr(capture, "user32", lambda: system)
    return system


@pytest.fixture
def sit(tmp_path: Path, now: datetime, qtbot: QtBot) -> Callable[[Any], Robot]:
    def before(template: Any) -> Robot:
        window = make_window(template.path, lambda: now)
        qtbot.addWidget(window)
        window.open(template.opened_in(tmp_path))
        window.show()
        window.tick()
        return Robot(window)

    return before


@pytest.mark.parametrize(
    ("knows", "on", "told", "done"),
    [
        ((0x00, 0x01, 0x11), True, LEFT_OUT, True),
        ((0x00, 0x01), True, BLACK, True),
        ((0x00, 0x01, 0x11), False, EVERYBODY_SEES, True),
        ((), True, None, False),
    ],
)
def test_the_best_that_the_system_knows(
    knows: tuple[int, ...], on: bool, told: int | None, done: bool
) -> None:
    system = FakeUser32(knows)
    assert capture.leave_out(system, 7, on=on) is done
    assert system.now.get(7) == told


def test_windows_and_dialogs_are_left_out_until_it_is_allowed(
    case_template: Any, sit: Callable[[Any], Robot], windows: FakeUser32
) -> None:
    robot = sit(case_template)
    assert set(windows.now.values()) == {LEFT_OUT}
    robot.act("Passwort ändern")
    robot.window.tick()
    assert len(windows.now) == 2, "the dialog is a window of its own"
    assert set(windows.now.values()) == {LEFT_OUT}
    before = windows.calls
    robot.window.tick()
    assert windows.calls == before, "nobody is told twice"
    robot.front().close()
    robot.go("office", "computer")
    robot.press("Erlauben")
    assert robot.reads("Erlaubt auf diesem Computer.")
    assert not settings.load().capture_block
    assert windows.now[int(robot.window.winId())] == EVERYBODY_SEES
    robot.press("Verhindern")
    assert robot.reads("Verhindert auf diesem Computer.")
    assert windows.now[int(robot.window.winId())] == LEFT_OUT
    assert not robot.window.grab().toImage().isNull()


def test_figures_of_a_kreis_may_be_shown(
    district_template: Any, sit: Callable[[Any], Robot], windows: FakeUser32
) -> None:
    sit(district_template)
    assert set(windows.now.values()) == {EVERYBODY_SEES}


def test_another_system_says_that_it_cannot(case_template: Any, sit: Callable[[Any], Robot]) -> None:
    robot = sit(case_template)
    robot.go("office", "computer")
    assert robot.reads("Verhindern kann das nur Windows, dieser Computer nicht.")
    assert not robot.reads("Erlauben")


def test_a_setting_that_cannot_be_kept_is_told(
    case_template: Any, sit: Callable[[Any], Robot], windows: FakeUser32
) -> None:
    robot = sit(case_template)
    robot.go("office", "computer")
    settings.folder().parent.mkdir(parents=True, exist_ok=True)
    settings.folder().write_text("a file lies where the folder should be")
    robot.press("Erlauben")
    assert robot.reads("Die Einstellung lässt sich auf diesem Computer nicht speichern.")
    assert settings.load().capture_block
