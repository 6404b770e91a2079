# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the Kreis has to do soon: open tasks by their day, and agreements that end."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from app.domain.dates import german
from app.domain.report_parts import Cooperation
from app.operations import register, report_parts
from app.operations.register import Task
from ui.page import Navigate
from ui.session import Session
from ui.widgets import Chip, Row, RowList, Section

SOON = timedelta(days=14)
AGREEMENT_ENDS = timedelta(days=90)
_TASK, _AGREEMENT = "task", "agreement"


class DueTasks(Section):
    """Enter opens the place where it is done, E marks a task as done; with nothing due it takes no room."""

    def __init__(self, session: Session, navigate: Navigate) -> None:
        super().__init__("Zu erledigen", 0)
        self._session = session
        self.rows = RowList("Zu erledigen")
        self.rows.opened.connect(lambda key: navigate("steering" if key[0] == _TASK else "report_parts"))
        self.rows.bind("E", self._done)
        self.add(self.rows)
        self._tasks: dict[str, Task] = {}

    def reload(self) -> None:
        today = self._session.today()
        tasks = [task for task in self._session.read(register.tasks) if task.done_on is None]
        ending = self._session.read(report_parts.ending, today + AGREEMENT_ENDS)
        self._tasks = {task.id: task for task in tasks}
        self.rows.fill(
            [
                *(partial(_task_row, task, today) for task in tasks),
                *(partial(_agreement_row, agreed, today) for agreed in ending),
            ]
        )
        self.set_count(len(tasks) + len(ending))
        self.setVisible(bool(tasks or ending))

    def _done(self, key: object) -> None:
        assert isinstance(key, tuple)
        if key[0] == _TASK:
            self._session.write(register.set_task_done, self._tasks[key[1]], True)


def _task_row(task: Task, today: date) -> Row:
    by = f"bis {german(task.due_on)}" if task.due_on else ""
    return Row(
        task.text,
        " · ".join(filter(None, (task.responsible, by))),
        key=(_TASK, task.id),
        icon="check",
        chip=_chip(task.due_on, today),
        keys=(("Eingabe", "öffnen"), ("E", "erledigt")),
    )


def _agreement_row(agreed: Cooperation, today: date) -> Row:
    assert agreed.ends_on is not None
    over = agreed.ends_on < today
    by = f"{'endete' if over else 'endet'} am {german(agreed.ends_on)}"
    return Row(
        f"Vereinbarung mit {agreed.partner}",
        " · ".join(filter(None, (agreed.subject, by))),
        key=(_AGREEMENT, agreed.id),
        icon="document",
        chip=Chip("clock", "beendet" if over else "endet bald", "warning"),
        keys=(("Eingabe", "öffnen"),),
    )


def _chip(due: date | None, today: date) -> Chip | None:
    if due is None or due > today + SOON:
        return None
    return Chip("clock", "überfällig" if due < today else "bald", "warning")
