# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""In a restored file: what came after the backup is to be entered again, before anything leaves."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.domain.progress import Progress, Repeated
from app.operations import restored, salvages, ways
from app.operations.restored import RestoreState
from resources import Message
from ui.backups import moment_in_words
from ui.errors import CalmDialog, guard
from ui.form_dialog import FormDialog
from ui.job_line import JobLine
from ui.jobs import Work
from ui.missing_records import MissingDialog
from ui.session import Session
from ui.system_proxy import proxy_for
from ui.widgets import Banner, FormPanel, TextInput, clear, column, label, secondary_button, show_toast

LOOKING = "Austauschordner wird gelesen"
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
        self._room.addWidget(Banner("warning", title, f"{_MISSING}{_again(state)}", "warning", *acts))
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


def _again(state: RestoreState) -> str:
    """What newer backups knew to be erased went by itself."""
    if not state.erased_again:
        return ""
    files = "Eine Akte ist" if state.erased_again == 1 else f"{state.erased_again} Akten sind"
    return f" {files} schon wieder gelöscht: Neuere Sicherungen wussten davon."


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


class Reconciliation(FormDialog):
    """One phone call: does the Kreis have more than this file knows of? The exchange is asked beside it."""

    def __init__(self, owner: QWidget, session: Session) -> None:
        form = FormPanel()
        words = (
            "Rufen Sie die Koordination an. Sie holt zuerst alles ab, auch vom Stick. "
            "Dann liest sie unter „Meldungen“ vor, welches Paket von Ihnen das letzte ist."
        )
        form.body.addWidget(label(words, wrap=True))
        form.add("last_number", "Nummer des letzten Pakets", TextInput(width=8), "Ohne Paket ist es 0.")
        self.progress = JobLine(session, LOOKING)
        form.body.addWidget(self.progress)
        super().__init__(owner, "Letztes Paket abgleichen", form, "Vergleichen", lambda _values: None)
        self._owner, self._session = owner, session

    def submit(self) -> None:
        """The look at the exchange goes over the net; what it finds is compared with what was typed."""
        self.progress.start(_look(self._session), self._compare)

    def _compare(self, in_exchange: int) -> None:
        with guard(self):
            typed = self.form.values()["last_number"]
            self._session.write(restored.confirm_releases, typed, in_exchange)
            show_toast(self._owner, "Die Datei kennt alle Meldungen. Sie können wieder freigeben.")
            self.accept()


def open_reconciliation(owner: QWidget, session: Session) -> FormDialog:
    dialog = Reconciliation(owner, session)
    dialog.open()
    return dialog


def _look(session: Session) -> Work:
    vault, way = session.vault, session.read(ways.transport)
    address = way.address if way else ""

    def look(progress: Progress) -> int:
        return restored.last_in_exchange(vault, proxy_for(address), Repeated(progress).again)

    return look
