# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What both offices do to know each other: choose the folder between them, compare the fingerprint."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from app.operations import enrolment
from ui import files
from ui.form_dialog import FormDialog
from ui.session import Session
from ui.theme import rem
from ui.widgets import (
    Card,
    FormPanel,
    TextInput,
    box,
    column,
    label,
    line,
    secondary_button,
    show_toast,
)


class PathForm(FormPanel):
    """A path, typed or chosen."""

    def __init__(self, field: str, caption: str, choose: Callable[[], Path | None], hint: str = "") -> None:
        super().__init__()
        self._field, self._choose = field, choose
        self.button = secondary_button("Auswählen", self.choose, "folder")
        beside = column(self.button, None)
        beside.setContentsMargins(0, rem(1.4), 0, 0)
        both = line(self.field(field, caption, TextInput(), hint), box(beside), gap=0.6)
        both.setStretch(0, 1)
        self.body.addLayout(both)

    def sizeHint(self) -> QSize:
        """With room for the sentence that says what is wrong."""
        hint = super().sizeHint()
        return QSize(hint.width(), hint.height() + rem(3))

    def choose(self) -> None:
        chosen = self._choose()
        if chosen is not None:
            self.entry(self._field).set_typed(str(chosen))


class FingerprintForm(FormPanel):
    """Shows our fingerprint to be read out, and takes what the other side reads out."""

    def __init__(self, fingerprint: str, other: str) -> None:
        super().__init__()
        self.shown = label(fingerprint, "figure", wrap=True)
        self.shown.setAccessibleName(f"Prüfzeichen {fingerprint}")
        self.body.addWidget(
            label(
                f"Rufen Sie {other} an. Lesen Sie sich das Prüfzeichen gegenseitig vor. Nutzen Sie dafür eine"
                " Telefonnummer, die Sie schon kennen.",
                wrap=True,
            )
        )
        self.body.addWidget(Card(label("Unser Prüfzeichen", "small", "muted"), self.shown))
        self.add(
            "fingerprint",
            "Das liest Ihr Gegenüber vor",
            TextInput("fünf Gruppen zu vier Zeichen"),
            "Groß oder klein und Leerzeichen sind gleich. Stimmt ein Zeichen nicht, brechen Sie bitte ab.",
        )


def open_folder_form(owner: QWidget, session: Session) -> FormDialog:
    """Choose the exchange folder; the same act in both roles."""
    hint = "Ein Ordner im Netz oder in einer Wolke, den Sie und die Gegenstelle erreichen."
    form = PathForm(
        "address", "Austauschordner", lambda: files.choose_folder(owner, "Austauschordner wählen"), hint
    )
    way = session.read(enrolment.transport)
    if way is not None:
        form.set_values({"address": way.address})

    def take(values: dict[str, Any]) -> None:
        session.write(enrolment.set_transport, "folder", values["address"])
        show_toast(owner, "Der Austauschordner ist eingestellt.")

    dialog = FormDialog(owner, "Austauschordner", form, "Übernehmen", take)
    dialog.open()
    return dialog


def folder_words(address: str) -> QWidget:
    """Where packets lie, and that nobody can read them there."""
    said = label(address or "noch nicht gewählt", strong=bool(address), wrap=True)
    note = "Hier liegen nur verschlüsselte Pakete. Wer den Ordner verwaltet, kann sie nicht lesen."
    return box(column(said, label(note, "small", "muted", wrap=True), gap=0.1))
