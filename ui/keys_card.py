# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The keys of this office: how they stand, new ones by one button, and the way back after a lock."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton

from app.domain.dates import german
from app.operations import epochs
from app.operations.epochs import KeyState
from resources import Message
from ui.errors import CalmDialog, guard
from ui.session import Session
from ui.theme import Tone
from ui.widgets import Card, Chip, box, column, label, line, primary_button, secondary_button, show_toast

_USUAL = "Mit ihnen unterschreibt dieses Büro seine Meldungen. Neue brauchen keinen Anruf."
_ANNOUNCED = (
    "Neue Schlüssel sind angekündigt. Die Koordination kennt sie, sobald sie die nächste Meldung holt."
)
_AWAITING = "Die Datei kam aus einer Sicherung. Neue Schlüssel sind angekündigt, die Meldungen angefordert."
_LOCKED = (
    "Die Koordination hat dieses Gerät gesperrt. Von hier nimmt sie nichts mehr an. Melden Sie sich neu an:"
    " Dann entstehen neue Schlüssel, und Sie vergleichen wieder das Prüfzeichen."
)


class KeysCard(Card):
    """At most one button: renew, or enrol anew where the device is locked."""

    def __init__(self, session: Session) -> None:
        super().__init__(outlined=True, gap=0.6)
        self._session = session
        state = session.read(epochs.key_state, session.now())
        self.button: QPushButton | None = self._button(state)
        icon, word, tone = _chip(state)
        title = line(label("Schlüssel dieses Büros", "heading"), None, Chip(icon, word, tone), gap=0.8)
        words = [label(sentence, tone="muted", wrap=True) for sentence in _sentences(state)]
        below = line(box(column(*words, gap=0.4)), *([self.button] if self.button else []), gap=1.5)
        below.setStretch(0, 1)
        self.body.addWidget(box(title))
        self.body.addWidget(box(below))

    def renew(self) -> CalmDialog:
        message = Message(
            "Dieses Büro bekommt neue Schlüssel.",
            "Die alten unterschreiben die neuen. Akten, Zahlen und Meldungen bleiben, wie sie sind.",
            "Machen Sie danach eine Sicherung. Aus einer älteren ginge die Anmeldung von vorn los.",
        )
        return self._ask(message, "Erneuern", self._renew)

    def enrol_anew(self) -> CalmDialog:
        message = Message(
            "Dieses Büro meldet sich mit neuen Schlüsseln neu an.",
            "Ihre Akten und alles, was schon gemeldet ist, bleiben.",
            "Geben Sie der Koordination eine neue Anmeldedatei, und vergleichen Sie dann das Prüfzeichen.",
        )
        return self._ask(message, "Neu anmelden", self._enrol_anew)

    def _ask(self, message: Message, word: str, act: Callable[[], None]) -> CalmDialog:
        dialog = CalmDialog(self, message, "info", (word, act))
        dialog.open()
        return dialog

    def _renew(self) -> None:
        with guard(self.window()):
            window = self.window()
            self._session.write(epochs.renew_keys)
            show_toast(window, "Die neuen Schlüssel gehen mit der nächsten Übergabe hinaus.")

    def _enrol_anew(self) -> None:
        with guard(self.window()):
            window = self.window()
            self._session.write(epochs.enrol_anew)
            show_toast(window, "Neue Schlüssel sind da. Speichern Sie jetzt die Anmeldedatei.")

    def _button(self, state: KeyState) -> QPushButton | None:
        if state.locked:
            return primary_button("Neu anmelden", self.enrol_anew, "link")
        if state.announced or state.awaiting:
            return None
        return secondary_button("Schlüssel erneuern", self.renew, "refresh")


def _chip(state: KeyState) -> tuple[str, str, Tone]:
    if state.locked:
        return "warning", "gesperrt", "danger"
    if state.announced or state.awaiting:
        return "clock", "angekündigt", "info"
    if state.expired:
        return "clock", "Bestätigung abgelaufen", "warning"
    return "check", "gültig", "success"


def _sentences(state: KeyState) -> list[str]:
    if state.locked:
        return [_LOCKED]
    said = [_AWAITING if state.awaiting else _ANNOUNCED if state.announced else _USUAL]
    if state.expired:
        said.append(
            f"Die Aufnahmebestätigung galt bis {german(state.expired)}. Alles geht weiter."
            " Bitten Sie die Koordination bei Gelegenheit um eine neue."
        )
    return said
