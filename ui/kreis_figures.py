# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Zahlen: one table of the Kreis's figures with its bars, of an area and beside another time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.code_lists import CodeLists
from app.domain.dates import german
from app.domain.figures import Acts, Figure, Figures, FigureTable
from app.domain.span import Span
from app.operations import cases, district, district_figures, table_texts
from app.operations.district_figures import Area
from ui.choice import Choice
from ui.figures_table import FiguresTable, Line, change
from ui.session import Session
from ui.widgets import Flow, Section, box, clear, column, label

FIRST_TABLE = "open.livelihood"
_ACTS_BY_TYPE, _ACTS_BY_MONTH, _MOVEMENT = "acts:type", "acts:month", "movement"
_BY_MONTH = {
    "registered:month": ("served.service_type", "service_type=registration"),
    "changed:month": ("changed_livelihood", ""),
}
"""What is shown month by month: the table and its cell."""

_MADE = {
    _MOVEMENT: ("Entwicklung der Fälle", "Fälle"),
    _ACTS_BY_TYPE: ("Übersicht der Dienstleistungen", "Dienstleistung"),
    _ACTS_BY_MONTH: ("Verlauf der Dienstleistungen", "Monat"),
    "registered:month": ("Erfassung Neuzugewanderter nach Monaten", "Monat"),
    "changed:month": ("Wechsel der Existenzsicherung nach Monaten", "Monat"),
}
"""Shown beside the published tables, with what its rows are."""

_WHOLE, _NOTHING = "whole", "nothing"
_COMPARED = [("year", "mit dem Vorjahr"), ("before", "mit der Zeit davor"), (_NOTHING, "ohne Vergleich")]


@dataclass(frozen=True)
class Shown:
    """A table's rows and what they are compared with."""

    name: str
    heading: str
    lines: list[Line]
    since: str
    notes: tuple[str, ...]


