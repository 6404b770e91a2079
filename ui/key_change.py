# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Schlüssel wechseln: what opens the file afterwards is on paper and typed back before anything changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from app.domain.errors import InvalidInput, Trouble
from app.operations import colleagues, incidents, key_changes, printing, vaults
from app.operations.incidents import Incident
from app.operations.key_changes import NewWays
from resources import Message
from ui.choice_chips import ChoiceChips
from ui.errors import CalmDialog, guard
from ui.form_dialog import FormDialog
from ui.job_line import JobLine
from ui.key_leaf import key_groups
from ui.page import Navigate
from ui.password_input import PasswordInput
from ui.print_dialog import ask_to_print
from ui.reading_order import Dialog
from ui.session import Session
from ui.sheet_dialog import SheetDialog
from ui.theme import rem
from ui.widgets import (
    CodeInput,
    DateInput,
    FormPanel,
    Scroll,
    TextInput,
    box,
    column,
    label,
    line,
    primary_button,
    secondary_button,
    show_toast,
)

JOB = "Schlüssel wird gewechselt"
CAUSES = (
    ("lost", "Computer verloren oder gestohlen"),
    ("spied", "Passwort, Blatt oder Computer ausgespäht"),
    ("left", "Jemand verlässt die Stelle"),
    ("caution", "Vorsorglich"),
)
_COPIES = (
    "Frühere Sicherungen und Kopien öffnen sich weiter mit den Zugängen ihres Tages. "
    "Vernichten Sie, was Sie nicht mehr brauchen, und sichern Sie jetzt neu."
)
_SHEET_HINT = "Vorlage für die Meldung an die Aufsichtsbehörde. Die Zeilen füllen Sie von Hand."


def open_key_change(owner: QWidget, session: Session, _navigate: Navigate) -> FormDialog:
    """Why, who leaves, and the own password; then the new ways in are shown."""
    form, others = FormPanel(), _others(session)
    form.add("cause", "Anlass", CodeInput(list(CAUSES)))
    form.add("noticed_on", "Bemerkt am", DateInput(session.today))
    if others:
        words = "Wer geht, öffnet die Datei danach nicht mehr. Alle anderen bekommen ein Startpasswort."
        form.add("leaving", "Wer bekommt keinen Zugang mehr?", ChoiceChips("Ohne Zugang", others), words)
    form.add("password", "Ihr Passwort", PasswordInput(), "Es bleibt, wie es ist.")
    form.set_values({"noticed_on": session.today()})
    form.settle()

    def go_on(values: dict[str, Any]) -> None:
        incident = _incident(values)
        ways = key_changes.prepare(session.vault, values["password"], values.get("leaving", ()))
        _ask_for_paper(owner, session, ways, incident)

    dialog = FormDialog(owner, "Schlüssel der Datei wechseln", form, "Weiter", go_on)
    dialog.open()
    return dialog


def open_new_recovery_key(owner: QWidget, session: Session, _navigate: Navigate) -> FormDialog:
    """For a sheet that is lost or was never written; everybody's password stays."""
    form = FormPanel()
    form.add("password", "Ihr Passwort", PasswordInput())
    form.settle()

    def go_on(values: dict[str, Any]) -> None:
        key_changes.prove_password(session.vault, values["password"])
        ways = NewWays(values["password"], key_changes.new_recovery_key(), ())
        dialog = WaysDialog(owner, session, "Neuer Wiederherstellungsschlüssel", ways, "Neues Blatt gilt")

        def take() -> None:
            session.write(key_changes.change_recovery_key, ways.own_password, ways.recovery_key)
            dialog.accept()
            show_toast(owner, "Das neue Blatt gilt. Bitte vernichten Sie das alte.")

        dialog.begin = take
        dialog.open()

    dialog = FormDialog(owner, "Neues Blatt mit Wiederherstellungsschlüssel", form, "Weiter", go_on)
    dialog.open()
    return dialog


