# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What only cycles of Python still hold goes between two events, never in the middle of Qt.

A collection begins wherever something is allocated: on a worker, where no Qt object may end, or under a lock
that Qt holds on this very thread, where ending one waits for ever. So Python's own collections are off, and
the event loop asks once a second whether one is due.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 1000


class Collector(QObject):
    """Collects for as long as `owner` lives."""

    def __init__(self, owner: QObject) -> None:
        super().__init__(owner)
        gc.disable()
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(collect_if_due)
        self._timer.start()


def collect_if_due() -> None:
    """The oldest generation that has waited as long as Python would let it."""
    waited, patience = gc.get_count(), gc.get_threshold()
    for generation in (2, 1, 0):
        if waited[generation] > patience[generation]:
            gc.collect(generation)
            return
