# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Heute: what is due, what was begun, and what will not wait. Initials and file numbers, never names."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from app.domain.act import ActLine
from app.domain.dates import german
from app.domain.follow_up import FollowUp
from app.operations import acts, cases, follow_ups, referrals, registration, retention
from ui.activity_form import open_activity
from ui.backups import BackupNotice
from ui.codes import labels_of
from ui.dates import long_day
from ui.day_list import open_day_list
from ui.deputy_notice import DeputyNotice
from ui.draft_cards import draft_cards
from ui.due_list import DueList
from ui.first_step import FirstStep
from ui.freshness import FreshnessNotice
from ui.job_line import JobLine
from ui.news_card import NewsCard
from ui.notice_rows import (
    NoticeList,
    consent_rows,
    ending_rows,
    list_rows,
    paper_rows,
    referral_rows,
    residence_rows,
)
from ui.page import Navigate, Page
from ui.paper_signing import ask_for_signatures
from ui.quick_contact import open_quick_contact, write_down
from ui.restored_notice import RestoredNotice
from ui.retention_page import TITLE as ENDING
from ui.scan_dialog import READING, choose_scan, dropped, take_in_scans
from ui.session import Session
from ui.short_advice_form import open_short_advice
from ui.theme import rem
from ui.widgets import (
    Columns,
    EmptyState,
    KeyHint,
    PageHead,
    Row,
    RowList,
    Scroll,
    Section,
    box,
    clear,
    column,
    label,
    line,
    link_button,
    primary_button,
    secondary_button,
    show_toast,
)

WEEK = timedelta(days=7)


