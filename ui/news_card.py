# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Neu von der Koordination: what came for all offices; it is shown first, and somebody here decides."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtWidgets import QPushButton, QWidget

import resources
from app.domain.course import CourseData
from app.domain.course_update import CourseUpdate
from app.domain.dates import berlin_date, german
from app.domain.directory_update import DirectoryUpdate
from app.domain.service import Service
from app.domain.service_sheet import label_of
from app.operations import catalogues, district_directory, district_groups, news, template_packs
from app.operations.news import News
from resources import CodeEntry
from ui.catalogue_offer import CatalogueDialog
from ui.codes import labels_of
from ui.dates import clock
from ui.errors import guard
from ui.form_dialog import FormDialog
from ui.office_templates import open_preview
from ui.page import Navigate
from ui.service_detail import LabelOf, course_in_words
from ui.session import Session
from ui.widgets import (
    Banner,
    Card,
    FormPanel,
    clear,
    column,
    label,
    link_button,
    secondary_button,
    show_toast,
)

_NAMES = {
    "templates": "Vorlagen",
    "directory": "Anlaufstellen",
    "tables": "Tabellenkatalog",
    "groups": "Zielgruppen",
}
_NOT_YET = "Es gilt erst, wenn Sie es übernehmen."
_WARNED = "Nicht alles davon kann gelten. Bitte sehen Sie es sich an."
_MOST = 12
_REST_OF_GROUPS = "In den Fällen bleibt jede Zielgruppe stehen. Eigene Zielgruppen bleiben, wie sie sind."
_REST = "Was Ihr Büro selbst eingetragen oder geändert hat, bleibt, wie es ist."


class NewsCard(QWidget):
    """A notice for each thing that waits; `can_wait`: it may be put aside until the file is opened again."""

    def __init__(self, session: Session, navigate: Navigate, *, can_wait: bool = True) -> None:
        super().__init__()
        self._session, self._navigate, self._can_wait = session, navigate, can_wait
        self._later: set[News] = set()
        self._room = column(parent=self, gap=0.6)

    def is_open(self) -> bool:
        clear(self._room)
        found = [
            each for each in self._session.read(news.news, self._session.now()) if each not in self._later
        ]
        if self._can_wait and len(found) > 1:
            self._room.addWidget(self._notice_of_all(found))
            return True
        for each in found:
            self._room.addWidget(self._alarm(each) if each.alarm else self._notice(each))
        return bool(found)

    def _notice_of_all(self, found: list[News]) -> Banner:
        """One line where other things are more urgent; each has its own on the page of the connection."""
        names = ", ".join(_NAMES[each.kind] for each in found)
        look = secondary_button("Ansehen", partial(self._navigate, "connection"))
        look.setAccessibleName(f"Ansehen: {names}")
        acts = look, self._later_button(found)
        if any(each.alarm for each in found):
            return Banner("warning", f"Von der Koordination: {names}", _WARNED, "danger", *acts)
        return Banner("inbox", f"Neu von der Koordination: {names}", _NOT_YET, "info", *acts)

    def _later_button(self, found: list[News]) -> QPushButton:
        later = link_button("Später", partial(self._put_aside, found), "clock", small=True)
        later.setAccessibleName(f"Später: {', '.join(_NAMES[each.kind] for each in found)}")
        return later

    def _alarm(self, item: News) -> Banner:
        message = resources.message(str(item.alarm))
        said = " ".join(filter(None, (message.what, message.safe, message.todo)))
        return Banner("warning", f"{_NAMES[item.kind]} von der Koordination", said, "danger")

    def _notice(self, item: News) -> Banner:
        stand = f"Stand {german(berlin_date(item.made))}, {clock(item.made)}."
        since = f" Es soll ab {german(item.valid_from)} gelten." if item.valid_from else ""
        detail = f"{stand}{since} {_NOT_YET}"
        title = f"Neu von der Koordination: {_NAMES[item.kind]}"
        return Banner("inbox", title, detail, "info", *self._acts(item))

    def _acts(self, item: News) -> Iterator[QPushButton]:
        look = secondary_button("Ansehen", partial(self._look, item))
        look.setAccessibleName(f"Ansehen: {_NAMES[item.kind]}")
        yield look
        if self._can_wait:
            yield self._later_button([item])

    def _put_aside(self, found: list[News]) -> None:
        self._later.update(found)
        self.setVisible(self.is_open())

    def _look(self, item: News) -> None:
        with guard(self):
            match item.kind:
                case "templates":
                    self._look_at_templates()
                case "directory":
                    open_update(self, self._session, item.number)
                case "tables":
                    self._look_at_tables()
                case "groups":
                    open_groups(self, self._session, item.number)

    def _look_at_templates(self) -> None:
        raw = self._session.read(news.waiting_templates)
        found = self._session.read(template_packs.look_at, raw, self._session.now())
        open_preview(self, self._session, raw, found)

    def _look_at_tables(self) -> None:
        offer = self._session.read(catalogues.offered, self._session.now())
        if offer is not None:
            CatalogueDialog(self, self._session, offer).open()


