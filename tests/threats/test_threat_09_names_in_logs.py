# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Row 9, names in logs: canaries through every page and every kind of error; the log knows places only."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from storage.vault import Vault
from tests.traces import spellings, traces
from tests.ui import walk
from ui import errors
from ui.robot import Robot
from ui.session import Session

CANARIES = ("Łukaszewicz", "Östergård", walk.LONG_WORD, "阮氏香")
HIDDEN = {each for word in CANARIES for each in spellings(word) if len(each) > 3}
HOOKS = ("excepthook", "unraisablehook")


class Broken(Exception):
    """A bug whose text holds what was read."""


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for hook in HOOKS:
        monkeypatch.setattr(sys, hook, getattr(sys, hook))
    monkeypatch.setattr("threading.excepthook", None)
    monkeypatch.setattr(errors._Log, "path", None)
    path = tmp_path / "log" / "fehler.log"
    path.parent.mkdir()
    errors.install(path)
    return path


@pytest.mark.parametrize("role", [0, 1], ids=["case", "district"])
def test_threat_09_names_in_logs(
    full_of_canaries: tuple[Vault, Vault],
    role: int,
    log: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Row 9. Each page is shown, then shown again while reading from the file fails with what was read."""
    caplog.set_level(logging.DEBUG)
    robot = walk.sit(full_of_canaries[role], 1366, 768)
    goals = walk._goals(robot)
    for goal in goals:
        robot.go(*goal)
    assert not log.exists(), "no page is a bug"
    with monkeypatch.context() as patch:
        patch.setattr(Session, "read", fail_with_what_was_read)
        broken = sum(breaks(robot, goal, log) for goal in goals)
    robot.window.close()
    written = log.read_text("utf-8")
    assert broken > len(goals) // 2
    assert len(written.splitlines()) >= broken
    assert all("Broken" in line and ".py:" in line for line in written.splitlines())
    shown = capfd.readouterr()
    (log.parent / "konsole").write_text(shown.out + shown.err + caplog.text, "utf-8")
    assert traces(log.parent, HIDDEN) == []


def fail_with_what_was_read(session: Session, query: Callable[..., object], *more: object) -> object:
    raise Broken(query(session.vault, *more), *CANARIES)


def breaks(robot: Robot, goal: tuple[str, ...], log: Path) -> bool:
    """Goes to a page; True if that failed and the program noted it."""
    before = log.stat().st_size if log.exists() else 0
    try:
        robot.go(*goal)
    except Exception as error:
        errors._unmet(type(error), error, error.__traceback__)
    walk._close_dialogs(robot)
    return log.exists() and log.stat().st_size > before
