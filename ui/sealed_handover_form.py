# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Hand a case over to another office: what goes is seen word for word, then sealed into a file."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

import resources
from app.domain.disclosure import protects_child
from app.domain.errors import Cancelled, InvalidInput, Refusal
from app.domain.known_office import KnownOffice
from app.operations import case_transfers, cases, known_offices
from app.operations.case_transfers import Wish
from resources import Message
from ui import files
from ui.closing_form import open_closing_form
from ui.drafts import DraftKeeper
from ui.errors import CalmDialog, WaysOut
from ui.gate_form import GateForm
from ui.job_dialog import JobDialog
from ui.jobs import Work
from ui.referral_form import leaving_text
from ui.session import Session
from ui.widgets import CheckInput, CodeInput, DateInput, label, show_toast

DRAFT = "sealed_handover"
JOB = "Der Fall wird versiegelt"
_KINDS = "KIM-Brücke (*.kimtransfer)"
_INSIDE = "Dieses Büro gehört zu Ihrer verantwortlichen Stelle: Der ganze Fall geht mit."
_NOTHING_YET = "Sobald Büro, Zweck und Angaben gewählt sind, steht hier der Text Wort für Wort."
_DONE, _COPY = "Die Übergabe ist gespeichert.", "Eine Kopie für die Person liegt unter „Dokumente“."


class SealedHandoverForm(GateForm):
    """The office stands for its entry in the directory; inside one controller nothing is chosen."""

    def __init__(self, session: Session, case_id: str) -> None:
        super().__init__(session, case_id)
        self._offices = {each.unit: each for each in session.read(known_offices.offices)}
        self.preview = leaving_text()
        self._add_fields()
        self.set_values({"unit": next(iter(self._offices)) if len(self._offices) == 1 else None})
        self.entry("unit").changed.connect(self._office_changed)
        self.listen()
        self._office_changed()

    @property
    def office(self) -> KnownOffice | None:
        return self._offices.get(str(self.seen("unit")))

    def channel(self) -> str:
        return "handover"

    def passes_on(self) -> bool:
        return self.office is None or not self.office.same_controller

    def refresh(self) -> None:
        through_the_gate = self.passes_on()
        for name in ("purpose", "categories"):
            self.row(name).setVisible(through_the_gate)
        for name in ("norm", "reason"):
            self.row(name).setVisible(False)
        self.row("service_id").hide()
        self._inside.setHidden(through_the_gate)
        super().refresh()
        self.preview.setPlainText(self._text())

    def wish(self, values: dict[str, Any]) -> Wish:
        office = self.office
        if office is None:
            raise InvalidInput("unit", "transfer.no_office")
        if office.same_controller:
            return Wish(office.unit)
        return Wish(office.unit, values["categories"], values["purpose"] or "", self.norm(values))

    def _add_fields(self) -> None:
        choices = [(each.unit, each.name) for each in self._offices.values()]
        self.add("unit", "Welches Büro übernimmt?", CodeInput(choices))
        self.body.addWidget(self.recipient_field())
        self._inside = label(_INSIDE, wrap=True)
        self.body.addWidget(self._inside)
        self.body.addWidget(self.purpose_field())
        self.add_basis()
        self.body.addWidget(label("Genau das geht hinaus", "small", "muted"))
        self.body.addWidget(self.preview)
        self.add_line(
            self.field(
                "told_on",
                "Person informiert am",
                DateInput(self._session.today),
                "Leer: Eine Wiedervorlage erinnert daran.",
            ),
            self.field("close", "", CheckInput("Danach den Fall abschließen")),
        )
        self.add("made_on", "Tag", DateInput(self._session.today))
        self.row("made_on").hide()

    def _office_changed(self) -> None:
        """Whom consents name is settled by the office."""
        office = self.office
        self.entry("service_id").set_value(office.service_id if office else None)

    def _text(self) -> str:
        values = self.readable()
        ready = self.enough() if self.passes_on() else values
        if self.office is None or ready is None:
            return _NOTHING_YET
        try:
            read, today = self._session.read, self._session.today()
            return read(case_transfers.preview, self._case_id, self.wish(values), today)
        except Refusal as refusal:
            return _why(refusal)


def open_sealed_handover(
    owner: QWidget, session: Session, case_id: str, ways_out: WaysOut | None = None
) -> QWidget:
    """Where no office is set up yet, says where that is done."""
    if not session.read(known_offices.offices):
        return _say_no_office(owner)
    form = SealedHandoverForm(session, case_id)
    draft = DraftKeeper(session, form, DRAFT, case_id)
    window = owner.window()

    def begin(values: dict[str, Any]) -> Work:
        wish = form.wish(values)
        session.read(case_transfers.preview, case_id, wish, session.today())
        target = files.choose_target(window, "Übergabe speichern", "uebergabe.kimtransfer", _KINDS)
        if target is None:
            raise Cancelled
        told_on, vault, now = values["told_on"], session.vault, session.now()
        return lambda step: case_transfers.hand_over(vault, case_id, wish, told_on, target, now, step)

    def done(_: object) -> None:
        norm, lists = form.norm(form.values()), session.read(cases.lists)
        withheld = norm is not None and protects_child(norm, lists)
        show_toast(window, _DONE if withheld else f"{_DONE} {_COPY}")
        view = session.read(cases.case_view, case_id, session.today())
        if form.values()["close"] and view.case.status != "closed":
            open_closing_form(window, session, case_id)

    title, button = "An ein anderes Büro übergeben", "Versiegelt speichern"
    dialog = JobDialog(owner, session, title, form, button, JOB, begin, done, ways_out, draft)
    form.consent_asked.connect(dialog.reject)
    dialog.open()
    return dialog


def _why(refusal: Refusal) -> str:
    message = resources.message(refusal.code, **refusal.facts)
    return " ".join(part for part in (message.what, message.todo) if part)


def _say_no_office(owner: QWidget) -> QWidget:
    message = Message(
        "Noch ist kein anderes Büro eingerichtet.",
        "Nichts ist hinausgegangen.",
        "Öffnen Sie „Büro“ und nehmen Sie unter „Andere Büros“ die Schlüsselkarte des Büros auf.",
    )
    dialog = CalmDialog(owner, message, "info")
    dialog.open()
    return dialog