def open_update(owner: QWidget, session: Session, number: int) -> FormDialog:
    """The Kreis's directory beside the office's own."""
    update = session.read(district_directory.look_at_directory, session.now())
    form = FormPanel()
    if update.is_empty:
        form.body.addWidget(Banner("info", "An Ihren Anlaufstellen ändert sich nichts.", "", "info"))
    label_of = labels_of(session)
    for part in (*_parts(update.services), *_courses(update.courses, label_of)):
        form.body.addWidget(part)
    form.body.addWidget(label(_REST, "small", "muted", wrap=True))

    def take(_values: dict[str, Any]) -> None:
        session.write(district_directory.take_directory, number)
        show_toast(owner, "Die Anlaufstellen der Koordination sind übernommen.")

    dialog = FormDialog(owner, "Das bringt die Koordination", form, "Übernehmen", take)
    dialog.open()
    return dialog


def open_groups(owner: QWidget, session: Session, number: int) -> FormDialog:
    """The Kreis's target groups beside those that can be chosen here."""
    update = session.read(district_groups.look_at_groups, session.now())
    form = FormPanel()
    parts = (
        ("Neu", update.new),
        ("Geändert", update.changed),
        ("Beendet, ab heute", update.ended),
        ("Bleibt, wie bei Ihnen", update.kept),
    )
    if not any(groups for _, groups in parts):
        form.body.addWidget(Banner("info", "An Ihren Zielgruppen ändert sich nichts.", "", "info"))
    for title, groups in parts:
        if groups:
            form.body.addWidget(_card(title, [_group(each) for each in groups]))
    form.body.addWidget(label(_REST_OF_GROUPS, "small", "muted", wrap=True))

    def take(_values: dict[str, Any]) -> None:
        session.write(district_groups.take_groups, number)
        show_toast(owner, "Die Zielgruppen der Koordination sind übernommen.")

    dialog = FormDialog(owner, "Das bringt die Koordination", form, "Übernehmen", take)
    dialog.open()
    return dialog


def _group(entry: CodeEntry) -> str:
    """Ältere Alleinstehende (ab 01.01.2027, bis 31.12.2028)"""
    days = [
        f"{word} {german(date.fromisoformat(day))}"
        for word, day in (("ab", entry.valid_from), ("bis", entry.valid_to))
        if day
    ]
    return f"{entry.label} ({', '.join(days)})" if days else entry.label


def _parts(update: DirectoryUpdate) -> Iterator[QWidget]:
    """What comes, changes, ends and stays."""
    for title, services in (
        ("Neu", update.new),
        ("Geändert", update.changed),
        ("Beendet, ab heute", update.ended),
        ("Bleibt, wie bei Ihnen", update.kept),
    ):
        if services:
            yield _card(title, [_name(each, update) for each in services])


def _courses(update: CourseUpdate, label_of: LabelOf) -> Iterator[QWidget]:
    for title, courses in (
        ("Neue Sprachkurse", update.new),
        ("Geänderte Sprachkurse", update.changed),
        ("Beendete Sprachkurse, ab heute", update.ended),
        ("Sprachkurse, die bleiben wie bei Ihnen", update.kept),
    ):
        if courses:
            yield _card(title, [_course(each, label_of) for each in courses.values()])


def _course(course: CourseData, label_of: LabelOf) -> str:
    """Elternkurs, B1, ab 11.01.2027 · mit Kinderbetreuung"""
    said = course_in_words(course)
    return ", ".join(part for part in (course.title, label_of("cefr", course.level), said) if part)


def _card(title: str, said: list[str]) -> Card:
    """How many, and the first of them."""
    return Card(label(f"{title}: {len(said)}", strong=True), _lines(said[:_MOST], len(said) - _MOST))


def _name(service: Service, update: DirectoryUpdate) -> str:
    """Caritas (Telefon, Sprechzeiten)"""
    fields = ", ".join(map(label_of, update.fields.get(service.id, ())))
    return f"{service.full_name} ({fields})" if fields else service.full_name


def _lines(shown: list[str], more: int) -> QWidget:
    return label("\n".join([*shown, f"und {more} weitere"] if more > 0 else shown), "small", wrap=True)