class FiguresPanel(Section):
    """Which table, which part of the Kreis, beside what; each choice is kept while the page is open."""

    def __init__(self, session: Session) -> None:
        self.table_choice = Choice("Tabelle")
        super().__init__("Zahlen")
        self._session = session
        self.area, self.compared = Choice("Gebiet"), Choice("Vergleich")
        self.compared.offer(_COMPARED, "year")
        self._choices = Flow(
            self.table_choice.labelled(), self.area.labelled(), self.compared.labelled(), gap=0.8
        )
        self._shown = column(gap=0.4)
        self.body.addWidget(box(self._choices))
        self.body.addLayout(self._shown)
        self._span = Span("", "")
        self._found: Figures | None = None
        self._absent: tuple[str, ...] = ()
        for choice in (self.table_choice, self.area, self.compared):
            choice.chosen.connect(self._show)

    def show_span(self, span: Span, found: Figures, absent: tuple[str, ...]) -> None:
        """`found`: what of the whole Kreis is read already; `absent`: sites that are carried forward."""
        self._span, self._found, self._absent = span, found, absent
        lists = self._session.read(cases.lists)
        names = self._session.read(district_figures.broken_down)
        tables = [(name, table_texts.title(_table_of(name), lists)) for name in names]
        self.table_choice.offer([*tables, *((key, words) for key, (words, _) in _MADE.items())], FIRST_TABLE)
        areas = self._session.read(district_figures.areas)
        self.area.offer(
            [(_WHOLE, "ganzer Kreis"), *((key, area.label) for key, area in areas.items())], _WHOLE
        )
        self._show()

    def _show(self) -> None:
        clear(self._shown)
        made = self._made()
        if made.lines:
            table = FiguresTable(made.name, made.heading, made.since)
            table.show_lines(made.lines)
            self._shown.addWidget(table)
        for note in made.notes:
            self._shown.addWidget(label(note, "small", "muted", wrap=True))

    def _made(self) -> Shown:
        chosen, area = self.table_choice.code(), self.area.code()
        area = "" if area == _WHOLE else area
        if chosen in (_ACTS_BY_TYPE, _ACTS_BY_MONTH):
            return self._acts(chosen, area)
        if chosen in _BY_MONTH:
            return self._monthly(chosen, area)
        if chosen == _MOVEMENT:
            return self._movement(area)
        return self._persons(chosen, area)

    # Persons

    def _persons(self, name: str, area: str) -> Shown:
        lists = self._session.read(cases.lists)
        title, heading = table_texts.title(_table_of(name), lists), table_texts.heading(_table_of(name))
        found = self._table(self._span, area, name)
        if found is None:
            return Shown(title, heading, [], "", (self._nothing(area),))
        before = self._before(name, area)
        lines = [
            Line(
                table_texts.cell(_codes(key), lists),
                figure,
                _change(figure, before.get(key) if before else None),
            )
            for key, figure in found.cells.items()
        ]
        notes = (_how_fresh(found, self._absent), *self._missing_sites(found, area, name))
        return Shown(title, heading, lines, self._since(bool(before)), notes)

    def _missing_sites(self, found: FigureTable, area: str, name: str) -> tuple[str, ...]:
        every = self._figures(self._span, area, name.partition("/")[0])
        return () if every.is_from_all_sites(found) else (_NOT_EVERYWHERE,)

    def _before(self, name: str, area: str) -> Mapping[str, Figure]:
        """The same cells in the time they are compared with; none if nothing came of it."""
        other = self._other_span()
        if other is None:
            return {}
        found = self._table(other, area, name)
        return found.cells if found else {}

    def _other_span(self) -> Span | None:
        """The time to compare with, if there is a release of it."""
        if self.compared.code() == _NOTHING:
            return None
        other = self._span.year_before() if self.compared.code() == "year" else self._span.before()
        known = self._session.read(district.periods)
        return other if any(other.first <= month <= other.last for month in known) else None

    def _since(self, compared: bool) -> str:
        if not compared:
            return ""
        return "zum Vorjahr" if self.compared.code() == "year" else "zu davor"

    # Acts, exact, and what was registered month by month

    def _acts(self, chosen: str, area: str) -> Shown:
        title, heading = _MADE[chosen]
        if area:
            said = (
                "Tätigkeiten zeigt das Programm nur für den ganzen Kreis. Sonst wären sie die einer Person."
            )
            return Shown(title, heading, [], "", (said,))
        found, other = self._figures(self._span), self._other_span()
        before = self._act_counts(chosen, self._figures(other)) if other else {}
        if chosen == _ACTS_BY_MONTH:
            before = {}
        lines = [
            Line(word, Figure(count), count - before[word] if word in before else None, exact=True)
            for word, count in self._act_counts(chosen, found).items()
        ]
        notes = ["Genaue Zählung über alle Fallakten zusammen."] if lines else []
        if found.withheld_months:
            named = ", ".join(map(table_texts.month, found.withheld_months))
            notes.append(f"Ohne {named}: Tätigkeiten erscheinen erst ab drei Fallakten, die welche melden.")
        return Shown(title, heading, lines, self._since(bool(before)), tuple(notes))

    def _act_counts(self, chosen: str, found: Figures) -> dict[str, int]:
        if chosen == _ACTS_BY_MONTH:
            return {table_texts.month(each.month): each.total.acts for each in found.months}
        lists: CodeLists = self._session.read(cases.lists)
        by_type: dict[str, Acts] = found.acts_by_type
        return {table_texts.activity(name, lists): done.acts for name, done in by_type.items()}

    def _monthly(self, chosen: str, area: str) -> Shown:
        (title, heading), (name, key) = _MADE[chosen], _BY_MONTH[chosen]
        known = self._session.read(district.periods)
        lines = []
        for month in (each for each in known if self._span.first <= each <= self._span.last):
            table = self._figures(Span(month, month), area, name).tables.get(name)
            if table is not None and key in table.cells:
                lines.append(Line(table_texts.month(month), table.cells[key]))
        note = (
            "Ein Monat ist der Unterschied zweier veröffentlichter Jahreswerte."
            if lines
            else self._nothing(area)
        )
        return Shown(title, heading, lines, "", (note,))

    def _movement(self, area: str) -> Shown:
        """Open before + new − closed = open now; what is left over is said below."""
        title, heading = _MADE[_MOVEMENT]
        made = self._figures(self._span, area, "open", "new", "closed").movement
        if made is None:
            return Shown(title, heading, [], "", (_NO_MOVEMENT,))
        before, now = (
            table_texts.month(each)
            for each in (Span(*2 * (self._span.first,)).before().last, self._span.last)
        )
        lines = [
            Line(f"offen, Ende {before}", made.before),
            Line("neu", made.new),
            Line("abgeschlossen", made.closed),
            Line(f"offen, Ende {now}", made.now),
        ]
        notes = [] if made.published else ["Abgeschlossene Fälle sind gerechnet."]
        if made.other:
            notes.append(f"Wieder aufgenommen oder an anderem Tag gezählt: {change(made.other).text}.")
        return Shown(title, heading, lines, "", tuple(notes))

    def _table(self, span: Span, area: str, name: str) -> FigureTable | None:
        """A table, or its sums by one variable."""
        whole, _, variable = name.partition("/")
        found = self._figures(span, area, whole).tables.get(whole)
        return district_figures.by_one_variable(found, variable) if found and variable else found

    def _figures(self, span: Span, area: str = "", *tables: str) -> Figures:
        held = self._found
        if held and span == self._span and not area and held.tables.keys() >= set(tables):
            return held
        return self._session.read(district_figures.figures, span.first, span.last, area, tables)

    def _nothing(self, area: str) -> str:
        areas: dict[str, Area] = self._session.read(district_figures.areas)
        if area and self._session.read(lambda vault: district_figures.has_work_of_one(areas[area], vault)):
            return (
                "Hier stehen weniger als drei Fallakten dahinter. Was beraten wurde, wäre die Leistung einer "
                "Person. Zu sehen ist nur, wer die Menschen sind und was ihnen fehlt."
            )
        return "Dazu liegt für diesen Zeitraum nichts vor."


