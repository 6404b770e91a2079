# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What both offices do to know each other: choose a path, compare the fingerprint."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QPushButton

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
)


class PathForm(FormPanel):
    """A path, typed or chosen."""

    def __init__(self, field: str, caption: str, choose: Callable[[], Path | None], hint: str = "") -> None:
        super().__init__()
        self._field, self._choose = field, choose
        self.button = self.add_path(field, caption, self.choose, hint)

    def add_path(self, field: str, caption: str, choose: Callable[[], object], hint: str = "") -> QPushButton:
        """A row for one path, and the button beside it."""
        button = secondary_button("Auswählen", choose, "folder")
        beside = column(button, None)
        beside.setContentsMargins(0, rem(1.4), 0, 0)
        both = line(self.field(field, caption, TextInput(), hint), box(beside), gap=0.6)
        both.setStretch(0, 1)
        self.body.addLayout(both)
        return button

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
