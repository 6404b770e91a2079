# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Files that are carried from one office to another: chosen by the user, read and written whole."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QDir, QSaveFile
from PySide6.QtWidgets import QFileDialog, QWidget

from app.domain.errors import InvalidInput, Trouble

_MOST = (16 << 20) + 1
"""One byte more than the largest file that travels."""


def choose_folder(owner: QWidget, title: str) -> Path | None:
    """None if the user thinks better of it."""
    chosen = QFileDialog.getExistingDirectory(owner, title, QDir.homePath())
    return Path(chosen) if chosen else None


def choose_file(owner: QWidget, title: str, kinds: str) -> Path | None:
    chosen, _ = QFileDialog.getOpenFileName(owner, title, QDir.homePath(), kinds)
    return Path(chosen) if chosen else None


def choose_target(owner: QWidget, title: str, name: str, kinds: str) -> Path | None:
    """Where to save; `name` is offered."""
    chosen, _ = QFileDialog.getSaveFileName(owner, title, str(Path(QDir.homePath()) / name), kinds)
    return Path(chosen) if chosen else None


def read(typed: str, field: str) -> bytes:
    """The content of a small file; InvalidInput at `field` if there is none to read."""
    if not typed:
        raise InvalidInput(field, "file.missing")
    try:
        with Path(typed).open("rb") as file:
            return file.read(_MOST)
    except OSError as error:
        raise InvalidInput(field, "file.unreadable") from error


def write(path: Path, content: bytes) -> None:
    """Whole or not at all; Trouble if the place does not take it."""
    file = QSaveFile(str(path))
    taken = (
        file.open(QSaveFile.OpenModeFlag.WriteOnly) and file.write(content) == len(content) and file.commit()
    )
    if not taken:
        raise Trouble("file.not_written")
