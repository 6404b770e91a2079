# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Für die Büros, in the coordination: the directory and the tables that all offices are offered."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, ClassVar

from PySide6.QtWidgets import QPushButton, QWidget

from app.domain.dates import berlin_date, german
from app.domain.service_sheet import ReadService
from app.domain.sheet import Sheet
from app.operations import publishing, registration_import
from app.operations.catalogues import numbers
from app.operations.publishing import Kind
from ui.dates import clock
from ui.errors import WaysOut, guard
from ui.files import choose_file, choose_target
from ui.form_dialog import FormDialog
from ui.job_line import JobLine
from ui.page import Navigate, Page
from ui.published_courses import CoursesOfKreis
from ui.published_groups import TargetGroupsOfKreis
from ui.service_import import ServicesImport
from ui.session import Session
from ui.table_import import TABLES
from ui.widgets import (
    Card,
    CodeInput,
    DateInput,
    FormPanel,
    PageHead,
    Scroll,
    box,
    column,
    label,
    line,
    no_wider,
    primary_button,
    secondary_button,
    show_toast,
)

_GOES = "Es geht von selbst an alle Büros."
_DIRECTORY = (
    "Lesen Sie eine Tabelle (CSV, XLSX) mit allen Anlaufstellen des Kreises ein. "
    "Sie ersetzt das letzte Verzeichnis ganz. Was fehlt, endet in den Büros; eigene Einträge behalten sie."
)
_TABLES = (
    "Welcher Tabellenkatalog soll von wann an gelten? Jedes Büro sieht, was sich ändert, und übernimmt ihn."
)
_COURSES = (
    "Sprachkurse der Stellen in diesem Verzeichnis. "
    "Was Sie herausnehmen, endet in den Büros; eigene Kurse und Notizen behalten sie."
)
_GROUPS = (
    "Zielgruppen aus dem Konzept des Kreises, die das Programm nicht kennt. "
    "Gezählt werden sie bei den veröffentlichten Zahlen als „Andere Zielgruppe“."
)
_TEMPLATES = "Zusammengestellte Vorlagen geben Sie unter „Vorlagen“ an alle Büros."
_SHOWN = "Jedes Büro sieht zuerst, was neu ist, und entscheidet selbst."


