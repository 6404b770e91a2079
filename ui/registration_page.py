# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""One Erfassungsliste: its persons, its basis, what left, and the day on which the persons go."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QWidget

from app.domain.code_lists import CodeLists
from app.domain.dates import berlin_date, german
from app.domain.registration import RegisteredPerson, RegistrationList, goes_soon, label_of, words
from app.domain.registration_handover import Handover
from app.operations import cases, directory, registration, registration_import
from app.operations.registration import Hints
from resources import Message
from ui.errors import CalmDialog, guard
from ui.files import choose_file
from ui.job_line import JobLine
from ui.page import Navigate, Page
from ui.registration_forms import open_list_form, open_person_of_list
from ui.registration_handover import open_handover
from ui.registration_import import import_table
from ui.session import Session
from ui.table_import import TABLES
from ui.theme import rem
from ui.widgets import (
    Banner,
    Cell,
    Chip,
    Column,
    EmptyState,
    Flow,
    PageHead,
    Row,
    RowList,
    Scroll,
    Section,
    Table,
    TextInput,
    box,
    clear,
    column,
    label,
    line,
    link_button,
    primary_button,
    secondary_button,
    show_toast,
)

AT_ONCE = 60
_ALL = 1000
"""The table takes the room; without it what is above stays at the top."""
_COLUMNS = ("family_name", "given_names", "born", "nationality", "language", "phone")
_WIDE = tuple(map(_COLUMNS.index, ("language", "phone")))
_ERASE = Message(
    "Alle Personen dieser Liste löschen?",
    "Was wann an wen ging, bleibt als Zahl.",
    "Gelöscht kann sie niemand mehr zurückholen.",
)


