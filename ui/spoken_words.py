# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Auskunft in words: ja, nur …, or nein, and until when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from app.domain.dates import german
from app.domain.disclosure import SpokenAnswer
from ui.theme import Role

MOST_NAMED = 2


@dataclass(frozen=True)
class SpokenWords:
    icon: str
    tone: Role
    sentence: str


def spoken_words(answer: SpokenAnswer, today: date, label_of: Callable[[str, str], str]) -> SpokenWords:
    """Two categories are named, more are counted; nobody should take a bare "ja" for everything."""
    if not answer.covered:
        return SpokenWords("refused", "text", "nein")
    named = ", ".join(label_of("data_category", code) for code in answer.covered)
    what = named if len(answer.covered) <= MOST_NAMED else f"{len(answer.covered)} Angaben"
    until = f", bis {german(answer.until)}" if answer.until and answer.until >= today else ""
    if answer.refused:
        return SpokenWords("half", "warning", f"nur {what}{until}")
    return SpokenWords("check", "success", f"ja: {what}{until}")
