# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The Kreis's figures as a table for others: CSV, XLSX or JSON, the same figures as the report has."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path

import xlsxwriter

from app.domain.dates import berlin_date, german
from app.domain.errors import InvalidInput
from app.forms.charts import thousands
from app.forms.district_report import Count, Figures
from app.operations.csv_file import Cell, as_csv
from app.operations.district_report import ReportOptions, report_values
from app.operations.documents import write_with_record
from storage import journal
from storage.vault import Vault

FORMATS = ("csv", "xlsx", "json")
HEADER = ("Kapitel", "Tabelle", "Einheit", "Zeile", "Spalte", "Wert", "±", "gedruckt als")
SCHEMA = "kim-bruecke.figures/1"

_BELOW = "unter 20"
_NUMBERS = (5, 6)
_WIDEST_COLUMN = 60


@dataclass(frozen=True)
class Row:
    """One figure in its unit, euros or posts too; `shown` is what the report prints for it."""

    chapter: str
    table: str
    unit: str
    line: str
    column: str
    value: int | float
    plus_minus: int
    shown: str


def export(
    vault: Vault, first: str, last: str, options: ReportOptions, format: str, path: Path, now: datetime
) -> int:
    """Writes every figure of the chosen chapters where the person chose; returns how many."""
    if format not in FORMATS:
        raise InvalidInput("format", "code.unknown")
    values = report_values(vault, first, last, options, berlin_date(now))
    rows = [
        row
        for chapter in values.chapters
        for figures in chapter.figures
        for row in _rows(chapter.title, figures)
    ]
    about = {
        "district": values.district,
        "from": values.period_from.isoformat(),
        "to": values.period_to.isoformat(),
        "made_on": german(values.created_on),
    }
    content = {"csv": _csv, "xlsx": _xlsx, "json": _json}[format](rows, about)
    with vault.transaction() as db:
        journal.note(db, now, vault.actor, "district.figures_saved_outside")
        write_with_record(vault, path, content)
    return len(rows)


def _rows(chapter: str, figures: Figures) -> Iterable[Row]:
    total = [(figures.total_label or "Summe", figures.total)] if figures.total else []
    for label, counts in [*((line.label, line.counts) for line in figures.lines), *total]:
        for column, count in zip(figures.columns, counts, strict=True):
            yield Row(
                chapter,
                figures.caption,
                figures.unit,
                label,
                column,
                count.value if count.parts == 1 else count.value / count.parts,
                count.plus_minus,
                _shown(count),
            )


def _shown(count: Count) -> str:
    return _BELOW if count.in_words else count.shown or thousands(count.value)


def _cells(row: Row) -> tuple[Cell, ...]:
    return tuple(asdict(row).values())


def _csv(rows: list[Row], _about: dict[str, str]) -> bytes:
    return as_csv(HEADER, map(_cells, rows))


def _xlsx(rows: list[Row], about: dict[str, str]) -> bytes:
    """Words are written as words whatever they begin with; only figures are numbers."""
    made = BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    book.set_properties({"title": f"Zahlen {about['from']} bis {about['to']}", "author": about["district"]})
    sheet, head = book.add_worksheet("Zahlen"), book.add_format({"bold": True, "bottom": 1})
    sheet.freeze_panes(1, 0)
    for place, word in enumerate(HEADER):
        sheet.write_string(0, place, word, head)
    for line, row in enumerate(rows, start=1):
        for place, value in enumerate(asdict(row).values()):
            if place in _NUMBERS:
                sheet.write_number(line, place, value)
            else:
                sheet.write_string(line, place, value)
    for place, word in enumerate(HEADER):
        longest = max((len(str(_cells(row)[place])) for row in rows), default=0)
        sheet.set_column(place, place, min(_WIDEST_COLUMN, max(longest, len(word)) + 2))
    sheet.autofilter(0, 0, len(rows), len(HEADER) - 1)
    book.close()
    return made.getvalue()


def _json(rows: list[Row], about: dict[str, str]) -> bytes:
    return json.dumps(
        {"schema": SCHEMA, **about, "figures": [asdict(row) for row in rows]}, ensure_ascii=False, indent=1
    ).encode()
