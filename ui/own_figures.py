# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Eigene Zahlen: exact counts beside what was released, on the screen and on paper only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from app.operations import own_figures, printing
from app.operations.own_figures import OwnTable
from ui import jobs
from ui.errors import guard, show
from ui.print_dialog import ask_to_print
from ui.reading_order import Dialog
from ui.session import Session
from ui.theme import rem
from ui.widgets import (
    Banner,
    Cell,
    Column,
    Scroll,
    Table,
    box,
    clear,
    column,
    label,
    line,
    primary_button,
    secondary_button,
    show_toast,
)

TITLE = "Eigene Zahlen (intern, exakt)"
_WARNING = (
    "Diese Zahlen dürfen das Büro nicht verlassen.",
    "Sie sind nicht geschützt: Einzelne Personen ließen sich erkennen. Hinaus gehen nur die Zahlen der"
    " Meldung.",
)
_COLUMNS = (Column("", stretch=True), Column("genau", right=True), Column("gemeldet", right=True))


class OwnFiguresDialog(Dialog):
    """Counted beside the windows, then one table below the other; what holds nobody is left out."""

    def __init__(self, owner: QWidget, session: Session, site: tuple[str, str], until: date) -> None:
        super().__init__(owner.window())
        self._session, self._site, self._until = session, site[0], until
        self.setWindowTitle("KIM-Brücke")
        self.setAccessibleName(TITLE)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        about = f"{site[1]} · Stand {until:%d.%m.%Y}"
        self._counting = label("Zahlen werden berechnet …", tone="muted")
        self._tables = column(self._counting, gap=1.2)
        self.print = secondary_button("Drucken", self.print_out, "printer")
        head = box(column(label(TITLE, "heading"), label(about, "small", "muted", wrap=True), gap=0.1))
        acts = box(line(self.print, None, primary_button("Schließen", self.accept)))
        whole = column(
            head,
            Banner("warning", *_WARNING, "warning"),
            Scroll(box(self._tables)),
            acts,
            parent=self,
            gap=0.7,
        )
        whole.setContentsMargins(rem(1.2), rem(1), rem(1.2), rem(1))
        whole.setStretch(2, 1)
        room = owner.window().size()
        self.resize(min(rem(46), room.width()), max(rem(24), round(room.height() * 0.92)))
        self._count()

    def print_out(self) -> None:
        with guard(self):
            session, asked = self._session, (self._site, self._until)
            pdf = session.read(own_figures.sheet, *asked, session.now())
            ask_to_print(
                self,
                printing.page_count(pdf),
                lambda deliver: session.write(own_figures.print_sheet, pdf, deliver),
                lambda: show_toast(self, "Das Blatt ist beim Drucker."),
            )

    def _count(self) -> None:
        vault, asked = self._session.vault, (self._site, self._until)
        jobs.run(
            TITLE,
            lambda _: own_figures.own_figures(vault, *asked),
            self._show,
            lambda error: show(self if isValid(self) else None, error),
        )

    def _show(self, counted: Sequence[OwnTable]) -> None:
        if not isValid(self):
            return
        clear(self._tables)
        for each in counted:
            self._tables.addWidget(_shown(each))
        self._tables.addStretch(1)


def _shown(counted: OwnTable) -> QWidget:
    title = label(counted.title, "heading", wrap=True)
    if not counted.rows:
        return box(column(title, label("niemand", tone="muted"), gap=0.3))
    table = Table(counted.title, _COLUMNS, fit=True, row_height=1.8)
    table.fill([(row.label, _cells(row.label, row.exact, row.released)) for row in counted.rows])
    return box(column(title, table, gap=0.3))


def _cells(name: str, exact: int, released: int | None) -> list[str | Cell]:
    return [name, Cell(str(exact), strong=True), Cell("–" if released is None else str(released), "muted")]
