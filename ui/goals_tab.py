# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Ziele: in the person's words, with steps to tick off, results, and the agreements printed from them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.dates import german, next_working_day
from app.domain.goal import Agreement, Goal, Step
from app.operations import goals
from ui.case_tab import CaseTab
from ui.codes import choices_of, labels_of
from ui.dates import near_day
from ui.document_view import form_choices, languages, show_sheet
from ui.errors import guard
from ui.form_dialog import FormDialog
from ui.goal_form import open_goal_form, open_step_form
from ui.session import Session
from ui.widgets import (
    Card,
    CheckInput,
    Chip,
    ChoiceBar,
    Columns,
    DateInput,
    EmptyState,
    FormPanel,
    PageHead,
    Row,
    RowList,
    Section,
    box,
    clear,
    column,
    icon_button,
    label,
    line,
    link_button,
    primary_button,
    secondary_button,
    show_toast,
)

RESULT_LOOKS = {
    "reached": ("check", "success"),
    "partly": ("half", "warning"),
    "not_reached": ("minus", "neutral"),
}
_REVIEW_AFTER = timedelta(days=91)


class GoalsTab(CaseTab):
    def __init__(self, session: Session, case_id: str, parent: QWidget | None = None) -> None:
        super().__init__(session, case_id, parent)
        self._label, self._results = labels_of(session), choices_of(session)("goal_result")
        self.print_button = secondary_button("Zielvereinbarung drucken", self.print_agreement, "printer")
        self._new = primary_button("Neues Ziel", self.new_goal, "plus")
        self._head = PageHead("Ziele", " ", self.print_button, self._new)
        self._goals, self._closed = column(gap=0.9), False
        self.agreements = RowList("Zielvereinbarungen")
        self.agreements.opened.connect(lambda key: self._look_at(str(key)))
        self._agreements = Section("Zielvereinbarungen").add(self.agreements)
        self.lay_out(self._head, Columns((box(self._goals), 5), (self._agreements, 3), break_at=58), None)

    def reload(self) -> None:
        found = self.session.read(goals.goals, self.case_id)
        pursued = [goal for goal in found if goal.result is None]
        self._head.set("Ziele", f"{len(pursued)} in Arbeit, {len(found) - len(pursued)} abgeschlossen")
        self._closed = self.is_closed()
        self._new.setHidden(self._closed)
        self.print_button.setHidden(self._closed)
        self.print_button.setEnabled(bool(pursued))
        self._show_goals(found)
        self._show_agreements(self.session.read(goals.agreements, self.case_id))

    def new_goal(self) -> FormDialog:
        return open_goal_form(self, self.session, self.case_id)

    def print_agreement(self) -> FormDialog:
        """Ask for language and review, then show the sheet."""
        form = FormPanel()
        form.add("language", "Sprache", ChoiceBar("Sprache", form_choices(self.session, "goals")))
        review = DateInput(self.session.today, ahead=True)
        form.add("review_on", "Überprüfung am", review, "An diesem Tag erscheint eine Wiedervorlage.")
        form.set_values(
            {"language": "de", "review_on": next_working_day(self.session.today() + _REVIEW_AFTER)}
        )
        dialog = FormDialog(
            self, "Zielvereinbarung drucken", form, "Ansehen und drucken", self._print_in, self.ways_out
        )
        dialog.open()
        return dialog

    def _print_in(self, values: dict[str, Any]) -> None:
        review_on = values["review_on"] or self.session.today()
        printed = self.session.write(goals.print_agreement, self.case_id, values["language"], review_on)
        show_sheet(self, self.session, printed.id, "Erst die Unterschrift macht die Vereinbarung gültig.")

    def _show_goals(self, found: Sequence[Goal]) -> None:
        focus = QApplication.focusWidget()
        step = focus.objectName() if focus and self.isAncestorOf(focus) else ""
        clear(self._goals)
        if not found:
            asked = "" if self._closed else "Was ist der Person am wichtigsten?"
            sentence = "Kein Ziel vereinbart." if self._closed else "Noch kein Ziel vereinbart."
            self._goals.addWidget(EmptyState("target", sentence, asked, "muted"))
        for goal in found:
            self._goals.addWidget(self._card(goal))
        if step and (same := self.findChild(CheckInput, step)) is not None:
            same.setFocus(Qt.FocusReason.OtherFocusReason)

    def _card(self, goal: Goal) -> QWidget:
        title = label(f"„{goal.words}“", "heading", wrap=True)
        about = f"{self._label('life_dimension', goal.dimension)} · seit {german(goal.set_on)}"
        head = line(title, self._chip(goal), gap=0.6)
        head.setStretch(0, 1)
        card = Card(box(head), label(about, "small", "muted", wrap=True), outlined=True)
        if goal.expected:
            card.body.addWidget(label(f"Erreicht, wenn: {goal.expected}", "small", wrap=True))
        for step in goal.steps:
            card.body.addWidget(self._step(step))
        if goal.result is None and not self._closed:
            card.body.addWidget(self._foot(goal))
        return card

    def _chip(self, goal: Goal) -> Chip:
        if goal.result is None:
            done = sum(step.state == "done" for step in goal.steps)
            return Chip(
                "open", f"{done} von {len(goal.steps)} Schritten" if goal.steps else "in Arbeit", "info"
            )
        icon, tone = RESULT_LOOKS[goal.result]
        return Chip(icon, self._label("goal_result", goal.result), tone)  # type: ignore[arg-type]

    def _step(self, step: Step) -> QWidget:
        tick = CheckInput(step.text)
        tick.setObjectName(step.id)
        tick.setChecked(step.state == "done")
        tick.setEnabled(step.state != "dropped" and not self._closed)
        tick.changed.connect(lambda: self._set_step(step, "done" if tick.isChecked() else "open"))
        owner = self._label("step_owner", step.owner)
        due = f" · bis {near_day(step.due_on, self.session.today())}" if step.due_on else ""
        late = step.state == "open" and step.due_on is not None and step.due_on < self.session.today()
        state = " · entfällt" if step.state == "dropped" else " · überfällig" if late else ""
        words = label(f"{owner}{due}{state}", "small", "warning" if late else "muted")
        row = line(tick, None, words, gap=0.5)
        if step.state == "open" and not self._closed:
            name = f"Schritt entfällt: {step.text}"
            row.addWidget(icon_button(name, lambda: self._set_step(step, "dropped"), "cross"))
        return box(row)

    def _foot(self, goal: Goal) -> QWidget:
        result = ChoiceBar("Ergebnis", self._results)
        result.changed.connect(lambda: self._record(goal, result.value()))
        more = link_button(
            "Schritt hinzufügen",
            lambda: open_step_form(self, self.session, self.case_id, goal.id),
            "plus",
            small=True,
        )
        row = line(more, None, label("Ergebnis", "small", "muted"), gap=0.5)
        row.addWidget(result)
        return box(row)

    def _set_step(self, step: Step, state: str) -> None:
        words = {"done": "erledigt", "dropped": "gestrichen", "open": "wieder offen"}
        with guard(self, self.ways_out):
            self.session.write(goals.finish_step, step.id, state)
            undo = None if state == "open" else lambda: self._set_step(step, "open")
            show_toast(self, f"„{step.text}“ ist {words[state]}.", undo)

    def _record(self, goal: Goal, result: str | None) -> None:
        with guard(self, self.ways_out):
            self.session.write(goals.record_result, goal.id, result)
            show_toast(self, f"Ziel {self._label('goal_result', result or '')}.")

    def _show_agreements(self, found: Sequence[Agreement]) -> None:
        self._agreements.set_count(len(found))
        self._agreements.setVisible(bool(found))
        self.agreements.fill([self._agreement_row(each) for each in found])

    def _agreement_row(self, agreement: Agreement) -> Row:
        signed = agreement.signed_on
        about = [
            languages(self.session, agreement.language),
            f"unterschrieben am {german(signed)}" if signed else "",
            f"Überprüfung am {german(agreement.review_on)}" if agreement.review_on else "",
        ]
        act = None if signed else link_button("Unterschrieben", lambda: self.sign(agreement), small=True)
        return Row(
            f"Fassung {agreement.version} vom {german(agreement.agreed_on)}",
            " · ".join(part for part in about if part),
            key=agreement.document_id,
            icon="document",
            chip=Chip("check", "gültig", "success") if signed else None,
            act=act,
            keys=[("Eingabe", "ansehen")],
        )

    def sign(self, agreement: Agreement) -> FormDialog:
        form = FormPanel()
        day = DateInput(self.session.today)
        form.add("signed_on", "Unterschrieben am", day)
        form.set_values({"signed_on": self.session.today()})

        def store(values: dict[str, Any]) -> None:
            self.session.write(
                goals.sign_agreement, agreement.id, values["signed_on"] or self.session.today()
            )

        title = f"Zielvereinbarung, Fassung {agreement.version}"
        dialog = FormDialog(self, title, form, "Speichern", store)
        dialog.open()
        return dialog

    def _look_at(self, document_id: str) -> None:
        show_sheet(self, self.session, document_id, "So wurde das Blatt gedruckt.")
