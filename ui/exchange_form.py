# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The way between office and Kreis: a folder or a WebDAV server, tried before it is taken."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import QWidget

import resources
from app.domain.progress import Progress
from app.operations import ways
from app.operations.connection_check import CheckedStep, check_connection
from ui import files
from ui.errors import guard
from ui.form_dialog import FormDialog
from ui.job_line import JobLine
from ui.jobs import Work
from ui.password_input import PasswordInput
from ui.session import Session
from ui.system_proxy import proxy_for
from ui.theme import rem
from ui.widgets import (
    ChoiceBar,
    FormPanel,
    Icon,
    TextInput,
    box,
    bring_into_view,
    clear,
    column,
    label,
    line,
    secondary_button,
    show_toast,
)

CHECKING = "Verbindung wird geprüft"
_KINDS = [("folder", "Ordner im Netz"), ("webdav", "WebDAV-Server")]
_FOLDER_HINT = "Ein Ordner im Netz oder in einer Wolke, den Sie und die Gegenstelle erreichen."
_SERVER_HINT = "Beginnt mit https://. Adresse, Benutzer und Passwort nennt Ihnen, wer den Server betreibt."
_KEPT = "Gespeichert und nicht mehr zu sehen. Nur ausfüllen, wenn es sich ändert."
_NEW = "Am besten ein eigenes Passwort nur für dieses Programm. Es bleibt in der verschlüsselten Datei."
_RIGHT = {
    "address": "Der Server ist erreichbar.",
    "certificate": "Sein Ausweis (Zertifikat) ist gültig.",
    "login": "Die Anmeldung gilt.",
    "folder": "Der Ordner ist da.",
    "files": "Eine Probedatei ließ sich schreiben und lesen.",
}


class ExchangeForm(FormPanel):
    """Where packets lie; „Verbindung prüfen“ tries what stands here and says so step by step."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.kind = ChoiceBar("Weg", _KINDS)
        self.choose_button = secondary_button("Auswählen", self.choose, "folder")
        self.check_button = secondary_button("Verbindung prüfen", self.check, "refresh")
        self.progress = JobLine(session, CHECKING)
        self.findings = column(gap=0.4)
        self._lay_out()
        self._show_known()
        self.kind.changed.connect(self._show_kind)
        self.changed.connect(lambda: clear(self.findings))

    def sizeHint(self) -> QSize:
        """With room for the steps of a check."""
        hint = super().sizeHint()
        return QSize(max(hint.width(), rem(34)), hint.height() + rem(3))

    def choose(self) -> None:
        chosen = files.choose_folder(self, "Austauschordner wählen")
        if chosen is not None:
            self.entry("address").set_typed(str(chosen))

    def check(self) -> None:
        """Try it beside the windows; nothing is stored."""
        with guard(self):
            clear(self.findings)
            self.progress.start(_checking(self._session, self.values()), self.show_findings)

    def show_findings(self, steps: Sequence[CheckedStep]) -> None:
        clear(self.findings)
        lines = [_finding(each) for each in steps]
        if all(each.trouble is None for each in steps):
            lines.append(label("Alles in Ordnung. Wählen Sie „Übernehmen“.", strong=True, wrap=True))
        for each in lines:
            self.findings.addWidget(each)
        QTimer.singleShot(0, lines[-1], lambda: bring_into_view(lines[-1]))

    def _lay_out(self) -> None:
        self.add("kind", "Weg", self.kind)
        beside = column(self.choose_button, None)
        beside.setContentsMargins(0, rem(1.4), 0, 0)
        self._beside = box(beside)
        self._address = self.field("address", "Austauschordner", TextInput(), _FOLDER_HINT)
        both = line(self._address, self._beside, gap=0.6)
        both.setStretch(0, 1)
        self.body.addLayout(both)
        login = line(gap=1)
        for row in (
            self.field("user", "Benutzer", TextInput()),
            self.field("password", "Passwort", PasswordInput(), _NEW),
        ):
            login.addWidget(row, 1)
        self._login = box(login)
        self.body.addWidget(self._login)
        self.body.addWidget(box(line(self.check_button, None)))
        self.body.addWidget(self.progress)
        self.body.addLayout(self.findings)

    def _show_known(self) -> None:
        way = self._session.read(ways.transport)
        known = {"kind": way.kind, "address": way.address, "user": way.user} if way else {"kind": "folder"}
        self.set_values(known)
        if way is not None and way.user:
            self.row("password").set_hint(_KEPT)
        self._show_kind()

    def _show_kind(self) -> None:
        server = self.kind.value() == "webdav"
        self._beside.setHidden(server)
        self._login.setVisible(server)
        self._address.set_caption("Adresse" if server else "Austauschordner")
        self._address.set_hint(_SERVER_HINT if server else _FOLDER_HINT)


def open_exchange_form(owner: QWidget, session: Session) -> FormDialog:
    """The same act in both roles."""
    form = ExchangeForm(session)

    def take(values: dict[str, Any]) -> None:
        login = {"user": values["user"], "password": values["password"]}
        session.write(ways.set_transport, values["kind"], values["address"], **login)
        show_toast(owner, "Der Austauschordner ist eingestellt.")

    dialog = FormDialog(owner, "Austauschordner", form, "Übernehmen", take)
    dialog.open()
    return dialog


def _checking(session: Session, values: dict[str, Any]) -> Work:
    vault, (kind, address) = session.vault, (values["kind"], values["address"])

    def check(progress: Progress) -> tuple[CheckedStep, ...]:
        login = values["user"], values["password"]
        return check_connection(vault, kind, address, *login, proxy_for, progress)

    return check


def _finding(each: CheckedStep) -> QWidget:
    """A step that is right in one line; one that is not with what to do."""
    if each.trouble is None:
        return _line(Icon("check", "success"), label(_RIGHT[each.step], wrap=True))
    message = resources.message(each.trouble)
    said = [label(message.what, tone="danger", strong=True, wrap=True)]
    return _line(Icon("warning", "danger"), *said, label(message.todo, wrap=True))


def _line(icon: Icon, *words: QWidget) -> QWidget:
    result = line(gap=0.6)
    result.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
    result.addLayout(column(*words, gap=0.1), 1)
    return box(result)
