# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The report's chapters of persons: sums of published cells with their ±; every table adds up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import reduce

from app.domain.figures import Figure, FigureTable
from app.domain.reconcile import spread
from app.forms.charts import thousands
from app.forms.district_report import PRESENTED_FROM, Chapter, Count, Figures, Line
from app.operations import table_texts
from app.operations.report_material import Material, say

Column = Mapping[str, Figure]
"""Figures by the label of their row."""


_ELSEWHERE = ("served.service_type", "referred.target", "short_advice", "open", "gap")
"""Tables, or all of a population, that have a chapter of their own."""


def person_chapters(material: Material) -> dict[str, Chapter]:
    """By code; one of which the releases have no table is empty."""
    made = {
        "served": _crossed(material, "served", "service_type", ("served", "short_advice")),
        "registration": _registration(material),
        "referred": _crossed(material, "referred", "target", ("referred", "short_advice")),
        "topics": _crossed(material, "topics", "topic", ("short_advice",)),
        "open": _open(material),
        "more": _more(material),
        "gap": _gaps(material),
    }
    return {
        code: chapter if chapter.figures or chapter.notes else Chapter(chapter.title)
        for code, chapter in made.items()
    }


def _crossed(material: Material, section: str, variable: str, populations: tuple[str, ...]) -> Chapter:
    """One figure of a variable, with a column for each population that has published it."""
    found = _tables(material, (f"{population}.{variable}" for population in populations))
    columns = {
        say("persons", population): _labelled(table, material)
        for population, table in zip(populations, found, strict=False)
        if _is_published(table)
    }
    heading = table_texts.heading(f".{variable}")
    shown = (_grid(say(section, "caption"), heading, columns),) if columns else ()
    drawn = [note for figures in shown for note in _drawn_note(figures)]
    notes = (*drawn, *_notes(found, material))
    return Chapter(say(section, "title"), _totals(material, populations), shown, notes)


def _registration(material: Material) -> Chapter:
    """One cell month by month; a month is the difference of two published values of the year."""
    columns, totals = {}, []
    for population in ("served", "short_advice"):
        name = f"{population}.service_type"
        table = material.figures.tables.get(name)
        if table is not None and _is_published(table):
            columns[say("persons", population)] = _monthly(material, name)
            totals.append(table.cells["service_type=registration"])
    title, month = say("registration", "title"), say("acts", "month")
    if not columns:
        return Chapter(title)
    shown = _grid(say("registration", "caption"), month, columns, totals)
    return Chapter(title, figures=(shown,), notes=(*_drawn_note(shown), say("registration", "note")))


def _monthly(material: Material, name: str) -> dict[str, Figure]:
    """The months of the registered persons, made to add up to what the table of the whole span says."""
    key = "service_type=registration"
    months = {month: _cell(found.tables.get(name), key) for month, found in material.by_month.items()}
    whole = material.figures.tables[name].cells[key].value
    shown = {month: figure.value for month, figure in months.items()}
    if sum(shown.values()) != whole:
        shown = spread(shown, whole)
    return {material.month(month): replace(figure, value=shown[month]) for month, figure in months.items()}


def _open(material: Material) -> Chapter:
    """The stock on its day, two variables make a matrix; what began and ended in the span, in total."""
    found = [table for name, table in material.figures.tables.items() if name.startswith("open.")]
    sentences = (say("open", "sentence"), *_totals(material, ("open", "new", "closed")))
    return Chapter(say("open", "title"), sentences, _one_each(found, material), _notes(found, material))


def _more(material: Material) -> Chapter:
    """Whatever else the catalogue has, as it is."""
    found = [
        table
        for name, table in material.figures.tables.items()
        if "." in name and not {name, name.partition(".")[0]} & set(_ELSEWHERE)
    ]
    return Chapter(say("more", "title"), figures=_one_each(found, material), notes=_notes(found, material))


def _one_each(found: Iterable[FigureTable], material: Material) -> tuple[Figures, ...]:
    return tuple(
        _grid(
            table_texts.title(table.id, material.lists),
            table_texts.heading(table.id),
            _columns(table, material),
            matrix=_is_crossed(table),
        )
        for table in found
        if _is_published(table)
    )


def _gaps(material: Material) -> Chapter:
    """By life dimension and by kind: sums of the published pairs."""
    found = _tables(material, ("gap.dimension_x_kind",))
    shown = [
        _grid(
            say("gap", f"by_{variable}"),
            table_texts.heading(f".{variable}"),
            {say("persons", "column"): _added(table, variable, material)},
        )
        for table in found
        for variable in ("dimension", "kind")
        if _is_published(table)
    ]
    sentences = (say("gap", "sentence"), *_totals(material, ("gap",)))
    return Chapter(say("gap", "title"), sentences, tuple(shown), _notes(found, material))


