# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Foreign bytes are read by a process of its own that holds no key, has little time and little room.

It gets bytes and gives back bytes, never objects. What goes wrong in it can neither reach the file nor stop
the program.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from threading import Event, Timer

Work = Callable[[bytes], bytes]


class Silent(Exception):
    """The process ended without an answer: it broke, or wanted more room than it may have."""


class TooSlow(Exception):
    """It was stopped."""


@dataclass(frozen=True)
class Limits:
    """Seconds, bytes of its memory, bytes of its answer."""

    patience_s: float
    memory: int
    answer: int


def ask(work: Work, content: bytes, limits: Limits) -> bytes:
    """What `work` makes of the bytes there; Silent or TooSlow where it makes nothing."""
    ours, theirs = get_context("spawn").Pipe()
    child = get_context("spawn").Process(target=_work, args=(theirs, work, limits), daemon=True)
    child.start()
    theirs.close()
    late = Event()

    def stop() -> None:
        late.set()
        child.kill()

    patience = Timer(limits.patience_s, stop)
    patience.start()
    try:
        return answer(ours, content, limits)
    except Silent:
        if late.is_set():
            raise TooSlow from None
        raise
    finally:
        patience.cancel()
        patience.join()
        child.kill()
        child.join()
        child.close()
        ours.close()


def answer(ours: Connection, content: bytes, limits: Limits) -> bytes:
    """The other end of the pipe may be anybody's by now: only bytes are taken, and not too many."""
    try:
        ours.send_bytes(content)
        return ours.recv_bytes(limits.answer)
    except (EOFError, OSError) as error:
        raise Silent from error


def _work(pipe: Connection, work: Work, limits: Limits) -> None:
    """Runs in the child."""
    _stay_small(limits)
    content = pipe.recv_bytes()
    try:
        made = work(content)
    except Exception:
        return  # whatever a hostile file broke, it broke here
    pipe.send_bytes(made)
    pipe.close()


def _stay_small(limits: Limits) -> None:
    """Where the system has such limits; on Windows the sizes that are checked before have to do."""
    if sys.platform != "win32":
        import resource

        seconds = round(limits.patience_s) + 1
        resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
