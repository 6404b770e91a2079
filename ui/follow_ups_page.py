# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Wiedervorlagen: everything that is open, by when it is due."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.operations import follow_ups
from ui.appointment_form import open_appointment_form
from ui.calendar_file import explain_calendar
from ui.day_list import open_day_list
from ui.due_list import DueList
from ui.follow_up_form import open_follow_up_form
from ui.page import Navigate, Page
from ui.quick_contact import write_down
from ui.session import Session
from ui.widgets import (
    EmptyState,
    PageHead,
    Scroll,
    box,
    column,
    link_button,
    no_wider,
    primary_button,
    secondary_button,
)


class FollowUpsPage(Page):
    """Space does it, Alt+1 to Alt+5 put it off, Enter opens the case."""

    def __init__(self, session: Session, navigate: Navigate) -> None:
        super().__init__(session, navigate)
        self._asked = self._acts()
        self._head = PageHead("Wiedervorlagen", "", *self._asked)
        self.due = DueList("Wiedervorlagen", session, self._open_case, self._write_down)
        self._nothing = EmptyState("check", "Es ist nichts offen.")
        self._hidden = EmptyState(
            "speech", "Im Gespräch zeigt diese Liste nichts.", "F8 beendet das Gespräch.", "info"
        )
        body = Scroll(box(column(no_wider(self.due, 60), None)))
        whole = column(self._head, self._nothing, self._hidden, parent=self, gap=1)
        whole.addWidget(body, 1)

    def first(self) -> QWidget:
        return self.due

    def _acts(self) -> list[QWidget]:
        session = self.session
        return [
            link_button("Tagesliste", lambda: open_day_list(self, session), "printer"),
            link_button("Kalenderdatei", lambda: explain_calendar(self, session), "calendar"),
            secondary_button("Neuer Termin", lambda: open_appointment_form(self, session), "calendar"),
            primary_button("Neue Wiedervorlage", lambda: open_follow_up_form(self, session), "plus"),
        ]

    def _open_case(self, case_id: str) -> None:
        self.navigate("case", case_id)

    def _write_down(self, appointment_id: str) -> None:
        write_down(self, self.session, appointment_id)

    def reload(self) -> None:
        due = () if self.conversation else self.session.read(follow_ups.due, None)
        self.due.show_due(due)
        self._head.set("Wiedervorlagen", f"{len(due)} offen" if due else "")
        for act in self._asked:
            act.setHidden(self.conversation)
        self._nothing.setHidden(self.conversation or bool(due))
        self._hidden.setHidden(not self.conversation)
