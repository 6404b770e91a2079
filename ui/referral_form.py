# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""To whom, what for, and with which data: advice without data, an Überleitung with data, or a spoken word."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit

from app.domain.disclosure import GateAnswer, Norm, Request
from app.domain.errors import InvalidInput
from app.domain.referral import NewReferral
from app.operations import consents, referrals
from ui.codes import choices_of
from ui.consent_rows import category_choices, full_name
from ui.gate_fields import GateFields
from ui.session import Session
from ui.theme import rem
from ui.widgets import CheckInput, ChoiceBar, CodeInput, DateInput, FormPanel, LongText

ADVICE, REFERRAL, TELL = "advice", "referral", "tell"
_MODES = ((ADVICE, "Verweisberatung"), (REFERRAL, "Überleitung mit Daten"), (TELL, "Auskunft geben"))
_SPOKEN = ("spoken", "email", "letter")
_ONLY = {
    "dimension": (ADVICE, REFERRAL),
    "feedback_due_on": (ADVICE, REFERRAL),
    "note": (ADVICE, REFERRAL),
    "purpose": (REFERRAL, TELL),
    "categories": (REFERRAL, TELL),
    "channel": (TELL,),
    "text": (TELL,),
}


class ReferralForm(FormPanel):
    """Shows the fields of one mode; asks the gate anew whenever recipient, purpose or basis change."""

    consent_asked = Signal()
    mode_changed = Signal()

    def __init__(self, session: Session, case_id: str, file_id: str) -> None:
        super().__init__()
        self._session, self._case_id, self._file_id = session, case_id, file_id
        self._categories = category_choices(session)
        self._add_fields()
        self.preview = _preview()
        self.start_anew()
        self.with_norms = True
        self.entry("mode").changed.connect(self.mode_changed)
        self.entry("service_id").changed.connect(self._offer_purpose)
        self.changed.connect(self.refresh)
        self.refresh()

    @property
    def mode(self) -> str:
        return str(self.entry("mode").value())

    def start_anew(self) -> None:
        """Empty, today, by word of mouth; the mode stays."""
        mode = self.entry("mode").value() or ADVICE
        self.clear()
        self.set_values({"mode": mode, "made_on": self._session.today(), "channel": "spoken"})

    def reload(self, *, with_norms: bool) -> None:
        """Directory and consents may have changed; norms are not offered while the client looks on."""
        self.with_norms = with_norms
        services = self._session.read(referrals.services)
        self.services.set_choices([(each.id, full_name(each)) for each in services])
        self.refresh()

    def refresh(self) -> None:
        mode = self.mode
        for name, modes in _ONLY.items():
            self.row(name).setVisible(mode in modes)
        self.row("by_norm").setVisible(mode != ADVICE and self.with_norms)
        by_norm = mode != ADVICE and self.with_norms and bool(self.entry("by_norm").value())
        for name in ("norm", "reason"):
            self.row(name).setVisible(by_norm)
        if mode != ADVICE:
            self._ask_gate(by_norm)
        self._show_preview()

    def new_referral(self, values: dict[str, Any]) -> NewReferral:
        with_data = values["mode"] == REFERRAL
        if with_data and not values["categories"]:
            raise InvalidInput("categories", "disclosure.no_categories")
        return NewReferral(
            service_id=_chosen(values),
            dimension=values["dimension"] or "",
            made_on=values["made_on"] or self._session.today(),
            categories=values["categories"] if with_data else (),
            purpose=values["purpose"] or "",
            note=values["note"],
            feedback_due_on=values["feedback_due_on"],
            norm=self.norm(values) if with_data else None,
        )

    def request(self, values: dict[str, Any]) -> Request:
        """What is told by word, e-mail or letter."""
        day = values["made_on"] or self._session.today()
        return Request(
            _chosen(values), values["categories"], values["purpose"] or "", values["channel"] or "", day
        )

    def norm(self, values: dict[str, Any]) -> Norm | None:
        return Norm(values["norm"] or "", values["reason"]) if values["by_norm"] and self.with_norms else None

    def takes(self, wrong: InvalidInput) -> bool:
        field = "made_on" if wrong.field == "day" else wrong.field
        return super().takes(InvalidInput(field, wrong.code, **wrong.facts))

    def _add_fields(self) -> None:
        choices, session = choices_of(self._session), self._session
        services = [(each.id, full_name(each)) for each in session.read(referrals.services)]
        channels = [each for each in choices("disclosure_channel") if each[0] in _SPOKEN]
        self.services = CodeInput(services, "Stelle wählen")
        self.gate = GateFields(self._categories)
        self.gate.consent_asked.connect(self.consent_asked)
        self.add("mode", "", ChoiceBar("Was soll geschehen?", _MODES))
        self.add("service_id", "An wen?", self.services)
        self.add_line(
            self.field("dimension", "Lebensbereich", CodeInput(choices("life_dimension"))),
            self.field("purpose", "Zweck", CodeInput(choices("purpose"))),
        )
        self.add("channel", "Wie?", ChoiceBar("Wie?", channels))
        self.add("categories", "Welche Angaben?", self.gate)
        self.add("by_norm", "", CheckInput("Gesetzliche Grundlage statt Einwilligung"))
        self.add("norm", "Welche Vorschrift?", CodeInput(choices("statutory_norm")))
        self.add("reason", "Begründung", LongText(lines=2))
        spoken_hint = (
            "Gespeichert wird davon nur ein Prüfwert. Was die Akte wissen soll, kommt in den Verlauf."
        )
        self.add("text", "Was wird gesagt oder geschrieben?", LongText(lines=3), spoken_hint)
        self.add("note", "Notiz", LongText(lines=2), "Bleibt in der Akte.")
        self.add_line(
            self.field("made_on", "Tag", DateInput(session.today)),
            self.field("feedback_due_on", "Rückmeldung bis", DateInput(session.today, ahead=True)),
        )

    def _offer_purpose(self) -> None:
        """The purpose that a consent names for this recipient."""
        service_id = self._value("service_id")
        if service_id is None or self._value("purpose") is not None:
            return
        notices = self._session.read(consents.consents, self._file_id)
        purposes = [row.purpose for notice in notices for row in notice.rows if row.service_id == service_id]
        if purposes:
            self.entry("purpose").set_value(purposes[0])

    def _ask_gate(self, by_norm: bool) -> None:
        service_id, purpose, day = (self._value(name) for name in ("service_id", "purpose", "made_on"))
        if not service_id or not purpose:
            self.gate.show_answer(None, None)
            return
        every = tuple(code for code, _ in self._categories)
        asked = (service_id, purpose, by_norm)
        if by_norm:
            self.gate.show_answer(GateAnswer(every, ()), asked, ticked=False)
        else:
            today = self._session.today()
            channel = REFERRAL if self.mode == REFERRAL else self._value("channel") or ""
            request = Request(service_id, every, purpose, channel, day or today)
            answer = self._session.read(referrals.check_gate, self._case_id, request, today)
            self.gate.show_answer(answer, asked)

    def _show_preview(self) -> None:
        new = self._readable() if self.mode == REFERRAL else None
        nothing = "Sobald Stelle, Zweck und Angaben gewählt sind, steht hier der Text Wort für Wort."
        read, today = self._session.read, self._session.today()
        text = read(referrals.transfer_text, self._case_id, new, today) if new else nothing
        self.preview.setPlainText(text)

    def _readable(self) -> NewReferral | None:
        """What stands there, if it is already enough for a text."""
        values = {name: self._value(name) for name in self._rows}
        if not (values["service_id"] and values["purpose"] and values["categories"]):
            return None
        if values["by_norm"] and self.with_norms and not values["norm"]:
            return None
        return self.new_referral(values)

    def _value(self, name: str) -> Any:
        """The value of a field; `None` while it cannot be read."""
        try:
            return self.entry(name).value()
        except InvalidInput:
            return None


def _chosen(values: dict[str, Any]) -> str:
    if values["service_id"] is None:
        raise InvalidInput("service_id", "code.missing")
    return str(values["service_id"])


def _preview() -> QPlainTextEdit:
    preview = QPlainTextEdit()
    preview.setReadOnly(True)
    preview.setTabChangesFocus(True)
    preview.setAccessibleName("Genau das geht hinaus")
    preview.setMinimumHeight(rem(13))
    return preview
