# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Long work: on the worker, one after the other, answered where the windows are."""

from __future__ import annotations

import gc
import threading
from threading import Event
from typing import Any

import pytest
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from app.domain.errors import Trouble
from app.domain.progress import Progress
from ui import jobs


def unexpected(answer: object) -> None:
    raise AssertionError(answer)


def test_work_runs_elsewhere_and_is_answered_here(qtbot: QtBot) -> None:
    here, answers = threading.get_ident(), []

    def work(_progress: Progress) -> int:
        return threading.get_ident()

    jobs.run("Rechnen", work, lambda there: answers.append((there, threading.get_ident())), unexpected)
    qtbot.waitUntil(lambda: bool(answers))
    assert answers[0][0] != here
    assert answers[0][1] == here


def test_one_after_the_other(qtbot: QtBot) -> None:
    go, order = Event(), []

    def slow(_progress: Progress) -> str:
        go.wait(5)
        return "langsam"

    jobs.run("eins", slow, order.append, unexpected)
    jobs.run("zwei", lambda _progress: "schnell", order.append, unexpected)
    assert [job.label for job in jobs.running()] == ["eins", "zwei"]
    go.set()
    qtbot.waitUntil(lambda: not jobs.running())
    assert order == ["langsam", "schnell"]


def test_what_the_windows_left_behind_is_not_taken_away_on_the_worker(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Qt objects end on the thread of the windows only; a cycle ends wherever Python looks for cycles."""
    monkeypatch.setattr(jobs, "enumerate_threads", list)  # no request of another test is left behind
    ended: list[int] = []

    class Left:
        def __init__(self) -> None:
            self.itself = self

        def __del__(self) -> None:
            ended.append(threading.get_ident())

    def work(_progress: Progress) -> int:
        everything = [[number] for number in range(200_000)]
        return len(everything)

    gc.collect()
    gc.enable()
    Left()
    answers: list[int] = []
    jobs.run("Rechnen", work, answers.append, unexpected)
    qtbot.waitUntil(lambda: bool(answers) and not jobs.running())
    assert gc.isenabled()
    gc.disable()
    gc.collect()
    assert ended == [threading.get_ident()]


def test_progress_is_told_on_the_way(qtbot: QtBot) -> None:
    listening = Event()

    def work(progress: Progress) -> None:
        listening.wait(5)
        for step in (1, 2):
            progress.advance(step, 2, "Seite")

    told: list[tuple[Any, ...]] = []
    job = jobs.run("Drucken", work, told.append, unexpected)
    job.progressed.connect(lambda *step: told.append(step))
    listening.set()
    qtbot.waitUntil(lambda: None in told)
    assert told == [(1, 2, "Seite"), (2, 2, "Seite"), None]


def test_cancelled_work_ends_without_a_word(qtbot: QtBot) -> None:
    begun, go = Event(), Event()

    def work(progress: Progress) -> None:
        begun.set()
        go.wait(5)
        progress.advance(1, 2, "weiter")
        raise AssertionError("the work went on")

    job = jobs.run("Lange", work, unexpected, unexpected)
    assert begun.wait(5)
    job.cancel()
    go.set()
    qtbot.waitUntil(lambda: not jobs.running())


def test_an_error_of_the_work_is_handed_over(qtbot: QtBot) -> None:
    errors: list[BaseException] = []

    def work(_progress: Progress) -> None:
        raise Trouble("vault.disk_full")

    jobs.run("Sichern", work, unexpected, errors.append)
    qtbot.waitUntil(lambda: bool(errors))
    assert isinstance(errors[0], Trouble)


def test_a_job_is_gone_before_the_collector_comes_to_its_error(qtbot: QtBot) -> None:
    """The frames of an error hold the job; taken away within Qt, it waited for a lock for ever."""

    def work(progress: Progress) -> None:
        try:
            raise Trouble("transport.unreachable")
        except Trouble as error:
            kept = error  # the frame holds its error, the error its frame
            raise kept from None

    failed: list[bool] = []
    job = jobs.run("Abholen", work, unexpected, lambda _error: failed.append(True))
    qtbot.waitUntil(lambda: not jobs.running())
    qtbot.waitUntil(lambda: not isValid(job))
    assert failed


def test_finish_waits_for_the_work(qtbot: QtBot) -> None:
    done: list[str] = []
    jobs.run("Warten", lambda _progress: done.append("fertig"), lambda _: None, unexpected)
    jobs.finish()
    assert done == ["fertig"]
    qtbot.waitUntil(lambda: not jobs.running())
