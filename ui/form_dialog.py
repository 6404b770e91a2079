# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A short form in a window of its own: it stays open until what was typed could be taken."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QWidget

from ui.errors import WaysOut, guard
from ui.theme import rem
from ui.widgets import FormPanel, Scroll, column, label, line, primary_button, secondary_button


class FormDialog(QDialog):
    """`act` takes the form's values; if it raises, the sentence is shown and the form stays."""

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
        whole = column(label(title, "heading", wrap=True), Scroll(form), parent=self, gap=0.8)
        whole.addLayout(foot)
        whole.setContentsMargins(rem(1.5), rem(1.2), rem(1.5), rem(1.2))
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.submit)
        hint = form.sizeHint()
        self.resize(max(rem(34), hint.width() + rem(5)), min(rem(36), hint.height() + rem(9)))

    def submit(self) -> None:
        """Hand over the values, and close if they were taken."""
        with guard(self, self._ways_out):
            self._act(self.form.values())
            self.accept()
