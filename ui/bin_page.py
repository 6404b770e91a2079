# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Papierkorb: what was removed in the last thirty days, to bring back or to let go for good."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from app.domain.bin import BinLine
from app.domain.dates import german
from app.operations import bin
from resources import Message
from ui.errors import CalmDialog, guard
from ui.page import Navigate, Page
from ui.removal import bring_back, kind_in_words
from ui.session import Session
from ui.widgets import (
    Chip,
    EmptyState,
    PageHead,
    Row,
    RowList,
    Scroll,
    box,
    column,
    link_button,
    no_wider,
    show_toast,
)

KEYS = (("Eingabe", "zurückholen"), ("Entf", "endgültig löschen"))
_LAST_QUESTION = Message(
    "Endgültig löschen?", "Noch steht es im Papierkorb.", "Gelöscht kann es niemand mehr zurückholen."
)


class BinPage(Page):
    """Enter brings a row back, Entf lets it go for good; while the client looks on nothing is shown."""

    def __init__(self, session: Session, navigate: Navigate) -> None:
        super().__init__(session, navigate)
        self._head = PageHead("Papierkorb", "Was Sie entfernen, bleibt hier 30 Tage und verschwindet dann.")
        self.rows = RowList("Papierkorb")
        self.rows.opened.connect(lambda key: bring_back(self, session, str(key)))
        self.rows.bind("Del", lambda key: self._let_go(str(key)))
        self._nothing = EmptyState("check", "Der Papierkorb ist leer.")
        self._hidden = EmptyState(
            "speech", "Im Gespräch zeigt diese Liste nichts.", "F8 beendet das Gespräch.", "info"
        )
        whole = column(self._head, self._nothing, self._hidden, parent=self, gap=1)
        whole.addWidget(Scroll(box(column(no_wider(self.rows, 60), None))), 1)

    def first(self) -> QWidget:
        return self.rows

    def reload(self) -> None:
        found = () if self.conversation else self.session.read(bin.contents)
        self.rows.fill([partial(self._row, line) for line in found])
        self._nothing.setHidden(self.conversation or bool(found))
        self._hidden.setHidden(not self.conversation)

    def _row(self, line: BinLine) -> Row:
        whose = f"{line.initials} · {line.file_number} · " if line.file_number else ""
        left = (line.erase_on - self.session.today()).days
        return Row(
            f"{kind_in_words(line.kind)} {line.title}".strip(),
            f"{whose}entfernt am {german(line.removed_on)}",
            key=line.id,
            chip=Chip("clock", "noch 1 Tag" if left == 1 else f"noch {left} Tage"),
            act=link_button("Zurückholen", lambda: bring_back(self, self.session, line.id), small=True),
            keys=KEYS,
        )

    def _let_go(self, bin_id: str) -> None:
        way_out = ("Endgültig löschen", lambda: self._erase(bin_id))
        CalmDialog(self, _LAST_QUESTION, "warning", way_out).open()

    def _erase(self, bin_id: str) -> None:
        with guard(self):
            self.session.write(bin.empty, bin_id)
            show_toast(self, "Es ist endgültig gelöscht.")
