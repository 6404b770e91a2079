# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""How long it took: minutes, or hours with a comma."""

from __future__ import annotations

from contextlib import suppress

from app.domain.duration import parse_minutes
from app.domain.errors import InvalidInput
from ui.widgets import TextInput


class DurationInput(TextInput):
    """Minutes; „1,5 h“ is written out as 90 when one leaves it. Empty is `None`."""

    def __init__(self) -> None:
        super().__init__("90 oder 1,5 h", width=8)
        self.editingFinished.connect(self._write_out)

    def value(self) -> int | None:
        return parse_minutes(self.text(), self.objectName())

    def set_value(self, value: int | None) -> None:
        self.set_typed("" if value is None else str(value))

    def _write_out(self) -> None:
        with suppress(InvalidInput):
            self.set_value(self.value())
