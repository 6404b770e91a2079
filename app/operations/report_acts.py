# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The report's chapter of exact figures: what was done, by kind and by month."""

from __future__ import annotations

from app.domain.figures import ActMonth, Acts
from app.forms.charts import thousands
from app.forms.district_report import Chapter, Count, Figures, Line
from app.operations import table_texts
from app.operations.report_material import Material, say


def acts_chapter(material: Material) -> Chapter:
    """A month in which fewer than three units had acts is named and not counted."""
    figures, title = material.figures, say("acts", "title")
    withheld = ", ".join(table_texts.month(month) for month in figures.withheld_months)
    notes = [say("acts", "withheld", months=withheld)] if withheld else []
    if not figures.months:
        return Chapter(title, notes=(say("acts", "none"), *notes))
    sentence = say(
        "acts",
        "sentence",
        first=table_texts.month(figures.months[0].month),
        last=table_texts.month(figures.months[-1].month),
        acts=thousands(figures.acts.acts),
        participants=thousands(figures.acts.participants),
    )
    return Chapter(
        title, (sentence,), (_overview(material), _course(material)), (say("acts", "late"), *notes)
    )


def _overview(material: Material) -> Figures:
    figures = material.figures
    return Figures(
        caption=say("acts", "overview"),
        unit=say("acts", "unit"),
        heading=say("acts", "heading"),
        columns=tuple(say("headline", name) for name in ("acts", "target", "partner")),
        lines=tuple(
            Line(table_texts.activity(name, material.lists), _with_participants(done))
            for name, done in figures.acts_by_type.items()
        ),
        total=_with_participants(figures.acts),
    )


def _course(material: Material) -> Figures:
    months = material.figures.months
    split = [_split(month) for month in months]
    return Figures(
        caption=say("acts", "course"),
        unit=say("acts", "unit"),
        heading=say("acts", "month"),
        columns=(
            say("headline", "acts"),
            table_texts.word("with_clients"),
            say("acts", "without_clients"),
        ),
        lines=tuple(
            Line(material.month(month.month), tuple(map(Count, counts)))
            for month, counts in zip(months, split, strict=True)
        ),
        total=tuple(Count(sum(column)) for column in zip(*split, strict=True)),
    )


def _with_participants(done: Acts) -> tuple[Count, ...]:
    return Count(done.acts), Count(done.target_participants), Count(done.partner_participants)


def _split(month: ActMonth) -> tuple[int, int, int]:
    """All acts, those with clients, those without."""
    with_clients = month.by_type.get("with_clients", Acts()).acts
    return month.total.acts, with_clients, month.total.acts - with_clients
