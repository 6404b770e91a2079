# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The acting person's new password."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from app.domain.errors import InvalidInput
from app.operations import vaults
from ui.form_dialog import FormDialog
from ui.page import Navigate
from ui.password_input import PasswordInput
from ui.session import Session
from ui.widgets import FormPanel, show_toast


def open_password_form(owner: QWidget, session: Session, _navigate: Navigate) -> FormDialog:
    """An act of both roles, from the Büro page or the command field."""
    form = FormPanel()
    form.add("old_password", "Bisheriges Passwort", PasswordInput())
    form.add("password", "Neues Passwort", PasswordInput(), "Mindestens 12 Zeichen.")
    form.add("again", "Neues Passwort noch einmal", PasswordInput())
    form.settle()

    def save(values: dict[str, Any]) -> None:
        if values["password"] != values["again"]:
            raise InvalidInput("again", "password.mismatch")
        session.write(_change_password, values["old_password"], values["password"])
        show_toast(owner, "Das Passwort ist geändert. Der Wiederherstellungsschlüssel gilt weiter.")

    dialog = FormDialog(owner, "Passwort ändern", form, "Ändern", save)
    dialog.open()
    return dialog


def _change_password(vault: vaults.Vault, old: str, new: str, **when: Any) -> None:
    """What is wrong is marked at the field that it is about."""
    try:
        vaults.change_password(vault, old, new, **when)
    except InvalidInput as wrong:
        field = "old_password" if wrong.code == "vault.wrong_password" else "password"
        raise InvalidInput(field, wrong.code, **wrong.facts) from wrong
