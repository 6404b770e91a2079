# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Windows about a legal circle: entering one, its answer, its end, and the change to the next."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from app.domain.coverage import Overview
from app.domain.errors import InvalidInput
from app.domain.livelihood import LivelihoodPeriod, short_name
from app.operations import cases, livelihoods
from ui.drafts import DraftKeeper
from ui.form_dialog import FormDialog
from ui.livelihood_form import LivelihoodForm
from ui.session import Session
from ui.widgets import DateInput, FieldRow, FormPanel, show_toast


def open_livelihood_form(owner: QWidget, session: Session, case_id: str, state: str) -> FormDialog:
    """A further one, granted or applied for."""
    form = LivelihoodForm(session)
    form.begin(state)
    draft, window = DraftKeeper(session, form, "livelihood", case_id), owner.window()

    def add(values: dict[str, Any]) -> None:
        new = form.livelihood(values)
        session.write(livelihoods.add_livelihood, case_id, new)
        draft.discard()
        _tell(window, session, case_id, f"{_short(session, new.legal_circle)} ist eingetragen.")

    return _open(owner, "Leistung eintragen", form, "Eintragen", add, form.first())


def open_correction_form(
    owner: QWidget, session: Session, case_id: str, period: LivelihoodPeriod
) -> FormDialog:
    """A stored one put right."""
    form = LivelihoodForm(session)
    form.show_period(period)
    draft, window = DraftKeeper(session, form, f"livelihood:{period.id}", case_id), owner.window()

    def change(values: dict[str, Any]) -> None:
        session.write(livelihoods.change_livelihood, case_id, period.id, form.livelihood(values))
        draft.discard()
        _tell(window, session, case_id, "Die Angaben sind geändert.")

    return _open(owner, "Leistung ändern", form, "Speichern", change, form.first())


def open_change_form(owner: QWidget, session: Session, case_id: str) -> FormDialog:
    """Rechtskreiswechsel: one ends, the next begins the day after, or when it is said."""
    form = LivelihoodForm(session, session.read(livelihoods.may_end, case_id, session.today()))
    draft, window = DraftKeeper(session, form, "circle_change", case_id), owner.window()

    def change(values: dict[str, Any]) -> None:
        new, last_day = form.livelihood(values), _required(values, "last_day")
        session.write(livelihoods.change_circle, case_id, form.ending_id(values), last_day, new)
        draft.discard()
        words = f"Der Wechsel zu {_short(session, new.legal_circle)} ist festgehalten."
        _tell(window, session, case_id, words)

    return _open(owner, "Wechsel des Rechtskreises", form, "Festhalten", change, form.first())


def open_grant_form(
    owner: QWidget, session: Session, case_id: str, period: LivelihoodPeriod, seen: Overview
) -> FormDialog:
    """The answer was yes: from which day, be it one that lies back, and until when."""
    form, window = FormPanel(), owner.window()
    form.add_line(
        form.field("since", "Bewilligt ab", DateInput(session.today)),
        form.field("until", "Bis", DateInput(session.today, ahead=True), "Leer: läuft weiter."),
    )
    form.set_values({"since": period.since or (seen.gap and seen.gap.first) or period.applied_on})

    def grant(values: dict[str, Any]) -> None:
        since = _required(values, "since")
        session.write(livelihoods.grant, case_id, period.id, since, values["until"])
        _tell(window, session, case_id, f"{_short(session, period.legal_circle)} ist bewilligt.")

    title = f"{_short(session, period.legal_circle)}: Bescheid"
    return _open(owner, title, form, "Bewilligt", grant, form.row("since"))


def open_end_form(owner: QWidget, session: Session, case_id: str, period: LivelihoodPeriod) -> FormDialog:
    """The last day of what was granted; a later one prolongs it."""
    form, window = FormPanel(), owner.window()
    form.add(
        "until",
        "Letzter Tag",
        DateInput(session.today),
        "Bei einer Weiterbewilligung der neue letzte Tag.",
    )
    form.set_values({"until": period.until})

    def end(values: dict[str, Any]) -> None:
        last_day = _required(values, "until")
        session.write(livelihoods.end_livelihood, case_id, period.id, last_day)
        words = f"{_short(session, period.legal_circle)} endet am {last_day:%d.%m.%Y}."
        _tell(window, session, case_id, words)

    title = f"{_short(session, period.legal_circle)} endet"
    return _open(owner, title, form, "Festhalten", end, form.row("until"))


def _open(
    owner: QWidget, title: str, form: FormPanel, button: str, act: Any, begin_at: FieldRow
) -> FormDialog:
    dialog = FormDialog(owner, title, form, button, act)
    dialog.open()
    begin_at.focus()
    return dialog


def _required(values: dict[str, Any], field: str) -> date:
    day: date | None = values[field]
    if day is None:
        raise InvalidInput(field, "date.missing")
    return day


def _short(session: Session, circle: str) -> str:
    return short_name(circle, session.read(cases.lists))


def _tell(window: QWidget, session: Session, case_id: str, words: str) -> None:
    """What was done, and what it means for the days that count."""
    days = session.read(livelihoods.overview, case_id, session.today()).uncovered
    show_toast(window, f"{words} Tage ohne gesicherte Leistung: {days}")
