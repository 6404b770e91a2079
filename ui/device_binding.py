# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Bindung an diesen Computer: a password that opens the file here alone, and what that means, said before."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from app.operations import device_binding
from ui.form_dialog import FormDialog
from ui.password_input import PasswordInput
from ui.session import Session
from ui.widgets import FormPanel, Section, TextInput, box, label, line, secondary_button, show_toast

_WORDS = (
    "Wer Ihre Datei oder eine Sicherung kopiert und Ihr Passwort kennt, kann sie überall öffnen. Gebunden "
    "braucht Ihr Passwort dazu ein Gegenstück aus dem Schlüsselbund dieses Computers."
)
_HERE_ALONE = (
    "Es öffnet die Datei dann nur noch unter Ihrer Anmeldung an diesem Computer, auch aus einer Sicherung."
)
_SHEET = (
    "Geht der Computer oder die Anmeldung verloren, öffnet sie allein dieses Blatt. "
    "Schreiben Sie den Schlüssel deshalb jetzt davon ab."
)
_BACKUPS = (
    "Es öffnet die Datei dann wieder überall. Sicherungen aus der Zeit der Bindung brauchen weiter diesen "
    "Computer."
)


class DeviceSection(Section):
    """Of the acting person alone: every password is bound by its own person, or not."""

    def __init__(self, session: Session) -> None:
        super().__init__("Bindung an diesen Computer")
        self._session = session
        self._state = label("", strong=True, wrap=True)
        self._bind = secondary_button("Passwort binden", self.bind, "lock")
        self._free = secondary_button("Bindung aufheben", self.free)
        buttons = box(line(self._bind, self._free, None))
        self.add(label(_WORDS, "small", "muted", wrap=True), self._state, buttons)

    def reload(self) -> None:
        bound = self._session.read(device_binding.is_bound)
        self._state.setText(
            "Ihr Passwort ist an diesen Computer gebunden." if bound else "Ihr Passwort ist nicht gebunden."
        )
        self._bind.setHidden(bound)
        self._free.setVisible(bound)

    def bind(self) -> FormDialog:
        return open_binding(self, self._session)

    def free(self) -> FormDialog:
        return open_freeing(self, self._session)


def open_binding(owner: QWidget, session: Session) -> FormDialog:
    """Only with the sheet in hand: the keyring may be gone tomorrow."""
    form = FormPanel()
    form.add("password", "Ihr Passwort", PasswordInput(), _HERE_ALONE)
    form.add("recovery_key", "Schlüssel vom Blatt abschreiben", TextInput(), _SHEET)
    form.settle()

    def bind(values: dict[str, Any]) -> None:
        session.write(device_binding.bind, values["password"], values["recovery_key"])
        show_toast(owner, "Ihr Passwort ist jetzt an diesen Computer gebunden.")

    dialog = FormDialog(owner, "Passwort an diesen Computer binden", form, "Binden", bind)
    dialog.open()
    return dialog


def open_freeing(owner: QWidget, session: Session) -> FormDialog:
    form = FormPanel()
    form.add("password", "Ihr Passwort", PasswordInput(), _BACKUPS)
    form.settle()

    def free(values: dict[str, Any]) -> None:
        session.write(device_binding.free, values["password"])
        show_toast(owner, "Ihr Passwort allein öffnet die Datei wieder.")

    dialog = FormDialog(owner, "Bindung an diesen Computer aufheben", form, "Aufheben", free)
    dialog.open()
    return dialog
