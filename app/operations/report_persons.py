# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The report's chapters of persons: sums of published cells with their ±; every table adds up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from app.domain.figures import Figure, FigureTable, Movement
from app.domain.reconcile import spread
from app.domain.span import Span
from app.forms.charts import thousands
from app.forms.district_report import Chapter, Count, Figures, Line
from app.operations import report_grids as grids
from app.operations import table_texts
from app.operations.report_grids import Column, is_published
from app.operations.report_material import Material, say

_CHAPTERS = {
    "needs": ("open.need_x_need_change", "open.resource"),
    "goals": ("open.goal_dimension_x_goal_state",),
    "circles": ("open.status_x_uncovered",),
    "languages": ("open.language_x_interpreter",),
}
"""Tables of open cases that have a chapter of their own."""

_ELSEWHERE = ("served.service_type", "referred.target", "short_advice", "open", "gap")
"""Tables, or all of a population, that have a chapter of their own."""

CHANGED = "changed_livelihood"
REGISTERED = "service_type=registration"


def person_chapters(material: Material) -> dict[str, Chapter]:
    """By code; one of which the releases have no table is empty."""
    made = {
        "served": _crossed(material, "served", "service_type", ("served", "short_advice")),
        "registration": _registration(material),
        "referred": _crossed(material, "referred", "target", ("referred", "short_advice")),
        "topics": _advice(material),
        "open": _open(material),
        "needs": _of_cases(material, "needs"),
        "goals": _of_cases(material, "goals"),
        "circles": _circles(material),
        "languages": _of_cases(material, "languages"),
        "more": _more(material),
        "gap": _gaps(material),
    }
    return {
        code: chapter if chapter.figures or chapter.notes else Chapter(chapter.title)
        for code, chapter in made.items()
    }


def _crossed(material: Material, section: str, variable: str, populations: tuple[str, ...]) -> Chapter:
    """One figure of a variable, with a column for each population that has published it."""
    found = grids.tables(material, (f"{population}.{variable}" for population in populations))
    columns = {
        say("persons", table.id.partition(".")[0]): grids.labelled(table, material.lists)
        for table in found
        if is_published(table)
    }
    heading = table_texts.heading(f".{variable}")
    shown = (grids.grid(say(section, "caption"), heading, columns),) if columns else ()
    drawn = [note for figures in shown for note in grids.drawn_note(figures)]
    notes = (*drawn, *grids.notes(found, material))
    return Chapter(say(section, "title"), grids.totals(material, populations), shown, notes)


def _advice(material: Material) -> Chapter:
    """The Kurzberatung as a population of its own: what it was about, and where to."""
    found = grids.tables(material, ("short_advice.topic", "short_advice.target"))
    sentences = (say("topics", "sentence"), *grids.totals(material, ("short_advice",)))
    return Chapter(
        say("topics", "title"), sentences, _one_each(found, material), grids.notes(found, material)
    )


def _registration(material: Material) -> Chapter:
    """One cell month by month; a month is the difference of two published values of the year."""
    columns, totals = {}, []
    for population in ("served", "short_advice"):
        name = f"{population}.service_type"
        table = material.figures.tables.get(name)
        if table is not None and is_published(table):
            columns[say("persons", population)] = _monthly(material, name, REGISTERED)
            totals.append(table.cells[REGISTERED])
    title = say("registration", "title")
    if not columns:
        return Chapter(title)
    shown = grids.grid(say("registration", "caption"), say("acts", "month"), columns, totals)
    return Chapter(title, figures=(shown,), notes=(*grids.drawn_note(shown), say("persons", "difference")))


def _circles(material: Material) -> Chapter:
    """Who changed what he or she lives on, month by month, and for how long nothing was secured."""
    made, changed = _of_cases(material, "circles"), material.figures.tables.get(CHANGED)
    if changed is None:
        return made
    columns = {say("persons", "column"): _monthly(material, CHANGED, "")}
    by_month = grids.grid(say("circles", "caption"), say("acts", "month"), columns, [changed.n])
    return replace(
        made,
        sentences=(*made.sentences, *grids.totals(material, (CHANGED,))),
        figures=(by_month, *made.figures),
        notes=(say("persons", "difference"), *grids.missing_sites(changed, material), *made.notes),
    )


