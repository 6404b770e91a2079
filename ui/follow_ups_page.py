# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Wiedervorlagen: everything that is open, by when it is due."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.operations import follow_ups
from ui.due_list import DueList
from ui.follow_up_form import open_follow_up_form
from ui.page import Navigate, Page
from ui.session import Session
from ui.theme import rem
from ui.widgets import EmptyState, PageHead, Scroll, box, column, primary_button


class FollowUpsPage(Page):
    """Space does it, Alt+1 to Alt+5 put it off, Enter opens the case."""

    def __init__(self, session: Session, navigate: Navigate) -> None:
        super().__init__(session, navigate)
        add = primary_button("Neue Wiedervorlage", lambda: open_follow_up_form(self, session), "plus")
        self._head = PageHead("Wiedervorlagen", "", add)
        self.due = DueList("Wiedervorlagen", session, lambda case_id: navigate("case", case_id))
        self.due.setMaximumWidth(rem(60))
        self._nothing = EmptyState("check", "Es ist nichts offen.")
        self._hidden = EmptyState(
            "speech", "Im Gespräch zeigt diese Liste nichts.", "F8 beendet das Gespräch.", "info"
        )
        body = Scroll(box(column(self.due, None)))
        whole = column(self._head, self._nothing, self._hidden, parent=self, gap=1)
        whole.addWidget(body, 1)

    def first(self) -> QWidget:
        return self.due

    def reload(self) -> None:
        due = () if self.conversation else self.session.read(follow_ups.due, None)
        self.due.show_due(due)
        self._head.set("Wiedervorlagen", f"{len(due)} offen" if due else "")
        self._nothing.setHidden(self.conversation or bool(due))
        self._hidden.setHidden(not self.conversation)