class TodayPage(Page):
    """What is due at the left, the rest beside it; what is empty takes no room."""

    def __init__(self, session: Session, navigate: Navigate) -> None:
        super().__init__(session, navigate)
        contact = primary_button(
            "Kontakt festhalten", lambda: open_quick_contact(self, session, navigate), "pencil"
        )
        self._contact = box(line(contact, KeyHint("Strg+Umschalt+N")))
        self._head = PageHead("Heute", "", *self._acts())
        self.due = DueList("Fällig", session, self._open_case, self._write_down)
        self._hint = label("mit Pfeiltasten wählen", "small", "muted")
        self._day_list = link_button("Tagesliste", self._open_day_list, "printer", small=True)
        self._scan = link_button("Scan aufnehmen", self.choose_scan, "inbox", small=True)
        self._reading = JobLine(session, READING, can_stop=False)
        self.setAcceptDrops(True)
        beside = box(line(self._hint, self._day_list, self._scan, gap=1))
        self._due = Section("Fällig", 0, beside).add(self.due)
        self._nothing_due = column()
        self._due.body.addLayout(self._nothing_due)
        self._drafts = Section("Angefangen", 0)
        self._acts_today = Section("Heute ohne Akte", 0)
        self._consents = NoticeList("Einwilligung fehlt", self._open_consent)
        self._papers = NoticeList("Unterschrift fehlt", self._open_documents)
        self._residence = NoticeList("Titel und Duldungen, die enden", self._open_residence)
        self._awaited = NoticeList("Keine Rückmeldung", self._open_referrals)
        self._lists = NoticeList("Listen, die gelöscht werden", self._open_list)
        self._ending = NoticeList(ENDING, lambda _: navigate("retention"))
        self.reviews = DueList("Überprüfung fällig", session, self._open_goals, self._write_down)
        self._reviews = Section("Überprüfung fällig", 0).add(self.reviews)
        self._begun = box(column(self._drafts, self._acts_today, None, gap=1.6))
        self._waiting = (
            self._consents,
            self._papers,
            self._residence,
            self._lists,
            self._ending,
            self._reviews,
            self._awaited,
        )
        self._beside = box(column(*self._waiting, None, gap=1.6))
        self._columns = Columns((self._due, 42), (self._begun, 26), (self._beside, 28), break_at=66)
        inner = column(self._columns, None)
        inner.setContentsMargins(0, 0, rem(0.3), 0)
        self._body = Scroll(box(inner))
        self._hidden = EmptyState(
            "speech", "Im Gespräch zeigt Heute nichts.", "F8 beendet das Gespräch.", "info"
        )
        self._first_step, self._backup = FirstStep(session), BackupNotice(session)
        self._restored = RestoredNotice(session)
        self._freshness = FreshnessNotice(session)
        self._news, self._deputy = NewsCard(session, navigate), DeputyNotice(session)
        urgent = (self._deputy, self._freshness, self._restored, self._backup)
        notices = (self._first_step, *urgent, self._news)
        whole = column(self._head, self._reading, *notices, self._body, self._hidden, parent=self, gap=1)
        whole.setStretchFactor(self._body, 1)
        whole.addStretch(0)

    def first(self) -> QWidget:
        return self.due

    def reload(self) -> None:
        self._body.setHidden(self.conversation)
        self._hidden.setHidden(not self.conversation)
        self._contact.setHidden(self.conversation)
        today = self.session.today()
        self._head.set("Heute", long_day(today))
        first = self._first_step.is_open()
        self._first_step.setVisible(first and not self.conversation)
        self._freshness.setVisible(self._freshness.is_open() and not self.conversation)
        self._deputy.setVisible(not self.conversation and self._deputy.is_open())
        self._restored.setVisible(self._restored.is_open() and not self.conversation)
        self._backup.setVisible(not self.conversation and self._backup.is_open(others_first=first))
        self._news.setVisible(not self.conversation and self._news.is_open())
        if self.conversation:
            return
        due = self.session.read(follow_ups.due, today + WEEK)
        reviews = [f for f in due if f.source == "agreement"]
        self._show_due([f for f in due if f.source != "agreement"])
        self.reviews.show_due(reviews, grouped=False)
        self._reviews.set_count(len(reviews))
        self._reviews.setVisible(bool(reviews))
        self._show_drafts()
        self._show_acts()
        self._show_notices()
        self._columns.show_part(self._begun, not (self._drafts.isHidden() and self._acts_today.isHidden()))
        self._columns.show_part(self._beside, not all(each.isHidden() for each in self._waiting))

    def choose_scan(self) -> None:
        self.take_in(choose_scan(self))

    def take_in(self, paths: Sequence[Path]) -> None:
        """Signed papers that came back, whoever they belong to."""
        take_in_scans(self, self.session, self._reading, paths, None, self._scanned)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped(event) and not self.conversation:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.take_in(dropped(event))

    def _scanned(self, document_ids: Sequence[str]) -> None:
        show_toast(self, "Der Scan liegt bei seinem Blatt.")
        ask_for_signatures(self, self.session, document_ids)

    def _acts(self) -> list[QWidget]:
        owner, session, navigate = self, self.session, self.navigate
        return [
            secondary_button("Kurzberatung", lambda: open_short_advice(owner, session, navigate), "speech"),
            secondary_button("Tätigkeit", lambda: open_activity(owner, session, navigate), "people"),
            self._contact,
        ]

    def _show_due(self, due: list[FollowUp]) -> None:
        self.due.show_due(due)
        self._due.set_count(len(due))
        self._hint.setVisible(bool(due))
        today = self.session.today()
        self._day_list.setVisible(any(f.is_appointment and f.due_on == today for f in due))
        clear(self._nothing_due)
        if not due:
            later = self.session.read(follow_ups.first_due)
            next_due = f"Die nächste Wiedervorlage ist am {german(later)}." if later else ""
            self._nothing_due.addWidget(
                EmptyState("check", "In den nächsten sieben Tagen ist nichts fällig.", next_due)
            )

    def _show_drafts(self) -> None:
        cards = draft_cards(self, self.session, self.navigate)
        clear(self._drafts.body)
        self._drafts.set_count(len(cards))
        self._drafts.setVisible(bool(cards))
        kept = "Jeder Entwurf ist gesichert. „Fertig“ macht ihn zum Eintrag."
        self._drafts.add(*cards, label(kept, "small", "muted", wrap=True))

    def _show_acts(self) -> None:
        today = self.session.today()
        done = self.session.read(acts.acts, today, today)
        clear(self._acts_today.body)
        self._acts_today.set_count(len(done))
        self._acts_today.setVisible(bool(done))
        rows = RowList("Heute ohne Akte")
        rows.fill([self._act_row(act) for act in done])
        every = link_button("Alle Tätigkeiten", lambda: self.navigate("acts"), "arrow", small=True)
        self._acts_today.add(rows, box(line(every, None)))

    def _act_row(self, act: ActLine) -> Row:
        word = labels_of(self.session)("activity_type", act.activity_type)
        if act.kind != "short_advice":
            return Row(act.title or word, word if act.title else "", key=act.id, icon="people")
        if act.continued:
            return Row("Kurzberatung", f"{word} · Akte angelegt", key=act.id, icon="speech")
        take_in = link_button("Akte anlegen", lambda: self.navigate("intake", act.id), small=True)
        return Row("Kurzberatung", word, key=act.id, icon="speech", act=take_in)

    def _show_notices(self) -> None:
        today, label_of = self.session.today(), labels_of(self.session)
        notices = self.session.read(cases.file_notices, today)
        self._consents.show_notices(consent_rows(notices, today))
        self._papers.show_notices(paper_rows(notices))
        self._residence.show_notices(residence_rows(notices, today, label_of))
        self._lists.show_notices(list_rows(self.session.read(registration.lists), today))
        ending = self.session.read(retention.due_files, today)
        self._ending.show_notices(ending_rows(ending, today, label_of))
        self._awaited.show_notices(referral_rows(self.session.read(referrals.without_feedback, today), today))

    def _open_case(self, case_id: str) -> None:
        self.navigate("case", case_id)

    def _open_consent(self, case_id: str) -> None:
        self.navigate("case", case_id, "consent")

    def _open_residence(self, case_id: str) -> None:
        self.navigate("case", case_id, "residence")

    def _open_documents(self, case_id: str) -> None:
        self.navigate("case", case_id, "documents")

    def _open_referrals(self, case_id: str) -> None:
        self.navigate("case", case_id, "referral")

    def _open_list(self, list_id: str) -> None:
        self.navigate("lists", list_id)

    def _open_day_list(self) -> None:
        open_day_list(self, self.session)

    def _write_down(self, appointment_id: str) -> None:
        write_down(self, self.session, appointment_id)

    def _open_goals(self, case_id: str) -> None:
        self.navigate("case", case_id, "goals")
