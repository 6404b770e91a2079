# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Übersicht: who has reported, what the Kreis may say in figures, and where help is missing."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from app.domain.code_lists import CodeLists
from app.domain.dates import german
from app.domain.figures import Figure, Figures, FigureTable
from app.operations import cases, district, table_texts
from app.operations.district import InboxLine, Overview
from ui import periods
from ui.backups import BackupNotice
from ui.choice import Choice
from ui.district_setup import NotYet, what_is_missing
from ui.errors import guard
from ui.figures_table import BELOW, PRESENTED_FROM, FiguresTable, Line, thousands
from ui.inbox_state import day_and_month, state_chip, trouble_first
from ui.page import Navigate, Page
from ui.session import Session
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
)
from ui.widgets import Figure as LargeFigure

FIRST_TABLE = "open.livelihood"
GAPS = "gap.dimension_x_kind"
FEW = 6


class OverviewPage(Page):
    """Every figure stands in a table; its bar and whisker say the same."""

    def __init__(self, session: Session, navigate: Navigate) -> None:
        super().__init__(session, navigate)
        self.month, self.table_choice = Choice("Monat"), Choice("Zahlen")
        self._month = self.month.labelled()
        self._report = primary_button("Bericht erstellen", lambda: navigate("report"), "document")
        self._head = PageHead("Übersicht", "", self._month, self._report)
        self.sites = Table("Meldungen der Standorte", _SITE_COLUMNS, fit=True, row_height=2.2)
        self.sites.opened.connect(lambda _key: navigate("inbox"))
        self._sites = Section("Meldungen").add(self.sites)
        self._headlines, self._figures, self._gaps = column(gap=0), column(gap=0.4), column(gap=0.4)
        self._all_gaps = False
        self._not_yet, self._backup = NotYet(session, navigate), BackupNotice(session)
        self._body = Scroll(self._lay_out())
        whole = column(self._head, self._not_yet, self._backup, parent=self, gap=1)
        whole.addWidget(self._body, 1)
        whole.addStretch(0)
        self.month.chosen.connect(self._show)
        self.table_choice.chosen.connect(self._show)

    def reload(self) -> None:
        missing = what_is_missing(self.session)
        self._not_yet.show_missing(missing)
        self._backup.setVisible(not missing and self._backup.is_open())
        for part in (self._body, self._month, self._report):
            part.setHidden(bool(missing))
        known = self.session.read(district.periods) or (periods.period_of(self.session.today()),)
        self.month.offer(periods.choices(reversed(known)), known[-1])
        if not missing:
            self._show()

    def show_all_gaps(self) -> None:
        self._all_gaps = not self._all_gaps
        self._show()

    def _show(self) -> None:
        with guard(self):
            month = self.month.code()
            shown = self.session.read(district.overview, month)
            lines = self.session.read(district.inbox, month)
            self._head.set("Übersicht", f"{table_texts.month(month)} · {_sites_in_words(len(lines))}")
            self._show_sites(lines, shown)
            self._show_headlines(shown.figures)
            self._show_figures(shown.figures, lines)
            self._show_gaps(shown.figures)

    def _show_sites(self, lines: tuple[InboxLine, ...], shown: Overview) -> None:
        self.sites.fill([(each.site_id, _site_cells(each, shown.period)) for each in trouble_first(lines)])
        self._sites.set_count(None)
        clear(self._sites_note)
        words = f"{shown.received} von {shown.expected} eingegangen"
        self._sites_note.addWidget(label(words, "small", "muted"))

    def _show_headlines(self, figures: Figures) -> None:
        clear(self._headlines)
        acts, people = figures.acts, figures.tables.get("open")
        span = f"{table_texts.month(figures.first)} bis {table_texts.month(figures.last)}"
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

    def _show_figures(self, figures: Figures, lines: tuple[InboxLine, ...]) -> None:
        lists = self.session.read(cases.lists)
        broken_down = [name for name in figures.tables if "." in name]
        self.table_choice.offer([(name, table_texts.title(name, lists)) for name in broken_down], FIRST_TABLE)
        clear(self._figures)
        shown = figures.tables.get(self.table_choice.code())
        if shown is not None:
            self._figures.addWidget(self._figures_table(shown, lists))
            self._figures.addWidget(label(_how_fresh(shown, lines), "small", "muted", wrap=True))

    def _figures_table(self, shown: FigureTable, lists: CodeLists) -> FiguresTable:
        before = self._before(shown)
        table = FiguresTable(
            table_texts.title(shown.id, lists), table_texts.heading(shown.id), self._since(before)
        )
        table.show_lines(_lines(shown, before, lists))
        return table

    def _before(self, shown: FigureTable) -> Mapping[str, Figure]:
        """The same cells a month earlier; a flow begins anew with the year."""
        month = self.month.code()
        earlier = periods.before(month)
        known = self.session.read(district.periods)
        if earlier not in known or (shown.kind == "flow" and earlier[:4] != month[:4]):
            return {}
        found = self.session.read(district.overview, earlier).figures.tables.get(shown.id)
        return found.cells if found else {}

    def _since(self, before: Mapping[str, Figure]) -> str:
        return f"seit {table_texts.month(periods.before(self.month.code())).split()[0]}" if before else ""

    def _show_gaps(self, figures: Figures) -> None:
        clear(self._gaps)
        shown = figures.tables.get(GAPS)
        if shown is None:
            return
        lists = self.session.read(cases.lists)
        lines = sorted(_lines(shown, self._before(shown), lists), key=lambda each: -each.figure.value)
        large = [each for each in lines if not each.in_words]
        listed = lines if self._all_gaps else large[:FEW]
        if listed:
            table = FiguresTable("Lücken", "Lebensbereich und Art", self._since(self._before(shown)))
            table.show_lines(listed)
            self._gaps.addWidget(table)
        rest = len(lines) - len(listed)
        if rest:
            self._gaps.addWidget(label(_rest(rest, large[FEW:], len(lines)), "small", "muted", wrap=True))
        word = "Weniger anzeigen" if self._all_gaps else "Alle ansehen"
        self._gaps.addWidget(box(line(link_button(word, self.show_all_gaps, "arrow", small=True), None)))

    def _lay_out(self) -> QWidget:
        self._sites_note = column(gap=0)
        self._sites.body.insertLayout(0, self._sites_note)
        figures = Section("Zahlen", act=self.table_choice)
        figures.body.addLayout(self._figures)
        gaps = Section("Lücken")
        gaps.body.addLayout(self._gaps)
        right = column(box(self._headlines), figures, gaps, None, gap=1.6)
        body = box(column(Columns((self._sites, 30), (box(right), 62), break_at=62), None))
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
    return LargeFigure(f"{thousands(n.value)} ± {n.margin}", "offene Fälle, Personen in Fünferschritten")


