# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""One process per file, by a lock that the operating system frees when the process dies."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from app.domain.errors import Trouble
from storage.connection import told_as_trouble


class FileLock:
    """Holds `<file>.lock` from creation until `release`; a second holder gets `vault.in_use`."""

    def __init__(self, vault: Path) -> None:
        path = vault.with_name(vault.name + ".lock")
        with told_as_trouble(vault.parent):
            self._handle: int | None = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(self._handle)
        except OSError as error:
            self.release()
            raise Trouble("vault.in_use") from error

    def release(self) -> None:
        """Lets go; again is harmless. The empty lock file stays, because deleting it would race."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
