# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Settings of this computer, as Büro shows them: what holds now, and the button that turns it round."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.domain.errors import Trouble
from ui.errors import guard
from ui.widgets import Section, box, label, line, secondary_button


@dataclass(frozen=True)
class Side:
    """One side of a switch: what is said while it holds, and the button that leads there."""

    holds: str
    button: str
    icon: str


class ComputerSwitch(Section):
    """`is_on` tells which side holds; `want` is told the other and may fail with OSError."""

    def __init__(
        self,
        title: str,
        words: str,
        sides: tuple[Side, Side],
        is_on: Callable[[], bool],
        want: Callable[[bool], None],
    ) -> None:
        super().__init__(title)
        self.on, self.off = sides
        self._is_on, self._want = is_on, want
        self._state = label("", strong=True, wrap=True)
        self._turn_on = secondary_button(self.on.button, lambda: self._turn(True), self.on.icon)
        self._turn_off = secondary_button(self.off.button, lambda: self._turn(False), self.off.icon)
        buttons = box(line(self._turn_on, self._turn_off, None))
        self.add(label(words, "small", "muted", wrap=True), self._state, buttons)

    def reload(self) -> None:
        on = self._is_on()
        self._state.setText(self.on.holds if on else self.off.holds)
        self._turn_on.setHidden(on)
        self._turn_off.setHidden(not on)

    def show_impossible(self, why: str) -> None:
        """This computer has no such setting."""
        self._state.setText(why)
        self._turn_on.hide()
        self._turn_off.hide()

    def _turn(self, on: bool) -> None:
        with guard(self):
            try:
                self._want(on)
            except OSError as error:
                raise Trouble("settings.unwritable") from error
        self.reload()
