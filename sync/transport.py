# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""How packets travel: a small interface, and a shared folder below it."""

from __future__ import annotations

import errno
import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol, TypeVar
from uuid import uuid4

from app.domain.errors import Refusal, Trouble
from sync.packet import is_name

_FOLDER = re.compile(r"catalogue|(ack|keys|probe|[0-9a-f-]{36})/[0-9a-f-]{36}")
_SHARING_VIOLATIONS = (5, 32, 33)
_PATIENCE = 5.0
_PAUSE = 0.1

CATALOGUE = "catalogue"
"""Where the Kreis puts what it says to all."""

T = TypeVar("T")


class Transport(Protocol):
    """Files by folder and name; one writer per folder, nothing is ever changed or moved."""

    def put(self, folder: str, name: str, data: bytes) -> None:
        """The file is there as written; equal content is success, other content Trouble."""

    def get(self, folder: str, name: str, limit: int) -> bytes:
        """The file's bytes; Refusal packet.too_large beyond `limit`."""

    def list(self, folder: str) -> list[str]:
        """Names of packets in order; other names are ignored, a folder not there yet is empty."""


def packets_folder(outstation: str, device: str) -> str:
    """Where an outstation's device puts its packets."""
    return f"{outstation}/{device}"


def receipts_folder(device: str) -> str:
    """Where the Kreis puts the receipts for a device."""
    return f"ack/{device}"


def keys_folder(device: str) -> str:
    """Where the Kreis puts the keys of the other offices for a device."""
    return f"keys/{device}"


def probe_folder(place: str) -> str:
    """Where somebody tries whether files can be put and read; nobody looks for packets there."""
    return f"probe/{place}"


def checked_folder(folder: str) -> str:
    """A folder of the plan; anything else is a bug."""
    if not _FOLDER.fullmatch(folder):
        raise ValueError(f"no folder {folder}")
    return folder


def checked_name(name: str) -> str:
    """A packet's name; anything else is a bug."""
    if not is_name(name):
        raise ValueError(f"no packet name {name}")
    return name


class OneLook:
    """Over another way each folder is listed once: what comes meanwhile is for the next round."""

    def __init__(self, way: Transport) -> None:
        self.put, self.get = way.put, way.get
        self._way = way
        self._names: dict[str, list[str]] = {}

    def list(self, folder: str) -> list[str]:
        if folder not in self._names:
            self._names[folder] = self._way.list(folder)
        return self._names[folder]


class FolderTransport:
    """A shared or synced folder; it must exist, what lies below is made as needed."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, folder: str, name: str, data: bytes) -> None:
        """Written beside, fsynced, replaced into place and read back."""
        place = self._folder(folder)
        target = place / checked_name(name)
        with _named_trouble():
            place.mkdir(parents=True, exist_ok=True)
            if not target.exists():
                _write(place, target, data)
            if _patiently(target.read_bytes) != data:
                raise Trouble("transport.different")

    def get(self, folder: str, name: str, limit: int) -> bytes:
        target = self._folder(folder) / checked_name(name)
        with _named_trouble():
            data = _patiently(lambda: _read(target, limit + 1))
        if len(data) > limit:
            raise Refusal("packet.too_large")
        return data

    def list(self, folder: str) -> list[str]:
        place = self._folder(folder)
        with _named_trouble():
            found = place.iterdir() if place.is_dir() else ()
            return sorted(file.name for file in found if is_name(file.name) and file.is_file())

    def look(self) -> None:
        """The folder is there; Trouble otherwise."""
        with _named_trouble():
            if not self.root.is_dir():
                raise Trouble("transport.folder_missing")

    def discard_probe(self, place: str) -> None:
        shutil.rmtree(self._folder(probe_folder(place)), ignore_errors=True)

    def _folder(self, folder: str) -> Path:
        """A folder below the root; the root is never made, lest an unmounted share become a local folder."""
        place = self.root / checked_folder(folder)
        self.look()
        return place


def _read(target: Path, most: int) -> bytes:
    with target.open("rb") as file:
        return file.read(most)


def _write(place: Path, target: Path, data: bytes) -> None:
    part = place / f".{uuid4()}.part"
    try:
        with part.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        _patiently(lambda: part.replace(target))
    finally:
        part.unlink(missing_ok=True)
    if os.name == "posix":
        _sync_folder(place)


def _sync_folder(place: Path) -> None:
    handle = os.open(place, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _patiently(act: Callable[[], T]) -> T:
    """Virus scanners and sync clients hold a file for moments on Windows: try again for five seconds."""
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            return act()
        except PermissionError as error:
            if getattr(error, "winerror", None) not in _SHARING_VIOLATIONS or time.monotonic() > until:
                raise
            time.sleep(_PAUSE)


@contextmanager
def _named_trouble() -> Iterator[None]:
    """The world's errors as Trouble with a sentence; names of files stay out of it."""
    try:
        yield
    except OSError as error:
        raise Trouble(_code(error)) from error


def _code(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "transport.full"
    if error.errno == errno.EROFS:
        return "transport.read_only"
    if isinstance(error, PermissionError):
        return "transport.no_permission"
    if isinstance(error, FileNotFoundError):
        return "transport.gone"
    return "transport.unreachable"
