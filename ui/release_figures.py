# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every figure of a release: the acts above, the tables in two columns, the long one over the whole width."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from app.operations import table_texts
from app.operations.reporting import ReleasePreview
from ui.release_side import officer_text
from ui.release_table import ActivityTable, Foldable, ReleaseTable
from ui.theme import rem
from ui.widgets import Columns, box, clear, column, link_button

_LONG = 40
"""Rows from which a table stands alone: beside it nothing would be left to show."""


class ReleaseFigures(QWidget):
    """The tables of the release that is shown; one button folds them all."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[Foldable] = []
        self.fold_all = link_button("Alle zuklappen", self._turn_all, small=True)
        self._whole = column(parent=self, gap=1.2)

    def fill(self, shown: ReleasePreview, last_month: str, last: Mapping[str, int]) -> None:
        """The figures beside those of the month before; `last` are its acts by their label."""
        clear(self._whole)
        acts = ActivityTable(table_texts.month(shown.period), shown.activities, dict(last), last_month)
        parts = [ReleaseTable(table) for table in shown.tables]
        short = [part for part, table in zip(parts, shown.tables, strict=True) if len(table.rows) < _LONG]
        long = [part for part in parts if part not in short]
        self.tables = [acts, *short, *long]
        left, right = _balanced(short)
        columns = Columns((_stack(left), 1), (_stack(right), 1), break_at=46, gap=1.2)
        for part in (acts, columns, *long, officer_text()):
            self._whole.addWidget(part)
        self._whole.addStretch(1)
        self._name_fold()

    def _turn_all(self) -> None:
        fold = not all(table.is_folded() for table in self.tables)
        for table in self.tables:
            table.fold(fold)
        self._name_fold()

    def _name_fold(self) -> None:
        folded = all(table.is_folded() for table in self.tables)
        self.fold_all.setText("Alle aufklappen" if folded else "Alle zuklappen")


def _stack(parts: list[ReleaseTable]) -> QWidget:
    return box(column(*parts, gap=1.5))


def _balanced(parts: list[ReleaseTable]) -> tuple[list[ReleaseTable], list[ReleaseTable]]:
    """Two columns of about the same height, each in the order of the catalogue."""
    left: list[ReleaseTable] = []
    right: list[ReleaseTable] = []
    heights = {id(left): 0, id(right): 0}
    for part in parts:
        shorter = left if heights[id(left)] <= heights[id(right)] else right
        shorter.append(part)
        heights[id(shorter)] += part.table.height() + rem(5)
    return left, right
