# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Sprachkurse: from which level, beginning when, with childcare or not."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtWidgets import QWidget

from app.domain.course import LEVELS, Course, CourseNeed
from app.domain.errors import InvalidInput
from app.operations import directory
from ui import periods
from ui.codes import Choices, choices_of, labels_of
from ui.course_form import open_course_form
from ui.service_detail import course_in_words
from ui.session import Session
from ui.widgets import (
    Cell,
    CheckInput,
    CodeInput,
    Column,
    EmptyState,
    Flow,
    Table,
    TextInput,
    box,
    column,
    label,
    line,
)

AT_ONCE = 40
MONTHS = 12


class CourseList(QWidget):
    """Courses that are not over, the soonest first; Enter opens one."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.words = TextInput("Kurs oder Einrichtung")
        self.words.setAccessibleName("Sprachkurse durchsuchen")
        levels = [each for each in choices_of(session)("cefr") if each[0] in LEVELS]
        self.level = CodeInput(levels, "jedes Niveau")
        self.month = CodeInput(_months(session.today()), "jeder Monat")
        self.childcare = CheckInput("mit Kinderbetreuung")
        self.table = Table("Sprachkurse", _COLUMNS, row_height=2.4)
        self._none = EmptyState(
            "speech",
            "Dazu steht hier kein Kurs.",
            "Kurse tragen Sie bei der Stelle ein, die sie anbietet.",
            "muted",
        )
        self._found: dict[str, Course] = {}
        flow = Flow(
            _labelled("Niveau ab", self.level), _labelled("Beginn", self.month), self.childcare, gap=1
        )
        whole = column(self.words, box(flow), self._none, parent=self, gap=0.8)
        whole.addWidget(self.table, 1)
        whole.addStretch(0)
        for entry in (self.words, self.level, self.month, self.childcare):
            entry.changed.connect(self.reload)
        self.table.opened.connect(self._open)

    def reload(self) -> None:
        if not self.isVisible():
            return
        found = self._session.read(directory.find_courses, self._need(), self._session.today(), AT_ONCE)
        self._found = {each.id: each for each in found}
        label_of = labels_of(self._session)
        self.table.fill([(each.id, _cells(each, label_of("cefr", each.level))) for each in found])
        self.table.setVisible(bool(found))
        self._none.setHidden(bool(found))

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        self.reload()

    def _need(self) -> CourseNeed:
        month = _chosen(self.month)
        return CourseNeed(
            words=self.words.typed(),
            level=_chosen(self.level),
            starts_from=periods.first_day(month) if month else None,
            starts_until=periods.last_day(month) if month else None,
            childcare=self.childcare.value(),
        )

    def _open(self, key: object) -> None:
        open_course_form(self, self._session, self._found[str(key)].service_id, str(key))


_COLUMNS = [
    Column("Kurs", stretch=True),
    Column("Niveau", width=12),
    Column("Wann", stretch=True),
    Column("Einrichtung", stretch=True),
]


def _cells(course: Course, level: str) -> list[str | Cell]:
    return [
        Cell(course.title, strong=True),
        level,
        course_in_words(course),
        Cell(course.institution, "muted"),
    ]


def _months(today: date) -> Choices:
    """This month and the next eleven: ("2027-01", "Januar 2027")."""
    months = [periods.period_of(today)]
    while len(months) < MONTHS:
        months.append(periods.period_of(periods.last_day(months[-1]) + timedelta(days=1)))
    return periods.choices(months)


def _chosen(entry: CodeInput) -> str | None:
    """What is chosen; what is still being typed does not count yet."""
    try:
        return entry.value()
    except InvalidInput:
        return None


def _labelled(word: str, entry: CodeInput) -> QWidget:
    caption = label(word, "small", "muted")
    caption.setBuddy(entry)
    entry.setAccessibleName(word)
    return box(line(caption, entry, gap=0.4))
