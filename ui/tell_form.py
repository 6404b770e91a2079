# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Auskunft: a word on the phone, an e-mail or a letter; who may hear what stands there before one speaks."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.domain.disclosure import SpokenAnswer
from app.domain.errors import InvalidInput
from app.domain.service import Service
from app.operations import cases, referrals
from ui.codes import choices_of, labels_of
from ui.drafts import DraftKeeper
from ui.errors import WaysOut
from ui.form_dialog import FormDialog
from ui.gate_form import GateForm
from ui.session import Session
from ui.spoken_words import spoken_words
from ui.widgets import ChoiceBar, DateInput, Icon, LongText, box, label, line, show_toast

_WAYS = ("spoken", "email", "letter")
_HASHED = "Gespeichert wird davon nur ein Prüfwert. Was die Akte wissen soll, kommt in den Verlauf."


class TellForm(GateForm):
    """The recipients of the notices stand there at once; what they may hear is ticked."""

    def __init__(self, session: Session, case_id: str, *, with_norms: bool) -> None:
        super().__init__(session, case_id)
        view = session.read(cases.case_view, case_id, session.today())
        self._spoken: dict[str, SpokenAnswer] = {each.service_id: each for each in view.spoken}
        self._authorised = {each.service_id for each in view.authorised}
        self._label, self._proposed = labels_of(session), ""
        self.with_norms = with_norms
        self._call_back = label("", tone="text", strong=True, wrap=True)
        self._phone = box(line(Icon("phone", "action"), self._call_back, gap=0.5))
        self._phone.hide()
        ways = [each for each in choices_of(session)("disclosure_channel") if each[0] in _WAYS]
        self.body.addWidget(self.recipient_field())
        self.body.addWidget(self._phone)
        self.add_line(self.purpose_field(), self.field("channel", "Wie?", ChoiceBar("Wie?", ways)))
        self.add_basis()
        self.add("text", "Was wird gesagt oder geschrieben?", LongText(lines=2), _HASHED)
        self.add("made_on", "Tag", DateInput(session.today))
        self.set_values({"channel": "spoken", "made_on": session.today()})
        self.recipient_changed.connect(self._show_number)
        self.listen()
        self.finder.offer()

    def channel(self) -> str:
        return str(self.seen("channel") or super().channel())

    def about(self, service: Service) -> str:
        answer = self._spoken.get(service.id)
        said = spoken_words(answer, self._session.today(), self._label).sentence if answer else "nein"
        may_tell = "Vollmacht: darf uns Auskunft geben" if service.id in self._authorised else ""
        return " · ".join(part for part in (f"Auskunft: {said}", may_tell, service.phone) if part)

    def refresh(self) -> None:
        super().refresh()
        self._propose_text()

    def _show_number(self) -> None:
        """One calls back the number of the directory, never the one on the display."""
        service = self.finder.service
        self._phone.setVisible(service is not None)
        if service is not None:
            number = service.phone or "keine Nummer bekannt"
            person = f" ({service.contact_person})" if service.contact_person else ""
            self._call_back.setText(f"Rückruf laut Anlaufstellen: {number}{person}")

    def _propose_text(self) -> None:
        """For the spoken word the kinds of data are enough; what was typed by hand stays."""
        field = self.entry("text")
        if field.typed() not in ("", self._proposed):
            return
        words = ", ".join(self._label("data_category", code) for code in self.seen("categories") or ())
        self._proposed = f"Auskunft zu: {words}" if words and self.channel() == "spoken" else ""
        if field.typed() != self._proposed:
            field.set_typed(self._proposed)


def open_tell_form(
    owner: QWidget, session: Session, case_id: str, ways_out: WaysOut, *, with_norms: bool
) -> FormDialog:
    """Recipient, then Strg+Enter: what is covered is ticked already."""
    form = TellForm(session, case_id, with_norms=with_norms)
    draft = DraftKeeper(session, form, "tell", case_id)

    def store(values: dict[str, Any]) -> None:
        if values["service_id"] is None:
            raise InvalidInput("service_id", "code.missing")
        told = session.write(referrals.tell, case_id, form.request(values), values["text"], form.norm(values))
        draft.discard()
        show_toast(owner, f"Die Auskunft an {told.recipient} ist festgehalten.")

    dialog = FormDialog(owner, "Auskunft geben", form, "Fertig", store, ways_out)

    def to_consent() -> None:
        dialog.reject()
        ways_out["disclosure.no_consent"][1]()

    form.consent_asked.connect(to_consent)
    dialog.open()
    form.finder.field.setFocus(Qt.FocusReason.OtherFocusReason)
    return dialog