_NOT_EVERYWHERE = (
    "Noch nicht alle Standorte melden diese Zahl, weil manche den früheren Tabellenkatalog nutzen. Wer dort "
    "beraten wird, fehlt hier."
)
_NO_MOVEMENT = "Dazu fehlt von mindestens einem Standort eine Meldung aus der Zeit davor."


def _change(now: Figure, before: Figure | None) -> int | None:
    """None where more sites had not published it then: what they publish now is no growth."""
    if before is None or before.pending > now.pending:
        return None
    return now.value - before.value


def _table_of(name: str) -> str:
    """„open.need“ for „open.need_x_need_change/need“: what a table of its sums would be called."""
    table, _, variable = name.partition("/")
    return f"{table.partition('.')[0]}.{variable}" if variable else table


def _codes(key: str) -> dict[str, str]:
    """A predicate as variables and codes: "livelihood=sgb2"."""
    return dict(part.split("=", 1) for part in key.split("|"))


def _how_fresh(shown: FigureTable, absent: tuple[str, ...]) -> str:
    said = []
    if shown.as_of:
        first, last = german(shown.as_of[0]), german(shown.as_of[-1])
        said.append(f"Stand {first}." if first == last else f"Stand {first} bis {last}.")
    if shown.carried and absent:
        said.append(f"Fortgeschrieben: {', '.join(absent)}.")
    pending = max((figure.pending for figure in shown.cells.values()), default=0)
    if pending:
        whose = "einem Standort" if pending == 1 else f"{pending} Standorten"
        said.append(f"Von {whose} sind diese Zahlen noch nicht veröffentlicht.")
    said.append("Der Strich zeigt die mögliche Abweichung.")
    return " ".join(said)
