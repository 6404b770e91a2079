# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Für die Büros: the language courses that the Kreis keeps beside its directory."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, ClassVar

from PySide6.QtWidgets import QWidget

from app.domain import course_sheet
from app.domain.course import Course
from app.domain.course_sheet import ReadCourse
from app.domain.service_sheet import same_offer
from app.domain.sheet import Sheet
from app.operations import offered_courses, publishing, registration_import
from ui.codes import Choices, labels_of
from ui.course_form import FIELDS, CourseForm
from ui.drafts import DraftKeeper
from ui.errors import guard
from ui.files import choose_file
from ui.form_dialog import FormDialog
from ui.job_line import JobLine
from ui.service_detail import course_in_words
from ui.session import Session
from ui.table_import import TABLES, TableImport
from ui.widgets import (
    Cell,
    CodeInput,
    Column,
    Section,
    Table,
    box,
    label,
    line,
    link_button,
    show_toast,
)

AT_ONCE = 25

_HINT = "Zeile öffnen: Eingabetaste. Kurs herausnehmen: Entf. In den Büros endet er mit der nächsten Fassung."
_NO_ENTRY = "Stelle fehlt im Verzeichnis"


class CoursesOfKreis(Section):
    """All that are kept, the soonest first, those that are over too."""

    def __init__(self, session: Session) -> None:
        acts = (
            link_button("Kurse einlesen", self.choose_table, "folder"),
            link_button("Kurs anlegen", self.add_course, "plus"),
        )
        super().__init__("Sprachkurse des Kreises", None, box(line(*acts, gap=1)))
        self._session, self._most = session, AT_ONCE
        self._found: tuple[Course, ...] = ()
        self.table = Table("Sprachkurse des Kreises", _COLUMNS, fit=True)
        self._hint = label(_HINT, "small", "muted", wrap=True)
        self._more = link_button("", self._show_more, small=True)
        self._job = JobLine(session, "Tabelle wird gelesen", can_stop=False)
        self.add(self._job, self._hint, self.table, box(line(self._more, None)))
        self.table.opened.connect(lambda key: open_offered_course(self, session, self._course(key)))
        self.table.bind("Del", self._drop)

    def reload(self) -> None:
        """Nothing can be kept before there is a directory."""
        self._found = self._session.read(offered_courses.offered)
        label_of = labels_of(self._session)
        shown = self._found[: self._most]
        self.table.fill([(c.id, _cells(c, label_of("cefr", c.level))) for c in shown])
        self._more.setText(f"Weitere {len(self._found) - len(shown)} zeigen")
        self._more.setVisible(len(self._found) > len(shown))
        for part in (self.table, self._hint):
            part.setVisible(bool(self._found))
        self.setVisible(bool(self._found) or bool(self._session.read(publishing.offers)))

    def count(self) -> int:
        return len(self._found)

    def add_course(self) -> FormDialog:
        return open_offered_course(self, self._session)

    def choose_table(self) -> None:
        chosen = choose_file(self, "Kurse einlesen", TABLES)
        if chosen is not None:
            self._job.start(partial(registration_import.read_table, chosen), self._preview)

    def _preview(self, sheet: Sheet) -> None:
        CoursesImport(self, self._session, sheet).open()

    def _show_more(self) -> None:
        self._most *= 3
        self.reload()

    def _course(self, key: object) -> Course:
        return next(each for each in self._found if each.id == key)

    def _drop(self, key: object) -> None:
        course, session = self._course(key), self._session
        with guard(self):
            gone = session.write(offered_courses.drop_course, course.id)
            back = partial(session.write, offered_courses.bring_back, course.id, gone)
            show_toast(self, f"„{course.title}“ ist herausgenommen.", back)


def open_offered_course(owner: QWidget, session: Session, course: Course | None = None) -> FormDialog:
    """A further course of the Kreis, or what is known of one."""
    form = OfferedCourseForm(session)
    if course is not None:
        form.set_values({field: getattr(course, field) for field in ("service_id", *FIELDS)})
    draft = DraftKeeper(session, form, f"offered_course:{course.id}" if course else "offered_course")

    def save(values: dict[str, Any]) -> None:
        data = form.course(values.pop("service_id") or "", values)
        if course is None:
            session.write(offered_courses.add_course, data)
        else:
            session.write(offered_courses.change_course, course.id, data)
        show_toast(owner, "Der Kurs ist gespeichert. In die Büros kommt er mit „An alle Büros geben“.")

    title = course.title if course else "Neuer Sprachkurs"
    dialog = FormDialog(owner, title, form, "Speichern", save, draft=draft)
    dialog.open()
    return dialog