def _shares(figures: Figures) -> str:
    acts = figures.acts
    if not acts.participants:
        return "keine"
    target = round(100 * acts.target_participants / acts.participants)
    return f"davon {target} % aus Zielgruppen, {100 - target} % von Partnern"


def _lines(shown: FigureTable, before: Mapping[str, Figure], lists: CodeLists) -> list[Line]:
    def by(key: str, now: Figure) -> int | None:
        return now.value - before[key].value if key in before else None

    return [
        Line(table_texts.cell(_codes(key), lists), figure, by(key, figure))
        for key, figure in shown.cells.items()
    ]


def _codes(key: str) -> dict[str, str]:
    """A predicate as variables and codes: "livelihood=sgb2"."""
    return dict(part.split("=", 1) for part in key.split("|"))


def _how_fresh(shown: FigureTable, lines: tuple[InboxLine, ...]) -> str:
    days = [german(shown.as_of[0]), german(shown.as_of[-1])] if shown.as_of else []
    said = (
        [f"Stand {days[0]}." if days[:1] == days[1:] else f"Stand {days[0]} bis {days[1]}."] if days else []
    )
    absent = [each.site for each in lines if each.state not in ("received", "late")]
    if shown.carried and absent:
        said.append(f"Fortgeschrieben: {', '.join(absent)}.")
    pending = max((figure.pending for figure in shown.cells.values()), default=0)
    if pending:
        whose = "einem Standort" if pending == 1 else f"{pending} Standorten"
        said.append(f"Von {whose} sind diese Zahlen noch nicht veröffentlicht.")
    said.append("Der Strich zeigt die mögliche Abweichung.")
    return " ".join(said)


def _rest(rest: int, large: list[Line], total: int) -> str:
    """What is not listed, in words."""
    small = rest - len(large)
    if small == total:
        return f"Alle {total} Paare von Lebensbereich und Art liegen {BELOW} Personen."
    said = [f"{len(large)} weitere ab {PRESENTED_FROM} Personen"] if large else []
    return " · ".join([*said, f"{small} {'Paar' if small == 1 else 'Paare'} {BELOW}"] if small else said)
