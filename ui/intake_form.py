# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Intake (Erstberatung): eight fields to begin with, the rest when there is time for it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.domain.intake import Intake
from app.operations import cases, contacts
from ui.choice_chips import ChoiceChips
from ui.codes import Choices
from ui.dates import clock
from ui.drafts import DraftKeeper
from ui.errors import guard
from ui.page import Navigate, Page
from ui.person_form import PersonForm, pair
from ui.person_values import person_of
from ui.session import Session
from ui.site_choice import site_choices, with_site
from ui.theme import rem
from ui.widgets import (
    CodeInput,
    DateInput,
    EmptyState,
    KeyHint,
    LongText,
    PageHead,
    Scroll,
    box,
    column,
    label,
    line,
    link_button,
    primary_button,
)


class IntakeForm(PersonForm):
    """The person's fields and those of the first talk."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.set_values(
            {
                "double_counselling": "none",
                "held_on": session.today(),
                "site_id": next((site_id for site_id, _ in site_choices(session)), None),
            }
        )

    def add_first_extra(self) -> None:
        self.body.addLayout(
            pair(
                self.field(
                    "access_way", "Wie ist die Person gekommen?", CodeInput(self.choices("access_way"))
                )
            )
        )
        self.request = LongText("In den Worten der Person", lines=3)
        self.add("request", "Anliegen", self.request)
        self.reason = self.add(
            "decision_reason", "Warum wird die Person nicht aufgenommen?", LongText(lines=2)
        )
        self.reason.hide()

    def add_last_extra(self) -> None:
        self.section(
            "Erstberatung",
            (
                self.field("held_on", "Tag", DateInput(self.session.today)),
                self.field("site_id", "Standort", CodeInput(site_choices(self.session))),
            ),
            (
                self.field(
                    "double_counselling", "Andere Beratung", CodeInput(self.choices("double_counselling"))
                ),
            ),
            (
                self.field(
                    "target_groups",
                    "Zielgruppen",
                    ChoiceChips("Zielgruppen", self._groups()),
                    "Gruppen, die Gesundheit oder Orientierung verraten, erst mit einer Einwilligung dafür.",
                ),
            ),
        )

    def intake(self, values: dict[str, Any], decision: str) -> Intake:
        return Intake(
            person=person_of(values),
            site_id=values["site_id"] or "",
            held_on=values["held_on"] or self.session.today(),
            access_way=values["access_way"] or "",
            request=values["request"],
            double_counselling=values["double_counselling"] or "unknown",
            target_groups=values["target_groups"],
            decision=decision,
            decision_reason=values["decision_reason"] if decision == "not_accepted" else "",
        )

    def _groups(self) -> Choices:
        lists = self.session.read(cases.lists)
        return [
            choice
            for choice in self.choices("target_group")
            if not lists.fact("target_group", choice[0], "data_category")
        ]


class IntakeSheet(QWidget):
    """The form with its acts; `taken_in` tells the new case."""

    taken_in = Signal(str)

    def __init__(self, session: Session, short_advice_id: str | None) -> None:
        super().__init__()
        self._session, self._short_advice_id = session, short_advice_id
        self.decision = "accepted"
        self.form = IntakeForm(session)
        self.draft = DraftKeeper(session, self.form, "intake", short_advice_id, self.form.request)
        self._kept = label("", "small", "muted")
        self.draft.kept.connect(lambda: self._kept.setText(f"Entwurf gesichert {clock(session.now())}"))
        self.refuse = link_button("Nicht aufnehmen", self.change_decision)
        self.save = primary_button("Aufnehmen", self.submit, "check")
        self._lay_out()
        if self.form.entry("decision_reason").typed():
            self.change_decision()

    def change_decision(self) -> None:
        """Between taking in and not taking in, with its reason."""
        refused = self.decision == "accepted"
        self.decision = "not_accepted" if refused else "accepted"
        self.form.reason.setVisible(refused)
        self.refuse.setText("Doch aufnehmen" if refused else "Nicht aufnehmen")
        self.save.setText("Als „nicht aufgenommen“ festhalten" if refused else "Aufnehmen")
        if refused:
            self.form.reason.focus()

    def submit(self) -> None:
        """Record the intake; a Kurzberatung that led to it goes on in the case and is counted once."""
        with guard(self):
            intake = self.form.intake(self.form.values(), self.decision)
            opened = self._session.write(cases.take_in, intake)
            self.draft.discard()
            if self._short_advice_id is not None and self.decision == "accepted":
                self._session.write(contacts.continue_short_advice, self._short_advice_id, opened.case_id)
            self.taken_in.emit(opened.case_id)

    def _lay_out(self) -> None:
        self.form.setMaximumWidth(rem(56))
        foot = line(self.save, KeyHint("Strg+Enter"), self.refuse, None, self._kept, gap=0.8)
        foot.setContentsMargins(0, rem(0.4), 0, rem(0.8))
        whole = column(parent=self, gap=1)
        whole.addWidget(Scroll(box(column(self.form, None))), 1)
        whole.addLayout(foot)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.submit)


class IntakePage(Page):
    """The sheet; once taken in, the case opens. `short_advice_id`: the Kurzberatung it began with."""

    def __init__(self, session: Session, navigate: Navigate, short_advice_id: str | None = None) -> None:
        super().__init__(session, navigate)
        self._about = [short_advice_id] if short_advice_id else []
        self.sheet: IntakeSheet | None = None
        if not session.read(cases.sites):
            self._ask_for_site()
            return
        self.sheet = IntakeSheet(session, short_advice_id)
        self.sheet.taken_in.connect(lambda case_id: navigate("case", case_id))
        head = PageHead("Neue Person", "Erstberatung. Pflicht sind nur der Familienname und der Zugangsweg.")
        column(head, self.sheet, parent=self, gap=1).setStretch(1, 1)

    def keep(self) -> None:
        if self.sheet is not None:
            self.sheet.draft.keep()

    def first(self) -> QWidget:
        return self if self.sheet is None else self.sheet.form.family_name

    def _ask_for_site(self) -> None:
        add = primary_button("Standort anlegen", self._begin_with_site, "pin")
        empty = EmptyState("pin", "Bevor Sie jemanden aufnehmen, braucht es Ihren Standort.", "", "muted")
        whole = column(PageHead("Neue Person"), empty, parent=self, gap=1)
        whole.addWidget(add, 0, Qt.AlignmentFlag.AlignLeft)
        whole.addStretch(1)

    def _begin_with_site(self) -> None:
        with_site(self, self.session, lambda: self.navigate("intake", *self._about))


def open_intake(_owner: QWidget, _session: Session, navigate: Navigate) -> None:
    """Begin with a new person, from anywhere."""
    navigate("intake")
