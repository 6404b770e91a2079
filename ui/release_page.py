# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Meldung: „Das verlässt dieses Büro“. Every figure is seen, then approved once."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget
from shiboken6 import isValid

from app.domain.errors import Refusal
from app.operations import cases, reporting, table_texts
from app.operations.reporting import Delivery, ReleasePreview
from resources import Message
from ui import files, jobs, periods
from ui.choice import Choice
from ui.delivery import JOB, say_delivery, work
from ui.errors import CalmDialog, guard, sentences, show
from ui.form_dialog import FormDialog
from ui.job_line import JobLine
from ui.office_page import open_site_form
from ui.page import Navigate, Page
from ui.raw_view import RawView
from ui.release_acts import ReleaseActs, ReleaseState, read_state
from ui.release_side import changes, check_card, delivery_section, officer_text
from ui.release_table import ActivityTable, Foldable, ReleaseTable
from ui.restored_notice import open_reconciliation
from ui.session import Session
from ui.theme import rem
from ui.widgets import (
    Columns,
    EmptyState,
    PageHead,
    Scroll,
    box,
    clear,
    column,
    label,
    line,
    link_button,
    primary_button,
    show_toast,
)

COUNTING = "Zahlen werden berechnet"
MONTHS_OFFERED = 12
SIDE = 19


