# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A legal circle as a form: what is granted or applied for, from when, by whom; and what ends before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QSize

from app.domain.dates import german
from app.domain.errors import InvalidInput
from app.domain.livelihood import NOTHING, LivelihoodPeriod, NewLivelihood, short_name
from app.operations import cases
from ui.codes import Choices, choices_of
from ui.session import Session
from ui.theme import rem
from ui.widgets import ChoiceBar, CodeInput, DateInput, FieldRow, FormPanel, TextInput

STATES: Choices = [("applied", "beantragt"), ("granted", "bewilligt"), ("refused", "abgelehnt")]
_DIGITS = {"applied": "1", "granted": "2", "refused": "3"}
_NOT_GRANTED = "Beantragt ist nicht bewilligt: Bis zum Bescheid zählen die Tage als ungesichert."
_DAY = timedelta(days=1)
WIDTH = 44


def livelihood_of(values: Mapping[str, Any], asked_on: date) -> NewLivelihood | None:
    """What the fields of `intake_fields` say; None where nothing was chosen."""
    since, until, circle = values["since"], values["until"], values["legal_circle"]
    if circle:
        state = values["state"] or "granted"
        return NewLivelihood(circle, state, since, until, asked_on if state == "applied" else None)
    if since or until:
        raise InvalidInput("legal_circle", "code.missing")
    return None


def intake_fields(form: FormPanel, session: Session) -> Sequence[tuple[FieldRow, FieldRow]]:
    """What the person lives on, as the intake asks for it."""
    return (
        (
            form.field("legal_circle", "Lebt von", CodeInput(choices_of(session)("legal_circle"))),
            form.field("state", "Stand", CodeInput(STATES[:2]), "Beantragt ist nicht bewilligt."),
        ),
        (
            form.field("since", "Seit", DateInput(session.today)),
            form.field("until", "Bis", DateInput(session.today, ahead=True)),
        ),
    )


def circle_choices(session: Session) -> list[tuple[str, str] | tuple[str, str, str]]:
    """Those that secure a living first, each with a digit; what runs beside them; nothing at all is 0."""
    lists, today = session.read(cases.lists), session.today()
    entries = lists.entries("legal_circle", today)
    securing = [entry.code for entry in entries if entry.facts.get("livelihood")]
    beside = [entry.code for entry in entries if entry.code not in (*securing, NOTHING)]
    name = {entry.code: short_name(entry.code, lists) for entry in entries}
    return [
        *((code, name[code], str(digit)) for digit, code in enumerate(securing, 1)),
        *((code, name[code]) for code in beside),
        (NOTHING, name[NOTHING], "0"),
    ]


class LivelihoodForm(FormPanel):
    """`ending`: what may end for it, the first of them proposed; then it begins the day after."""

    def __init__(self, session: Session, ending: Sequence[LivelihoodPeriod] = ()) -> None:
        super().__init__()
        self._session, self._ending = session, ending
        self._proposed = self._proposed_day = ""
        if ending:
            self._add_ending()
        caption = "Neuer Rechtskreis" if ending else "Rechtskreis"
        self.add("legal_circle", caption, ChoiceBar(caption, circle_choices(session)))
        states = [(code, word, _DIGITS[code]) for code, word in (STATES[:2] if ending else STATES)]
        self.add("state", "Stand", ChoiceBar("Stand", states), _NOT_GRANTED)
        self._applied = self.add("applied_on", "Beantragt am", DateInput(session.today))
        self._add_days()
        self._add_office()
        self.entry("state").changed.connect(self._show_state)
        self.begin()

    def begin(self, state: str = "granted") -> None:
        """Empty but for what is proposed."""
        self.set_values({"state": state})
        if self._ending:
            self._propose_end()
        self._show_state()
        self.settle()

    def show_period(self, period: LivelihoodPeriod) -> None:
        """Fill the fields with a stored one."""
        names = ("legal_circle", "state", "applied_on", "since", "until", "authority", "contact", "reference")
        self.set_values({name: getattr(period, name) for name in names})
        self._show_state()

    def livelihood(self, values: Mapping[str, Any]) -> NewLivelihood:
        return NewLivelihood(
            legal_circle=values["legal_circle"] or "",
            state=values["state"] or "",
            since=values["since"],
            until=values["until"],
            applied_on=values["applied_on"],
            authority=values["authority"],
            contact=values["contact"],
            reference=values["reference"],
        )

    def ending_id(self, values: Mapping[str, Any]) -> str:
        return str(values.get("ending") or self._ending[0].id)

    def sizeHint(self) -> QSize:
        """The circles take two lines rather than the whole window."""
        hint = super().sizeHint()
        return QSize(min(hint.width(), rem(WIDTH)), hint.height())

    def first(self) -> FieldRow:
        """Where typing starts."""
        return self.row("last_day" if self._ending else "legal_circle")

    def _add_ending(self) -> None:
        lists, ending = self._session.read(cases.lists), self._ending
        names = [(p.id, f"{short_name(p.legal_circle, lists)}, {p.span}") for p in ending]
        caption = "Letzter Tag"
        if len(ending) > 1:
            self.add("ending", "Was endet?", CodeInput(names)).entry.set_value(ending[0].id)
            self.entry("ending").changed.connect(self._propose_end)
        else:
            caption = f"{short_name(ending[0].legal_circle, lists)} endet am"
        self.add("last_day", caption, DateInput(self._session.today))
        self.entry("last_day").changed.connect(self._propose_start)

    def _add_days(self) -> None:
        self.add_line(
            self.field("since", "Ab", DateInput(self._session.today)),
            self.field("until", "Bis", DateInput(self._session.today, ahead=True), "Leer: läuft weiter."),
        )

    def _add_office(self) -> None:
        self.add("authority", "Behörde", TextInput())
        self.add_line(
            self.field("contact", "Ansprechperson und Telefon", TextInput()),
            self.field("reference", "Aktenzeichen dort", TextInput()),
        )

    def _propose_end(self) -> None:
        chosen = self.entry("ending").value() if self.has("ending") else self._ending[0].id
        ending = next(period for period in self._ending if period.id == (chosen or self._ending[0].id))
        self.entry("last_day").set_value(ending.until)

    def _propose_start(self) -> None:
        """The day after the end, as long as nobody wrote another one."""
        since = self.entry("since")
        if since.typed() not in ("", self._proposed):
            return
        try:
            last_day = self.entry("last_day").value()
        except InvalidInput:
            return
        self._proposed = german(last_day + _DAY) if last_day else ""
        since.set_typed(self._proposed)

    def _show_state(self) -> None:
        """An application has its day, today until somebody says otherwise; what was granted may have one."""
        day, asks = self.entry("applied_on"), self.entry("state").value() != "granted"
        if asks and not day.typed():
            day.set_value(self._session.today())
            self._proposed_day = day.typed()
        elif not asks and day.typed() == self._proposed_day:
            day.set_value(None)
        self._applied.setVisible(asks or bool(day.typed()))