class WaysDialog(Dialog):
    """The new recovery key, and start passwords where there are; `begin` comes once the key is on paper."""

    begin: Callable[[], object]

    def __init__(self, owner: QWidget, session: Session, title: str, ways: NewWays, button: str) -> None:
        super().__init__(owner.window())
        self._session, self._ways = session, ways
        self.setWindowTitle("KIM-Brücke")
        self.setAccessibleName(title)
        self.setModal(True)
        self.form = FormPanel()
        self.form.add("recovery_key", "Schlüssel vom Papier abschreiben", TextInput())
        self.progress = JobLine(session, JOB, can_stop=False)
        self._print = secondary_button("Blatt drucken", self.print_out, "printer")
        self._go = primary_button(button, self.submit, "check")
        self._leave = secondary_button("Abbrechen", self.reject)
        body = column(*self._told(title), self.form, self.progress, None, gap=0.8)
        whole = column(Scroll(box(body)), parent=self, gap=0.8)
        whole.addLayout(line(None, self._leave, self._go))
        whole.setContentsMargins(rem(1.5), rem(1.2), rem(1.5), rem(1.2))
        room = owner.window().size()
        wish = rem(31 + 2 * len(ways.start_passwords) + 5 * bool(ways.start_passwords))
        self.resize(min(rem(40), room.width()), min(wish, room.height() - rem(2)))
        self.finished.connect(self.deleteLater)

    def _told(self, title: str) -> list[QWidget]:
        words = (
            "Drucken Sie diesen Schlüssel oder schreiben Sie ihn auf Papier. Er wird nur dieses eine Mal "
            "gezeigt. Das bisherige Blatt öffnet die Datei danach nicht mehr."
        )
        told: list[QWidget] = [label(title, "heading", wrap=True), label(words, wrap=True)]
        told += [key_groups(self._ways.recovery_key), box(line(self._print, None))]
        if self._ways.start_passwords:
            told.append(label("Startpasswörter", strong=True))
            told.append(
                label("Sagen Sie jedes nur der Person selbst. Es gilt für ein einziges Öffnen.", wrap=True)
            )
            told += [_start_password(code, words) for code, words in self._ways.start_passwords]
        return told

    def print_out(self) -> None:
        """The sheet for the safe."""
        session, key = self._session, self._ways.recovery_key
        ask_to_print(
            self,
            1,
            lambda deliver: printing.print_recovery_key(session.vault, key, deliver, session.now()),
            lambda: show_toast(self, "Das Blatt ist beim Drucker."),
        )

    def submit(self) -> None:
        with guard(self):
            vaults.check_recovery_key(self._ways.recovery_key, self.form.values()["recovery_key"])
            self.begin()

    def reject(self) -> None:
        """Not in the middle of it."""
        if not self.progress.is_busy():
            super().reject()

    def wait(self, on: bool) -> None:
        """While the work goes on nothing can be pressed."""
        for part in (self._go, self._leave, self._print, self.form):
            part.setDisabled(on)


def _ask_for_paper(owner: QWidget, session: Session, ways: NewWays, incident: Incident) -> None:
    dialog = WaysDialog(owner, session, "Neuer Wiederherstellungsschlüssel", ways, "Schlüssel wechseln")

    def begin() -> None:
        _require_written_drafts(session)
        dialog.progress.start(
            lambda progress: key_changes.change_data_key(session.vault, ways, session.now(), progress),
            lambda _: _done(dialog, owner, session, incident),
        )
        dialog.wait(True)

    dialog.begin = begin
    dialog.progress.ended.connect(lambda: dialog.wait(False))
    dialog.open()


def _require_written_drafts(session: Session) -> None:
    """What waits in memory is sealed under the former key."""
    session.held.write(session.vault, session.now())
    if session.held.are_waiting():
        raise Trouble("draft.unwritten")


def _done(dialog: WaysDialog, owner: QWidget, session: Session, incident: Incident) -> None:
    dialog.accept()
    message = Message("Der Schlüssel der Datei ist gewechselt.", "Keine Akte hat sich geändert.", _COPIES)
    changed = Incident(incident.cause, incident.noticed_on, session.today())
    way_out = ("Blatt für die Meldung", lambda: open_incident_sheet(owner, session, changed))
    CalmDialog(owner, message, "info", way_out).open()


def open_incident_sheet(owner: QWidget, session: Session, incident: Incident) -> None:
    """What happened, when, which data, what to do (Art. 33 DSGVO)."""
    with guard(owner):
        page = incidents.incident_page(session.vault, incident, session.now())
        SheetDialog(owner, session, page, "Meldung einer Datenschutzverletzung", _SHEET_HINT).open()


def _incident(values: dict[str, Any]) -> Incident:
    if not values["cause"]:
        raise InvalidInput("cause", "key_change.cause_missing")
    if values["noticed_on"] is None:
        raise InvalidInput("noticed_on", "key_change.day_missing")
    if not values["password"]:
        raise InvalidInput("password", "password.missing")
    return Incident(values["cause"], values["noticed_on"])


def _others(session: Session) -> list[tuple[str, str]]:
    me = session.actor.id
    every = session.read(colleagues.colleagues)
    return [(each.id, f"{each.code} · {each.name}") for each in every if each.id != me]


def _start_password(code: str, words: str) -> QWidget:
    shown = label(f"{code}:   {words}", "heading", wrap=True)
    shown.setAccessibleName(f"Startpasswort für {code}: {words}")
    return shown
