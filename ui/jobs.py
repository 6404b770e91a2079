# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Long work on one worker thread, with progress and cancel, answered on the thread of the windows."""

from __future__ import annotations

import gc
from collections.abc import Callable
from threading import Event
from threading import enumerate as enumerate_threads
from typing import Any

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal

from app.domain.errors import Cancelled
from app.domain.progress import Progress

Work = Callable[[Progress], Any]
REQUEST = "request"
"""The name of threads that wait for a server, perhaps longer than their job."""


class Job(QObject):
    """Work under way; it is itself the progress that the work reports to."""

    progressed = Signal(int, int, str)
    finished = Signal(object)
    failed = Signal(object)
    over = Signal()

    def __init__(self, label: str, work: Work) -> None:
        super().__init__()
        self.label = label
        self._work = work
        self._stop = Event()

    def advance(self, done: int, total: int, label: str) -> None:
        """Called by the work as it goes on; raises Cancelled once the user stopped it."""
        if self._stop.is_set():
            raise Cancelled
        self.progressed.emit(done, total, label)

    def cancel(self) -> None:
        """Ask the work to stop at its next step."""
        self._stop.set()

    def carry_out(self) -> None:
        """Runs on the worker thread."""
        try:
            self.finished.emit(self._work(self))
        except BaseException as error:
            self.failed.emit(error)
        self.over.emit()


def run(
    label: str,
    work: Work,
    on_done: Callable[[Any], object],
    on_error: Callable[[BaseException], object],
) -> Job:
    """Start `work(progress)` as soon as the worker is free; one of the two answers is called when it ends."""
    _stop_collecting()
    job = Job(label, work)
    # A slot of this thread's own object: Qt delivers it here and not on the worker.
    answers = _Answers(job, on_done, on_error)
    _under_way[job] = answers
    job.over.connect(answers.forget, Qt.ConnectionType.QueuedConnection)
    _pool().start(_Task(job))
    return job


def running() -> list[Job]:
    """Work not yet answered, oldest first."""
    return list(_under_way)


def finish() -> None:
    """Wait for all work; a window calls this before it closes."""
    _pool().waitForDone()


def cancel_all() -> None:
    """Ask all work to stop at its next step."""
    for job in running():
        job.cancel()


class _Answers(QObject):
    """Lives on the window's thread and calls what the caller gave."""

    def __init__(
        self, job: Job, on_done: Callable[[Any], object], on_error: Callable[[BaseException], object]
    ) -> None:
        super().__init__()
        self._job, self._on_done, self._on_error = job, on_done, on_error
        job.finished.connect(self.done, Qt.ConnectionType.QueuedConnection)
        job.failed.connect(self.fail, Qt.ConnectionType.QueuedConnection)

    def done(self, result: object) -> None:
        self._on_done(result)

    def fail(self, error: BaseException) -> None:
        if not isinstance(error, Cancelled):
            self._on_error(error)

    def forget(self) -> None:
        """The job goes with the event loop: the frames of its error may hold it, and a garbage collection
        in the middle of Qt would then wait for a lock that Qt holds itself."""
        _under_way.pop(self._job, None)
        self._job.deleteLater()
        if not _under_way and not any(thread.name == REQUEST for thread in enumerate_threads()):
            _go_on_collecting()  # not while a request that was left behind could clear windows away


def _stop_collecting() -> None:
    """What the windows left behind is not taken away on the worker: Qt forbids it."""
    _Collecting.stopped_here |= gc.isenabled()
    gc.disable()


def _go_on_collecting() -> None:
    """Where a `Collector` is at work, it stays off."""
    if _Collecting.stopped_here:
        gc.enable()
    _Collecting.stopped_here = False


class _Collecting:
    stopped_here = False


class _Task(QRunnable):
    def __init__(self, job: Job) -> None:
        super().__init__()
        self._job = job

    def run(self) -> None:
        self._job.carry_out()


_under_way: dict[Job, _Answers] = {}
_workers: list[QThreadPool] = []


def _pool() -> QThreadPool:
    if not _workers:
        pool = QThreadPool()
        pool.setMaxThreadCount(1)
        _workers.append(pool)
    return _workers[0]
