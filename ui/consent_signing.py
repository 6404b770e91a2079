# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""The signature on a printed consent: its day, how the text was heard, and who saw a mark."""

from __future__ import annotations

from PySide6.QtCore import Signal

from app.domain.consent import Consent
from app.operations import signings
from ui.drafts import DraftKeeper
from ui.hearing_form import HearingForm
from ui.listening import Listening
from ui.session import Session
from ui.widgets import DateInput, box, line, primary_button


class ConsentSigning(HearingForm):
    """`asked`: it is to be recorded as it stands here."""

    asked = Signal()

    def __init__(self, session: Session, case_id: str, consent: Consent) -> None:
        super().__init__()
        day = self.field("signed_on", "Unterschrieben am", DateInput(session.today))
        self.set_values({"signed_on": session.today()})
        usual = session.read(
            signings.usual_hearing, consent.file_id, consent.language, consent.interpreter, session.today()
        )
        self.add_hearing(session, consent.file_id, usual, day)
        self.listening = Listening(session, ("consent",))
        self.listening.offer(consent.language)
        self.body.addWidget(self.listening)
        act = primary_button("Unterschrift festhalten", self.asked.emit, "check")
        self.body.addWidget(box(line(act, None)))
        self.draft = DraftKeeper(session, self, f"signing:{consent.id}", case_id)
