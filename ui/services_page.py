# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Anlaufstellen: the directory by need, its language courses, and what is missing in it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.service import FoundServices, Service
from app.operations import directory, directory_tables
from ui.codes import labels_of
from ui.course_list import CourseList
from ui.errors import guard
from ui.files import choose_file, choose_target
from ui.gap_form import open_gap_form
from ui.job_line import JobLine
from ui.page import Navigate, Page
from ui.service_detail import ServiceDetail
from ui.service_filters import ServiceFilters
from ui.service_form import open_service_form
from ui.service_import import import_services
from ui.session import Session
from ui.site_choice import with_site
from ui.table_import import TABLES
from ui.theme import rem
from ui.widgets import (
    Cell,
    ChoiceBar,
    Column,
    EmptyState,
    Flow,
    PageHead,
    Scroll,
    Table,
    box,
    column,
    line,
    link_button,
    primary_button,
    secondary_button,
    show_toast,
)

SERVICES, COURSES = "services", "courses"
_VIEWS = ((SERVICES, "Stellen"), (COURSES, "Sprachkurse"))
AT_ONCE = 40
_KIND_COLUMN = 1


class ServicesPage(Page):
    """Search as you type; Enter opens an entry, the one in focus stands beside the list."""

    def __init__(self, session: Session, navigate: Navigate) -> None:
        super().__init__(session, navigate)
        self._most = AT_ONCE
        self.view = ChoiceBar("Was zeigen?", _VIEWS)
        self.view.set_value(SERVICES)
        self.filters = ServiceFilters(session)
        self.search = self.filters.words
        self.table = Table("Anlaufstellen", _COLUMNS, row_height=2.4)
        self.detail = ServiceDetail(session)
        self.courses = CourseList(session)
        self._more = link_button("", self._show_more, "chevron_down", small=True)
        self._none = EmptyState(
            "pin", "Hier stehen bald die Stellen, mit denen Sie zusammenarbeiten.", tone="muted"
        )
        self._not_found = EmptyState("search", "Dazu steht hier keine Anlaufstelle.", tone="muted")
        gap = secondary_button("Angebotslücke", self.note_gap, "gap")
        gap.setToolTip("Angebotslücke (Strg+G)")
        self._not_found.body.addWidget(box(line(gap, None)))
        add = primary_button("Neue Anlaufstelle", lambda: open_service_form(self, session), "plus")
        self._head = PageHead("Anlaufstellen", " ", box(column(None, self.view, None)), add)
        self._job = JobLine(session, "Tabelle wird gelesen", can_stop=False)
        self._undo = link_button("", self.undo_import, "undo", small=True)
        self._lay_out()
        self._bind()

    def first(self) -> QWidget:
        return self.search

    def reload(self) -> None:
        self._show()
        self.courses.reload()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.table.setColumnHidden(_KIND_COLUMN, self.width() < rem(78))
        self._make_room()

    def _make_room(self) -> None:
        """The detail stands beside a table, where there is room for both."""
        self._beside.setHidden(self.width() < rem(58) or self.table.isHidden())

    def note_gap(self) -> None:
        """What was looked for is missing; no case stands behind it."""
        dimension = self.filters.dimension()
        with_site(self, self.session, lambda: open_gap_form(self, self.session, dimension=dimension))

    def choose_table(self) -> None:
        chosen = choose_file(self, "Tabelle einlesen", TABLES)
        if chosen is not None:
            import_services(self, self.session, self._job, chosen, self._taken_in)

    def save_table(self) -> None:
        chosen = choose_target(self, "Anlaufstellen speichern", "anlaufstellen.csv", "CSV (*.csv)")
        if chosen is not None:
            with guard(self):
                count = self.session.write(directory_tables.export, chosen)
                show_toast(self, f"Gespeichert: {_count(count)}.")

    def undo_import(self) -> None:
        with guard(self):
            gone = self.session.write(directory_tables.undo)
            show_toast(self, f"Zurückgenommen: {_count(gone)} weniger.")

    def _taken_in(self, count: int) -> None:
        show_toast(self, f"{_count(count)} mehr in den Anlaufstellen.", self.undo_import)

    def _lay_out(self) -> None:
        self._beside = Scroll(box(column(self.detail, None)))
        left = column(self._none, self._not_found, gap=1)
        left.addWidget(self.table, 1)
        left.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        left.addStretch(0)
        left.addWidget(self._job)
        acts = box(Flow(*self._table_acts(), gap=1))
        acts.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        left.addWidget(acts)
        both = line(gap=1.5)
        both.addLayout(left, 5)
        both.addWidget(self._beside, 3)
        found = column(self.filters, gap=1)
        found.addLayout(both, 1)
        self._services = box(found)
        whole = column(self._head, parent=self, gap=1)
        whole.addWidget(self._services, 1)
        whole.addWidget(self.courses, 1)
        for part in (self.courses, self._none, self._not_found, self.detail, self._more):
            part.hide()  # until the first look: what is not there yet must not make the window grow

    def _table_acts(self) -> list[QWidget]:
        return [
            link_button("Tabelle einlesen", self.choose_table, "folder", small=True),
            link_button("Als CSV speichern", self.save_table, "arrow_down", small=True),
            self._undo,
        ]

    def _bind(self) -> None:
        self.filters.changed.connect(self._search_anew)
        self.view.changed.connect(self._show)
        self.table.opened.connect(lambda key: open_service_form(self, self.session, str(key)))
        self.table.moved.connect(lambda key: self._show_detail(str(key) if key else None))
        self.search.returnPressed.connect(self._into_table)
        down = QShortcut(
            QKeySequence(Qt.Key.Key_Down), self.search, context=Qt.ShortcutContext.WidgetShortcut
        )
        down.activated.connect(self._into_table)
        QShortcut(QKeySequence("Ctrl+G"), self).activated.connect(self.note_gap)

    def _search_anew(self) -> None:
        self._most = AT_ONCE
        self._show()

    def _show_more(self) -> None:
        self._most *= 3
        self._show()

    def _show(self) -> None:
        services = self.view.value() != COURSES
        self._services.setVisible(services)
        self.courses.setVisible(not services)
        if services:
            need = self.filters.need()
            self._show_found(self.session.read(directory.find_services, need, self._most))

    def _show_found(self, found: FoundServices) -> None:
        label_of, need = labels_of(self.session), self.filters.need()
        self.table.fill(
            [(s.id, _cells(s, label_of("referral_target", s.referral_target))) for s in found.shown]
        )
        searching = any((need.words.strip(), need.topic, need.language, need.municipality))
        nothing = not found.shown
        last = len(self.session.read(directory_tables.last_import))
        self._undo.setText(f"Einlesen zurücknehmen ({_count(last)})")
        self._undo.setVisible(bool(last))
        self._head.set("Anlaufstellen", "" if nothing else _count(found.count))
        self._more.setText(f"Weitere {found.count - len(found.shown)} zeigen")
        self._more.setVisible(found.count > len(found.shown))
        self.table.setHidden(nothing)
        self._make_room()
        self._none.setHidden(not nothing or searching)
        self._not_found.setHidden(not nothing or not searching)
        first = found.shown[0].id if found.shown else None
        self._show_detail(str(self.table.current_key() or first) if first else None)

    def _show_detail(self, service_id: str | None) -> None:
        service = self.session.read(directory.service, service_id) if service_id else None
        self.detail.show_service(service)

    def _into_table(self) -> None:
        if self.table.model().rowCount():
            self.table.selectRow(0)
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)


_COLUMNS = [
    Column("Einrichtung", stretch=True),
    Column("Art", width=13.5),
    Column("Telefon", width=10),
    Column("Einwilligung", width=9),
]


def _cells(service: Service, kind: str) -> list[str | Cell]:
    written = Cell("schriftlich", icon="pencil", chip="neutral") if service.needs_written_consent else ""
    return [Cell(service.full_name, strong=True), Cell(kind, "muted"), service.phone, written]


def _count(count: int) -> str:
    return "1 Eintrag" if count == 1 else f"{count} Einträge"
