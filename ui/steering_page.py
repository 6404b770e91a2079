# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Lenkungsgruppe: sessions, decisions and tasks; the Vorlage before, the minutes after."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from app.domain.dates import german
from app.operations import register, steering
from app.operations.register import Meeting, Task
from ui.document_view import show_sheet
from ui.errors import guard
from ui.page import Navigate, Page
from ui.register_forms import open_meeting_form, open_task_form
from ui.session import Session
from ui.theme import rem
from ui.widgets import (
    Chip,
    Columns,
    EmptyState,
    PageHead,
    Row,
    RowList,
    Scroll,
    Section,
    box,
    column,
    link_button,
    primary_button,
    secondary_button,
    show_toast,
)

_KEPT = "Das Blatt ist in der Datei des Kreises aufgehoben."


class SteeringPage(Page):
    """Enter opens a session or task, N prints a session's minutes, E marks a task as done."""

    def __init__(self, session: Session, navigate: Navigate) -> None:
        super().__init__(session, navigate)
        self._meetings: dict[str, Meeting] = {}
        self._tasks: dict[str, Task] = {}
        proposal = primary_button("Vorlage drucken", self.print_proposal, "printer")
        new = secondary_button("Sitzung festhalten", lambda: open_meeting_form(self, session), "plus")
        self._head = PageHead("Lenkungsgruppe", "Und andere Gremien des Kreises", new, proposal)
        self.meetings = RowList("Sitzungen")
        self.meetings.opened.connect(lambda key: open_meeting_form(self, session, self._meetings[str(key)]))
        self.meetings.bind("N", lambda key: self.print_minutes(str(key)))
        self.tasks = RowList("Aufgaben")
        self.tasks.opened.connect(lambda key: open_task_form(self, session, self._tasks[str(key)]))
        self.tasks.bind("E", lambda key: self.turn_task(str(key)))
        self._no_meetings = EmptyState("people", "Noch keine Sitzung festgehalten.", tone="muted")
        self._no_tasks = EmptyState("check", "Keine Aufgabe.", tone="muted")
        self._listed = Section("Sitzungen", 0).add(self.meetings, self._no_meetings)
        task = link_button("Neue Aufgabe", lambda: open_task_form(self, session), "plus")
        self._to_do = Section("Aufgaben", 0, task).add(self.tasks, self._no_tasks)
        halves = Columns(
            (box(column(self._listed, None)), 1), (box(column(self._to_do, None)), 1), break_at=58
        )
        whole = column(self._head, parent=self, gap=1)
        whole.addWidget(Scroll(box(column(halves, None))), 1)
        whole.setContentsMargins(0, 0, 0, rem(0.8))

    def first(self) -> QWidget:
        return self.meetings

    def reload(self) -> None:
        meetings, tasks = self.session.read(register.meetings), self.session.read(register.tasks)
        self._meetings = {each.id: each for each in meetings}
        self._tasks = {each.id: each for each in tasks}
        self.meetings.fill([partial(self._meeting_row, each) for each in meetings])
        self.tasks.fill([partial(self._task_row, each) for each in tasks])
        self._listed.set_count(len(meetings))
        self._to_do.set_count(sum(each.done_on is None for each in tasks))
        self._no_meetings.setVisible(not meetings)
        self._no_tasks.setVisible(not tasks)

    def print_proposal(self) -> None:
        with guard(self):
            made = self.session.write(steering.print_proposal)
            show_sheet(self, self.session, made.id, _KEPT)

    def print_minutes(self, meeting_id: str) -> None:
        with guard(self):
            made = self.session.write(steering.print_minutes, meeting_id)
            show_sheet(self, self.session, made.id, _KEPT)

    def turn_task(self, task_id: str) -> None:
        """Done, or open again."""
        task = self._tasks[task_id]
        done = task.done_on is None
        with guard(self):
            self.session.write(register.set_task_done, task, done)
            show_toast(self, "Die Aufgabe ist erledigt." if done else "Die Aufgabe ist wieder offen.")

    def _meeting_row(self, meeting: Meeting) -> Row:
        count = len(meeting.decisions)
        about = "ohne Beschluss" if not count else "1 Beschluss" if count == 1 else f"{count} Beschlüsse"
        minutes = link_button("Niederschrift", lambda: self.print_minutes(meeting.id), small=True)
        minutes.setAccessibleName(f"Niederschrift drucken: {german(meeting.held_on)}, {meeting.body}")
        keys = (("Eingabe", "öffnen"), ("N", "Niederschrift"))
        return Row(meeting.body, about, key=meeting.id, lead=german(meeting.held_on), act=minutes, keys=keys)

    def _task_row(self, task: Task) -> Row:
        due = f"bis {german(task.due_on)}" if task.due_on else ""
        late = task.done_on is None and task.due_on is not None and task.due_on < self.session.today()
        chip = Chip("check", f"erledigt {german(task.done_on)}", "success") if task.done_on else None
        if late:
            chip = Chip("clock", "überfällig", "warning")
        keys = (("Eingabe", "öffnen"), ("E", "wieder offen" if task.done_on else "erledigt"))
        words = " · ".join(part for part in (task.responsible, due) if part)
        return Row(task.text, words, key=task.id, chip=chip, keys=keys)
