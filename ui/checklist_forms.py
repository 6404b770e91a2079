# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A checklist for an authority: to whom, what for, and which items the gate lets through."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from app.domain.checklist import sheet
from app.domain.disclosure import GateAnswer
from app.domain.errors import InvalidInput
from app.operations import checklists, directory
from ui.codes import choices_of, labels_of
from ui.errors import WaysOut
from ui.form_dialog import FormDialog
from ui.session import Session
from ui.sheet_dialog import SheetDialog
from ui.theme import rem
from ui.widgets import CodeInput, FormPanel, label

PURPOSE = "residence_title"
_HINT = (
    "Mit dem Drucken oder Speichern ist die Weitergabe festgehalten. Von anderen Punkten steht hier nichts."
)
_FIRST = "Wählen Sie zuerst die Stelle."


class AuthorityForm(FormPanel):
    """Recipient and purpose; beneath them every item that goes, and what stays and why."""

    def __init__(self, session: Session, case_id: str, kind: str) -> None:
        super().__init__()
        self._session, self._case_id, self._kind = session, case_id, kind
        target = sheet(kind).authority
        services = sorted(
            session.read(directory.services, session.today()), key=lambda each: each.referral_target != target
        )
        self.add("service_id", "An wen?", CodeInput([(each.id, each.full_name) for each in services]))
        self.add("purpose", "Zweck", CodeInput(choices_of(session)("purpose")))
        self.going = QPlainTextEdit()
        self.going.setReadOnly(True)
        self.going.setTabChangesFocus(True)
        self.going.setAccessibleName("Diese Punkte gehen hinaus")
        self.going.setMinimumHeight(rem(10))
        self._stays = label("", "small", "muted", wrap=True)
        self.body.addWidget(label("Diese Punkte gehen hinaus", strong=True))
        self.body.addWidget(self.going)
        self.body.addWidget(self._stays)
        self.set_values({"purpose": PURPOSE})
        if services and services[0].referral_target == target:
            self.set_values({"service_id": services[0].id, "purpose": PURPOSE})
        self.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        service_id, purpose = self.entry("service_id").value(), self.entry("purpose").value()
        if not service_id or not purpose:
            self.going.setPlainText(_FIRST)
            self._stays.setText("")
            return
        today = self._session.today()
        answer = self._session.read(checklists.ask, self._case_id, self._kind, service_id, purpose, today)
        items = self._session.read(checklists.going, self._case_id, self._kind, answer.covered, today)
        lines = [f"{item.words}: {_SAID[item.state or '']}" for item in items]
        self.going.setPlainText("\n".join(lines) or "Kein besprochener Punkt ist freigegeben.")
        self._stays.setText(self._what_stays(answer))

    def _what_stays(self, answer: GateAnswer) -> str:
        if not answer.missing:
            return "Die Person steht mit Name, Geburtsdatum und Aktenzeichen auf dem Blatt."
        words = ", ".join(labels_of(self._session)("data_category", each) for each in answer.missing)
        return f"Ohne Freigabe für diese Stelle und diesen Zweck, also nicht auf dem Blatt: {words}."


_SAID = {"met": "erfüllt", "open": "offen", "unclear": "unklar"}


def open_authority_form(
    owner: QWidget, session: Session, case_id: str, kind: str, norm: str, ways_out: WaysOut
) -> FormDialog:
    """The sheet is looked at before it goes; only printing or saving it is a disclosure."""

    def look(values: dict[str, Any]) -> None:
        for name in ("service_id", "purpose"):
            if not values[name]:
                raise InvalidInput(name, "code.missing")
        made = checklists.for_authority(
            session.vault, case_id, kind, values["service_id"], values["purpose"], session.now()
        )
        SheetDialog(owner, session, made, f"Checkliste {norm}", _HINT, ways_out).open()

    form = AuthorityForm(session, case_id, kind)
    dialog = FormDialog(owner, f"Checkliste {norm} für die Behörde", form, "Ansehen", look, ways_out)
    dialog.open()
    return dialog
