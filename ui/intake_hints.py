# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the sheet says by itself while it is filled in: perhaps known already, perhaps somebody else's."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from ui.competence_note import CompetenceNote
from ui.duplicate_panel import PAUSE_MS, DuplicatePanel, typed_person
from ui.errors import guard
from ui.session import Session
from ui.theme import rem
from ui.widgets import FormPanel, Scroll, box, column

BESIDE_FROM, BESIDE, BENEATH = 74, 22, 12
"""From this width of the sheet on they stand beside it, so wide; else beneath it, at most so high (rem)."""
FORM, UNBOUNDED = 56, 16_777_215


class IntakeHints(QWidget):
    """Outside the sheet, so that nothing moves under the fingers; it looks when typing pauses."""

    looked = Signal()

    def __init__(self, session: Session, form: FormPanel) -> None:
        super().__init__()
        self._form = form
        self.client_looks_on = False
        self.duplicates, self.competence = DuplicatePanel(session), CompetenceNote(session)
        self._beside = True
        self._words = column(self.duplicates, self.competence, None, gap=0.6)
        column(Scroll(box(self._words)), parent=self)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.look)
        form.changed.connect(self._pause.start)
        self.hide()

    def stand(self, *, beside: bool) -> None:
        """Beside the sheet or beneath it."""
        self._beside = beside
        self.setMinimumWidth(rem(BESIDE) if beside else 0)
        self.setMaximumWidth(rem(BESIDE if beside else FORM))
        self._take_room()

    def look(self) -> bool:
        """Look now; whether somebody came up who was not shown before."""
        self._pause.stop()
        known = self._form.readable()
        new = False
        with guard(self):
            self.competence.look(known["site_id"], known["municipality"])
            new = self.duplicates.look(typed_person(known), client_looks_on=self.client_looks_on)
            self.setVisible(not (self.competence.isHidden() and self.duplicates.isHidden()))
            self._take_room()
            self.looked.emit()
        return new

    def _take_room(self) -> None:
        """Beneath the sheet no more than the words need."""
        needed = self._words.totalHeightForWidth(self.width()) + rem(0.3)
        self.setMinimumHeight(0 if self._beside else min(needed, rem(BENEATH)))
        self.setMaximumHeight(UNBOUNDED if self._beside else min(needed, rem(BENEATH)))