class RegistrationPage(Page):
    """Enter changes a person, Entf takes one off; a table is read in by button or dropped here."""

    def __init__(self, session: Session, navigate: Navigate, list_id: str) -> None:
        super().__init__(session, navigate)
        self.about, self._list_id, self._most = (list_id,), list_id, AT_ONCE
        self.setAcceptDrops(True)
        self.read_in = secondary_button("Einlesen", self.choose_table, "folder")
        self.add = secondary_button("Person eintragen", self.add_person, "plus")
        self.hand_over = primary_button("Weitergeben", lambda: open_handover(self, session, list_id), "send")
        self._head = PageHead(" ", " ", box(column(box(line(self.read_in, self.add, self.hand_over)), None)))
        self._job = JobLine(session, "Tabelle wird gelesen", can_stop=False)
        self._banners = column(gap=0.5)
        self.search = TextInput("Name")
        self.search.setAccessibleName("Personen der Liste suchen")
        self.search.setFixedWidth(rem(17))
        self.table = Table("Personen der Liste", _table_columns())
        self._more = link_button("", self._show_more, "chevron_down", small=True)
        self._nothing = EmptyState(
            "people",
            "In der Liste steht noch niemand.",
            "Eine Tabelle können Sie auch hierher ziehen.",
            "muted",
        )
        self._not_found = EmptyState("search", "So heißt niemand in dieser Liste.", tone="muted")
        self._gone = EmptyState("check", "Die Personen dieser Liste sind gelöscht. Diese Zahlen bleiben:")
        self._hidden = EmptyState(
            "speech", "Im Gespräch zeigt diese Seite nichts.", "F8 beendet das Gespräch.", "info"
        )
        self.handovers = RowList("Weitergegeben")
        self._room = Scroll(self.handovers)
        self._left = Section("Weitergegeben").add(self._room)
        self._acts = Flow(gap=1)
        self._lay_out()
        self._bind()

    def first(self) -> QWidget:
        return self.search if self.search.isVisible() else self.read_in

    def reload(self) -> None:
        listed = self.session.read(registration.registration_list, self._list_id)
        erased, open_list = listed.erased_on is not None, listed.erased_on is None and not self.conversation
        self._show_head(listed)
        self._show_banner(listed)
        for part in (self.read_in, self.add, self.hand_over, self._tools):
            part.setVisible(open_list)
        self._gone.setVisible(erased and not self.conversation)
        self._hidden.setVisible(self.conversation)
        self._show_persons(shown=open_list)
        self._show_handovers(
            () if self.conversation else self.session.read(registration.handovers, self._list_id)
        )
        self._show_acts()

    def choose_table(self) -> None:
        chosen = choose_file(self, "Tabelle einlesen", TABLES)
        if chosen is not None:
            self._import(chosen)

    def add_person(self) -> None:
        open_person_of_list(self, self.session, self._list_id)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.read_in.isVisible() and event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            self._import(Path(paths[0]))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for place in _WIDE:
            self.table.setColumnHidden(place, self.width() < rem(64))
        self._room.setMaximumHeight(rem(9 if self.height() > rem(38) else 3.6))

    def _lay_out(self) -> None:
        self._acts_box = box(self._acts)
        whole = column(self._head, self._job, parent=self, gap=0.8)
        whole.addLayout(self._banners)
        tools = line(self.search, gap=1)
        tools.addWidget(self._acts_box, 1)
        self._tools = box(tools)
        whole.addWidget(self._tools)
        for part in (self._nothing, self._not_found, self._hidden, self._gone):
            whole.addWidget(part)
            part.hide()
        whole.addWidget(self.table, _ALL)
        whole.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        whole.addWidget(self._left)
        whole.addStretch(1)

    def _bind(self) -> None:
        self.search.changed.connect(self._search_anew)
        self.search.returnPressed.connect(self._into_table)
        down = QShortcut(
            QKeySequence(Qt.Key.Key_Down), self.search, context=Qt.ShortcutContext.WidgetShortcut
        )
        down.activated.connect(self._into_table)
        self.table.opened.connect(lambda key: self._change(str(key)))
        self.table.bind("Del", lambda key: self._remove(str(key)))

    def _show_head(self, listed: RegistrationList) -> None:
        lists = self.session.read(cases.lists)
        recipient = self.session.read(directory.service, listed.service_id) if listed.service_id else None
        whom = f"Für {recipient.full_name}" if recipient else "Noch ohne Stelle"
        self._head.set("Liste" if self.conversation else listed.title, f"{whom} · {_basis(listed, lists)}")

    def _show_banner(self, listed: RegistrationList) -> None:
        clear(self._banners)
        if listed.erased_on is not None or listed.erase_on is None:
            return
        day = german(listed.erase_on)
        if goes_soon(listed, self.session.today()):
            self._banners.addWidget(
                Banner("trash", f"Am {day} werden diese Personen gelöscht.", "Danach bleiben nur die Zahlen.")
            )
        else:
            sentence = (
                f"Die Personen werden spätestens am {day} gelöscht, 90 Tage nach der ersten Weitergabe."
            )
            self._banners.addWidget(label(sentence, "small", "muted", wrap=True))

    def _show_persons(self, *, shown: bool) -> None:
        found = self.session.read(registration.persons, self._list_id, self.search.text(), self._most)
        hints = self.session.read(registration.hints, self._list_id)
        listed, lists = (
            self.session.read(registration.registration_list, self._list_id),
            self.session.read(cases.lists),
        )
        self.table.fill(
            [(each.id, _cells(each, listed, hints, lists)) for each in found.shown] if shown else []
        )
        searching, nobody = bool(self.search.text().strip()), not found.count
        self.table.setVisible(shown and not nobody)
        self._nothing.setVisible(shown and nobody and not searching)
        self._not_found.setVisible(shown and nobody and searching)
        self._more.setText(f"Weitere {found.count - len(found.shown)} zeigen")
        self._more.setVisible(shown and found.count > len(found.shown))
        self.hand_over.setEnabled(not nobody or searching)

    def _show_handovers(self, handovers: tuple[Handover, ...]) -> None:
        lists = self.session.read(cases.lists)
        self._left.setVisible(bool(handovers))
        self._left.set_count(len(handovers))
        self.handovers.fill([partial(_handover_row, each, lists) for each in handovers])

    def _show_acts(self) -> None:
        clear(self._acts)
        acts = [link_button("Grundlage ändern", self._change_list, "pencil", small=True)]
        for each in self.session.read(registration.imports, self._list_id):
            words = f"Einlesen zurücknehmen ({each.persons} Personen)"
            acts.append(link_button(words, partial(self._undo_import, each.id), "undo", small=True))
        acts.append(link_button("Alle Personen löschen", self._ask_to_erase, "trash", small=True))
        for act in acts:
            self._acts.addWidget(act)

    def _search_anew(self) -> None:
        self._most = AT_ONCE
        self._show_persons(shown=True)

    def _show_more(self) -> None:
        self._most *= 3
        self._show_persons(shown=True)

    def _into_table(self) -> None:
        if self.table.model().rowCount():
            self.table.selectRow(0)
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _change(self, person_id: str) -> None:
        with guard(self):
            person = self.session.read(registration.person, person_id)
            open_person_of_list(self, self.session, self._list_id, person)

    def _remove(self, person_id: str) -> None:
        with guard(self):
            gone = self.session.write(registration.remove_person, person_id)
            show_toast(self, "Die Person steht nicht mehr in der Liste.", lambda: self._put_back(gone))

    def _put_back(self, gone: RegisteredPerson) -> None:
        with guard(self):
            self.session.write(registration.put_back, gone)

    def _change_list(self) -> None:
        open_list_form(self, self.session, lambda _: None, self._list_id)

    def _import(self, path: Path) -> None:
        import_table(self, self.session, self._job, self._list_id, path, self._taken_in)

    def _taken_in(self, import_id: str, count: int) -> None:
        words = "1 Person steht" if count == 1 else f"{count} Personen stehen"
        show_toast(self, f"{words} jetzt in der Liste.", lambda: self._undo_import(import_id))

    def _undo_import(self, import_id: str) -> None:
        with guard(self):
            gone = self.session.write(registration_import.undo, import_id)
            show_toast(self, f"Zurückgenommen: {gone} Personen sind wieder aus der Liste.")

    def _ask_to_erase(self) -> None:
        CalmDialog(self, _ERASE, "warning", ("Endgültig löschen", self._erase)).open()

    def _erase(self) -> None:
        with guard(self):
            self.session.write(registration.erase_list, self._list_id)
            show_toast(self, "Die Personen dieser Liste sind gelöscht.")


