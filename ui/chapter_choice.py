# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Kapitel: which ones stand in the report; those without anything to say leave themselves out."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from ui.widgets import CheckInput, Section, label, link_button


class ChapterChoice(Section):
    """One tick a chapter, in the order of the report."""

    def __init__(self) -> None:
        self._all = link_button("Alle", self.choose_all, small=True)
        self._all.setAccessibleName("Alle Kapitel wählen")
        super().__init__("Kapitel", act=self._all)
        self._ticks: dict[str, CheckInput] = {}
        self.add(label("Ein Kapitel ohne Inhalt entfällt von selbst.", "small", "muted", wrap=True))

    def offer(self, titles: Mapping[str, str], chosen: Collection[str]) -> None:
        """Once; afterwards only other words for the same chapters."""
        for code, title in titles.items():
            if code in self._ticks:
                self._ticks[code].setText(title)
            else:
                tick = CheckInput(title)
                tick.set_value(code in chosen)
                self._ticks[code] = tick
                self.add(tick)

    def chosen(self) -> tuple[str, ...]:
        return tuple(code for code, tick in self._ticks.items() if tick.value())

    def choose_all(self) -> None:
        for tick in self._ticks.values():
            tick.set_value(True)
