# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Übersicht: who has reported, what is to be done, what the figures say, and where help is missing."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.domain.figures import Figures, FigureTable
from app.domain.span import Span
from app.operations import cases, district, district_figures, register, table_texts
from app.operations.district import InboxLine
from ui import periods
from ui.backups import BackupNotice
from ui.district_setup import NotYet, what_is_missing
from ui.due_tasks import DueTasks
from ui.errors import guard
from ui.figures_export import JOB, open_export
from ui.figures_table import BELOW, PRESENTED_FROM, FiguresTable, Line, thousands
from ui.freshness import FreshnessNotice
from ui.inbox_state import day_and_month, state_chip, trouble_first
from ui.job_line import JobLine
from ui.kreis_figures import FiguresPanel
from ui.page import Navigate, Page
from ui.session import Session
from ui.span_choice import SpanChoice
from ui.theme import rem
from ui.widgets import (
    Cell,
    Column,
    Columns,
    PageHead,
    Scroll,
    Section,
    Table,
    box,
    clear,
    column,
    label,
    line,
    link_button,
    primary_button,
    secondary_button,
)
from ui.widgets import Figure as LargeFigure

FEW = 6


class OverviewPage(Page):
    """Every figure stands in a table; its bar and whisker say the same."""

    def __init__(self, session: Session, navigate: Navigate) -> None:
        super().__init__(session, navigate)
        self.span_choice = SpanChoice()
        self._report = primary_button("Bericht erstellen", lambda: navigate("report"), "document")
        self._export = secondary_button("Als Tabelle speichern", self.save_figures, "arrow_down")
        self.progress = JobLine(session, JOB, can_stop=False)
        self._head = PageHead("Übersicht", "", self._export, self._report)
        self.sites = Table("Meldungen der Standorte", _SITE_COLUMNS, fit=True, row_height=2.2)
        self.sites.opened.connect(lambda _key: navigate("inbox"))
        self._sites = Section("Meldungen")
        self._sites_note = column(gap=0)
        self._sites.body.addLayout(self._sites_note)
        self._sites.add(self.sites)
        self.due = DueTasks(session, navigate)
        self.figures = FiguresPanel(session)
        self._headlines, self._gaps = column(gap=0), column(gap=0.4)
        self._all_gaps = False
        self._not_yet, self._backup = NotYet(session, navigate), BackupNotice(session)
        self._freshness = FreshnessNotice(session)
        self._body = Scroll(self._lay_out())
        whole = column(
            self._head,
            self._freshness,
            self._not_yet,
            self._backup,
            self.progress,
            self.span_choice,
            gap=1,
            parent=self,
        )
        whole.addWidget(self._body, 1)
        whole.addStretch(0)
        self.span_choice.chosen.connect(self._show)

    def reload(self) -> None:
        missing = what_is_missing(self.session)
        self._not_yet.show_missing(missing)
        self._freshness.setVisible(self._freshness.is_open())
        self._backup.setVisible(not missing and self._backup.is_open())
        for part in (self._body, self.span_choice, self._report, self._export):
            part.setHidden(bool(missing))
        known = self.session.read(district.periods) or (periods.period_of(self.session.today()),)
        self.span_choice.offer(known)
        if not missing:
            self._show()

    def save_figures(self) -> None:
        open_export(self, self.session, self.span_choice.span(), self.progress)

    def show_all_gaps(self) -> None:
        self._all_gaps = not self._all_gaps
        self._show()

    def _show(self) -> None:
        with guard(self):
            span = self.span_choice.span()
            lines = self.session.read(district.inbox, span.last)
            found = self.session.read(
                district_figures.figures, span.first, span.last, "", ("open", register.GAPS)
            )
            self._head.set("Übersicht", f"{periods.in_words(span)} · {_sites_in_words(len(lines))}")
            self._show_sites(lines, span)
            self._show_headlines(found)
            self.figures.show_span(span, found, self.session.read(district.carried_forward, span.last))
            self._show_gaps(found)
            self.due.reload()

    def _show_sites(self, lines: tuple[InboxLine, ...], span: Span) -> None:
        self.sites.fill([(each.site_id, _site_cells(each, span.last)) for each in trouble_first(lines)])
        clear(self._sites_note)
        here = sum(each.state in ("received", "late") for each in lines)
        words = f"{table_texts.month(span.last)}: {here} von {len(lines)} eingegangen"
        self._sites_note.addWidget(label(words, "small", "muted", wrap=True))

    def _show_headlines(self, figures: Figures) -> None:
        clear(self._headlines)
        acts, people = figures.acts, figures.tables.get("open")
        span = periods.in_words(Span(figures.first, figures.last))
        parts: list[tuple[QWidget, int]] = [(_persons(people), 1)] if people else []
        if acts.acts:
            parts = [
                (LargeFigure(thousands(acts.acts), f"Maßnahmen, {span}"), 1),
                (LargeFigure(thousands(acts.participants), f"Beteiligte, {_shares(figures)}"), 1),
                *parts,
            ]
        if parts:
            self._headlines.addWidget(Columns(*parts, break_at=34))
        if figures.withheld_months:
            named = ", ".join(map(table_texts.month, figures.withheld_months))
            said = f"Ohne {named}: Tätigkeiten erscheinen erst ab drei Fallakten, die welche melden."
            self._headlines.addWidget(label(said, "small", "muted", wrap=True))

    def _show_gaps(self, figures: Figures) -> None:
        clear(self._gaps)
        found = register.gaps_of(figures, self.session.read(cases.lists), every=True)
        if not found:
            return
        large = [each for each in found if each.figure.value >= PRESENTED_FROM]
        listed = found if self._all_gaps else large[:FEW]
        if listed:
            table = FiguresTable("Lücken", "Lebensbereich und Art", "")
            table.show_lines([Line(each.label, each.figure) for each in listed])
            self._gaps.addWidget(table)
        rest = len(found) - len(listed)
        if rest:
            said = _rest(rest, len(large[FEW:]), len(found))
            self._gaps.addWidget(label(said, "small", "muted", wrap=True))
        word = "Weniger anzeigen" if self._all_gaps else "Alle ansehen"
        self._gaps.addWidget(box(line(link_button(word, self.show_all_gaps, "arrow", small=True), None)))

    def _lay_out(self) -> QWidget:
        gaps = Section("Lücken")
        gaps.body.addLayout(self._gaps)
        left = column(self.due, self._sites, None, gap=1.6)
        right = column(box(self._headlines), self.figures, gaps, None, gap=1.6)
        body = box(column(Columns((box(left), 30), (box(right), 62), break_at=62), None))
        layout = body.layout()
        assert layout is not None
        layout.setContentsMargins(0, 0, rem(0.4), rem(1))
        return body


