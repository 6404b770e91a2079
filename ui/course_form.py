# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A language course: what it is called, its level, when it runs."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from PySide6.QtWidgets import QWidget

from app.domain.course import LEVELS, CourseData
from app.operations import directory
from ui.codes import choices_of
from ui.drafts import DraftKeeper
from ui.form_dialog import FormDialog
from ui.session import Session
from ui.widgets import (
    CheckInput,
    CodeInput,
    DateInput,
    FormPanel,
    LongText,
    NumberInput,
    TextInput,
    show_toast,
)

FIELDS = tuple(field.name for field in fields(CourseData) if field.name != "service_id")


class CourseForm(FormPanel):
    def __init__(self, session: Session) -> None:
        super().__init__()
        self.lay_out(session)
        self.settle()

    def lay_out(self, session: Session) -> None:
        levels = [each for each in choices_of(session)("cefr") if each[0] in LEVELS]
        self.add("title", "Kurs", TextInput("Integrationskurs, Elternkurs, Berufssprachkurs …"))
        self.add_line(
            self.field("level", "Niveau", CodeInput(levels)),
            self.field("starts_on", "Beginnt am", DateInput(session.today, ahead=True)),
            self.field("ends_on", "Endet am", DateInput(session.today, ahead=True)),
        )
        self.add_line(
            self.field("times", "Zeiten", TextInput("Mo bis Do, 9 bis 12 Uhr")),
            self.field("places", "Freie Plätze", NumberInput()),
        )
        self.add("childcare", "", CheckInput("mit Kinderbetreuung"))
        self.add("note", "Notiz", LongText(lines=2))

    def course(self, service_id: str, values: dict[str, Any]) -> CourseData:
        return CourseData(service_id, **{**values, "level": values["level"] or ""})


def open_course_form(
    owner: QWidget, session: Session, service_id: str, course_id: str | None = None
) -> FormDialog:
    """Without `course_id` a further course of the entry."""
    form = CourseForm(session)
    known = next((c for c in session.read(directory.courses_of, service_id) if c.id == course_id), None)
    if known is not None:
        form.set_values({field: getattr(known, field) for field in FIELDS})
    draft = DraftKeeper(session, form, "course", course_id or service_id)

    def save(values: dict[str, Any]) -> None:
        data = form.course(service_id, values)
        if course_id is None:
            session.write(directory.add_course, data)
        else:
            session.write(directory.change_course, course_id, data)
        draft.discard()
        show_toast(owner, "Der Kurs ist gespeichert.")

    dialog = FormDialog(owner, known.title if known else "Neuer Sprachkurs", form, "Speichern", save)
    dialog.open()
    return dialog