class ReleasePage(Page):
    """The figures at the left, the check and the acts at the right; what leaves is what is shown."""

    def __init__(self, session: Session, navigate: Navigate) -> None:
        super().__init__(session, navigate)
        self.shown: ReleasePreview | None = None
        self._asked = 0
        self._counting = label(f"{COUNTING} …", tone="muted")
        self.tables: list[Foldable] = []
        self.site, self.month = Choice("Standort"), Choice("Monat")
        self.raw = link_button("Rohdatei ansehen", self.show_raw, "document")
        connection = link_button("Verbindung", lambda: navigate("connection"), "link")
        self._head = PageHead("Das verlässt dieses Büro", "", connection, self.raw)
        self.fold = link_button("Alle zuklappen", self._turn_all, small=True)
        self.progress = JobLine(session, JOB)
        self.acts = ReleaseActs(self, self.progress)
        self._tables, self._side = column(gap=1.2), column(gap=1.2)
        self._empty = EmptyState(
            "pin", "Es gibt noch keinen Standort.", "Eine Meldung gilt immer für einen Standort.", "muted"
        )
        add = primary_button("Standort anlegen", lambda: open_site_form(self, session), "plus")
        self._empty.body.addWidget(box(line(add, None)))
        self._body, self._figures = QWidget(), QWidget()
        self._lay_out()
        self.site.chosen.connect(self._show)
        self.month.chosen.connect(self._show)

    def reload(self) -> None:
        sites = [(site.id, site.name) for site in self.session.read(cases.sites)]
        self._empty.setHidden(bool(sites))
        self._body.setVisible(bool(sites))
        self.raw.setVisible(bool(sites))
        self.site.offer(sites, sites[0][0] if sites else "")
        self._show()

    # What is shown

    def _offer_months(self) -> None:
        """Released months and those after them; chosen is the first that is complete but not released."""
        closed, now = self._closed(), periods.period_of(self.session.today())
        first = closed[0] if closed else ""
        offered = [m for m in periods.up_to(now, MONTHS_OFFERED) if m > first or m in closed]
        offered += [month for month in closed if month not in offered]
        named = [(month, f"{name}{_mark(month in closed)}") for month, name in periods.choices(offered)]
        self.month.offer(named, _proposed(offered, closed, now))

    def _closed(self) -> list[str]:
        """The released months of the chosen site, newest first."""
        ledger = self.session.read(reporting.ledger)
        return sorted((done.period for done in ledger if done.site_id == self.site.code()), reverse=True)

    def _show(self) -> None:
        if not self.site.code():
            return
        self._offer_months()
        site, month = self.site.code(), self.month.code()
        same = self.shown is not None and (self.shown.site_id, self.shown.period) == (site, month)
        self._figures.setVisible(same)
        self._counting.setHidden(same)
        self._asked += 1
        vault, until, now = self.session.vault, self._until(month), self.session.now()
        jobs.run(
            COUNTING,
            lambda _: reporting.preview_release(vault, site, month, until, now),
            partial(self._counted, self._asked),
            partial(self._not_counted, self._asked),
        )

    def _counted(self, asked: int, shown: ReleasePreview) -> None:
        """The figures are there; who has asked for others meanwhile sees those."""
        if not self._still_asks(asked):
            return
        with guard(self):
            same = self.shown is not None and _face(self.shown) == _face(shown)
            self.shown = shown
            if not same:
                self._fill_tables(shown)
            self._fill_side(read_state(self.session, shown))
            self._figures.show()
            self._counting.hide()

    def _not_counted(self, asked: int, error: BaseException) -> None:
        if self._still_asks(asked):
            show(self, error)

    def _still_asks(self, asked: int) -> bool:
        return isValid(self) and self.session.is_open and asked == self._asked

    def _until(self, month: str) -> date:
        return min(periods.last_day(month), self.session.today())

    def _preview(self, month: str) -> ReleasePreview:
        """What left in a closed month."""
        site, now = self.site.code(), self.session.now()
        return self.session.read(reporting.preview_release, site, month, self._until(month), now)

    def _fill_tables(self, shown: ReleasePreview) -> None:
        clear(self._tables)
        acts = self._activity_table(shown)
        parts = [ReleaseTable(table) for table in shown.tables]
        self.tables = [acts, *parts]
        left, right = _balanced(parts)
        columns = Columns((_stack(left), 1), (_stack(right), 1), break_at=46, gap=1.2)
        for part in (acts, columns, officer_text()):
            self._tables.addWidget(part)
        self._tables.addStretch(1)
        self._name_fold()

    def _activity_table(self, shown: ReleasePreview) -> ActivityTable:
        earlier = [month for month in self._closed() if month < shown.period]
        last = self._preview(earlier[0]).activities if earlier else ()
        return ActivityTable(
            table_texts.month(shown.period),
            shown.activities,
            {each.label: each.acts for each in last},
            _short_month(earlier[0], shown.period) if earlier else "",
        )

    def _fill_side(self, state: ReleaseState) -> None:
        shown = state.shown
        span = f"{periods.first_day(shown.period):%d.%m.} bis {shown.until:%d.%m.%Y}"
        to = f" · an die Koordination im {state.district}" if state.district else ""
        self._head.set("Das verlässt dieses Büro", f"Meldung {span} · {self.site.currentText()}{to}")
        clear(self._side)
        for part in _side_parts(state, self.session.now()):
            self._side.addWidget(part)
        self._side.addStretch(1)
        self.acts.show_state(state)

    # Acts

    def show_raw(self) -> None:
        if self.shown is not None:
            RawView(self, self.shown).open()

    def reconcile(self) -> FormDialog:
        return open_reconciliation(self, self.session)

    def confirm(self) -> None:
        """Ask once: it cannot be taken back."""
        shown = self.shown
        if shown is None:
            return
        message = Message(
            f"Sie geben die Meldung {table_texts.month(shown.period)} für {self.site.currentText()} frei.",
            "Hinaus gehen nur die Zahlen, die Sie hier sehen, verschlüsselt für die Koordination.",
            "Das lässt sich nicht zurücknehmen. Der Monat ist danach abgeschlossen.",
        )
        CalmDialog(self, message, "info", ("Freigeben", lambda: self.release(shown))).open()

    def release(self, shown: ReleasePreview) -> None:
        """Close the month with the very figures that were looked at, and send them on their way."""
        with guard(self):
            args = (shown.site_id, shown.period, shown.until)
            self.session.write(reporting.release, *args, approved=shown.sha256)
            show_toast(self, "Die Meldung ist freigegeben.")
            if self.session.read(reporting.transport) is not None:
                self.deliver()

    def seal_again(self) -> None:
        """A refused release goes out again, with the same figures."""
        released = read_state(self.session, self.shown).released if self.shown else None
        if released is not None:
            with guard(self):
                self.session.write(reporting.seal_again, released.id)
                self.deliver()

    def connect_district(self) -> None:
        self.navigate("connection")

    def deliver(self) -> None:
        """Take everything that waits to the exchange folder."""
        self._start(None)

    def save_on_stick(self) -> None:
        folder = files.choose_folder(self, "Stick oder Ordner wählen")
        if folder is not None:
            self._start(folder)

    def _start(self, folder: Path | None) -> None:
        def done(result: Delivery) -> None:
            say_delivery(self, result, on_stick=folder is not None)

        self.progress.start(work(self.session, folder), done)

    def _turn_all(self) -> None:
        fold = not all(table.is_folded() for table in self.tables)
        for table in self.tables:
            table.fold(fold)
        self._name_fold()

    def _name_fold(self) -> None:
        folded = all(table.is_folded() for table in self.tables)
        self.fold.setText("Alle aufklappen" if folded else "Alle zuklappen")

    # Layout

    def _lay_out(self) -> None:
        choice = line(self.site.labelled(), self.month.labelled(), None, self.fold, gap=1.2)
        side = _bounded(self._side, self.acts)
        main = Scroll(box(self._tables))
        body: QVBoxLayout = column(parent=self._body, gap=0.9)
        body.addLayout(choice)
        below = line(main, side, parent=self._figures, gap=1.2)
        below.setStretch(0, 1)
        body.addWidget(self._counting)
        body.addWidget(self._figures, 1)
        body.addStretch(0)
        whole = column(self._head, self._empty, parent=self, gap=0.9)
        whole.addWidget(self._body, 1)
        whole.addStretch(0)


