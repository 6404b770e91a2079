# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which of a case's papers hold: authorisations, interpreters' promises, what is in the person's folder."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.domain.case_view import CaseView
from ui.authorisations_section import AuthorisationsSection
from ui.errors import WaysOut
from ui.papers_section import PapersSection
from ui.secrecy_section import SecrecySection
from ui.session import Session
from ui.widgets import column


class CasePapers(QWidget):
    """Three sections below each other; the first two only where there is something."""

    def __init__(self, session: Session, case_id: str, ways_out: WaysOut) -> None:
        super().__init__()
        self.authorisations = AuthorisationsSection(session, case_id)
        self.secrecy = SecrecySection(session)
        self.folder = PapersSection(session, case_id, ways_out)
        column(self.authorisations, self.secrecy, self.folder, parent=self, gap=1.4)

    def show_case(self, view: CaseView) -> None:
        self.authorisations.show_case(view)
        self.secrecy.show_file(view.file.id)
        done = view.case.status == "closed" or view.file.restricted_on is not None
        self.folder.show_file(view.file.id, done=done)
