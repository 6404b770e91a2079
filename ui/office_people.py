# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Zugang: who works with this file, everybody with a password of their own."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from app.domain.errors import InvalidInput
from app.operations import colleagues, key_changes, vaults
from resources import Message
from ui.errors import CalmDialog
from ui.form_dialog import FormDialog
from ui.key_change import open_key_change, open_new_recovery_key
from ui.page import Navigate
from ui.password_form import open_password_form
from ui.password_input import PasswordInput
from ui.session import Session
from ui.widgets import (
    Column,
    FormPanel,
    Section,
    Table,
    TextInput,
    box,
    label,
    line,
    link_button,
    secondary_button,
)

_WORDS = (
    "Jede Person hat ein eigenes Passwort. Wer eines kennt, öffnet alles in dieser Datei. "
    "Das Blatt mit dem Wiederherstellungsschlüssel gilt für alle; es gibt davon nur eines."
)
_WAITS = "Der Schlüsselwechsel ist noch nicht fertig. Er geht beim nächsten Öffnen der Datei weiter."


class PeopleSection(Section):
    """The people by code and name, and the passwords."""

    def __init__(self, session: Session, navigate: Navigate) -> None:
        super().__init__("Zugang", None, link_button("Person anlegen", self.add_person, "plus"))
        self._session = session
        self.people = Table(
            "Personen dieser Datei", [Column("Kürzel", width=6), Column("Name", stretch=True)], fit=True
        )
        change = secondary_button(
            "Passwort ändern", lambda: open_password_form(self, session, navigate), "lock"
        )
        sheet = link_button("Neues Blatt", lambda: open_new_recovery_key(self, session, navigate), small=True)
        key = link_button("Schlüssel wechseln", lambda: open_key_change(self, session, navigate), small=True)
        self._waits = label(_WAITS, "small", "warning", wrap=True)
        self.add(label(_WORDS, "small", "muted", wrap=True), self.people, self._waits)
        self.add(box(line(change, sheet, key, None)))

    def reload(self) -> None:
        self._waits.setVisible(self._session.read(key_changes.is_begun))
        found = self._session.read(colleagues.colleagues)
        me = self._session.actor.id
        self.people.fill(
            [(each.id, [each.code, f"{each.name} (Sie)" if each.id == me else each.name]) for each in found]
        )

    def add_person(self) -> FormDialog:
        return open_new_person(self, self._session)


def open_new_person(owner: QWidget, session: Session) -> FormDialog:
    """Another person with a password of their own for this file."""
    form = FormPanel()
    form.add_line(form.field("code", "Kürzel", TextInput(width=9)), form.field("name", "Name", TextInput()))
    form.add("password", "Erstes Passwort", PasswordInput(), "Mindestens 12 Zeichen.")
    form.add("again", "Passwort wiederholen", PasswordInput())
    form.settle()
    window = owner.window()

    def add(values: dict[str, Any]) -> None:
        if values["password"] != values["again"]:
            raise InvalidInput("again", "password.mismatch")
        session.write(vaults.add_person, values["code"], values["name"], values["password"])
        _tell_what_next(window, values["code"].strip())

    dialog = FormDialog(owner, "Person mit eigenem Passwort anlegen", form, "Anlegen", add)
    dialog.open()
    return dialog


def _tell_what_next(window: QWidget, code: str) -> None:
    """The recovery key is that of the file: it opens a way in for everybody who works with it."""
    message = Message(
        f"„{code}“ hat jetzt einen eigenen Zugang zu dieser Datei.",
        "Der Wiederherstellungsschlüssel der Datei gilt auch für diesen Zugang. Ein neuer ist nicht nötig.",
        "Beim ersten Öffnen wählt die Person ihr eigenes Passwort. Nur sie soll es kennen.",
    )
    CalmDialog(window, message, "info").open()
