# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Büro: how this Kreis says what became of a goal."""

from __future__ import annotations

from app.operations import goals
from ui.errors import guard
from ui.session import Session
from ui.widgets import CheckInput, Section, label


class GoalsOfOffice(Section):
    """Plain results, or the scale of goal attainment scaling on top."""

    def __init__(self, session: Session) -> None:
        super().__init__("Ziele")
        self._session = session
        self.scale = CheckInput("Ziele auf einer Skala messen (GAS)")
        words = (
            "Sonst gilt: erreicht, teilweise, nicht erreicht. Mit der Skala schreiben Sie vor der Arbeit "
            "fünf Stufen auf, von −2 bis +2. Was schon vereinbart ist, bleibt."
        )
        self.add(label(words, "small", "muted", wrap=True), self.scale)
        self.scale.changed.connect(self._store)

    def reload(self) -> None:
        before = self.scale.blockSignals(True)
        self.scale.setChecked(self._session.read(goals.uses_levels))
        self.scale.blockSignals(before)

    def _store(self) -> None:
        with guard(self):
            self._session.write(goals.use_levels, self.scale.isChecked())
