# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Printed tables of persons, made of published cells: one column, several, or a matrix with its sums."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import reduce

from app.domain.code_lists import CodeLists
from app.domain.figures import Figure, FigureTable
from app.forms.charts import thousands
from app.forms.district_report import PRESENTED_FROM, Count, Figures, Line
from app.operations import table_texts
from app.operations.report_material import Material, say
from sync.populations import VARIABLES

Column = Mapping[str, Figure]
"""Figures by the label of their row."""


def grid(
    caption: str,
    heading: str,
    columns: Mapping[str, Column],
    totals: Iterable[Figure] | None = None,
    drawn: int | None = None,
    whole: Figure | None = None,
) -> Figures:
    """A table of persons; each total is the sum of its column unless given.

    Drawn is the column that tells most, unless one is named. `whole` is what the last column adds up to.
    """
    rows = next(iter(columns.values()))
    lines = tuple(Line(row, counts(column[row] for column in columns.values())) for row in rows)
    sums = [summed(column.values()) for column in columns.values()]
    if whole is not None:
        sums[-1] = whole
    return Figures(
        caption=caption,
        unit=say("persons", "unit"),
        heading=heading,
        columns=tuple(columns),
        lines=lines,
        total=counts(totals or sums),
        drawn=_telling(lines, drawn),
    )


def printed(table: FigureTable, material: Material) -> Figures:
    """A table as it is: one column, or a matrix where two variables are crossed."""
    title, lists = table_texts.title(table.id, material.lists), material.lists
    variables = table_texts.variables(table.id)
    if len(variables) == 1:
        shown = {say("persons", "column"): labelled(table, lists)}
        return grid(title, table_texts.heading(table.id), shown, whole=agreed_total(table, material))
    row, column = sorted(variables, key=lambda name: -len(VARIABLES[name].codes))
    columns = matrix(table, row, column, lists)
    whole = agreed_total(table, material)
    return grid(title, table_texts.heading(f".{row}"), columns, drawn=len(columns) - 1, whole=whole)


def agreed_total(table: FigureTable, material: Material) -> Figure | None:
    """N, where the cells were made to add up to it: one figure with one ±, wherever it stands."""
    is_agreed = table.id in material.complete and table.total.value == table.n.value
    return table.n if is_agreed and is_published(table) else None


def matrix(table: FigureTable, row: str, column: str, lists: CodeLists) -> dict[str, Column]:
    """One variable's codes as rows, the other's as columns; the last column is the sum of the row."""
    columns: dict[str, dict[str, Figure]] = {}
    for key, figure in table.cells.items():
        held = codes(key)
        label = table_texts.cell({column: held[column]}, lists)
        columns.setdefault(label, {})[table_texts.cell({row: held[row]}, lists)] = figure
    return {**columns, say("persons", "together"): added(table, row, lists)}


def labelled(table: FigureTable, lists: CodeLists) -> Column:
    return {table_texts.cell(codes(key), lists): figure for key, figure in table.cells.items()}


def added(table: FigureTable, variable: str, lists: CodeLists) -> Column:
    """The cells summed over the other variable."""
    sums: dict[str, Figure] = {}
    for key, figure in table.cells.items():
        label = table_texts.cell({variable: codes(key)[variable]}, lists)
        sums[label] = sums.get(label, Figure()) + figure
    return sums


def counts(figures: Iterable[Figure]) -> tuple[Count, ...]:
    return tuple(Count(figure.value, figure.margin, protected=True) for figure in figures)


def summed(figures: Iterable[Figure]) -> Figure:
    return reduce(Figure.__add__, figures, Figure())


def codes(key: str) -> dict[str, str]:
    return dict(part.split("=") for part in key.split("|") if part)


def is_published(table: FigureTable) -> bool:
    """Whether any site's cells carry values; before, only N does."""
    return any(figure.cells for figure in table.cells.values())


def tables(material: Material, names: Iterable[str]) -> list[FigureTable]:
    return [material.figures.tables[name] for name in names if name in material.figures.tables]


def totals(material: Material, populations: Iterable[str]) -> tuple[str, ...]:
    """N of each population in a sentence, where every site reports it."""
    found = filter(material.figures.is_from_all_sites, tables(material, populations))
    return tuple(_total(table_texts.title(table.id, material.lists), table.n) for table in found)


def notes(found: Iterable[FigureTable], material: Material) -> tuple[str, ...]:
    """Who is counted in a table, and which sites have not published it yet."""
    return tuple(note for table in found for note in _notes(table, material))


def missing_sites(table: FigureTable, material: Material) -> tuple[str, ...]:
    """That some sites do not report a table, whose catalogue is older."""
    if material.figures.is_from_all_sites(table):
        return ()
    return (say("persons", "not_everywhere", name=table_texts.title(table.id, material.lists)),)


def drawn_note(figures: Figures) -> list[str]:
    """Which of several columns the bars show."""
    if figures.drawn is None or len(figures.columns) == 1:
        return []
    return [say("persons", "drawn", column=figures.columns[figures.drawn])]


def _notes(table: FigureTable, material: Material) -> Iterable[str]:
    name = table_texts.title(table.id, material.lists)
    yield from missing_sites(table, material)
    if not is_published(table):
        yield say("persons", "unpublished", name=name)
        return
    if table.id not in material.single:
        yield say("persons", "several", name=name)
    elif table.id not in material.complete:
        yield say("persons", "some", name=name)
    pending = max(figure.pending for figure in table.cells.values())
    if pending:
        yield say("persons", "pending", name=name, pending=pending, all=table.n.cells)


def _telling(lines: tuple[Line, ...], named: int | None) -> int | None:
    """The column with the most bars to draw, and of several the fullest; None if there is no bar."""
    by_column = zip(*(line.counts for line in lines), strict=True)
    drawn = [[count.value for count in column if not count.in_words] for column in by_column]
    if not any(drawn if named is None else drawn[named : named + 1]):
        return None
    said = [(len(bars), sum(bars)) for bars in drawn]
    return said.index(max(said)) if named is None else named


def _total(name: str, n: Figure) -> str:
    if n.value < PRESENTED_FROM:
        return say("persons", "total_small", name=name)
    return say("persons", "total", name=name, value=thousands(n.value), margin=n.margin)
