# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is written to the disk, as the kernel tells it (inotify), and what is open for writing."""

from __future__ import annotations

import ctypes
import os
import struct
from collections.abc import Iterator
from pathlib import Path

_MODIFY, _CLOSE_WRITE, _MOVED_TO, _CREATE = 0x2, 0x8, 0x80, 0x100
_IS_FOLDER = 0x4000_0000
_EVENT = struct.Struct("iIII")


class Watch:
    """Notes every file that is made, written or moved into these folders, also in folders made later."""

    def __init__(self, *folders: Path) -> None:
        self._libc = ctypes.CDLL(None, use_errno=True)
        self._fd = self._libc.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
        assert self._fd >= 0, os.strerror(ctypes.get_errno())
        self._folders: dict[int, Path] = {}
        for folder in folders:
            for each in (folder, *(sub for sub in folder.rglob("*") if sub.is_dir())):
                self._add(each)

    def written(self) -> set[Path]:
        """Since the last time it was asked."""
        found: set[Path] = set()
        for folder, mask, name in self._events():
            path = folder / name
            if mask & _IS_FOLDER:
                self._add(path)
                found.update(each for each in path.rglob("*") if each.is_file())
            else:
                found.add(path)
        return found

    def close(self) -> None:
        os.close(self._fd)

    def _add(self, folder: Path) -> None:
        mask = _MODIFY | _CLOSE_WRITE | _MOVED_TO | _CREATE
        watched = self._libc.inotify_add_watch(self._fd, os.fsencode(folder), mask)
        assert watched >= 0, os.strerror(ctypes.get_errno())
        self._folders[watched] = folder

    def _events(self) -> Iterator[tuple[Path, int, str]]:
        while True:
            try:
                told = os.read(self._fd, 1 << 20)
            except BlockingIOError:
                return
            while told:
                watched, mask, _, length = _EVENT.unpack_from(told)
                name = told[_EVENT.size : _EVENT.size + length].rstrip(b"\0")
                told = told[_EVENT.size + length :]
                yield self._folders[watched], mask, os.fsdecode(name)


def open_for_writing(process: str = "self") -> set[str]:
    """Ordinary files that a process may write to, also those that have no name any more."""
    found = set()
    for entry in Path(f"/proc/{process}/fd").iterdir():
        try:
            target = str(entry.readlink())
            flags = (entry.parent.parent / "fdinfo" / entry.name).read_text().split("flags:")[1].split()[0]
        except FileNotFoundError:
            continue  # the one that read this folder
        if target.startswith("/") and not target.startswith(("/dev/", "/proc/")) and int(flags, 8) & 3:
            found.add(target)
    return found
