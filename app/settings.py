# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What this computer remembers between two starts: last file, last printer; never a name or content."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec
import platformdirs


class Settings(msgspec.Struct, frozen=True):
    """The file that was open last; how it was printed last; whether the print queue was explained.

    `freshness`: the keyring here holds how far the file has come. `out_of_swap`: the administrator wants the
    database's memory locked, which costs time. `capture_block`: pictures of the screen leave cases out.
    `prints`: paper comes from here; not at home.
    """

    vault: str = ""
    printer: str = ""
    two_sided: bool = False
    queue_explained: bool = False
    freshness: bool = False
    out_of_swap: bool = False
    capture_block: bool = True
    prints: bool = True


def folder() -> Path:
    """The local, not roaming, data folder; the variable KIM_BRUECKE_HOME names another."""
    chosen = os.environ.get("KIM_BRUECKE_HOME")
    return Path(chosen) if chosen else Path(platformdirs.user_data_dir("KIM-Bruecke", appauthor=False))


def load() -> Settings:
    """What was saved; a missing or unreadable file only means that nothing is remembered."""
    try:
        return msgspec.json.decode(_file().read_bytes(), type=Settings)
    except (OSError, msgspec.MsgspecError):
        return Settings()


def save(settings: Settings) -> None:
    """Replaces the saved settings as a whole; OSError if the folder cannot be written."""
    _file().parent.mkdir(parents=True, exist_ok=True)
    fresh = _file().with_suffix(".new")
    with fresh.open("wb") as file:
        file.write(msgspec.json.format(msgspec.json.encode(settings)))
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(_file())


def remember(**changes: object) -> None:
    """Change these and keep the others; OSError if the folder cannot be written."""
    save(msgspec.structs.replace(load(), **changes))


def _file() -> Path:
    return folder() / "settings.json"
