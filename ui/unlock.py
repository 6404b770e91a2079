# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the door of a file asks: a password, a new file, the recovery key. No name and no number is shown.

The window is painted before anything else is loaded: what prints or reads backups has leaves of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from app.domain.errors import InvalidInput
from app.operations import vaults
from app.operations.vaults import Vault
from ui import errors, jobs
from ui.password_input import PasswordInput
from ui.theme import rem
from ui.widgets import (
    Card,
    ChoiceBar,
    CodeInput,
    FieldRow,
    FormPanel,
    Icon,
    TextInput,
    box,
    label,
    line,
    link_button,
    primary_button,
)

if TYPE_CHECKING:
    from ui.door import Door

RESTORE = "Aus einer Sicherung wiederherstellen"
_CAPS = "Die Feststelltaste ist an."
_RULE = "Mindestens 12 Zeichen. Fünf Wörter, die nicht zusammengehören, sind gut zu merken."


class Leaf(Card):
    """A form on the door with one button; the slow work that `_begin` starts runs as a job."""

    _begin: Callable[[dict[str, Any]], None]

    def __init__(self, title: str, sentence: str, form: FormPanel, button: str, waiting: str) -> None:
        super().__init__(outlined=True, gap=1)
        self.setFixedWidth(rem(30))
        self.body.setContentsMargins(rem(2), rem(1.8), rem(2), rem(1.6))
        self.form, self._waiting = form, waiting
        self.button: QPushButton = primary_button(button, self.submit)
        self.body.addWidget(brand())
        self.body.addWidget(label(title, "title", wrap=True))
        if sentence:
            self.body.addWidget(label(sentence, tone="muted", wrap=True))
        self.body.addWidget(form)
        self.body.addWidget(self.button)
        self._word = button
        for line_edit in form.findChildren(QLineEdit):
            line_edit.returnPressed.connect(self.submit)
        for name in ("password", "password_again"):
            if form.has(name):
                entry = form.entry(name)
                assert isinstance(entry, PasswordInput)
                entry.caps_lock.connect(_tell_caps(form.row(name)))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.form.focus_first_empty()

    def submit(self) -> None:
        """Take what was typed, if it can be taken."""
        if not self.button.isEnabled():
            return
        with errors.guard(self):
            self._wait(True)
            self._begin(self.form.values())
            return
        self._wait(False)

    def _run(self, work: Callable[[], Any], on_done: Callable[[Any], object]) -> None:
        jobs.run(self._waiting, lambda _progress: work(), on_done, self._failed)

    def _failed(self, error: BaseException) -> None:
        self._wait(False)
        errors.show(self, error, self._ways_out())

    def _ways_out(self) -> errors.WaysOut:
        return {}

    def _wait(self, on: bool) -> None:
        self.button.setText(self._waiting if on else self._word)
        self.button.setDisabled(on)
        self.form.setDisabled(on)


class UnlockLeaf(Leaf):
    """Code and password."""

    def __init__(self, door: Door, codes: Sequence[str]) -> None:
        form = FormPanel()
        form.add("staff_code", "Kürzel", code_choice(codes))
        form.add("password", "Passwort", PasswordInput())
        super().__init__("Entsperren", "", form, "Entsperren", "Wird geöffnet …")
        self._door = door
        forgotten = link_button("Passwort vergessen?", door.show_recover, small=True)
        other = link_button("Andere Datei öffnen", door.choose_file, small=True)
        self.body.addWidget(box(line(None, forgotten, other, None, gap=1)))
        self.body.addWidget(box(line(None, restore_link(door), None)))

    def _begin(self, values: dict[str, Any]) -> None:
        code, password = _chosen(values), values["password"]
        if not password:
            raise InvalidInput("password", "password.missing")
        self._run(lambda: self._door.unlock(code, password), lambda vault: self._door.enter(vault, password))

    def _ways_out(self) -> errors.WaysOut:
        by_sheet = ("Mit Schlüssel öffnen", self._door.show_recover)
        restore = (RESTORE, self._door.show_restore)
        return {
            "vault.damaged": restore,
            "device.secret_missing": by_sheet,
            "device.keyring_silent": by_sheet,
        }


