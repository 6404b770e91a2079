# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Meldung: „Das verlässt dieses Büro“. Every figure is seen, then approved once."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget
from shiboken6 import isValid

from app.domain.progress import Progress
from app.operations import cases, catalogues, epochs, reporting, table_texts
from app.operations.reporting import Delivery, Released, ReleasePreview
from resources import Message
from ui import files, jobs, periods
from ui.catalogue_offer import catalogue_section
from ui.choice import Choice
from ui.counting_line import COUNTING, CountingLine
from ui.delivery import JOB, say_delivery, work
from ui.errors import CalmDialog, guard, show
from ui.form_dialog import FormDialog
from ui.gap_sentence_form import may_be_written, open_gap_sentence_form
from ui.job_line import JobLine
from ui.office_sites import open_site_form
from ui.own_figures import OwnFiguresDialog
from ui.page import Navigate, Page
from ui.raw_view import RawView
from ui.release_acts import ReleaseActs, ReleaseState, read_state
from ui.release_figures import ReleaseFigures
from ui.release_side import side_parts
from ui.restored_notice import ask_to_bring_back, open_reconciliation
from ui.session import Session
from ui.theme import rem
from ui.widgets import (
    EmptyState,
    PageHead,
    Scroll,
    box,
    clear,
    column,
    line,
    link_button,
    primary_button,
    show_toast,
)

RELEASING = "Meldung wird freigegeben"
MONTHS_OFFERED = 12
SIDE = 19


class ReleasePage(Page):
    """The figures at the left, the check and the acts at the right; what leaves is what is shown."""

    def __init__(self, session: Session, navigate: Navigate) -> None:
        super().__init__(session, navigate)
        self.shown: ReleasePreview | None = None
        self._asked = 0
        self._counting = CountingLine(self._show)
        self.site, self.month = Choice("Standort"), Choice("Monat")
        self.raw = link_button("Rohdatei ansehen", self.show_raw, "document")
        self.own = link_button("Eigene Zahlen", self.show_own, "lock")
        self.sentence = link_button("Satz zu einer Lücke", self.write_sentence, "gap")
        connection = link_button("Verbindung", lambda: navigate("connection"), "link")
        self._head = PageHead("Das verlässt dieses Büro", "", self.own, self.sentence, connection, self.raw)
        self.figures = ReleaseFigures()
        self.progress, self.releasing = JobLine(session, JOB), JobLine(session, RELEASING)
        self.acts = ReleaseActs(self, box(column(self.releasing, self.progress, gap=0.3)))
        self._side = column(gap=1.2)
        self._empty = EmptyState(
            "pin", "Es gibt noch keinen Standort.", "Eine Meldung gilt immer für einen Standort.", "muted"
        )
        add = primary_button("Standort anlegen", lambda: open_site_form(self, session), "plus")
        self._empty.body.addWidget(box(line(add, None)))
        self._body, self._counted_part = QWidget(), QWidget()
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
        self._counted_part.setVisible(same)
        self._counting.setHidden(same)
        self._asked += 1
        vault, until, now = self.session.vault, self._until(month), self.session.now()
        self._counting.follow(
            jobs.run(
                COUNTING,
                lambda progress: reporting.preview_release(vault, site, month, until, now, progress),
                partial(self._counted, self._asked),
                partial(self._not_counted, self._asked),
            )
        )

    def _counted(self, asked: int, shown: ReleasePreview) -> None:
        """The figures are there; who has asked for others meanwhile sees those."""
        if not self._still_asks(asked):
            return
        with guard(self):
            same = self.shown is not None and _face(self.shown) == _face(shown)
            self.shown = shown
            if not same:
                self._fill_figures(shown)
            self._fill_side(read_state(self.session, shown))
            self._counted_part.show()
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

    def _fill_figures(self, shown: ReleasePreview) -> None:
        """Beside the acts of the release before, where there is one."""
        before = next((month for month in self._closed() if month < shown.period), "")
        acts = self._preview(before).activities if before else ()
        last_month = _short_month(before, shown.period) if before else ""
        self.figures.fill(shown, last_month, {each.label: each.acts for each in acts})

    def _fill_side(self, state: ReleaseState) -> None:
        shown = state.shown
        span = f"{periods.first_day(shown.period):%d.%m.} bis {shown.until:%d.%m.%Y}"
        to = f" · an die Koordination im {state.district}" if state.district else ""
        self.sentence.setVisible(may_be_written(self.session, shown))
        self._head.set("Das verlässt dieses Büro", f"Meldung {span} · {self.site.currentText()}{to}")
        clear(self._side)
        for part in side_parts(state, self.session.now()):
            self._side.addWidget(part)
        if (offer := self.session.read(catalogues.offered, self.session.now())) is not None:
            self._side.addWidget(catalogue_section(self, self.session, offer))
        self._side.addStretch(1)
        self.acts.show_state(state)

    # Acts

    def show_raw(self) -> None:
        if self.shown is not None:
            RawView(self, self.shown).open()

    def bring_back(self) -> CalmDialog:
        """After a restore: everything that left comes back from the Kreis, then releases go on."""
        return ask_to_bring_back(self, self._bring_back)

    def _bring_back(self) -> None:
        with guard(self):
            self.session.write(epochs.begin_after_restore)
            if self.session.read(reporting.transport) is not None:
                self.deliver()

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
        session, now = self.session, self.session.now()
        vault, asked = session.vault, (shown.site_id, shown.period, shown.until)

        def work(progress: Progress) -> Released:
            return reporting.release(vault, *asked, now, approved=shown.sha256, progress=progress)

        self.releasing.start(work, self._released)

    def _released(self, _: Released) -> None:
        self.session.saved_at = self.session.now()
        show_toast(self, "Die Meldung ist freigegeben.")
        with guard(self):
            if self.session.read(reporting.transport) is not None:
                self.deliver()

    def show_own(self) -> None:
        """Exact figures of the same Standort and month, which stay here."""
        if self.shown is not None:
            site = (self.shown.site_id, self.site.currentText())
            OwnFiguresDialog(self, self.session, site, self.shown.until).open()

    def write_sentence(self) -> None:
        if self.shown is not None:
            open_gap_sentence_form(self, self.session, self.shown)

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

    # Layout

    def _lay_out(self) -> None:
        choice = line(self.site.labelled(), self.month.labelled(), None, self.figures.fold_all, gap=1.2)
        side = _bounded(self._side, self.acts)
        main = Scroll(self.figures)
        body: QVBoxLayout = column(parent=self._body, gap=0.9)
        body.addLayout(choice)
        below = line(main, side, parent=self._counted_part, gap=1.2)
        below.setStretch(0, 1)
        body.addWidget(self._counting)
        body.addWidget(self._counted_part, 1)
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