def _table_columns() -> list[Column]:
    names = {"family_name", "given_names"}
    return [
        *(Column(label_of(name), stretch=name in names) for name in _COLUMNS),
        Column("Grundlage", width=8.5),
        Column("Hinweis", width=8.5),
    ]


def _cells(
    person: RegisteredPerson, listed: RegistrationList, hints: Hints, lists: CodeLists
) -> list[str | Cell]:
    plain: list[str | Cell] = [words(person, name, lists) for name in _COLUMNS]
    plain[0] = Cell(person.family_name, strong=True)
    return [*plain, _basis_of(person, listed), _hint(person, hints)]


def _basis_of(person: RegisteredPerson, listed: RegistrationList) -> Cell:
    if person.client_id is not None:
        return Cell("Akte", icon="folder", chip="neutral")
    if person.consented_on is not None:
        return Cell("Unterschrift", icon="pencil", chip="success")
    if listed.norm is not None:
        return Cell("Ersuchen", icon="paragraph", chip="neutral")
    return Cell("fehlt", icon="warning", chip="warning")


def _hint(person: RegisteredPerson, hints: Hints) -> str | Cell:
    if person.id in hints.twice:
        return Cell("doppelt?", icon="people", chip="warning")
    return Cell("in der Akte?", icon="folder", chip="info") if person.id in hints.perhaps_in_file else ""


def _basis(listed: RegistrationList, lists: CodeLists) -> str:
    if listed.norm is None:
        return "mit Unterschrift jeder Person"
    return f"auf Ersuchen nach {lists.fact('statutory_norm', listed.norm, 'norm')}: {listed.reason}"


def _handover_row(handover: Handover, lists: CodeLists) -> Row:
    what = ", ".join(lists.label("data_category", code) for code in handover.categories)
    basis = (
        f"nach {lists.fact('statutory_norm', handover.norm, 'norm')}" if handover.norm else "mit Einwilligung"
    )
    count = "1 Person" if handover.persons == 1 else f"{handover.persons} Personen"
    return Row(
        f"{count} an {handover.recipient}",
        f"{what} · {basis}",
        lead=german(berlin_date(handover.at)),
        chip=Chip("document", handover.format.upper()),
    )
