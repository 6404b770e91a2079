# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Ziele: in the person's words, with steps to tick off, results, and the agreements printed from them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QWidget

from app.domain.attainment import t_score
from app.domain.goal import Goal
from app.operations import goals
from ui.agreements_section import AgreementsSection
from ui.case_tab import CaseTab
from ui.form_dialog import FormDialog
from ui.goal_card import GoalCard
from ui.goal_form import open_goal_form
from ui.session import Session
from ui.widgets import (
    Columns,
    EmptyState,
    Figure,
    PageHead,
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

AT_ONCE = 8


class GoalsTab(CaseTab):
    def __init__(self, session: Session, case_id: str, parent: QWidget | None = None) -> None:
        super().__init__(session, case_id, parent)
        self.agreements = AgreementsSection(session, case_id, self.ways_out)
        self.print_button = secondary_button("Zielvereinbarung drucken", self.agreements.print_one, "printer")
        self._new = primary_button("Neues Ziel", self.new_goal, "plus")
        self._head = PageHead("Ziele", " ", self.print_button, self._new)
        self._goals, self._closed, self._shown = column(gap=0.9), False, AT_ONCE
        self._room = box(self._goals)
        self._attained = Section("Zielerreichung")
        right = box(column(self.agreements, self._attained, None, gap=1.4))
        self.lay_out(self._head, Columns((self._room, 2), (right, 1), break_at=66), None)

    def reload(self) -> None:
        found = self.session.read(goals.goals, self.case_id)
        pursued = [goal for goal in found if goal.result is None]
        counts = f"{len(pursued)} in Arbeit, {len(found) - len(pursued)} abgeschlossen"
        self._head.set("Ziele", counts if found else "")
        self._closed = self.is_closed()
        self._new.setHidden(self._closed)
        self.print_button.setHidden(self._closed)
        self.print_button.setEnabled(bool(pursued))
        self._show_goals(found)
        self._show_attained(found)
        self.agreements.reload()

    def first(self) -> QWidget:
        return self._new

    def new_goal(self) -> FormDialog:
        return open_goal_form(self, self.session, self.case_id)

    def _show_goals(self, found: Sequence[Goal]) -> None:
        focus = self.window().focusWidget()
        inside = focus is not None and self._room.isAncestorOf(focus)
        name = _name(focus) if focus is not None and inside else ""
        clear(self._goals)
        if not found:
            asked = "" if self._closed else "Was ist der Person am wichtigsten?"
            sentence = "Kein Ziel vereinbart." if self._closed else "Noch kein Ziel vereinbart."
            self._goals.addWidget(EmptyState("target", sentence, asked, "muted"))
        words = {goal.id: goal.words for goal in found}
        for goal in found[: self._shown]:
            before = words.get(goal.continues or "", "")
            card = GoalCard(self.session, goal, before, closed=self._closed, ways_out=self.ways_out)
            card.service_asked.connect(self.find_service)
            self._goals.addWidget(card)
        if (left := len(found) - self._shown) > 0:
            more = link_button(f"Weitere {left} zeigen", self._show_more, "chevron_down")
            self._goals.addWidget(box(line(more, None)))
        if inside:
            self._focus_again(name)

    def _focus_again(self, name: str) -> None:
        """Where the keys were, also while a window is in front; else where something new begins."""
        named = (each for each in self._room.findChildren(QAbstractButton) if _name(each) == name)
        next(named, self._new).setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_more(self) -> None:
        self._shown += AT_ONCE * 2
        self.reload()

    def _show_attained(self, found: Sequence[Goal]) -> None:
        """The T-score over the goals that were measured, and what it means."""
        measured = [(goal.weight, goal.level) for goal in found if goal.level is not None]
        score = t_score(measured)
        clear(self._attained.body)
        self._attained.setVisible(score is not None)
        if score is None:
            return
        goals_counted = "1 Ziel" if len(measured) == 1 else f"{len(measured)} Zielen"
        number = f"{score:.1f}".replace(".", ",")
        self._attained.add(
            Figure(number, f"T-Wert aus {goals_counted}", "info", "target"),
            label(
                "50 heißt: so viel wie erwartet. Darüber ist mehr erreicht, darunter weniger. Er misst, was "
                "vereinbart war, nicht die Person, und taugt nicht zum Vergleich von Personen.",
                "small",
                "muted",
                wrap=True,
            ),
        )


def _name(widget: QWidget) -> str:
    return widget.accessibleName() or str(widget.property("text") or "")
