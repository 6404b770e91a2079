# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Changing the password: in both roles, wrong fields marked, the new one opens."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from app.operations import vaults
from app.operations.vaults import Role
from storage import slot_files
from ui.application import make_window
from ui.places import workplace_of
from ui.robot import Robot

NEW = "neun graue Gänse am Kanal"


@pytest.fixture(params=["case_template", "district_template"])
def template(request: pytest.FixtureRequest) -> Any:
    return request.getfixturevalue(request.param)


def opened(template: Any, folder: Path, now: datetime, qtbot: QtBot) -> tuple[Robot, Path]:
    for source in (template.path, *slot_files.paths(template.path)):
        shutil.copy(source, folder)
    path = folder / template.path.name
    window = make_window(path, lambda: now)
    qtbot.addWidget(window)
    window.show()
    robot = Robot(window)
    robot.unlock(template.password)
    robot.wait_for(lambda: window.shell() is not None, "the file to open")
    return robot, path


def test_a_new_password_opens_the_file(template: Any, tmp_path: Path, now: datetime, qtbot: QtBot) -> None:
    robot, path = opened(template, tmp_path, now, qtbot)
    robot.act("Passwort ändern")
    for old, new, again, field in (
        ("falsch geraten, leider", NEW, NEW, "old_password"),
        (template.password, "zu kurz", "zu kurz", "password"),
        (template.password, NEW, NEW + "!", "again"),
    ):
        for name, typed in (("old_password", old), ("password", new), ("again", again)):
            robot.fill(name, typed)
        robot.press("Ändern")
        assert list(robot.front().form.errors()) == [field]  # type: ignore[attr-defined]
    robot.fill("again", NEW)
    robot.press("Ändern")
    assert robot.reads("Das Passwort ist geändert")
    robot.window.close()
    vaults.unlock(path, template.code, NEW).close()


def test_both_roles_offer_it() -> None:
    for role in Role:
        assert "Passwort ändern" in [act.label for act in workplace_of(role).acts]
