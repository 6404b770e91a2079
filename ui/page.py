# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A page of the shell: it shows what the session holds and reloads when something changed."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from ui.errors import guard
from ui.session import Session


class Navigate(Protocol):
    """Go to a page by its key, with what it is about: `navigate("case", case_id)`."""

    def __call__(self, key: str, *about: str) -> None: ...


class Page(QWidget):
    """Build widgets in `__init__`, fill them in `reload`; only the page on screen exists.

    The shell sets the margins; a page that paints up to the edges says so by `edge_to_edge`. While
    `conversation` is set the client looks on: show nobody else's data and no internal notes.
    """

    edge_to_edge = False
    about: tuple[str, ...] = ()
    """What it is about now, where it moves on by itself: going there again shows the same."""
    open_case: str | None = None
    """The case on screen, as long as it takes new entries."""

    def __init__(self, session: Session, navigate: Navigate) -> None:
        super().__init__()
        self.session = session
        self.navigate = navigate
        self.conversation = False
        self._is_filled = False
        session.changed.connect(self._changed)

    def reload(self) -> None:
        """Read afresh and show; called when the page appears and after each change."""

    def keep(self) -> None:
        """Store drafts now: the page is about to be covered, locked or left."""

    def first(self) -> QWidget:
        """Where the keys go when the page appears; a focus proxy would keep Tab from what is before it."""
        return self

    def prepare(self) -> None:
        """Fill it before it is seen: it is laid out once, with all that it shows."""
        with guard(self):
            self.reload()
        self._is_filled = True

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        filled, self._is_filled = self._is_filled, False
        if not filled:
            self._changed()
        self.first().setFocus(Qt.FocusReason.OtherFocusReason)

    def _changed(self) -> None:
        if self.isVisible():
            with guard(self):
                self.reload()