class OfferedCourseForm(CourseForm):
    """With whose course it is."""

    def lay_out(self, session: Session) -> None:
        self.add("service_id", "Anlaufstelle", CodeInput(_entries(session)))
        super().lay_out(session)


class CoursesImport(TableImport):
    """A course that is kept already stays as it is and is only counted."""

    preview_name: ClassVar[str] = "Vorschau der Sprachkurse"
    rows_wrong: ClassVar[str] = "service.rows_wrong"
    wide: ClassVar[frozenset[str]] = frozenset({"institution", "title", "times"})

    def __init__(self, owner: QWidget, session: Session, sheet: Sheet) -> None:
        self._known, self._owner = 0, owner
        super().__init__(owner, session, sheet)

    def fields(self) -> Sequence[tuple[str, str]]:
        return [(column, course_sheet.label_of(column)) for column in course_sheet.columns()]

    def guess(self, header: Sequence[str]) -> Sequence[str | None]:
        return course_sheet.guess(header)

    def ask_for_all(self) -> QWidget:
        words = "Die Einrichtung muss so heißen wie im veröffentlichten Verzeichnis."
        return label(words, "small", "muted", wrap=True)

    def read(self, mapping: Sequence[str | None]) -> Sequence[ReadCourse]:
        session = self._session
        found = offered_courses.rows(session.vault, self._sheet, mapping, session.now())
        self._known = found.known
        return found.new

    def word(self, said: Any, field: str) -> str:
        return offered_courses.cell(self._session.vault, said, field)

    def correct(self, row: ReadCourse, typed: dict[str, str]) -> None:
        form = OfferedCourseForm(self._session)
        known = self._corrected.get(row.number)
        form.set_values(dict(row.values))
        if known is not None:
            form.set_values({field: getattr(known, field) for field in ("service_id", *FIELDS)})
        wrong = {"service_id" if field == "institution" else field for field in row.errors}
        form.retype({field: typed[field] for field in wrong if typed.get(field)})
        for field in wrong:
            form.row(field).check()
        FormDialog(
            self, f"Zeile {row.number}", form, "Übernehmen", partial(self._take, row.number, form)
        ).open()

    def keep(self, said: Sequence[Any]) -> None:
        count = self._session.write(offered_courses.take_in, said)
        self.accept()
        show_toast(self._owner, "1 Kurs mehr." if count == 1 else f"{count} Kurse mehr.")

    def summary(self, right: int, wrong: int) -> str:
        parts = ["1 neuer Kurs ist lesbar." if right == 1 else f"{right} neue Kurse sind lesbar."]
        if wrong:
            rows = "In 1 Zeile" if wrong == 1 else f"In {wrong} Zeilen"
            parts.insert(0, f"{rows} stimmt etwas nicht.")
        if self._known:
            one = "1 Kurs steht schon da und bleibt, wie er ist."
            more = f"{self._known} Kurse stehen schon da und bleiben, wie sie sind."
            parts.append(one if self._known == 1 else more)
        return " ".join(parts)

    def _take(self, number: int, form: OfferedCourseForm, values: dict[str, Any]) -> None:
        session = self._session
        course = form.course(values.pop("service_id") or "", values)
        self.take_correction(number, offered_courses.checked(session.vault, course, session.now()))


_COLUMNS = [
    Column("Kurs", stretch=True),
    Column("Niveau", width=12),
    Column("Wann", stretch=True),
    Column("Anlaufstelle", stretch=True),
]


def _cells(course: Course, level: str) -> list[str | Cell]:
    where = Cell(course.institution, "muted") if course.institution else Cell(_NO_ENTRY, icon="warning")
    return [Cell(course.title, strong=True), level, course_in_words(course), where]


def _entries(session: Session) -> Choices:
    found = sorted(session.read(publishing.offers), key=same_offer)
    return [(each.id, each.full_name) for each in found]