class StartPasswordLeaf(Leaf):
    """Somebody else has read the password out: it opens the file this once, for one of one's own."""

    def __init__(self, door: Door, vault: Vault, start_password: str) -> None:
        form = FormPanel()
        add_new_password(form)
        sentence = "Ihr Startpasswort gilt nur dieses eine Mal. Das neue Passwort kennen nur Sie."
        super().__init__("Eigenes Passwort wählen", sentence, form, "Passwort setzen", "Wird geöffnet …")
        self._door, self.vault, self._start_password = door, vault, start_password

    def _begin(self, values: dict[str, Any]) -> None:
        password, now = new_password(values), self._door.now()
        if password == self._start_password:
            raise InvalidInput("password", "password.same_as_before")
        self._run(
            lambda: vaults.change_password(self.vault, self._start_password, password, now),
            lambda _: self._door.opened.emit(self.vault),
        )


class RecoverLeaf(Leaf):
    """The recovery key and a new password."""

    def __init__(self, door: Door, codes: Sequence[str]) -> None:
        form = FormPanel()
        form.add(
            "recovery_key", "Wiederherstellungsschlüssel", TextInput(), "Sieben Gruppen zu vier Zeichen."
        )
        form.add("staff_code", "Kürzel", code_choice(codes))
        add_new_password(form)
        sentence = "Der Schlüssel steht auf dem Blatt, das beim Anlegen der Datei entstanden ist."
        super().__init__("Mit Schlüssel öffnen", sentence, form, "Neues Passwort setzen", "Wird geöffnet …")
        self._door = door
        self.body.addWidget(link_button("Zurück", door.show_unlock, small=True))

    def _begin(self, values: dict[str, Any]) -> None:
        code, password = _chosen(values), new_password(values)
        key = values["recovery_key"]
        self._run(lambda: self._door.recover(key, code, password), self._door.opened.emit)


class CreateLeaf(Leaf):
    """A new file and its first person."""

    def __init__(self, door: Door) -> None:
        form = FormPanel()
        role = ChoiceBar("Rolle", [("case", "Case Management"), ("district", "Koordination")])
        role.set_value("case")
        form.add("role", "Wofür ist diese Datei?", role)
        code = TextInput(width=9)
        name = TextInput()
        form.add_line(form.field("code", "Ihr Kürzel", code), form.field("name", "Ihr Name", name))
        add_new_password(form)
        sentence = (
            "Hier liegt noch keine Datei. Die neue Datei ist verschlüsselt und bleibt auf diesem Gerät."
        )
        super().__init__("Neue Datei anlegen", sentence, form, "Datei anlegen", "Wird angelegt …")
        self._door = door
        other = link_button("Vorhandene Datei öffnen", door.choose_file, small=True)
        self.body.addWidget(box(line(None, other, None)))
        self.body.addWidget(box(line(None, restore_link(door), None)))

    def _begin(self, values: dict[str, Any]) -> None:
        role, code, name = (values[field] for field in ("role", "code", "name"))
        password = new_password(values)
        self._run(lambda: self._door.make(role, code, name, password), self._door.show_key)


def restore_link(door: Door) -> QWidget:
    """The way back when the file is lost or damaged."""
    return link_button(RESTORE, door.show_restore, small=True)


def brand() -> QWidget:
    return box(line(Icon("shield", "action", 1.5), label("KIM-Brücke", "heading"), None, gap=0.4))


def code_choice(codes: Sequence[str]) -> CodeInput:
    choice = CodeInput([(code, code) for code in codes])
    choice.set_value(codes[0] if len(codes) == 1 else None)
    return choice


def _chosen(values: dict[str, Any]) -> str:
    if not values["staff_code"]:
        raise InvalidInput("staff_code", "vault.no_person")
    return str(values["staff_code"])


def add_new_password(form: FormPanel) -> None:
    form.add("password", "Neues Passwort", PasswordInput(), _RULE)
    form.add("password_again", "Passwort wiederholen", PasswordInput())


def new_password(values: dict[str, Any]) -> str:
    if values["password"] != values["password_again"]:
        raise InvalidInput("password_again", "password.mismatch")
    return str(values["password"])


def _tell_caps(row: FieldRow) -> Callable[[bool], None]:
    usual = row.hint()
    return lambda on: row.set_hint(_CAPS if on else usual)