def _grid(
    caption: str,
    heading: str,
    columns: Mapping[str, Column],
    totals: Iterable[Figure] | None = None,
    matrix: bool = False,
) -> Figures:
    """A table of persons; each total is the sum of its column unless given. A matrix has no bars."""
    rows = next(iter(columns.values()))
    lines = tuple(Line(row, _counts(column[row] for column in columns.values())) for row in rows)
    sums = [reduce(Figure.__add__, column.values(), Figure()) for column in columns.values()]
    return Figures(
        caption=caption,
        unit=say("persons", "unit"),
        heading=heading,
        columns=tuple(columns),
        lines=lines,
        total=_counts(totals or sums),
        drawn=None if matrix else _telling(lines),
    )


def _telling(lines: tuple[Line, ...]) -> int | None:
    """The column with the most bars to draw, and of several the fullest; None if there is no bar."""
    by_column = zip(*(line.counts for line in lines), strict=True)
    drawn = [[count.value for count in column if not count.in_words] for column in by_column]
    said = [(len(bars), sum(bars)) for bars in drawn]
    return said.index(max(said)) if any(drawn) else None


def _drawn_note(figures: Figures) -> list[str]:
    """Which of several columns the bars show."""
    if figures.drawn is None or len(figures.columns) == 1:
        return []
    return [say("persons", "drawn", column=figures.columns[figures.drawn])]


def _counts(figures: Iterable[Figure]) -> tuple[Count, ...]:
    return tuple(Count(figure.value, figure.margin, protected=True) for figure in figures)


def _tables(material: Material, names: Iterable[str]) -> list[FigureTable]:
    return [material.figures.tables[name] for name in names if name in material.figures.tables]


def _cell(table: FigureTable | None, key: str) -> Figure:
    return table.cells.get(key, Figure()) if table else Figure()


def _labelled(table: FigureTable, material: Material) -> Column:
    return {table_texts.cell(_codes(key), material.lists): figure for key, figure in table.cells.items()}


def _added(table: FigureTable, variable: str, material: Material) -> Column:
    """The cells summed over the other variable."""
    sums: dict[str, Figure] = {}
    for key, figure in table.cells.items():
        label = table_texts.cell({variable: _codes(key)[variable]}, material.lists)
        sums[label] = sums.get(label, Figure()) + figure
    return sums


def _columns(table: FigureTable, material: Material) -> Mapping[str, Column]:
    """A single column, or a matrix where two variables are crossed."""
    if _is_crossed(table):
        return _matrix(table, material)
    return {say("persons", "column"): _labelled(table, material)}


def _matrix(table: FigureTable, material: Material) -> dict[str, Column]:
    """The first variable's codes as rows, the second's as columns."""
    columns: dict[str, dict[str, Figure]] = {}
    for key, figure in table.cells.items():
        row, column = ({variable: code} for variable, code in _codes(key).items())
        label = table_texts.cell(column, material.lists)
        columns.setdefault(label, {})[table_texts.cell(row, material.lists)] = figure
    return dict(columns)


def _is_crossed(table: FigureTable) -> bool:
    return "_x_" in table.id


def _codes(key: str) -> dict[str, str]:
    return dict(part.split("=") for part in key.split("|") if part)


def _is_published(table: FigureTable) -> bool:
    """Whether any site's cells carry values; before, only N does."""
    return any(figure.cells for figure in table.cells.values())


def _totals(material: Material, populations: Iterable[str]) -> tuple[str, ...]:
    """N of each population in a sentence."""
    tables = _tables(material, populations)
    return tuple(_total(table_texts.title(table.id, material.lists), table.n) for table in tables)


def _total(name: str, n: Figure) -> str:
    if n.value < PRESENTED_FROM:
        return say("persons", "total_small", name=name)
    return say("persons", "total", name=name, value=thousands(n.value), margin=n.margin)


def _notes(tables: Iterable[FigureTable], material: Material) -> tuple[str, ...]:
    """Which sites have not published a table yet."""
    notes = []
    for table in tables:
        name = table_texts.title(table.id, material.lists)
        if _is_published(table) and table.id not in material.complete:
            notes.append(say("persons", "several", name=name))
        pending = max(figure.pending for figure in table.cells.values())
        if not _is_published(table):
            notes.append(say("persons", "unpublished", name=name))
        elif pending:
            notes.append(say("persons", "pending", name=name, pending=pending, all=table.n.cells))
    return tuple(notes)
