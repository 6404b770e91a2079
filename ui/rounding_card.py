# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""How this office's figures are rounded, and what may be chosen about it before the first release."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtWidgets import QPushButton

from app.operations import offset_lines
from app.operations.offset_lines import OffsetLineState
from ui import files
from ui.form_dialog import FormDialog
from ui.pairing_parts import FingerprintForm, PathForm
from ui.session import Session
from ui.widgets import (
    Card,
    Chip,
    DateInput,
    FormPanel,
    box,
    column,
    label,
    line,
    link_button,
    secondary_button,
    show_toast,
)

_KINDS = "KIM-Brücke (*.kim-versatz);;Alle Dateien (*)"
_BY_KEY = "Gerundet wird nach dem eigenen Schlüssel dieser Akte."
_BY_SHEET = "Gerundet wird nach dem Versatzbogen Ihrer Datenschutzstelle."
_MAY_LOAD = (
    "Hat Ihre Datenschutzstelle einen Versatzbogen gezogen? Dann laden Sie hier Ihre Zeile. Das geht nur vor"
    " der ersten Meldung."
)
_MAY_COMPARE = "Ihre Zeile ist geladen. Sie gilt erst, wenn Sie das Prüfzeichen verglichen haben."


class RoundingCard(Card):
    """Says what holds; while nothing has been released, offers the officer's line and the lost file."""

    def __init__(self, session: Session, changed: Callable[[], None]) -> None:
        super().__init__(outlined=True, gap=0.6)
        self._session, self._changed = session, changed
        state = session.read(offset_lines.offset_line_state)
        lost = session.read(offset_lines.lost_until)
        confirmed = state is not None and state.confirmed
        chip = Chip("check", "Versatzbogen", "success") if confirmed else None
        title = line(label("Wie gerundet wird", "heading"), None, chip, gap=0.8)
        said = [_BY_SHEET if confirmed else _BY_KEY]
        if lost is not None:
            said.append(f"Diese Akte ersetzt eine verlorene, die bis {lost:%d.%m.%Y} gemeldet hat.")
        self.buttons: dict[str, QPushButton] = {}
        if session.read(offset_lines.offsets_are_open):
            said.append(_MAY_COMPARE if state else _MAY_LOAD)
            self._offer("load", "Bogenzeile laden", self.load)
            if state is not None:
                self._offer("compare", "Bogenzeile vergleichen", self.compare)
        words = [label(sentence, tone="muted", wrap=True) for sentence in said]
        self.body.addWidget(box(column(box(title), *words, gap=0.4)))
        if self.buttons:
            self.body.addWidget(box(line(*self.buttons.values(), None)))
        if lost is None and session.read(offset_lines.nothing_released):
            replaces = "Diese Akte ersetzt eine verlorene"
            self.body.addWidget(box(line(link_button(replaces, self.follow_lost), None)))

    def load(self) -> FormDialog:
        form = PathForm(
            "line",
            "Bogenzeile",
            lambda: files.choose_file(self, "Bogenzeile öffnen", _KINDS),
            "Die Datei für Ihre Akte, gezogen von der Datenschutzstelle.",
        )

        def take(values: dict[str, Any]) -> None:
            raw = files.read(values["line"], "line")
            self._session.write(offset_lines.take_offset_line, raw)
            self._changed()

        return self._opened("Bogenzeile laden", form, "Übernehmen", take)

    def compare(self) -> FormDialog:
        state: OffsetLineState | None = self._session.read(offset_lines.offset_line_state)
        assert state is not None

        def confirm(values: dict[str, Any]) -> None:
            self._session.write(offset_lines.confirm_offset_line, values["fingerprint"])
            show_toast(self.window(), "Ab jetzt wird nach dem Versatzbogen gerundet.")
            self._changed()

        form = FingerprintForm(state.fingerprint, "die Datenschutzstelle")
        return self._opened("Bogenzeile vergleichen", form, "Stimmt überein", confirm)

    def follow_lost(self) -> FormDialog:
        form = FormPanel()
        hint = "Wen die verlorene Akte gezählt haben kann, wird in diesem Jahr nicht noch einmal gezählt."
        form.add("reported_until", "Letzter Tag ihrer letzten Meldung", DateInput(self._session.today), hint)

        def take(values: dict[str, Any]) -> None:
            until: date | None = values["reported_until"]
            self._session.write(offset_lines.follow_lost_file, until)
            self._changed()

        return self._opened("Diese Akte ersetzt eine verlorene", form, "Festlegen", take)

    def _offer(self, key: str, words: str, act: Callable[[], object]) -> None:
        self.buttons[key] = secondary_button(words, act)

    def _opened(
        self, title: str, form: FormPanel, button: str, act: Callable[[dict[str, Any]], object]
    ) -> FormDialog:
        dialog = FormDialog(self, title, form, button, act)
        dialog.open()
        return dialog
