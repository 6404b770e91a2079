# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Bilder vom Bildschirm: whether other programs may take pictures of this one."""

from __future__ import annotations

from app.domain.errors import Trouble
from ui import capture
from ui.errors import guard
from ui.session import Session
from ui.widgets import Section, box, label, line, secondary_button

_WORDS = (
    "Andere Programme können dieses Fenster fotografieren oder übertragen, zum Beispiel eine Videokonferenz. "
    "Gegen ein Foto mit dem Telefon hilft kein Programm."
)
_NOT_HERE = "Verhindern kann das nur Windows, dieser Computer nicht."


class CaptureSection(Section):
    """A setting of this computer; on a system that cannot do it, it says so and offers nothing."""

    def __init__(self, _session: Session) -> None:
        super().__init__("Bilder vom Bildschirm")
        self._state = label("", strong=True, wrap=True)
        self._block = secondary_button("Verhindern", lambda: self._want(True), "eye_off")
        self._allow = secondary_button("Erlauben", lambda: self._want(False), "eye")
        buttons = box(line(self._block, self._allow, None))
        self.add(label(_WORDS, "small", "muted", wrap=True), self._state, buttons)

    def reload(self) -> None:
        possible, wanted = capture.is_possible(), capture.is_wanted()
        self._state.setText(_state(possible, wanted))
        self._block.setVisible(possible and not wanted)
        self._allow.setVisible(possible and wanted)

    def _want(self, on: bool) -> None:
        with guard(self):
            try:
                capture.want(on)
            except OSError as error:
                raise Trouble("settings.unwritable") from error
        self.reload()


def _state(possible: bool, wanted: bool) -> str:
    if not possible:
        return _NOT_HERE
    return "Verhindert auf diesem Computer." if wanted else "Erlaubt auf diesem Computer."
