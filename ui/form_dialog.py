# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A short form in a window of its own: it stays open until what was typed could be taken."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QWidget

from ui.errors import WaysOut, guard
from ui.theme import rem
from ui.widgets import FormPanel, Scroll, column, label, line, primary_button, secondary_button


class FormDialog(QDialog):
    """`act` takes the form's values; if it raises, the sentence is shown and the form stays.

    It grows with its form, up to the height of the window it belongs to.
    """

    def __init__(
        self,
        owner: QWidget,
        title: str,
        form: FormPanel,
        button: str,
        act: Callable[[dict[str, Any]], object],
        ways_out: WaysOut | None = None,
    ) -> None:
        super().__init__(owner.window())
        self.setWindowTitle("KIM-Brücke")
        self.setAccessibleName(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.form, self._act, self._ways_out = form, act, ways_out
        foot = line(
            None, secondary_button("Abbrechen", self.reject), primary_button(button, self.submit, "check")
        )
        self._scroll = Scroll(form)
        whole = column(label(title, "heading", wrap=True), self._scroll, parent=self, gap=0.8)
        whole.addLayout(foot)
        whole.setContentsMargins(rem(1.5), rem(1.2), rem(1.5), rem(1.2))
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.submit)
        self._tallest = max(rem(24), owner.window().height() - rem(2))
        hint = form.sizeHint()
        self.resize(max(rem(34), hint.width() + rem(5)), min(self._tallest, hint.height() + rem(9)))
        form.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.form and event.type() == QEvent.Type.LayoutRequest:
            self._grow()
        return super().eventFilter(watched, event)

    def submit(self) -> None:
        """Hand over the values, and close if they were taken."""
        with guard(self, self._ways_out):
            self._act(self.form.values())
            self.accept()

    def _grow(self) -> None:
        """A sentence beneath a field, or a further line, pushes nothing out of sight."""
        room, layout = self._scroll.viewport().size(), self.form.layout()
        assert layout is not None
        missing = layout.totalHeightForWidth(room.width()) - room.height()
        if missing > 0 and self.isVisible():
            self.resize(self.width(), min(self._tallest, self.height() + missing))