def _monthly(material: Material, name: str, key: str) -> Column:
    """The months of one cell, made to add up to what the table of the whole span says."""
    months = {month: _cell(found.tables.get(name), key) for month, found in material.by_month.items()}
    whole = _cell(material.figures.tables.get(name), key).value
    shown = {month: figure.value for month, figure in months.items()}
    if sum(shown.values()) != whole:
        shown = spread(shown, whole)
    return {material.month(month): replace(figure, value=shown[month]) for month, figure in months.items()}


def _open(material: Material) -> Chapter:
    """The stock on its day and how it came about; what has a chapter of its own is not here."""
    elsewhere = {name for names in _CHAPTERS.values() for name in names}
    found = [
        table
        for name, table in material.figures.tables.items()
        if name.startswith("open.") and name not in elsewhere
    ]
    sentences = (say("open", "sentence"), *grids.totals(material, ("open", "new", "closed")))
    course, said = _course(material)
    notes = (*said, *grids.notes(found, material))
    return Chapter(say("open", "title"), sentences, (*course, *_one_each(found, material)), notes)


def _course(material: Material) -> tuple[tuple[Figures, ...], tuple[str, ...]]:
    """Open before, new, closed, open now: it adds up; and what is not published but computed."""
    made = material.figures.movement
    if made is None:
        return (), ()
    span = Span(material.figures.first, material.figures.last)
    before = say("movement", "open", month=table_texts.month(Span(span.first, span.first).before().last))
    now = say("movement", "open", month=table_texts.month(span.last))
    lines = tuple(Line(before if label is None else label, (count,)) for label, count in _steps(made))
    shown = Figures(
        *(say("movement", "caption"), say("persons", "unit"), say("movement", "heading")),
        *((say("persons", "column"),), lines, grids.counts([made.now])),
        drawn=None,
        total_label=now,
    )
    return (shown,), (say("movement", "published" if made.published else "computed"),)


def _steps(made: Movement) -> list[tuple[str | None, Count]]:
    """What is added up, with its sign; what is no rounding stands in a line of its own."""
    steps = [
        (None, grids.counts([made.before])[0]),
        (say("movement", "new"), _signed("+", made.new, 1)),
        (say("movement", "closed"), _signed("−", made.closed, -1)),
    ]
    if made.other:
        sign = "+" if made.other > 0 else "−"
        steps.append((say("movement", "other"), Count(made.other, shown=f"{sign} {abs(made.other)}")))
    return steps


def _signed(sign: str, figure: Figure, by: int) -> Count:
    shown = f"{sign} {thousands(figure.value)}"
    return Count(by * figure.value, figure.margin, protected=True, shown=shown)


def _of_cases(material: Material, code: str) -> Chapter:
    """Tables of open cases that belong to one question."""
    found = grids.tables(material, _CHAPTERS[code])
    notes = (*grids.notes(found, material), *([say(code, "note")] if found else []))
    return Chapter(say(code, "title"), (say(code, "sentence"),), _one_each(found, material), notes)


def _more(material: Material) -> Chapter:
    """Whatever else the catalogue has, as it is."""
    found = [
        table
        for name, table in material.figures.tables.items()
        if "." in name and not {name, name.partition(".")[0]} & set(_ELSEWHERE)
    ]
    notes = grids.notes(found, material)
    return Chapter(say("more", "title"), figures=_one_each(found, material), notes=notes)


def _one_each(found: Iterable[FigureTable], material: Material) -> tuple[Figures, ...]:
    return tuple(grids.printed(table, material) for table in found if is_published(table))


def _gaps(material: Material) -> Chapter:
    """By life dimension and by kind: sums of the published pairs."""
    found = grids.tables(material, ("gap.dimension_x_kind",))
    shown = [
        grids.grid(
            say("gap", f"by_{variable}"),
            table_texts.heading(f".{variable}"),
            {say("persons", "column"): grids.added(table, variable, material.lists)},
            whole=grids.agreed_total(table, material),
        )
        for table in found
        for variable in ("dimension", "kind")
        if is_published(table)
    ]
    sentences = (say("gap", "sentence"), *grids.totals(material, ("gap",)))
    return Chapter(say("gap", "title"), sentences, tuple(shown), grids.notes(found, material))


def _cell(table: FigureTable | None, key: str) -> Figure:
    return table.cells.get(key, Figure()) if table else Figure()
