# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the chapters of the Kreis report share: their material and their sentences."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

import resources
from app.domain.code_lists import CodeLists
from app.domain.dates import german
from app.domain.figures import Figures
from app.operations import table_texts


@dataclass(frozen=True)
class Material:
    """The figures of the whole span, of each of its months alone, and until when partial months count.

    `complete`: tables in which everybody of their population lies in one cell; `single`: nobody in two.
    """

    figures: Figures
    by_month: Mapping[str, Figures]
    partial: Mapping[str, date]
    lists: CodeLists
    complete: Collection[str] = ()
    single: Collection[str] = ()

    def month(self, period: str) -> str:
        """„April 2022 (bis 21.04.2022)“."""
        name, until = table_texts.month(period), self.partial.get(period)
        return say("acts", "partial_month", month=name, until=german(until)) if until else name


def say(section: str, name: str, /, **facts: object) -> str:
    return _texts()[section][name].format(**facts)


@cache
def _texts() -> dict[str, dict[str, str]]:
    return resources.toml("texts", "district_report.toml")
