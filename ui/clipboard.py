# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The clipboard forgets what came from here: after a minute, and when the file is locked."""

from __future__ import annotations

from hashlib import sha256

from PySide6.QtCore import QMimeData, QObject, QTimer
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtWidgets import QApplication

FORGET_AFTER_MS = 60_000
_NOT_FOR_HISTORIES = {
    'application/x-qt-windows-mime;value="ExcludeClipboardContentFromMonitorProcessing"': b"\x01",
    "x-kde-passwordManagerHint": b"secret",
}


class ClipboardWatch(QObject):
    """Takes off again what was copied in a window of this program, unless something newer is there."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._ours = b""
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.forget)
        _clipboard().dataChanged.connect(self._changed)

    def forget(self) -> None:
        """Empty it now, if what is on it came from here; the selection of X11 as well."""
        self._timer.stop()
        ours, self._ours = self._ours, b""
        if ours and _print(_clipboard().text()) == ours:
            _clipboard().clear()
        if _clipboard().ownsSelection():  # X11: what was marked can be pasted by the middle button
            _clipboard().clear(QClipboard.Mode.Selection)

    def _changed(self) -> None:
        """What changes while a window of ours is in front was copied there; only its hash is remembered."""
        text = _clipboard().text()
        if text and QApplication.activeWindow() is not None:
            self._ours = _print(text)
            self._timer.start(FORGET_AFTER_MS)


def copy(text: str) -> None:
    """Puts a text on the clipboard, marked so that histories of it leave it out."""
    data = QMimeData()
    data.setText(text)
    for kind, value in _NOT_FOR_HISTORIES.items():
        data.setData(kind, value)
    _clipboard().setMimeData(data)


def _clipboard() -> QClipboard:
    return QGuiApplication.clipboard()


def _print(text: str) -> bytes:
    return sha256(text.encode()).digest()
