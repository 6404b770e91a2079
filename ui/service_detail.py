# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""One entry of the directory beside the list: how to reach it, for whom it is there, and its courses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from PySide6.QtWidgets import QWidget

from app.domain.course import Course, CourseData, is_over
from app.domain.dates import berlin_date, german
from app.domain.service import Service, districts
from app.domain.template_pack import made_at
from app.operations import cases, directory, district_directory
from ui.codes import labels_of
from ui.course_form import open_course_form
from ui.service_form import open_service_form
from ui.session import Session
from ui.widgets import (
    Card,
    Chip,
    Flow,
    Icon,
    Row,
    RowList,
    Section,
    box,
    clear,
    column,
    label,
    line,
    link_button,
    show_toast,
)

LabelOf = Callable[[str, str], str]


class ServiceDetail(Card):
    """`show_service(None)` leaves the room empty."""

    def __init__(self, session: Session) -> None:
        super().__init__(gap=0.6)
        self._session = session
        self._content = column(gap=0.7)
        self.body.addLayout(self._content)

    def show_service(self, service: Service | None) -> None:
        clear(self._content)
        self.setVisible(service is not None)
        if service is None:
            return
        label_of = labels_of(self._session)
        self._content.addWidget(label(service.institution, "heading", wrap=True))
        if service.name:
            self._content.addWidget(label(service.name, wrap=True))
        self._content.addWidget(box(Flow(*self._chips(service, label_of), gap=0.4)))
        for icon, words in _ways(service):
            self._content.addWidget(_fact(icon, words))
        self._content.addWidget(_about(self._for_whom(service, label_of)))
        self._content.addWidget(box(self._acts(service)))
        self._content.addWidget(self._courses(service, label_of))

    def _chips(self, service: Service, label_of: LabelOf) -> Iterator[QWidget]:
        today = self._session.today()
        if not service.is_valid(today):
            yield Chip("clock", _validity(service), "warning")
        if service.case_management:
            yield Chip("people", "Fallmanagement KIM", "info")
        if service.needs_written_consent:
            yield Chip("pencil", "nur schriftlich")
        yield from (Chip("target", label_of("topic", code)) for code in service.topics)
        yield from (Chip("speech", label_of("language", code), "info") for code in service.languages)

    def _for_whom(self, service: Service, label_of: LabelOf) -> Iterator[tuple[str, str]]:
        yield "Art", label_of("referral_target", service.referral_target)
        yield "Rechtskreis", label_of("legal_circle", service.legal_circle) if service.legal_circle else ""
        names = districts(self._session.read(cases.lists), self._session.today())
        reach = (names.get(code) or label_of("municipality", code) for code in service.reach)
        yield "Einzugsgebiet", ", ".join(reach)
        yield "Zugang", service.access_note
        yield "Gültig", _validity(service)
        yield "Herkunft", self._origin(service)

    def _origin(self, service: Service) -> str:
        """Whose entry it is, where it came from the Kreis."""
        origin = self._session.read(district_directory.origin_of, service.id)
        if origin is None:
            return ""
        stand = f"Koordination, Stand {german(berlin_date(made_at(origin.number)))}"
        return f"{stand}, hier geändert" if origin.own else stand

    def _acts(self, service: Service) -> Flow:
        ended = service.valid_to is not None
        word = "Wieder aufnehmen" if ended else "Beenden"
        return Flow(
            link_button(
                "Ändern", lambda: open_service_form(self, self._session, service.id), "pencil", small=True
            ),
            link_button(word, lambda: self._end(service), "refresh" if ended else "cross", small=True),
            gap=0.8,
        )

    def _end(self, service: Service) -> None:
        """From tomorrow nobody is referred there any more; notices keep it."""
        before, day = service.valid_to, None if service.valid_to else self._session.today()
        session = self._session
        session.write(directory.end_service, service.id, day)
        words = f"{service.institution} gilt bis heute." if day else f"{service.institution} gilt wieder."
        show_toast(self, words, lambda: session.write(directory.end_service, service.id, before))

    def _courses(self, service: Service, label_of: LabelOf) -> QWidget:
        found = self._session.read(directory.courses_of, service.id)
        add = link_button(
            "Kurs", lambda: open_course_form(self, self._session, service.id), "plus", small=True
        )
        add.setAccessibleName("Kurs eintragen")
        section = Section("Sprachkurse", len(found) or None, add)
        if found:
            rows = RowList("Sprachkurse dieser Stelle")
            rows.fill([course_row(each, label_of, self._session.today()) for each in found])
            rows.opened.connect(lambda key: open_course_form(self, self._session, service.id, str(key)))
            section.add(rows)
        return section


def course_row(course: Course, label_of: LabelOf, today: date) -> Row:
    """A course of the entry beside the list."""
    over = is_over(course, today)
    return Row(
        course.title,
        course_in_words(course),
        key=course.id,
        chip=Chip("minus", "beendet") if over else Chip("speech", label_of("cefr", course.level), "info"),
    )


def course_in_words(course: CourseData) -> str:
    """ab 11.01.2027 · Mo bis Do, 9 bis 12 Uhr · mit Kinderbetreuung · 3 Plätze"""
    free = {None: "", 0: "keine freien Plätze", 1: "1 Platz frei"}
    parts = (
        f"ab {german(course.starts_on)}" if course.starts_on else "",
        course.times,
        "mit Kinderbetreuung" if course.childcare else "",
        free.get(course.places, f"{course.places} Plätze frei"),
    )
    return " · ".join(part for part in parts if part)


def _ways(service: Service) -> Iterator[tuple[str, str]]:
    """Icon and words of each way to reach it that is known."""
    ways = (
        ("person", service.contact_person),
        ("phone", service.phone),
        ("mail", service.email),
        ("link", service.website),
        ("pin", service.address),
        ("clock", service.opening_hours),
    )
    yield from ((icon, words) for icon, words in ways if words)


def _fact(icon: str, words: str) -> QWidget:
    text = label(words, wrap=True)
    row = line(Icon(icon, "muted", 1.1), text, gap=0.6)
    row.setStretch(1, 1)
    return box(row)


def _about(facts: Iterator[tuple[str, str]]) -> QWidget:
    said = column(gap=0.2)
    for word, text in facts:
        if text:
            said.addWidget(label(f"{word}: {text}", "small", "muted", wrap=True))
    return box(said)


def _validity(service: Service) -> str:
    since = f"ab {german(service.valid_from)}" if service.valid_from else ""
    until = f"bis {german(service.valid_to)}" if service.valid_to else ""
    return " ".join(part for part in (since, until) if part)
