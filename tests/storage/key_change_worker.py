# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A process that changes the data key and kills itself: at its n-th step, or after some milliseconds.

Steps are the statements on the database and the writes of a slot file, each before and after it happens.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.domain.progress import Silent
from storage import key_change, slot_files, vault
from storage.connection import Connection
from storage.key_slots import Cost

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
QUICK = Cost(memory_kib=8 * 1024, iterations=1, lanes=1)


class Steps:
    """Counts, and ends the process at the wanted one; 0 never does."""

    def __init__(self, wanted: int) -> None:
        self.taken, self.wanted = 0, wanted

    def step(self) -> None:
        self.taken += 1
        if self.taken == self.wanted:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(self, act: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any) -> Any:
            self.step()
            result = act(*args)
            self.step()
            return result

        return call


def play(path: Path, key: bytes, new: key_change.NewWays, steps: Steps, milliseconds: float) -> None:
    opened = vault.open_with_key(path, "MB", key)
    slot_files._rewrite = steps.around(slot_files._rewrite)
    Connection.execute = steps.around(Connection.execute)
    print("begun", flush=True)
    if milliseconds:
        threading.Thread(target=_kill_after, args=(milliseconds,), daemon=True).start()
    key_change.change_key(opened, new, NOW, Silent(), QUICK)
    print(f"done {steps.taken}", flush=True)


def _kill_after(milliseconds: float) -> None:
    time.sleep(milliseconds / 1000)
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    file, data_key, own_password, recovery_key, start, at_step, after = sys.argv[1:]
    ways = key_change.NewWays(own_password, recovery_key, (("TK", start),))
    play(Path(file), bytes.fromhex(data_key), ways, Steps(int(at_step)), float(after))
