# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Fälle: find while typing, Enter opens, "Neue Person" begins the intake."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QWidget

from app.domain.case import CaseLine
from app.domain.dates import german
from app.operations import cases, colleagues
from ui.codes import labels_of
from ui.dates import near_day
from ui.form_dialog import FormDialog
from ui.page import Navigate, Page
from ui.received_case_form import open_reception
from ui.session import Session
from ui.theme import Tone, rem
from ui.widgets import (
    Cell,
    CheckInput,
    ChoiceBar,
    Column,
    EmptyState,
    PageHead,
    Table,
    TextInput,
    column,
    line,
    link_button,
    primary_button,
    secondary_button,
)

FILE_COLUMN = 1
AT_ONCE = 100
"""So many are shown at first; who looks for one types its beginning."""
STATES = (("open", "Offen"), ("closed", "Abgeschlossen"), ("all", "Alle"))
_CHIPS: dict[str, tuple[str, Tone]] = {
    "active": ("open", "info"),
    "paused": ("clock", "neutral"),
    "closed": ("check", "neutral"),
}


class CasesPage(Page):
    """Names, next step, last contact and status of all cases."""

    def __init__(self, session: Session, navigate: Navigate) -> None:
        super().__init__(session, navigate)
        self.search = TextInput("Name, Aktenzeichen, Geburtsdatum oder Telefon")
        self.search.setAccessibleName("Fälle durchsuchen")
        self.states = ChoiceBar("Welche Fälle", STATES)
        self.states.set_value("open")
        self.mine = CheckInput("Nur meine")
        self._most = AT_ONCE
        self._more = link_button("", self._show_more, "chevron_down")
        self.table = Table(
            "Fälle",
            [
                Column("Name", stretch=True),
                Column("Akte", width=9),
                Column("Nächster Schritt", stretch=True),
                Column("Letzter Kontakt", width=10),
                Column("Status", width=10),
            ],
            row_height=2.6,
        )
        self._none = EmptyState(
            "folder", "Hier stehen bald Ihre Fälle. „Neue Person“ legt den ersten an.", tone="muted"
        )
        self._not_found = EmptyState(
            "search",
            "Dazu gibt es keinen Fall.",
            "Prüfen Sie die Schreibweise, oder wählen Sie „Alle“.",
            "muted",
        )
        self._hidden = EmptyState(
            "speech", "Im Gespräch zeigt diese Liste nichts.", "F8 beendet das Gespräch.", "info"
        )
        self._lay_out()
        self._bind()

    def first(self) -> QWidget:
        return self.search

    def reload(self) -> None:
        self.mine.setVisible(len(self.session.read(colleagues.colleagues)) > 1)
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.table.setColumnHidden(FILE_COLUMN, self.width() < rem(70))

    def take_in_sealed(self) -> FormDialog:
        """A case that another office hands over."""
        return open_reception(self, self.session, lambda case_id: self.navigate("case", case_id))

    def _lay_out(self) -> None:
        add = primary_button("Neue Person", lambda: self.navigate("intake"), "plus")
        self._take = secondary_button("Fall aufnehmen", self.take_in_sealed, "inbox")
        self._take.setToolTip("Einen Fall aufnehmen, den ein anderes Büro versiegelt übergeben hat")
        self._head = PageHead("Fälle", "", self._take, add)
        self._tools = QWidget()
        tools = line(self.search, parent=self._tools, gap=1)
        tools.addWidget(self.states, 0, Qt.AlignmentFlag.AlignVCenter)
        tools.addWidget(self.mine, 0, Qt.AlignmentFlag.AlignVCenter)
        whole = column(self._head, self._tools, self._none, self._not_found, self._hidden, parent=self, gap=1)
        whole.addWidget(self.table, 1)
        whole.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        whole.addStretch(0)
        for part in (self._none, self._not_found, self._hidden, self._more):
            part.hide()  # until the first look: what is not there yet must not make the window grow

    def _bind(self) -> None:
        for what in (self.search, self.states, self.mine):
            what.changed.connect(self._show_from_the_start)
        self.table.opened.connect(lambda key: self.navigate("case", str(key)))
        self.search.returnPressed.connect(self._open_first)
        down = QShortcut(
            QKeySequence(Qt.Key.Key_Down), self.search, context=Qt.ShortcutContext.WidgetShortcut
        )
        down.activated.connect(self._into_table)

    def _show_from_the_start(self) -> None:
        self._most = AT_ONCE
        self._show()

    def _show_more(self) -> None:
        """The keys go to the first of the new ones."""
        place, self._most = self._most, self._most * 4
        self._show()
        self.table.selectRow(place)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self) -> None:
        query, state = self.search.typed(), self.states.value() or "open"
        mine, most = self.mine.value(), self._most
        read = self.session.read
        lines = () if self.conversation else read(cases.case_list, query, state, mine=mine, at_most=most)
        count = len(lines) if len(lines) < most else read(cases.case_count, query, state, mine=mine)
        searching = bool(query.strip()) or state != "open" or mine
        label_of, today = labels_of(self.session), self.session.today()
        self.table.fill([(line.case_id, _cells(line, today, label_of)) for line in lines])
        self._head.set("Fälle", _count(count, state) if lines else "")
        self._more.setText(f"Weitere {count - len(lines)} zeigen")
        self._more.setVisible(count > len(lines))
        self._tools.setHidden(self.conversation)
        self._take.setHidden(self.conversation)
        self._hidden.setHidden(not self.conversation)
        self.table.setVisible(bool(lines))
        self._none.setHidden(self.conversation or bool(lines) or searching)
        self._not_found.setHidden(self.conversation or bool(lines) or not searching)

    def _open_first(self) -> None:
        """Enter in the search opens what stands first."""
        self._into_table()
        key = self.table.current_key()
        if key is not None:
            self.navigate("case", str(key))

    def _into_table(self) -> None:
        if self.table.model().rowCount():
            self.table.selectRow(0)
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)


def _count(count: int, state: str) -> str:
    word = {"open": "offen", "closed": "abgeschlossen", "all": "insgesamt"}[state]
    return f"{count} {word}"


def _cells(line: CaseLine, today: date, label_of: Callable[[str, str], str]) -> list[str | Cell]:
    late = line.next_due is not None and line.next_due < today
    when = f"{near_day(line.next_due, today)}: " if line.next_due else ""
    return [
        Cell(f"{line.family_name}, {line.given_names}".rstrip(", "), strong=True),
        Cell(line.file_number, "muted"),
        Cell(f"{when}{line.next_step}", "danger" if late else "text"),
        Cell(german(line.last_contact) if line.last_contact else "noch keiner", "muted"),
        _status(line, label_of("case_status", line.status)),
    ]


def _status(line: CaseLine, word: str) -> Cell:
    if line.preliminary and line.status != "closed":
        return Cell("vorläufig", chip="warning", icon="clock")
    icon, tone = _CHIPS[line.status]
    return Cell(word, chip=tone, icon=icon)
