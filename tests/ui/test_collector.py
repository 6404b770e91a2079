# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Garbage goes between two events: automatic collections are off, and what waits is found all the same."""

from __future__ import annotations

import gc

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from ui import jobs
from ui.collector import Collector


class Left:
    """Held by itself only."""

    def __init__(self, ended: list[bool]) -> None:
        self.itself, self.ended = self, ended

    def __del__(self) -> None:
        self.ended.append(True)


@pytest.fixture
def owner() -> QObject:
    gc.collect()
    gc.enable()
    owner = QObject()
    Collector(owner)
    return owner


def test_a_cycle_stays_while_python_works_and_goes_with_the_event_loop(qtbot: QtBot, owner: QObject) -> None:
    ended: list[bool] = []
    Left(ended)
    kept = [[number] for number in range(50_000)]
    assert (ended, len(kept)) == ([], 50_000)
    qtbot.waitUntil(lambda: bool(ended), timeout=5_000)
    assert not gc.isenabled()


def test_a_job_does_not_turn_pythons_own_collections_on(qtbot: QtBot, owner: QObject) -> None:
    answers: list[int] = []
    jobs.run("Rechnen", lambda _progress: 1, answers.append, answers.append)
    qtbot.waitUntil(lambda: bool(answers) and not jobs.running())
    assert not gc.isenabled()
