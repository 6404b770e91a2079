# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2

from __future__ import annotations

from datetime import datetime
from threading import Event

import pytest
from pytestqt.qtbot import QtBot

from app.domain.progress import Progress
from app.operations.vaults import Vault
from ui import jobs, keeper
from ui.application import make_window
from ui.keeper import Keeper
from ui.robot import Robot

JOB = "Etwas dauert"


@pytest.fixture
def robot(case_vault: Vault, qtbot: QtBot, now: datetime, monkeypatch: pytest.MonkeyPatch) -> Robot:
    monkeypatch.setattr(keeper, "FIRST_LOOK_MS", 5)
    window = make_window(case_vault.path, lambda: now)
    qtbot.addWidget(window)
    window.open(case_vault)
    window.show()
    return Robot(window)


def test_what_is_asked_while_the_work_goes_on_follows_it(robot: Robot) -> None:
    session, go_on = robot.shell().session, Event()
    asked, worked = [""], []

    def wait(_progress: Progress) -> None:
        go_on.wait()

    def work(mark: str) -> None:
        worked.append(mark)
        asked[0] = ""

    def asked_for(_vault: Vault) -> str:
        return asked[0]

    Keeper(session, JOB, asked_for, work)
    robot.wait_for(lambda: worked == [""], "the first look")
    job = jobs.run(JOB, wait, lambda _: session.changed.emit(), lambda _: None)
    asked[0] = "zweites"
    session.changed.emit()
    assert worked == [""]
    go_on.set()
    robot.wait_for(lambda: job not in jobs.running(), "the end")
    robot.wait_for(lambda: worked == ["", "zweites"], "what was asked meanwhile")


def test_what_failed_waits_for_the_hour(robot: Robot) -> None:
    session = robot.shell().session
    worked: list[str] = []
    Keeper(session, JOB, lambda _vault: "immer noch", worked.append)
    robot.wait_for(lambda: worked == ["immer noch"], "the first look")
    session.changed.emit()
    session.changed.emit()
    robot.settle()
    assert worked == ["immer noch"]
