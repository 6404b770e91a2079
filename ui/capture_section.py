# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Bilder vom Bildschirm: whether other programs may take pictures of this one."""

from __future__ import annotations

from ui import capture
from ui.computer_switch import ComputerSwitch, Side

_WORDS = (
    "Andere Programme können dieses Fenster fotografieren oder übertragen, zum Beispiel eine Videokonferenz. "
    "Gegen ein Foto mit dem Telefon hilft kein Programm."
)
_SIDES = (
    Side("Verhindert auf diesem Computer.", "Verhindern", "eye_off"),
    Side("Erlaubt auf diesem Computer.", "Erlauben", "eye"),
)


class CaptureSection(ComputerSwitch):
    """On a system that cannot do it, it says so and offers nothing."""

    def __init__(self) -> None:
        super().__init__("Bilder vom Bildschirm", _WORDS, _SIDES, capture.is_wanted, capture.want)

    def reload(self) -> None:
        super().reload()
        if not capture.is_possible():
            self.show_impossible("Verhindern kann das nur Windows, dieser Computer nicht.")
