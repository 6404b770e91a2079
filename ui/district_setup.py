# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the Kreis needs before figures can come: its name, a folder, an office that is known, a release."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.domain.errors import Refusal
from app.operations import district, enrolment
from ui.exchange_form import open_exchange_form
from ui.form_dialog import FormDialog
from ui.page import Navigate
from ui.session import Session
from ui.widgets import (
    EmptyState,
    FormPanel,
    TextInput,
    clear,
    column,
    secondary_button,
    show_toast,
)


def what_is_missing(session: Session) -> str:
    """The first of "name", "folder", "outstation", "release"; empty if figures are there."""
    try:
        session.read(district.district_of)
    except Refusal:
        return "name"
    if session.read(district.transport) is None:
        return "folder"
    if not session.read(district.outstations):
        return "outstation"
    return "" if session.read(district.periods) else "release"


def open_name_form(owner: QWidget, session: Session) -> FormDialog:
    """Name of the Kreis and its official key; the key stays for ever."""
    form = FormPanel()
    form.add("name", "Name des Kreises oder der Stadt", TextInput("zum Beispiel Musterkreis"))
    form.add("ags", "Amtlicher Schlüssel", TextInput(width=8), "Fünf Ziffern, zum Beispiel 05382.")

    def take(values: dict[str, Any]) -> None:
        session.write(enrolment.ensure_district, values["ags"], values["name"])
        show_toast(owner, "Der Kreis ist eingerichtet.")

    dialog = FormDialog(owner, "Kreis einrichten", form, "Übernehmen", take)
    dialog.open()
    return dialog


class NotYet(QWidget):
    """In place of figures: the sentence that says what comes next, and the button for it."""

    def __init__(self, session: Session, navigate: Navigate) -> None:
        super().__init__()
        self._session, self._navigate = session, navigate
        self._body = column(parent=self, gap=0.8)
        self.button = secondary_button("", self.go)
        self._missing = ""

    def show_missing(self, missing: str) -> None:
        self.setVisible(bool(missing))
        if missing == self._missing:
            return
        self._missing = missing
        self.button.setParent(None)
        clear(self._body)
        if missing:
            icon, sentence, more, word = _SAID[missing]
            card = EmptyState(icon, sentence, more, "muted")
            self.button.setText(word)
            card.body.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
            self._body.addWidget(card)

    def go(self) -> None:
        if self._missing == "name":
            open_name_form(self, self._session)
        elif self._missing == "folder":
            open_exchange_form(self, self._session)
        else:
            self._navigate("inbox")


_SAID = {
    "name": (
        "home",
        "Diese Datei weiß noch nicht, zu welchem Kreis sie gehört.",
        "Sein Name und sein amtlicher Schlüssel genügen.",
        "Kreis einrichten",
    ),
    "folder": (
        "folder",
        "Es ist noch kein Austauschordner gewählt.",
        "Dort legen die Standorte ihre verschlüsselten Meldungen ab.",
        "Ordner wählen",
    ),
    "outstation": (
        "people",
        "Es ist noch kein Standort aufgenommen.",
        "Jeder Standort gibt Ihnen dafür eine Anmeldedatei.",
        "Zu den Meldungen",
    ),
    "release": (
        "inbox",
        "Es ist noch keine Meldung da.",
        "Sobald ein Standort freigibt, holen Sie die Meldung ab.",
        "Zu den Meldungen",
    ),
}