def _bounded(above: QVBoxLayout, acts: QWidget) -> QWidget:
    """The column at the right: what it says scrolls, what it does stays."""
    side = QWidget()
    side.setFixedWidth(rem(SIDE))
    whole = column(Scroll(box(above)), acts, parent=side, gap=0.6)
    whole.setStretch(0, 1)
    whole.setContentsMargins(0, 0, 0, rem(0.8))
    return side


def _stack(parts: list[ReleaseTable]) -> QWidget:
    return box(column(*parts, gap=1.5))


def _balanced(parts: list[ReleaseTable]) -> tuple[list[ReleaseTable], list[ReleaseTable]]:
    """Two columns of about the same height, each in the order of the catalogue."""
    left: list[ReleaseTable] = []
    right: list[ReleaseTable] = []
    heights = {id(left): 0, id(right): 0}
    for part in parts:
        shorter = left if heights[id(left)] <= heights[id(right)] else right
        shorter.append(part)
        heights[id(shorter)] += part.table.height() + rem(5)
    return left, right


def _proposed(offered: list[str], closed: list[str], now: str) -> str:
    """The oldest complete month that is not released, else the last release; at first the month just over."""
    if not closed:
        return periods.before(now)
    return min((month for month in offered if closed[0] < month < now), default=closed[0])


def _short_month(month: str, beside: str) -> str:
    """„Februar“, with its year where that is another."""
    name = table_texts.month(month)
    return name.split()[0] if month[:4] == beside[:4] else name


def _mark(closed: bool) -> str:
    return " · freigegeben" if closed else ""


def _face(shown: ReleasePreview) -> tuple[object, ...]:
    return shown.site_id, shown.period, shown.closed, shown.sha256


def _side_parts(state: ReleaseState, now: datetime) -> list[QWidget]:
    """What was checked, what stands against it, what changes, and where it is."""
    shown, found = state.shown, state.shown.findings
    parts: list[QWidget] = [check_card(shown, state.released, now)]
    if not found.clean:
        facts = {"names": found.names, "birth_dates": found.birth_dates}
        parts.append(sentences(Refusal("reporting.personal_data", **facts)))
    if state.enrolled and state.unsure:
        parts.append(sentences(Refusal("restored.releases_open")))
    parts.append(changes(shown))
    if state.enrolled:
        parts.append(delivery_section(state.own, state.others_waiting, state.folder))
    return parts
