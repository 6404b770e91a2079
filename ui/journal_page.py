# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Protokoll: who did what, when, to which record; found by day, person and word, and checked as a whole."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QLineEdit, QWidget

from app.domain.errors import InvalidInput
from app.operations import colleagues, journal_lines
from app.operations.journal_lines import Checked, JournalLine, Search
from ui.dates import clock
from ui.errors import guard
from ui.job_line import JobLine
from ui.page import Navigate, Page
from ui.session import Session
from ui.theme import rem
from ui.widgets import (
    Banner,
    CodeInput,
    Column,
    DateInput,
    EmptyState,
    FormPanel,
    PageHead,
    Table,
    TextInput,
    box,
    clear,
    column,
    label,
    line,
    link_button,
    primary_button,
    secondary_button,
)

JOB = "Protokoll wird geprüft"
STEP = 200
EVERYBODY = "everybody"
_CAUSE = (
    "Nie steht hier, was jemand schrieb. Nach Personen wird nur mit Anlass ausgewertet, "
    "zusammen mit Datenschutz und Personalrat."
)


class JournalPage(Page):
    """The newest lines first; while the client looks on nothing is shown."""

    def __init__(self, session: Session, navigate: Navigate) -> None:
        super().__init__(session, navigate)
        self._shown = STEP
        self._search = Search()
        self.form = self._make_form()
        self._said = column(gap=0.3)
        self.progress = JobLine(session, JOB)
        columns = [Column("Wann", width=10), Column("Wer", width=5), Column("Bereich", width=13)]
        columns += [Column("Was geschah", stretch=True), Column("Akte oder Kennung", width=10)]
        self.table = Table("Protokoll", columns)
        self.table.setMinimumHeight(rem(12))
        self._more = link_button("Mehr zeigen", self.show_more)
        self._nothing = EmptyState("search", "Keine Zeile passt dazu.", tone="muted")
        self._hidden = EmptyState(
            "speech", "Im Gespräch zeigt diese Liste nichts.", "F8 beendet das Gespräch.", "info"
        )
        self.check = secondary_button("Protokoll prüfen", self.begin_check, "shield")
        head = PageHead("Protokoll", "Wer wann was getan hat", self.check)
        find = primary_button("Suchen", self.search, "search")
        beside = column(find, None)
        beside.setContentsMargins(0, rem(1.4), 0, 0)
        self._asked = box(line(self.form, box(beside), gap=1))
        parts = (label(_CAUSE, "small", "muted", wrap=True), self._asked, box(self._said), self.progress)
        whole = column(head, *parts, self._nothing, self._hidden, parent=self, gap=0.7)
        lines = column(gap=0.5)
        lines.addWidget(self.table, 1)
        lines.addWidget(box(line(self._more, None)))
        whole.addWidget(box(lines), 1)

    def first(self) -> QWidget:
        return self.form

    def reload(self) -> None:
        found = (
            () if self.conversation else self.session.read(journal_lines.find, self._search, self._shown + 1)
        )
        self.table.fill([(each.seq, _cells(each)) for each in found[: self._shown]])
        self.table.setHidden(self.conversation or not found)
        self._asked.setHidden(self.conversation)
        self._more.setVisible(len(found) > self._shown)
        self._nothing.setHidden(self.conversation or bool(found))
        self._hidden.setHidden(not self.conversation)

    def search(self) -> None:
        """Takes what stands in the fields."""
        with guard(self):
            self._search, self._shown = _search(self.form.values()), STEP
            self.reload()

    def show_more(self) -> None:
        self._shown += STEP
        self.reload()

    def begin_check(self) -> None:
        """Whether somebody has changed or taken out a line: read from the first to the last."""
        clear(self._said)
        vault = self.session.vault
        self.progress.start(lambda progress: journal_lines.check(vault, progress), self._tell)

    def _tell(self, checked: Checked) -> None:
        clear(self._said)
        if checked.broken is None:
            count = "Die eine Zeile ist" if checked.lines == 1 else f"Alle {checked.lines} Zeilen sind"
            self._said.addWidget(Banner("check", f"{count} unverändert.", "", "success"))
            return
        words = (
            "Ab dort wurde eine Zeile geändert, entfernt oder ging bei einem Schaden verloren. Die Akten "
            "betrifft das nicht. Sprechen Sie mit Ihrer oder Ihrem Datenschutzbeauftragten."
        )
        title = f"Das Protokoll passt ab Zeile {checked.broken} nicht mehr zusammen."
        self._said.addWidget(Banner("warning", title, words, "danger"))

    def _make_form(self) -> FormPanel:
        form = FormPanel()
        people = [(each.id, f"{each.code} · {each.name}") for each in self.session.read(colleagues.everybody)]
        form.add_line(
            form.field("first", "Von", DateInput(self.session.today)),
            form.field("last", "Bis", DateInput(self.session.today)),
            form.field("staff_id", "Wer", CodeInput([(EVERYBODY, "alle"), *people])),
            form.field("text", "Bereich, Handlung oder Kennung", TextInput()),
        )
        form.set_values({"staff_id": EVERYBODY})
        for entry in form.findChildren(QLineEdit):
            entry.returnPressed.connect(self.search)
        return form


def _search(values: dict[str, Any]) -> Search:
    first, last = values["first"], values["last"]
    if first and last and last < first:
        raise InvalidInput("last", "journal.days_turned")
    who = values["staff_id"]
    return Search(first, last, None if who == EVERYBODY else who, values["text"])


def _cells(each: JournalLine) -> list[str]:
    when = f"{each.at:%d.%m.%Y}, {clock(each.at)}" if each.at else "–"
    return [when, each.who, each.area, each.act, each.record]
