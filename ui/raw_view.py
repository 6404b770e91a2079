# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The release exactly as it leaves, readable: the file itself, its size and its check sum."""

from __future__ import annotations

import json

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from app.operations.reporting import ReleasePreview
from ui import files
from ui.errors import guard
from ui.reading_order import Dialog
from ui.theme import rem
from ui.widgets import box, column, label, line, secondary_button, show_toast


class RawView(Dialog):
    """Nothing here can be changed; saving writes the same bytes."""

    def __init__(self, owner: QWidget, shown: ReleasePreview) -> None:
        super().__init__(owner.window())
        self._shown = shown
        self.setWindowTitle("KIM-Brücke")
        self.setAccessibleName("Rohdatei der Meldung")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.text = QPlainTextEdit(json.dumps(json.loads(shown.payload), ensure_ascii=False, indent=1))
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName("Inhalt der Rohdatei")
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        said = f"{len(shown.payload):,} Zeichen, Prüfsumme (SHA-256) {shown.sha256}".replace(",", ".", 1)
        head = column(
            label("Rohdatei der Meldung", "heading"), label(said, "small", "muted", wrap=True), gap=0.1
        )
        save = secondary_button("Speichern", self.save, "arrow_down")
        foot = line(save, None, secondary_button("Schließen", self.accept))
        whole = column(box(head), self.text, box(foot), parent=self, gap=0.6)
        whole.setContentsMargins(rem(1.2), rem(1), rem(1.2), rem(1))
        room = owner.window().size()
        self.resize(min(rem(56), room.width()), min(rem(44), room.height()))

    def save(self) -> None:
        """The very bytes, without the line breaks that are shown here."""
        target = files.choose_target(
            self, "Rohdatei speichern", f"meldung-{self._shown.period}.json", "JSON (*.json)"
        )
        if target is not None:
            with guard(self):
                files.write(target, self._shown.payload)
                show_toast(self, "Die Rohdatei ist gespeichert.")
