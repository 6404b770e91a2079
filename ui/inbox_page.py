# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Meldungen: who has reported for a month, what is wrong on the way, and who may send."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from app.domain.dates import german
from app.operations import district, mergers, table_texts
from app.operations.district import Alarm, Fetched, InboxLine
from ui import files, periods
from ui.choice import Choice
from ui.district_setup import NotYet, what_is_missing
from ui.enrolment_form import open_enrolment
from ui.errors import CalmDialog, guard, show
from ui.exchange_form import open_exchange_form
from ui.exchange_words import exchange_words
from ui.fetching import JOB, work
from ui.form_dialog import FormDialog
from ui.inbox_state import alarm_word, reason, state_chip, to_do
from ui.job_line import JobLine
from ui.merger_forms import open_merger, open_separation
from ui.outstation_desk import (
    ask_to_begin_again,
    begin_again_work,
    open_outstation,
    restored_banner,
    rows,
)
from ui.page import Navigate, Page
from ui.reported_site_form import open_reported_site
from ui.session import Session
from ui.widgets import (
    Banner,
    Cell,
    Column,
    Columns,
    EmptyState,
    PageHead,
    RowList,
    Scroll,
    Section,
    Table,
    box,
    clear,
    column,
    line,
    link_button,
    primary_button,
    secondary_button,
    show_toast,
)

MONTHS_OFFERED = 12


