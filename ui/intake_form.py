# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Intake (Erstberatung): the sheet with its acts, and the page it stands on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QWidget

from app.domain.case import Opened
from app.operations import cases, drafts
from ui.dates import clock
from ui.drafts import DraftKeeper
from ui.errors import guard
from ui.intake_fields import IntakeForm
from ui.intake_hints import BESIDE_FROM, FORM, IntakeHints
from ui.page import Navigate, Page
from ui.residence_forms import DUTY_NOTED
from ui.session import Session
from ui.site_choice import with_site
from ui.theme import rem
from ui.widgets import (
    EmptyState,
    KeyHint,
    PageHead,
    Scroll,
    box,
    column,
    label,
    line,
    link_button,
    no_wider,
    primary_button,
)

TakeIn = Callable[[dict[str, Any], str, bool], Opened]


class IntakeSheet(QWidget):
    """The form with its acts; `taken_in` tells the new case, `known` that of somebody known already.

    `take_in` gets the values, the decision, and whether § 87 AufenthG was pointed out; `word` is its button.
    """

    taken_in = Signal(str)
    known = Signal(str)

    def __init__(
        self, session: Session, form: IntakeForm, draft: DraftKeeper, take_in: TakeIn, word: str = "Aufnehmen"
    ) -> None:
        super().__init__()
        self._session, self.form, self.draft = session, form, draft
        self._take_in, self._word = take_in, word
        self.decision = "accepted"
        self.hints = IntakeHints(session, self.form)
        self.hints.duplicates.opened.connect(self.known)
        self.hints.competence.passed.connect(self.pass_on)
        self.hints.looked.connect(self.form.suggest)
        self._kept = label("", "small", "muted")
        self.draft.kept.connect(lambda: self._kept.setText(f"Entwurf gesichert {clock(session.now())}"))
        self.refuse = link_button("Nicht aufnehmen", self.change_decision)
        self.save = primary_button(self._word, self.submit, "check")
        self._lay_out()
        if any(self.form.entry(name).typed() for name in ("refused", "decision_reason", "passed_to")):
            self.change_decision()

    def change_decision(self) -> None:
        """Between taking in and not taking in, with its reason."""
        refused = self.decision == "accepted"
        self.decision = "not_accepted" if refused else "accepted"
        self.form.show_refusal(refused)
        self.form.entry("refused").set_value(refused)
        self.refuse.setText("Doch aufnehmen" if refused else "Nicht aufnehmen")
        self.save.setText("Als „nicht aufgenommen“ festhalten" if refused else self._word)
        if refused:
            self._go_to_reason()

    def pass_on(self, service_id: str, name: str) -> None:
        """The neighbour answers for this person: not taken in, with the reason written down."""
        if self.decision == "accepted":
            self.change_decision()
        self.form.entry("passed_to").set_value(service_id)
        if not self.form.entry("decision_reason").typed().strip():
            self.form.entry("decision_reason").set_typed(f"Nach dem Wohnort ist zuständig: {name}")
        self._go_to_reason()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = event.size().width() >= rem(BESIDE_FROM)
        direction = QBoxLayout.Direction
        self._middle.setDirection(direction.LeftToRight if beside else direction.TopToBottom)
        self.hints.stand(beside=beside)

    def submit(self, duty_noted: bool = False) -> None:
        """Record the intake, unless somebody comes up who may be the same person; then once more."""
        if self.hints.look():
            self.hints.duplicates.setFocus()
            return
        with guard(self, {"residence.duty_to_report": (DUTY_NOTED, lambda: self.submit(duty_noted=True))}):
            opened = self._take_in(self.form.values(), self.decision, duty_noted)
            self.draft.discard()
            self.taken_in.emit(opened.case_id)

    def _go_to_reason(self) -> None:
        """Once it has its room on the sheet."""
        self.form.reason.focus()
        QTimer.singleShot(0, self, lambda: self._scroll.ensureWidgetVisible(self.form.reason))

    def _lay_out(self) -> None:
        foot = line(self.save, KeyHint("Strg+Enter"), self.refuse, None, self._kept, gap=0.8)
        foot.setContentsMargins(0, rem(0.4), 0, rem(0.8))
        self._scroll = Scroll(box(column(no_wider(self.form, FORM), None)))
        self._middle = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._middle.setSpacing(rem(0.6))
        self._middle.addWidget(self._scroll, 1)
        self._middle.addWidget(self.hints)
        whole = column(parent=self, gap=0.6)
        whole.addLayout(self._middle, 1)
        whole.addLayout(foot)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.submit)


def first_talk(session: Session, short_advice_id: str | None) -> IntakeSheet:
    """A Kurzberatung that led to it goes on in the case and is counted once."""
    form = IntakeForm(session)

    def take_in(values: dict[str, Any], decision: str, duty_noted: bool) -> Opened:
        intake = form.intake(values, decision)
        return session.write(cases.take_in, intake, duty_noted=duty_noted, short_advice_id=short_advice_id)

    draft = DraftKeeper(session, form, "intake", short_advice_id, form.request)
    return IntakeSheet(session, form, draft, take_in)


class IntakePage(Page):
    """The sheet; once taken in, the case opens. `short_advice_id`: the Kurzberatung it began with."""

    def __init__(self, session: Session, navigate: Navigate, short_advice_id: str | None = None) -> None:
        super().__init__(session, navigate)
        self._about = [short_advice_id] if short_advice_id else []
        self.sheet: IntakeSheet | None = None
        if not session.read(cases.sites):
            self._ask_for_site()
            return
        if session.client_looks_on and self._is_about_another():
            self._hide_it()
            return
        self.sheet = first_talk(session, short_advice_id)
        self.sheet.taken_in.connect(lambda case_id: navigate("case", case_id))
        self.sheet.known.connect(lambda case_id: navigate("case", case_id))
        paper = link_button("Blanko-Satz eintippen", lambda: navigate("blank_sets"), "document")
        words = "Erstberatung. Pflicht sind nur der Familienname und der Zugangsweg."
        head = PageHead("Neue Person", words, paper)
        column(head, self.sheet, parent=self, gap=1).setStretch(1, 1)

    def reload(self) -> None:
        if self.sheet is not None:
            self.sheet.hints.client_looks_on = self.conversation
            self.sheet.hints.look()

    def keep(self) -> None:
        if self.sheet is not None:
            self.sheet.draft.keep()

    def first(self) -> QWidget:
        return self if self.sheet is None else self.sheet.form.family_name

    def _is_about_another(self) -> bool:
        """Somebody else's intake may wait here, begun before the client could look on."""
        about = self._about[0] if self._about else None
        waits = self.session.read(drafts.draft, "intake", about) is not None
        waits = waits or self.session.held.find(self.session.vault, "intake", about) is not None
        if not waits:
            self.session.begun_with_client = "intake"
        return self.session.begun_with_client != "intake"

    def _hide_it(self) -> None:
        column(
            PageHead("Neue Person"),
            EmptyState(
                "speech", "Im Gespräch zeigt diese Seite keinen Entwurf.", "F8 beendet das Gespräch.", "info"
            ),
            None,
            parent=self,
            gap=1,
        )

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
