# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The figures of a release as they leave: last time, now, change; every one of them, foldable."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QPushButton, QWidget

from app.domain.dates import german
from app.operations.reporting import PreviewActivity, PreviewRow, PreviewTable
from ui.figures_table import change
from ui.icons import icon
from ui.widgets import Cell, Chip, Column, Table, box, column, icon_button, label, line

_FIGURES = (
    Column("zuletzt", right=True, width=4.3),
    Column("jetzt", right=True, width=3.4),
    Column("Änderung", right=True, width=5.2),
)
_NOT_YET = "„folgt“: Diese Zahlen gehen erst hinaus, wenn einmal 20 Personen gezählt sind."


class Foldable(QWidget):
    """A heading with a quiet line beneath, and a table that can be put away."""

    def __init__(self, title: str, chip: Chip, unit: str, table: Table, note: str = "") -> None:
        super().__init__()
        self.title, self.table = title, table
        self._button = icon_button("", self.turn, "chevron_down")
        self._note = label(note, "small", "muted", wrap=True)
        self._with_note = bool(note)
        whole = column(parent=self, gap=0.25)
        head = line(self._button, gap=0.2)
        head.insertWidget(0, label(title, "heading", wrap=True), 1)
        whole.addLayout(head)
        whole.addWidget(box(line(chip, label(unit, "small", "muted"), None)))
        whole.addWidget(table)
        whole.addWidget(self._note)
        self.fold(False)

    def button(self) -> QPushButton:
        return self._button

    def is_folded(self) -> bool:
        return self.table.isHidden()

    def turn(self) -> None:
        self.fold(not self.is_folded())

    def fold(self, on: bool) -> None:
        self.table.setHidden(on)
        self._note.setHidden(on or not self._with_note)
        word = f"{self.title} {'aufklappen' if on else 'zuklappen'}"
        self._button.setIcon(icon("arrow" if on else "chevron_down", "action"))
        self._button.setAccessibleName(word)
        self._button.setToolTip(word)


class ReleaseTable(Foldable):
    """Persons in steps of five, refreshed or repeated."""

    def __init__(self, shown: PreviewTable) -> None:
        table = Table(shown.title, [Column("", stretch=True), *_FIGURES], fit=True, row_height=1.8)
        table.fill([(row.label, _cells(row, strong=len(shown.rows) == 1)) for row in shown.rows])
        super().__init__(shown.title, _state(shown), "Personen, in Fünferschritten", table, _note(shown))


class ActivityTable(Foldable):
    """Acts of the month, counted exactly, beside those of the release before."""

    def __init__(
        self, month: str, shown: Sequence[PreviewActivity], last: dict[str, int], last_month: str
    ) -> None:
        columns = [
            Column("", stretch=True),
            Column(last_month or "zuletzt", right=True),
            *_FIGURES[1:],
            Column("Zielgruppen", right=True),
            Column("Partner", right=True),
        ]
        table = Table(f"Tätigkeiten im {month}", columns, fit=True, row_height=1.8)
        table.fill([(each.label, _act_cells(each, last.get(each.label))) for each in shown])
        chip = Chip("check", "vollständig", "info")
        super().__init__(
            f"Tätigkeiten im {month}",
            chip,
            "genaue Anzahl; daneben die Beteiligten",
            table,
            "Gezählt werden Tätigkeiten, keine Personen. Die Koordination zeigt sie erst als Summe über"
            " mindestens drei Fallakten mit Tätigkeiten.",
        )


def _state(shown: PreviewTable) -> Chip:
    if shown.refreshed:
        return Chip("refresh", "aktualisiert", "info")
    return Chip("equals", "unverändert fortgeschrieben")


def _note(shown: PreviewTable) -> str:
    not_yet = _NOT_YET if any(row.value is None for row in shown.rows) else ""
    if shown.refreshed:
        return not_yet
    since = f"Stand {german(shown.as_of)}, wie in der letzten Meldung." if shown.as_of else "Noch ohne Stand."
    return f"{since} {not_yet}".strip()


def _cells(row: PreviewRow, *, strong: bool) -> list[str | Cell]:
    now = Cell("folgt", "muted") if row.value is None else Cell(str(row.value), strong=True)
    return [Cell(row.label, strong=strong), _last(row.last), now, change(_difference(row.last, row.value))]


def _act_cells(each: PreviewActivity, last: int | None) -> list[str | Cell]:
    return [
        each.label,
        _last(last),
        Cell(str(each.acts), strong=True),
        change(_difference(last, each.acts)),
        str(each.target_participants),
        str(each.partner_participants),
    ]


def _last(value: int | None) -> Cell:
    return Cell("–" if value is None else str(value), "muted")


def _difference(last: int | None, now: int | None) -> int | None:
    return None if last is None or now is None else now - last