class InboxPage(Page):
    """One line per site and month; alarms stay on top until a person has cleared them up."""

    def __init__(self, session: Session, navigate: Navigate) -> None:
        super().__init__(session, navigate)
        self.month = Choice("Monat")
        self.month.chosen.connect(self._show_lines)
        self.fetch_button = primary_button("Abholen", self.fetch, "inbox")
        self.stick = secondary_button("Vom Stick", self.fetch_from_stick, "stick")
        self._month = self.month.labelled()
        self._head = PageHead("Meldungen", "", self._month, self.stick, self.fetch_button)
        self.progress = JobLine(session, JOB)
        self.table = Table("Meldungen nach Standort", _COLUMNS, fit=True)
        self.table.opened.connect(lambda key: open_reported_site(self, session, str(key)))
        self._no_lines = EmptyState("inbox", "Für diesen Monat wird noch nichts erwartet.", "", "muted")
        self.outstations = RowList("Aufgenommene Fallakten")
        self.outstations.opened.connect(self._open_outstation)
        self.enrol_button = link_button("Standort aufnehmen", self.enrol, "plus", small=True)
        self.folder_button = link_button("Ändern", self.choose_folder, small=True)
        self.merge_button = link_button("Zusammenlegen", self.merge, "people", small=True)
        self.merge_button.setAccessibleName("Zwei Fallakten zusammenlegen")
        self.separate_button = link_button("Wieder trennen", self.separate, small=True)
        self.separate_button.setAccessibleName("Fallakten wieder trennen")
        acts = box(line(self.merge_button, self.separate_button, None))
        self._desk = Section("Fallakten", 0, self.enrol_button).add(self.outstations, acts)
        self._folder = Section("Austauschordner", act=self.folder_button)
        self._alarms, self._to_do = column(gap=0.5), column(gap=0.5)
        self._not_yet = NotYet(session, navigate)
        self._body = Scroll(self._lay_out())
        whole = column(self._head, self._not_yet, self.progress, parent=self, gap=1)
        whole.addWidget(self._body, 1)
        whole.addStretch(0)

    def reload(self) -> None:
        missing = what_is_missing(self.session)
        ready = missing not in ("name", "folder")
        self._not_yet.show_missing("" if ready else missing)
        self._body.setVisible(ready)
        for part in (self._month, self.stick, self.fetch_button):
            part.setVisible(ready)
        if ready:
            self._offer_months()
            self._show_alarms(self.session.read(district.alarms))
            self._show_lines()
            self._show_desk()

    # Acts

    def fetch(self) -> None:
        """Take what lies in the exchange folder, and put the receipts there."""
        self._start(None)

    def fetch_from_stick(self) -> None:
        folder = files.choose_folder(self, "Stick oder Ordner wählen")
        if folder is not None:
            self._start(folder)

    def enrol(self) -> FormDialog:
        return open_enrolment(self, self.session)

    def merge(self) -> FormDialog:
        return open_merger(self, self.session)

    def separate(self) -> FormDialog:
        return open_separation(self, self.session)

    def choose_folder(self) -> FormDialog:
        return open_exchange_form(self, self.session)

    def _start(self, folder: Path | None) -> None:
        self.progress.start(work(self.session, folder), self._say)

    def _say(self, result: Fetched) -> None:
        if result.trouble is not None:
            show(self, result.trouble)
        else:
            show_toast(self, _in_words(result))

    def begin_again(self) -> CalmDialog:
        """In a file from a backup: the offices send all they released once more."""
        return ask_to_begin_again(self, self._begin_again)

    def _begin_again(self) -> None:
        self.progress.start(begin_again_work(self.session), self._begun)

    def _begun(self, _: object) -> None:
        show_toast(self, "Die Büros erfahren es, sobald sie verbunden sind. Holen Sie danach ab.")

    def _open_outstation(self, key: object) -> None:
        with guard(self):
            open_outstation(self, self.session, str(key), self._tell)

    def _tell(self) -> None:
        """What was just decided lies in the exchange folder at once."""
        if self.session.read(district.transport) is not None:
            self.fetch()

    # What is shown

    def _offer_months(self) -> None:
        """The last months, and every one of which something came; first that of the newest release."""
        here = self.session.read(district.periods)
        recent = periods.up_to(periods.period_of(self.session.today()), MONTHS_OFFERED)
        offered = sorted({*here, *recent}, reverse=True)
        self.month.offer(periods.choices(offered), here[-1] if here else offered[0])

    def _show_alarms(self, alarms: tuple[Alarm, ...]) -> None:
        clear(self._alarms)
        restored = restored_banner(self.session, self.begin_again)
        if restored is not None:
            self._alarms.addWidget(restored)
        for alarm in alarms:
            title = f"{alarm.outstation}: {alarm_word(alarm.state)} seit {german(alarm.since)}"
            said = f"{reason(alarm.reason)} Bitte rufen Sie den Standort an. Die bisherigen Zahlen bleiben."
            self._alarms.addWidget(Banner("warning", title, said, "danger"))

    def _show_lines(self) -> None:
        month = self.month.code()
        lines = self.session.read(district.inbox, month)
        here = sum(each.state in ("received", "late") for each in lines)
        self._head.set("Meldungen", f"{table_texts.month(month)} · {here} von {len(lines)} eingegangen")
        self.table.fill([(each.site_id, _cells(each, month)) for each in lines])
        self.table.setVisible(bool(lines))
        self._no_lines.setHidden(bool(lines))
        clear(self._to_do)
        for icon, who, what, tone in to_do(lines):
            self._to_do.addWidget(Banner(icon, who, what, tone))

    def _show_desk(self) -> None:
        known = rows(self.session)
        self.outstations.fill(known)
        self._desk.set_count(len(known))
        confirmed = sum(each.confirmed for each in self.session.read(district.outstations))
        self.merge_button.setVisible(confirmed > 1)
        self.separate_button.setVisible(bool(self.session.read(mergers.mergers)))
        clear(self._folder.body)
        self._folder.add(exchange_words(self.session))

    def _lay_out(self) -> QWidget:
        main = column(self.table, self._no_lines, gap=0.6)
        main.insertLayout(0, self._to_do)
        side = box(column(self._desk, self._folder, gap=1.6))
        whole = column(parent=(body := QWidget()), gap=1)
        whole.addLayout(self._alarms)
        whole.addWidget(Columns((box(main), 56), (side, 22), break_at=66))
        whole.addStretch(1)
        whole.setContentsMargins(0, 0, 0, 0)
        return body


_COLUMNS = [
    Column("Standort", width=11),
    Column("Fallakte", stretch=True),
    Column("Stand"),
    Column("Eingang", right=True, width=7),
    Column("zählt bis", right=True, width=7),
    Column("Hinweis", stretch=True),
]


def _cells(each: InboxLine, month: str) -> list[str | Cell]:
    days = (german(day) if day else "–" for day in (each.received_on, each.until))
    return [
        Cell(each.site, strong=True),
        Cell(each.outstation, "muted"),
        state_chip(each, month),
        *days,
        Cell(reason(each.reason), "muted"),
    ]


def _in_words(result: Fetched) -> str:
    counted = [
        (result.accepted, "neue Meldung", "neue Meldungen"),
        (result.refused, "abgelehnt", "abgelehnt"),
        (result.forks, "verdächtig", "verdächtig"),
        (result.waiting, "wartet noch", "warten noch"),
    ]
    said = [f"{number} {one if number == 1 else more}" for number, one, more in counted if number]
    return f"Abgeholt: {', '.join(said)}." if said else "Es ist nichts Neues da."
