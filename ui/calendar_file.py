# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Appointments and follow-ups for another calendar: said first what leaves, then saved where one chooses."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.operations import calendar_file
from resources import Message
from ui.errors import CalmDialog, guard
from ui.files import choose_target
from ui.session import Session
from ui.widgets import show_toast


def explain_calendar(owner: QWidget, session: Session) -> CalmDialog:
    """Says what it means that the times leave the encrypted file."""
    message = Message(
        "Sie speichern Termine und Wiedervorlagen außerhalb der verschlüsselten Akte.",
        "Darin stehen nur Tag, Uhrzeit und Aktenzeichen. Kein Name, kein Kürzel, kein Ort, kein Anlass.",
        "Wer die Datei oder Ihren Kalender sieht, sieht diese Zeiten. Das Speichern wird vermerkt.",
    )
    dialog = CalmDialog(owner, message, "warning", ("Ort wählen", lambda: save_calendar(owner, session)))
    dialog.open()
    return dialog


def save_calendar(owner: QWidget, session: Session) -> None:
    chosen = choose_target(owner, "Kalenderdatei speichern", "termine.ics", "Kalender (*.ics)")
    if chosen is None:
        return
    with guard(owner):
        count = session.write(calendar_file.save_calendar, chosen)
        entries = "1 Eintrag" if count == 1 else f"{count} Einträge"
        show_toast(owner, f"Die Kalenderdatei ist gespeichert: {entries}.")