class PublishedPage(Page):
    """A card for each kind; it says what was published last."""

    def __init__(self, session: Session, navigate: Navigate) -> None:
        super().__init__(session, navigate)
        self.read = primary_button("Tabelle einlesen", self.choose_table, "inbox")
        self.save = secondary_button("Letzten Stand speichern", self.save_table, "document")
        self.settle = secondary_button("Festlegen", self.settle_tables, "check")
        self.settle.setAccessibleName("Tabellenkatalog festlegen")
        self.courses = CoursesOfKreis(session)
        self.give_courses = secondary_button("An alle Büros geben", self.publish_courses, "send")
        self.give_courses.setAccessibleName("Sprachkurse an alle Büros geben")
        self.groups = TargetGroupsOfKreis(session)
        self.give_groups = secondary_button("An alle Büros geben", self.publish_groups, "send")
        self.give_groups.setAccessibleName("Zielgruppen an alle Büros geben")
        to_templates = secondary_button("Zu den Vorlagen", lambda: navigate("templates"), "letter")
        self._job = JobLine(session, "Tabelle wird gelesen", can_stop=False)
        self._said: dict[Kind, Any] = {}
        cards = column(
            self._card("directory", "Verzeichnis der Anlaufstellen", _DIRECTORY, self.save, self.read),
            self._job,
            self._card("courses", "Sprachkurse", _COURSES, self.give_courses),
            no_wider(self.courses, 60),
            self._card("tables", "Tabellenkatalog", _TABLES, self.settle),
            self._card("groups", "Zielgruppen", _GROUPS, self.give_groups),
            no_wider(self.groups, 60),
            self._card("templates", "Vorlagen", _TEMPLATES, to_templates),
            None,
            gap=0.8,
        )
        column(PageHead("Für die Büros", _SHOWN), Scroll(box(cards)), parent=self, gap=1)

    def first(self) -> QWidget:
        return self.read

    def reload(self) -> None:
        count = len(self.session.read(publishing.offers))
        self.save.setVisible(bool(count))
        settled = self.session.read(publishing.settled_tables)
        words = f"Katalog {settled.number} ab {german(settled.valid_from)}" if settled else ""
        self._say("directory", "1 Stelle" if count == 1 else f"{count} Stellen")
        self.courses.reload()
        given = len(self.session.read(publishing.given_courses))
        self._say("courses", "1 Kurs" if given == 1 else f"{given} Kurse")
        self.give_courses.setEnabled(bool(count and (given or self.courses.count())))
        self._say("tables", words)
        self._say("templates", "")
        self.groups.reload()
        own = len(self.groups.groups())
        self._say("groups", "1 Zielgruppe" if own == 1 else f"{own} Zielgruppen")
        self.give_groups.setEnabled(bool(own))

    def choose_table(self) -> None:
        chosen = choose_file(self, "Tabelle einlesen", TABLES)
        if chosen is not None:
            self._job.start(partial(registration_import.read_table, chosen), self._preview)

    def save_table(self) -> None:
        chosen = choose_target(self, "Anlaufstellen speichern", "anlaufstellen.csv", "CSV (*.csv)")
        if chosen is not None:
            with guard(self):
                self.session.read(publishing.save_directory, chosen, self.session.now())
                show_toast(self, "Das Verzeichnis ist gespeichert.")

    def settle_tables(self) -> FormDialog:
        form = FormPanel()
        catalogues = [(str(each), f"Tabellenkatalog {each}") for each in numbers()]
        form.add("number", "Katalog", CodeInput(catalogues))
        form.add("valid_from", "Gilt ab", DateInput(self.session.today, ahead=True))
        form.set_values({"number": catalogues[-1][0]})

        def settle(values: dict[str, Any]) -> None:
            number = int(values["number"]) if values["number"] else None
            self.session.write(publishing.publish_tables, number, values["valid_from"])
            show_toast(self, _GOES)

        ways = self._ways_out()
        dialog = FormDialog(self, "Tabellenkatalog festlegen", form, "An alle Büros geben", settle, ways)
        dialog.open()
        return dialog

    def publish_courses(self) -> None:
        with guard(self, self._ways_out()):
            self.session.write(publishing.publish_courses)
            show_toast(self, _GOES)

    def publish_groups(self) -> None:
        with guard(self, self._ways_out()):
            self.session.write(publishing.publish_groups)
            show_toast(self, _GOES)

    def _ways_out(self) -> WaysOut:
        return {"district.not_set_up": ("Zur Übersicht", lambda: self.navigate("overview"))}

    def _preview(self, sheet: Sheet) -> None:
        DirectoryImport(self, self.session, sheet, lambda _count: show_toast(self, _GOES)).open()

    def _card(self, kind: Kind, title: str, words: str, *buttons: QPushButton) -> QWidget:
        self._said[kind] = label("", "small", strong=True, wrap=True)
        said = column(label(words, tone="muted", wrap=True), self._said[kind], gap=0.4)
        body = line(box(said), *buttons, gap=1)
        body.setStretch(0, 1)
        return no_wider(Card(label(title, "heading"), box(body), outlined=True, gap=0.6), 60)

    def _say(self, kind: Kind, what: str) -> None:
        at = self.session.read(publishing.published_at, kind)
        if at is None:
            self._said[kind].setText("Noch nichts veröffentlicht")
            return
        stand = f"Zuletzt veröffentlicht: {german(berlin_date(at))}, {clock(at)}"
        waits = (
            "wartet auf die nächste Übertragung" if self.session.read(publishing.is_on_its_way, kind) else ""
        )
        self._said[kind].setText(" · ".join(part for part in (stand, what, waits) if part))


class DirectoryImport(ServicesImport):
    """The whole directory of the Kreis; what was published before and is missing here ends."""

    preview_name: ClassVar[str] = "Vorschau des Verzeichnisses"

    def read(self, mapping: Sequence[str | None]) -> Sequence[ReadService]:
        session = self._session
        found = publishing.rows(session.vault, self._sheet, mapping, self.kind(), session.now())
        self._known = found.known
        return found.new

    def keep(self, said: Sequence[Any]) -> None:
        self._session.write(publishing.publish_directory, said)
        self.accept()
        self._taken_in(len(said))

    def summary(self, right: int, wrong: int) -> str:
        parts = ["1 Stelle ist lesbar." if right == 1 else f"{right} Stellen sind lesbar."]
        if wrong:
            rows = "In 1 Zeile" if wrong == 1 else f"In {wrong} Zeilen"
            parts.insert(0, f"{rows} stimmt etwas nicht.")
        if self._known:
            parts.append(f"{self._known} stehen zweimal da und zählen einmal.")
        readable = [row.said for row in self._rows.values() if row.said is not None]
        if gone := self._session.read(publishing.missing_in, readable):
            parts.append(f"{gone} vom letzten Mal fehlen hier und enden in den Büros, mit ihren Kursen.")
        return " ".join(parts)
