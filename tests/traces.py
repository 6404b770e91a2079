# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whether a secret lies anywhere in the clear: in bytes, in files, and for a screen reader."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QApplication


def spellings(word: str) -> set[bytes]:
    """The ways in which a program writes a word: composed or not, in the usual encodings, escaped."""
    forms = {unicodedata.normalize(form, word) for form in ("NFC", "NFD")}
    return {
        written
        for form in forms
        for written in (
            *(form.encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be")),
            form.encode("ascii", "backslashreplace"),
            form.encode("cp1252", "ignore"),
        )
    }


def traces(folder: Path, secrets: Iterable[bytes]) -> list[str]:
    """The files below a folder, their names and their bytes, that hold one of these."""
    hidden = list(secrets)
    return [
        str(path.relative_to(folder))
        for path in sorted(folder.rglob("*"))
        if _holds(str(path).encode() + b"\n" + (path.read_bytes() if path.is_file() else b""), hidden)
    ]


def _holds(content: bytes, hidden: list[bytes]) -> bool:
    return any(each in content for each in hidden)


def heard() -> Iterator[str]:
    """Everything that a screen reader can reach in this program, and every title."""
    for window in QApplication.topLevelWidgets():
        yield window.windowTitle()
        yield from words_of(QAccessible.queryAccessibleInterface(window))


def words_of(part: QAccessibleInterface | None) -> Iterator[str]:
    """Every name, value and description from here down."""
    if part is None:
        return
    for kind in (QAccessible.Text.Name, QAccessible.Text.Value, QAccessible.Text.Description):
        if text := part.text(kind):
            yield text
    for place in range(part.childCount()):
        yield from words_of(part.child(place))
