# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The recorded text of an Überleitung, to be handed on; the clipboard forgets it again."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget

from ui import clipboard
from ui.theme import rem
from ui.widgets import box, column, label, line, primary_button, secondary_button, show_toast


class SentText(QDialog):
    """Word for word what was recorded."""

    def __init__(self, owner: QWidget, recipient: str, text: str) -> None:
        super().__init__(owner.window())
        self.setWindowTitle("KIM-Brücke")
        self.setAccessibleName("Die Überleitung ist festgehalten")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self._owner, self.text = owner, text
        shown = QPlainTextEdit(text)
        shown.setReadOnly(True)
        shown.setTabChangesFocus(True)
        shown.setAccessibleName("Text der Überleitung")
        head = label(f"Die Überleitung an {recipient} ist festgehalten.", "heading", wrap=True)
        hint = label("Diesen Text dürfen Sie jetzt weitergeben, und nur ihn.", wrap=True)
        foot = line(None, secondary_button("Schließen", self.accept), gap=0.8)
        foot.addWidget(primary_button("Text kopieren", self.copy, "copy"))
        whole = column(head, hint, shown, box(foot), parent=self, gap=0.6)
        whole.setContentsMargins(rem(1.5), rem(1.2), rem(1.5), rem(1.2))
        self.resize(rem(40), rem(28))

    def copy(self) -> None:
        clipboard.copy(self.text)
        self.accept()
        show_toast(self._owner, "Kopiert. Nach einer Minute ist die Zwischenablage wieder leer.")
