# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The recovery key of a new file: shown once, printed, typed back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.operations import printing, vaults
from app.operations.vaults import Created
from ui.print_dialog import ask_to_print
from ui.unlock import Leaf
from ui.widgets import Card, FormPanel, TextInput, label, secondary_button, show_toast

if TYPE_CHECKING:
    from ui.door import Door


class KeyLeaf(Leaf):
    """The recovery key, shown this once; typing it back proves that it is on paper."""

    def __init__(self, door: Door, created: Created) -> None:
        form = FormPanel()
        form.add("recovery_key", "Schlüssel vom Papier abschreiben", TextInput())
        sentence = (
            "Drucken Sie diesen Schlüssel oder schreiben Sie ihn auf Papier. "
            "Ohne Passwort ist er der einzige Weg in die Datei. Er wird nur dieses eine Mal gezeigt."
        )
        super().__init__("Wiederherstellungsschlüssel", sentence, form, "Fertig", "Fertig")
        self._door, self.created, self.vault = door, created, created.vault
        self.body.insertWidget(3, key_groups(created.recovery_key))
        self.body.insertWidget(4, secondary_button("Blatt drucken", self.print_out, "printer"))

    def print_out(self) -> None:
        """The sheet for the safe."""
        now = self._door.now()
        ask_to_print(
            self,
            1,
            lambda deliver: printing.print_recovery_key(self.vault, self.created.recovery_key, deliver, now),
            lambda: show_toast(self, "Das Blatt ist beim Drucker."),
        )

    def _begin(self, values: dict[str, Any]) -> None:
        vaults.check_recovery_key(self.created.recovery_key, values["recovery_key"])
        self._door.opened.emit(self.vault)


def key_groups(key: str) -> QWidget:
    """The key in its groups of four, large enough to copy by hand."""
    groups = key.split("-")
    shown = label("   ".join(groups[:4]) + "\n" + "   ".join(groups[4:]), "heading")
    shown.setAccessibleName("Wiederherstellungsschlüssel: " + key)
    shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByKeyboard)
    return Card(shown)
