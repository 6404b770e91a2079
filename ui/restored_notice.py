# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""In a restored file: what came after the backup is to be entered again, before anything leaves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from app.operations import restored, salvages
from resources import Message
from ui.backups import moment_in_words
from ui.errors import CalmDialog, guard
from ui.form_dialog import FormDialog
from ui.missing_records import MissingDialog
from ui.session import Session
from ui.widgets import Banner, FormPanel, TextInput, clear, column, label, secondary_button, show_toast

_MISSING = (
    "Was danach kam, fehlt: Widerrufe, Gelöschtes, Auskünfte, Kontakte. Tragen Sie es nach. "
    "Bis dahin geht auf Einwilligung nichts hinaus."
)


class RestoredNotice(QWidget):
    """It stands above Heute until somebody says that everything is entered again."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._room = column(parent=self)

    def is_open(self) -> bool:
        clear(self._room)
        state = self._session.read(restored.restore_state)
        if state is None or not state.catch_up_open:
            return False
        title = f"Diese Datei kommt aus der Sicherung vom {moment_in_words(state.backup_of)}."
        acts = [secondary_button("Alles nachgetragen", self._ask)]
        if missing := self._session.read(salvages.missing):
            title = "Diese Datei ist aus einer beschädigten gerettet. Einiges fehlt."
            acts.insert(0, secondary_button("Was fehlt", lambda: MissingDialog(self, missing).open()))
        self._room.addWidget(Banner("warning", title, _MISSING, "warning", *acts))
        return True

    def _ask(self) -> None:
        message = Message(
            "Sie bestätigen: Alle Widerrufe seit der Sicherung sind nachgetragen.",
            "Auch Gelöschtes ist wieder gelöscht, und Auskünfte sind wieder vermerkt.",
            "Danach gibt das Programm wieder weiter, was eine Einwilligung erlaubt.",
        )
        CalmDialog(self, message, "info", ("Bestätigen", self._confirm)).open()

    def _confirm(self) -> None:
        with guard(self):
            self._session.write(restored.caught_up)


def ask_to_bring_back(owner: QWidget, act: Callable[[], object]) -> CalmDialog:
    """No phone call: the Kreis answers by itself when it next fetches."""
    message = Message(
        "Die Koordination gibt zurück, was sie von dieser Akte schon hat.",
        "Dieses Büro bekommt dafür neue Schlüssel. Ein Anruf ist nicht nötig.",
        "Das dauert, bis die Koordination das nächste Mal abholt. Bis dahin geht keine Meldung hinaus.",
    )
    dialog = CalmDialog(owner, message, "info", ("Zurückholen", act))
    dialog.open()
    return dialog


def open_reconciliation(owner: QWidget, session: Session) -> FormDialog:
    """One phone call: does the Kreis have more than this file knows of?"""
    form = FormPanel()
    words = (
        "Rufen Sie die Koordination an. Sie holt zuerst alles ab, auch vom Stick. "
        "Dann liest sie unter „Meldungen“ vor, welches Paket von Ihnen das letzte ist."
    )
    form.body.addWidget(label(words, wrap=True))
    form.add("last_number", "Nummer des letzten Pakets", TextInput(width=8), "Ohne Paket ist es 0.")

    def take(values: dict[str, Any]) -> None:
        session.write(restored.confirm_releases, values["last_number"])
        show_toast(owner, "Die Datei kennt alle Meldungen. Sie können wieder freigeben.")

    dialog = FormDialog(owner, "Letztes Paket abgleichen", form, "Vergleichen", take)
    dialog.open()
    return dialog
