# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Heute: what is due, what was begun, and what will not wait. Initials and file numbers, never names."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtWidgets import QWidget

from app.domain.act import ActLine
from app.domain.dates import german
from app.domain.follow_up import FollowUp
from app.operations import acts, cases, follow_ups, referrals
from ui.activity_form import open_activity
from ui.codes import labels_of
from ui.dates import long_day
from ui.day_list import open_day_list
from ui.draft_cards import draft_cards
from ui.due_list import DueList
from ui.first_step import FirstStep
from ui.notice_rows import NoticeList, consent_rows, referral_rows, residence_rows
from ui.page import Navigate, Page
from ui.quick_contact import open_quick_contact, write_down
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
)

WEEK = timedelta(days=7)


class TodayPage(Page):
    """What is due at the left, the rest beside it; what is empty takes no room."""

    def __init__(self, session: Session, navigate: Navigate) -> None:
        super().__init__(session, navigate)
        self._head = PageHead("Heute", "", *self._acts())
        self.due = DueList("Fällig", session, self._open_case, self._write_down)
        self._hint = label("mit Pfeiltasten wählen", "small", "muted")
        self._day_list = link_button("Tagesliste", self._open_day_list, "printer", small=True)
        self._due = Section("Fällig", 0, box(line(self._hint, self._day_list, gap=1))).add(self.due)
        self._nothing_due = column()
        self._due.body.addLayout(self._nothing_due)
        self._drafts = Section("Angefangen", 0)
        self._acts_today = Section("Heute ohne Akte", 0)
        self._consents = NoticeList("Einwilligung fehlt", self._open_consent)
        self._residence = NoticeList("Titel und Duldungen, die enden", self._open_residence)
        self._awaited = NoticeList("Keine Rückmeldung", self._open_referrals)
        self.reviews = DueList("Überprüfung fällig", session, self._open_goals, self._write_down)
        self._reviews = Section("Überprüfung fällig", 0).add(self.reviews)
        self._begun = box(column(self._drafts, self._acts_today, None, gap=1.6))
        self._waiting = (self._consents, self._residence, self._reviews, self._awaited)
        self._beside = box(column(*self._waiting, None, gap=1.6))
        self._columns = Columns((self._due, 42), (self._begun, 26), (self._beside, 28), break_at=66)
        inner = column(self._columns, None)
        inner.setContentsMargins(0, 0, rem(0.3), 0)
        self._body = Scroll(box(inner))
        self._hidden = EmptyState(
            "speech", "Im Gespräch zeigt Heute nichts.", "F8 beendet das Gespräch.", "info"
        )
        self._first_step = FirstStep(session)
        whole = column(self._head, self._first_step, self._body, self._hidden, parent=self, gap=1)
        whole.setStretch(2, 1)
        whole.addStretch(0)

    def first(self) -> QWidget:
        return self.due

    def reload(self) -> None:
        self._body.setHidden(self.conversation)
        self._hidden.setHidden(not self.conversation)
        today = self.session.today()
        self._head.set("Heute", long_day(today))
        self._first_step.setVisible(self._first_step.is_open() and not self.conversation)
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

    def _acts(self) -> list[QWidget]:
        owner, session, navigate = self, self.session, self.navigate
        return [
            secondary_button("Kurzberatung", lambda: open_short_advice(owner, session, navigate), "speech"),
            secondary_button("Tätigkeit", lambda: open_activity(owner, session, navigate), "people"),
            primary_button(
                "Kontakt festhalten", lambda: open_quick_contact(owner, session, navigate), "pencil"
            ),
            KeyHint("Strg+Umschalt+N"),
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
        self._residence.show_notices(residence_rows(notices, today, label_of))
        self._awaited.show_notices(referral_rows(self.session.read(referrals.without_feedback, today), today))

    def _open_case(self, case_id: str) -> None:
        self.navigate("case", case_id)

    def _open_consent(self, case_id: str) -> None:
        self.navigate("case", case_id, "consent")

    def _open_residence(self, case_id: str) -> None:
        self.navigate("case", case_id, "residence")

    def _open_referrals(self, case_id: str) -> None:
        self.navigate("case", case_id, "referral")

    def _open_day_list(self) -> None:
        open_day_list(self, self.session)

    def _write_down(self, appointment_id: str) -> None:
        write_down(self, self.session, appointment_id)

    def _open_goals(self, case_id: str) -> None:
        self.navigate("case", case_id, "goals")
