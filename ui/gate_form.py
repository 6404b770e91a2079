# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""What every way out asks: to whom, what for, which data, on what basis; the gate answers at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal

from app.domain.disclosure import GateAnswer, Norm, Request
from app.domain.errors import InvalidInput
from app.domain.service import Service
from app.operations import cases, directory, referrals
from ui.codes import Choices, choices_of
from ui.consent_rows import category_choices
from ui.gate_fields import GateFields
from ui.service_finder import ServiceFinder
from ui.session import Session
from ui.widgets import CheckInput, CodeInput, FieldRow, FormPanel, LongText


class GateForm(FormPanel):
    """Asks the gate anew whenever recipient, purpose, way or basis change.

    Norms hide while the client looks on. A form says by `channel` how it goes out, by `passes_on` whether
    anything does.
    """

    consent_asked = Signal()
    recipient_changed = Signal()

    def __init__(self, session: Session, case_id: str) -> None:
        super().__init__()
        self._session, self._case_id = session, case_id
        self._categories = category_choices(session)
        self._recipient: str | None = None
        self._offered_purpose: str | None = None
        self.with_norms = not session.client_looks_on
        self.finder = ServiceFinder(session, "An wen?", self._nearest, self.about)
        self.gate = GateFields(self._categories)
        self.gate.consent_asked.connect(self.consent_asked)

    # What a form says of itself

    def channel(self) -> str:
        """How it leaves: spoken, until the form says otherwise."""
        return "spoken"

    def passes_on(self) -> bool:
        return True

    def about(self, service: Service) -> str:
        """What stands beneath a recipient that was found."""
        return service.phone

    # Fields

    def recipient_field(self) -> FieldRow:
        return self.field("service_id", "An wen?", self.finder)

    def purpose_field(self) -> FieldRow:
        return self.field("purpose", "Zweck", CodeInput(choices_of(self._session)("purpose")))

    def add_basis(self) -> None:
        """Data categories, and a norm as another way."""
        self.add("categories", "Welche Angaben?", self.gate)
        self.add("by_norm", "", CheckInput("Gesetzliche Grundlage statt Einwilligung"))
        self.add("norm", "Welche Vorschrift?", CodeInput(norm_choices(self._session)))
        self.add("reason", "Begründung", LongText(lines=2))

    def listen(self) -> None:
        """All fields are there: from now on what is chosen is answered."""
        self.entry("service_id").changed.connect(self._recipient_changed)
        self.changed.connect(self.refresh)
        self.refresh()

    # What stands there

    def request(self, values: dict[str, Any]) -> Request:
        """What is to be told, to whom, what for, how and when."""
        day = values["made_on"] or self._session.today()
        return Request(chosen(values), values["categories"], values["purpose"] or "", self.channel(), day)

    def norm(self, values: dict[str, Any]) -> Norm | None:
        return Norm(values["norm"] or "", values["reason"]) if values["by_norm"] and self.with_norms else None

    def enough(self) -> dict[str, Any] | None:
        """What stands there, if it is already enough for a text."""
        values = self.readable()
        needed = ["service_id", "purpose", "categories"]
        if values["by_norm"] and self.with_norms:
            needed.append("norm")
        return values if all(values[name] for name in needed) else None

    def seen(self, name: str) -> Any:
        """The value of a field; `None` while it cannot be read."""
        try:
            return self.entry(name).value()
        except InvalidInput:
            return None

    def takes(self, wrong: InvalidInput) -> bool:
        field = "made_on" if wrong.field == "day" else wrong.field
        return super().takes(InvalidInput(field, wrong.code, **wrong.facts))

    def retype(self, typed: Mapping[str, str]) -> None:
        """The categories last: each answer of the gate to what stands above ticks them anew."""
        super().retype({name: text for name, text in typed.items() if name != "categories"})
        super().retype({name: text for name, text in typed.items() if name == "categories"})

    def reload(self, *, with_norms: bool) -> None:
        """Directory and consents may have changed."""
        self.with_norms = with_norms
        self.refresh()

    def refresh(self) -> None:
        """Show what this asks for, and the gate's answer to it."""
        by_norm = self.passes_on() and self.with_norms and bool(self.entry("by_norm").value())
        self.row("by_norm").setVisible(self.passes_on() and self.with_norms)
        for name in ("norm", "reason"):
            self.row(name).setVisible(by_norm)
        if self.passes_on():
            self._ask_gate(by_norm)

    def _nearest(self) -> Sequence[Service]:
        return self._session.read(directory.named_in_notices, self._case_id)

    def _recipient_changed(self) -> None:
        recipient = self.seen("service_id")
        if recipient != self._recipient:
            self._recipient = recipient
            self._offer_purpose(recipient)
            self.recipient_changed.emit()

    def _offer_purpose(self, recipient: str | None) -> None:
        """The purpose under which a notice lets this recipient know most; what was chosen by hand stays."""
        if recipient is None or self.seen("purpose") not in (None, self._offered_purpose):
            return
        self._offered_purpose = self._session.read(
            referrals.usual_purpose, self._case_id, recipient, self._session.today()
        )
        self.entry("purpose").set_value(self._offered_purpose)

    def _ask_gate(self, by_norm: bool) -> None:
        service_id, purpose, day = (self.seen(name) for name in ("service_id", "purpose", "made_on"))
        if not service_id or not purpose:
            self.gate.show_answer(None, None)
            return
        every = tuple(code for code, _ in self._categories)
        asked = (service_id, purpose, by_norm)
        if by_norm:
            self.gate.show_answer(GateAnswer(every, ()), asked, ticked=False)
        else:
            today = self._session.today()
            request = Request(service_id, every, purpose, self.channel(), day or today)
            answer = self._session.read(referrals.check_gate, self._case_id, request, today)
            self.gate.show_answer(answer, asked)


def norm_choices(session: Session) -> Choices:
    """The norms that somebody may name; one that belongs to an act of its own is not offered."""
    lists = session.read(cases.lists)
    norms = lists.entries("statutory_norm", session.today())
    return [(entry.code, entry.label) for entry in norms if entry.facts.get("chosen", True)]


def chosen(values: dict[str, Any]) -> str:
    """The recipient; InvalidInput where nobody was chosen."""
    if values["service_id"] is None:
        raise InvalidInput("service_id", "code.missing")
    return str(values["service_id"])
