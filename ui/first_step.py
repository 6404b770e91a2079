# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a new file needs before work can begin: its Standort, then who answers for it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.operations import cases
from ui.office_sites import open_controller_form, open_site_form
from ui.session import Session
from ui.widgets import Banner, clear, column, secondary_button


class FirstStep(QWidget):
    """One step at a time; `is_open` shows the next one and tells whether there is one."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._room: QVBoxLayout = column(parent=self)

    def is_open(self) -> bool:
        clear(self._room)
        if not self._session.read(cases.sites):
            self._show(
                "pin",
                "Erster Schritt: Ihr Standort",
                "Jede Akte und jede Tätigkeit gehört zu einem Standort.",
                "Standort anlegen",
                open_site_form,
            )
        elif self._session.read(cases.controller) is None:
            self._show(
                "paragraph",
                "Zweiter Schritt: Wer ist für die Akten verantwortlich?",
                "Das steht auf jeder Einwilligung. Vorher lässt sich keine drucken.",
                "Eintragen",
                open_controller_form,
            )
        return self._room.count() > 0

    def _show(
        self, icon: str, title: str, detail: str, word: str, ask: Callable[[QWidget, Session], object]
    ) -> None:
        begin = secondary_button(word, lambda: ask(self, self._session))
        self._room.addWidget(Banner(icon, title, detail, "info", begin))
