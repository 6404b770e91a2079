# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A second start of the same user raises the first window instead of opening another."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_WAIT_MS = 500


class SingleInstance(QObject):
    """The first start of a user for one file; `raised` tells that a second one knocked."""

    raised = Signal()

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._name = "kim-bruecke-" + sha256(str(path.resolve()).encode()).hexdigest()[:16]
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._knocked)

    def is_first(self) -> bool:
        """True if nobody was there before; else the first window has been asked to come up."""
        if self._knock():
            return False
        QLocalServer.removeServer(self._name)  # left by a process that was killed
        self._server.listen(self._name)
        return True

    def release(self) -> None:
        """No longer answer."""
        self._server.close()

    def _knock(self) -> bool:
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        there = socket.waitForConnected(_WAIT_MS)
        socket.disconnectFromServer()
        return there

    def _knocked(self) -> None:
        while (visitor := self._server.nextPendingConnection()) is not None:
            visitor.deleteLater()
        self.raised.emit()
