# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Ältere Kopien erkennen: switched on under Büro, told above Heute."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.domain.freshness import Verdict
from app.operations import freshness
from resources import Message
from ui.errors import CalmDialog, guard
from ui.session import Session
from ui.widgets import Banner, Section, box, clear, column, label, line, secondary_button, show_toast

_WORDS = (
    "Legt jemand eine ältere Kopie der Datei zurück, merkt es das Programm. Dazu steht eine Zahl im "
    "Schlüsselbund dieses Computers, kein Passwort und kein Schlüssel."
)
_FOUND = {
    Verdict.OLDER: "Diese Datei ist älter als die, die zuletzt hier offen war.",
    Verdict.ENDED: "Diese Datei wurde durch eine wiederhergestellte ersetzt. Jetzt ist die frühere offen.",
}


class FreshnessSection(Section):
    """Off until somebody wants it: not every computer has a keyring."""

    def __init__(self, session: Session) -> None:
        super().__init__("Ältere Kopien erkennen")
        self._session = session
        self._state = label("", strong=True, wrap=True)
        self._begin = secondary_button("Einschalten", self.begin, "check")
        self.add(label(_WORDS, "small", "muted", wrap=True), self._state, box(line(self._begin, None)))

    def reload(self) -> None:
        on = freshness.is_on()
        self._state.setText("Eingeschaltet auf diesem Computer." if on else "Noch nicht eingeschaltet.")
        self._begin.setHidden(on)

    def begin(self) -> None:
        with guard(self):
            self._session.write(freshness.begin)
            show_toast(self, "Ältere Kopien werden ab jetzt erkannt.")


class FreshnessNotice(QWidget):
    """It stands above Heute until somebody says that the older state is meant."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._room = column(parent=self)

    def is_open(self) -> bool:
        clear(self._room)
        found = self._session.read(freshness.alarm)
        if found is None:
            return False
        words = (
            "Neuere Einträge und Widerrufe können fehlen. Schließen Sie das Programm und suchen Sie die "
            "neuere Datei. Wissen Sie nicht, wie es dazu kam, fragen Sie Ihre IT."
        )
        meant = secondary_button("Das ist gewollt", self._ask)
        self._room.addWidget(Banner("warning", _FOUND[found], words, "danger", meant))
        return True

    def _ask(self) -> None:
        message = Message(
            "Sie bestätigen: Diese ältere Datei gilt ab jetzt.",
            "Die neuere bleibt, wo sie ist. Das Programm hält sie danach nicht mehr für die gültige.",
            "Tragen Sie nach, was seitdem geschah, zuerst Widerrufe.",
        )
        CalmDialog(self, message, "warning", ("Bestätigen", self._accept)).open()

    def _accept(self) -> None:
        with guard(self):
            self._session.write(freshness.accept)
