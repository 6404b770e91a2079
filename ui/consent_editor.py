# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The place where a next version of the consent is put together; what is chosen is kept as a draft."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from app.domain.consent import ReleaseRow
from app.operations import cases, consents, documents, information_sheets
from ui.consent_rows import ConsentForm
from ui.drafts import DraftKeeper
from ui.errors import guard
from ui.session import Session
from ui.widgets import Flow, Section, box, column, link_button, primary_button, secondary_button


class ConsentEditor(QWidget):
    """`prepared` tells the version that was made.

    `print_asked` also the interpreter for its sheet, and the papers to print beside it.
    """

    prepared = Signal(str)
    print_asked = Signal(str, str, object)
    given_up = Signal()

    def __init__(self, session: Session, case_id: str) -> None:
        super().__init__()
        self._session, self._case_id = session, case_id
        self.form = ConsentForm(session)
        self.draft = DraftKeeper(session, self.form, "consent", case_id)
        acts = Flow(
            primary_button("Ansehen und drucken", self.prepare_and_print, "printer"),
            secondary_button("Nur vorbereiten", self.prepare),
            link_button("Abbrechen", self._give_up),
            gap=0.8,
        )
        column(Section("Neue Fassung").add(self.form), box(acts), parent=self, gap=1)

    def start(self, rows: Sequence[ReleaseRow]) -> None:
        today = self._session.today()
        usual = self._session.read(documents.usual_language, self._case_id, "consent", today)
        file_id = self._session.read(cases.case_view, self._case_id, today).file.id
        at_home = self._session.read(information_sheets.at_home, file_id)
        self.form.start_anew(rows, usual, information="information" not in at_home)
        self.show()
        self.form.recipients.directory.setFocus(Qt.FocusReason.OtherFocusReason)

    def reload(self) -> None:
        self.form.recipients.reload()

    def prepare(self) -> str | None:
        """Make it a draft of the notice; None if something could not be taken and is marked."""
        with guard(self):
            values = self.form.values()
            file_id = self._session.read(cases.case_view, self._case_id, self._session.today()).file.id
            made = self._session.write(
                consents.prepare, file_id, values["rows"], values["language"] or "", values["valid_until"]
            )
            self.draft.discard()
            self.prepared.emit(made)
            return made
        return None

    def prepare_and_print(self) -> None:
        interpreter = self.form.entry("interpreter").value()
        beside = [name for name in ("information", "pictograms") if self.form.entry(name).value()]
        if (made := self.prepare()) is not None:
            self.print_asked.emit(made, interpreter, beside)

    def _give_up(self) -> None:
        self.draft.discard()
        self.given_up.emit()