_SITE_COLUMNS = [Column("Standort", stretch=True), Column("Stand"), Column("Tag", right=True)]


def _sites_in_words(count: int) -> str:
    return f"{count} {'Standort' if count == 1 else 'Standorte'}"


def _site_cells(each: InboxLine, period: str) -> list[str | Cell]:
    day = Cell(day_and_month(each.received_on), "muted")
    return [each.site, state_chip(each, period), day]


def _persons(people: FigureTable) -> QWidget:
    """Persons are said with their deviation, small sums in words."""
    n = people.n
    if n.value < PRESENTED_FROM:
        return LargeFigure(BELOW, "offene Fälle")
    return LargeFigure(f"{thousands(n.value)} ± {n.margin}", "offene Fälle, geschützte Zahl")


def _shares(figures: Figures) -> str:
    acts = figures.acts
    if not acts.participants:
        return "keine"
    target = round(100 * acts.target_participants / acts.participants)
    return f"davon {target} % aus Zielgruppen, {100 - target} % von Partnern"


def _rest(rest: int, large: int, total: int) -> str:
    """What is not listed, in words."""
    small = rest - large
    if small == total:
        return f"Alle {total} Paare von Lebensbereich und Art liegen {BELOW} Personen."
    said = [f"{large} weitere ab {PRESENTED_FROM} Personen"] if large else []
    return " · ".join([*said, f"{small} {'Paar' if small == 1 else 'Paare'} {BELOW}"] if small else said)
