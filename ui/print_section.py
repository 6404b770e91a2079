# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Drucken: whether this computer prints at all; at home it should not."""

from __future__ import annotations

from app import settings
from ui.computer_switch import ComputerSwitch, Side

_WORDS = (
    "Für das Arbeiten zu Hause lässt sich das Drucken sperren. "
    "Blätter entstehen weiter und liegen in der Akte; gedruckt werden sie im Büro."
)
_SIDES = (
    Side("Auf diesem Computer wird gedruckt.", "Wieder drucken", "printer"),
    Side("Auf diesem Computer wird nicht gedruckt.", "Drucken sperren", "lock"),
)


class PrintSection(ComputerSwitch):
    def __init__(self) -> None:
        super().__init__("Drucken", _WORDS, _SIDES, _prints, _print)


def _prints() -> bool:
    return settings.load().prints


def _print(on: bool) -> None:
    settings.remember(prints=on)
